//! The parameters of these operations, for the OpenAPI document.

use domain::catalog_query::MAX_TEXT;
use utoipa::{
    IntoParams,
    openapi::{
        Required,
        path::{Parameter, ParameterBuilder, ParameterIn},
    },
};

use super::super::{
    params::{parameter, text, whole, word},
    words,
};

fn segment(name: &str, about: &str, example: &'static str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(about))
        .schema(Some(text().examples([example])))
        .build()
}

fn organization() -> Parameter {
    segment("org", "The slug of the organization.", "acme")
}

/// An organization in the path.
pub(super) struct OrganizationPath;

impl IntoParams for OrganizationPath {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![organization()]
    }
}

/// A project in the path.
pub(super) struct ProjectPath;

impl IntoParams for ProjectPath {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let project = segment("project", "The slug of the project.", "web");
        vec![organization(), project]
    }
}

/// A member in the path.
pub(super) struct MemberPath;

impl IntoParams for MemberPath {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let example = "usr_019aab4c7d2e7b8f9a0b1c2d3e4f5a6b";
        let member = segment("member", "The id of the account.", example);
        vec![organization(), member]
    }
}

/// An invitation in the path.
pub(super) struct InvitationPath;

impl IntoParams for InvitationPath {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let example = "inv_019aab4c7d2e7b8f9a0b1c2d3e4f5a6b";
        let invitation = segment("invitation", "The id of the invitation.", example);
        vec![organization(), invitation]
    }
}

/// Which events of the log.
pub(super) struct AuditParams;

impl IntoParams for AuditParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            organization(),
            parameter(
                "action",
                "Only events that tell this.",
                word::<words::AuditAction>(),
            ),
            parameter("actor", "The id of an account: only what it did.", text()),
            parameter(
                "since",
                "A day (in UTC) or an instant: what happened from then on.",
                text().examples(["2026-11-01"]),
            ),
            parameter(
                "until",
                "A day (in UTC), which is included, or an instant: what happened before it.",
                text(),
            ),
            parameter(
                "text",
                "Only events whose subject or actor contains this.",
                text().max_length(Some(MAX_TEXT)),
            ),
            parameter("before", "`next` of the page before.", whole(1, None, None)),
        ]
    }
}
