//! What something can do.

use backend::catalog::snapshot;
use domain::model::{Capability, Modality};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::words;

/// What a model or an offering can do and how far it goes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attributes {
    /// What goes in.
    #[schema(value_type = Vec<words::Modality>)]
    pub inputs: Vec<Modality>,
    /// What comes out.
    #[schema(value_type = Vec<words::Modality>)]
    pub outputs: Vec<Modality>,
    /// What it can do.
    #[schema(value_type = Vec<words::Capability>)]
    pub capabilities: Vec<Capability>,
    /// What a source says it cannot do. Of what is in neither list no source speaks.
    #[schema(value_type = Vec<words::Capability>)]
    pub cannot: Vec<Capability>,
    /// Most tokens of input and output together.
    #[schema(required, example = 200_000)]
    pub context_tokens: Option<i64>,
    /// Most tokens of output.
    #[schema(required, example = 64_000)]
    pub max_output_tokens: Option<i64>,
    /// Until when it has learned: a year, a month or a day, as stated.
    #[schema(required, example = "2025-03")]
    pub knowledge_cutoff: Option<String>,
    /// When it was released.
    #[schema(required, format = Date, example = "2025-09-29")]
    pub released_on: Option<String>,
    /// Whether the weights can be downloaded.
    #[schema(required)]
    pub open_weights: Option<bool>,
    /// The line of models it belongs to.
    #[schema(required, example = "claude-sonnet")]
    pub family: Option<String>,
}

impl From<&snapshot::Attributes> for Attributes {
    fn from(known: &snapshot::Attributes) -> Self {
        Self {
            inputs: known.inputs.clone(),
            outputs: known.outputs.clone(),
            capabilities: known.capabilities.clone(),
            cannot: known.cannot.clone(),
            context_tokens: known.context,
            max_output_tokens: known.max_output,
            knowledge_cutoff: known.knowledge.clone(),
            released_on: known.released.map(super::day),
            open_weights: known.open_weights,
            family: known.family.clone(),
        }
    }
}
