//! How fast an offering answers.

use backend::catalog::snapshot::{self, Snapshot};
use domain::speed::FirstToken;
use serde::Serialize;
use utoipa::ToSchema;

use super::{super::words, SourceRef};

/// What somebody has measured of an offering on one day: medians (p50), at least one of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct Speed {
    /// Time to the first token, in milliseconds.
    #[schema(required, example = 210)]
    pub ttft_ms: Option<u32>,
    /// Output tokens a second.
    #[schema(required, value_type = Option<words::Decimal>)]
    pub tokens_per_second: Option<String>,
    /// When it was measured.
    #[schema(format = Date, example = "2026-11-20")]
    pub measured_on: String,
    /// Who says so.
    pub source: SourceRef,
}

impl Speed {
    /// A measurement.
    pub(crate) fn new(snapshot: &Snapshot, known: &snapshot::Speed) -> Self {
        Self {
            ttft_ms: known.first_token.map(FirstToken::millis),
            tokens_per_second: known.throughput.map(|t| t.to_string()),
            measured_on: super::day(known.measured_on),
            source: SourceRef::at(snapshot, known.source),
        }
    }
}
