//! The OpenAPI document: what the handlers and the types say, and what holds for all of them.

mod common;

use axum::Json;
use utoipa::{OpenApi, openapi};

use super::{
    changes, companies, cost, dto, feed, models, problem, scores,
    tenant::{account, audit, invitations, members, organizations, projects},
    words,
};
use common::Common;

/// The document.
pub fn openapi() -> serde_json::Value {
    serde_json::to_value(Document::openapi()).unwrap_or_default()
}

/// Describe this API.
///
/// This document, as OpenAPI 3.1.
#[utoipa::path(get, path = "/api/openapi.json", tag = "Description", operation_id = "describe",
    responses((status = 200, description = "The document.", body = serde_json::Value)))]
pub(super) async fn document() -> Json<openapi::OpenApi> {
    Json(Document::openapi())
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tessera API",
        description = "The published catalog of AI models, their offerings and their dated prices, and the \
            organizations that use them.\n\n\
            The catalog is for reading and public: no token is needed, and any site may read it from a \
            browser (`Access-Control-Allow-Origin: *`, without credentials). What belongs to an \
            organization needs a personal access token of a member, which is made on the page of the \
            organization: send it as `Authorization: Bearer tsr_pat_…`, never in the address. A token is \
            of one organization, works for the scopes it was made for, and never allows more than the \
            roles of its member; other organizations are as if they did not exist.\n\n\
            Prices and amounts of money are strings that hold exact decimals; counts and tokens are \
            integers; dates are ISO 8601; `null` is unknown, which is not the same as zero. Links are \
            relative to this address. Bodies are JSON objects; a field that is not known is an error.\n\n\
            Answers of the catalog may be cached for a minute and carry an `ETag`: send it back as \
            `If-None-Match` and an answer that has not changed is a short `304`. Answers about \
            organizations are never cached. `HEAD` works wherever `GET` does. Errors are \
            `application/problem+json` (RFC 9457).",
    ),
    servers((url = "/", description = "This installation")),
    tags(
        (name = "Catalog", description = "Models, listings, offerings, prices and what they cost."),
        (name = "Companies", description = "Who sells and who makes."),
        (name = "Changes", description = "What changed."),
        (name = "Account", description = "Whoever calls."),
        (name = "Organizations", description = "Organizations and what they are."),
        (name = "Projects", description = "The units of cost inside an organization."),
        (name = "Members", description = "Who belongs to an organization, and who is invited."),
        (name = "Audit", description = "Who did what."),
        (name = "Description", description = "This API itself."),
    ),
    paths(
        models::list, models::show, models::show_listing, cost::show, companies::list_sources,
        scores::list_benchmarks, scores::list,
        companies::list_providers, companies::show_provider,
        companies::list_publishers, companies::show_publisher,
        changes::list, feed::show, document,
        account::show, organizations::list, organizations::show,
        projects::list, projects::create, projects::show, projects::change,
        members::list, members::change, members::remove,
        invitations::list, invitations::create, invitations::revoke,
        audit::list, audit::verify,
    ),
    components(schemas(
        problem::Problem, problem::FieldProblem, dto::Model,
        words::Modality, words::Capability, words::Task, words::Lifecycle, words::DeploymentType,
        words::Retention,
        words::Dialect, words::Unit, words::Direction, words::TokenClass, words::ServiceTier,
        words::SortOrder, words::ChangeKind, words::Role, words::AuditAction, words::Usd, words::Decimal,
    )),
    modifiers(&Common)
)]
struct Document;

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str));
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = openapi();
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > 50, "{}", found.len());
        for reference in found {
            let pointer = reference.strip_prefix('#').unwrap_or_default();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }

    /// Path, method and operation of everything.
    fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
        let mut all = Vec::new();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                all.push((path.as_str(), method.as_str(), operation));
            }
        }
        all
    }

    fn is_public(operation: &Value) -> bool {
        operation["security"].is_null()
    }

    #[test]
    fn every_operation_says_what_can_happen() {
        let document = openapi();
        assert_eq!(document["openapi"], "3.1.0");
        let paths = document["paths"].as_object().map(serde_json::Map::len);
        assert_eq!(paths, Some(25));
        let all = operations(&document);
        assert_eq!(all.len(), 29);
        for (path, method, operation) in all {
            let shown = format!("{method} {path}");
            assert!(
                operation["operationId"].is_string() && operation["summary"].is_string(),
                "{shown}"
            );
            let responses = &operation["responses"];
            assert!(
                responses["500"].is_object() && responses["503"].is_object(),
                "{shown}"
            );
            // A list of numbered pages ends somewhere.
            let can_miss = path.contains('{') || path == "/api/v1/models";
            assert_eq!(responses["404"].is_object(), can_miss, "{shown}");
            let has_body = operation["requestBody"].is_object();
            assert_eq!(has_body, matches!(method, "post" | "patch"), "{shown}");
            for status in ["413", "415"] {
                assert_eq!(responses[status].is_object(), has_body, "{shown}: {status}");
            }
            assert!(responses["422"].is_object() || !has_body, "{shown}");
        }
    }

    #[test]
    fn the_catalog_is_public_and_cached() {
        let document = openapi();
        let all = operations(&document).into_iter();
        let public: Vec<_> = all.filter(|(_, _, o)| is_public(o)).collect();
        assert_eq!(public.len(), 14);
        for (path, method, operation) in public {
            assert_eq!(method, "get", "{path}");
            let responses = &operation["responses"];
            assert!(responses["200"]["headers"]["ETag"].is_object(), "{path}");
            assert!(responses["304"].is_object(), "{path}");
            assert!(
                responses["401"].is_null() && responses["403"].is_null(),
                "{path}"
            );
            let has_parameters = operation["parameters"]
                .as_array()
                .is_some_and(|list| !list.is_empty());
            assert_eq!(responses["400"].is_object(), has_parameters, "{path}");
        }
    }

    #[test]
    fn organizations_need_a_token_with_a_scope() {
        let document = openapi();
        let scheme = &document["components"]["securitySchemes"]["token"];
        assert_eq!(scheme["type"], "http");
        assert_eq!(scheme["scheme"], "bearer");
        let all = operations(&document).into_iter();
        let closed: Vec<_> = all.filter(|(_, _, o)| !is_public(o)).collect();
        assert_eq!(closed.len(), 15);
        for (path, method, operation) in closed {
            let shown = format!("{method} {path}");
            let scopes = operation["security"][0]["token"].as_array();
            let scope = scopes.and_then(|list| list.first()).and_then(Value::as_str);
            let known = |scope: &str| {
                backend::access_tokens::SCOPES
                    .iter()
                    .any(|(s, _)| *s == scope)
            };
            assert!(scope.is_some_and(known), "{shown}");
            let responses = &operation["responses"];
            for status in ["400", "401", "403"] {
                assert!(responses[status].is_object(), "{shown}: {status}");
            }
            assert!(responses["304"].is_null(), "{shown}");
            assert!(responses["200"]["headers"]["ETag"].is_null(), "{shown}");
        }
    }

    #[test]
    fn vocabularies_are_those_of_the_domain() {
        let document = openapi();
        for (name, words) in [
            ("Modality", 7),
            ("Lifecycle", 4),
            ("SortOrder", 11),
            ("ChangeKind", 7),
            ("Role", 7),
            ("AuditAction", backend::audit::Action::ALL.len()),
        ] {
            let listed = document["components"]["schemas"][name]["enum"]
                .as_array()
                .map(Vec::len);
            assert_eq!(listed, Some(words), "{name}");
        }
    }
}
