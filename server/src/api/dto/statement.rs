//! What sources say otherwise.

use std::borrow::Cow;

use backend::catalog::snapshot::{self, Snapshot};
use serde::Serialize;
use utoipa::ToSchema;

use super::SourceRef;

/// What a source says of a fact, where something else is shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct Statement {
    /// Which fact: `context`, `max_output`, `knowledge`, `released`, `license`, `open_weights`,
    /// `lifecycle`, `retires_on`, `retention_days`, `trains_on_data`, `inputs` and `outputs` (all that goes in and comes out), or one word of
    /// `inputs.…`, `outputs.…` and `capabilities.…`, such as `capabilities.vision`.
    #[schema(example = "max_output", value_type = String)]
    pub fact: Cow<'static, str>,
    /// Its value as text: tokens as digits, days as `YYYY-MM-DD`, `true` or `false`, words with commas
    /// between them.
    #[schema(example = "64000")]
    pub value: String,
    /// Who says so.
    pub source: SourceRef,
}

impl Statement {
    /// What sources say of one thing.
    pub(crate) fn list(snapshot: &Snapshot, known: &[snapshot::Statement]) -> Vec<Self> {
        let statement = |said: &snapshot::Statement| Self {
            fact: said.fact.name(),
            value: said.fact.value(),
            source: SourceRef::at(snapshot, said.source),
        };
        let others = known.iter().filter(|said| !said.is_shown);
        others.map(statement).collect()
    }
}
