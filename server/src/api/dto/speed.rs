//! How fast an offering answers.

use backend::catalog::snapshot::{self, Measurement, Snapshot};
use serde::Serialize;
use utoipa::ToSchema;

use super::{super::words, SourceRef};

/// How fast an offering answers: of each figure the newest measurement, and at least one.
#[derive(Debug, Serialize, ToSchema)]
pub struct Speed {
    /// Time to the first token; `null` is not measured.
    #[schema(required)]
    pub first_token: Option<MeasuredFirstToken>,
    /// Output tokens a second; `null` is not measured.
    #[schema(required)]
    pub throughput: Option<MeasuredThroughput>,
}

/// The median (p50) of the time to the first token, as somebody has measured it on one day.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasuredFirstToken {
    /// In milliseconds.
    #[schema(example = 210)]
    pub ms: u32,
    /// When it was measured.
    #[schema(format = Date, example = "2026-11-20")]
    pub measured_on: String,
    /// Who says so.
    pub source: SourceRef,
    /// Where it is stated.
    #[schema(required, format = "uri")]
    pub url: Option<String>,
}

/// The median (p50) of the output tokens a second, as somebody has measured it on one day.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasuredThroughput {
    /// Exactly as stated.
    #[schema(value_type = words::Decimal)]
    pub tokens_per_second: String,
    /// When it was measured.
    #[schema(format = Date, example = "2026-11-20")]
    pub measured_on: String,
    /// Who says so.
    pub source: SourceRef,
    /// Where it is stated.
    #[schema(required, format = "uri")]
    pub url: Option<String>,
}

impl Speed {
    /// The figures of an offering.
    pub(crate) fn new(snapshot: &Snapshot, known: &snapshot::Speed) -> Self {
        let measured = || known.measurements.iter();
        let url = |m: &Measurement| m.url.as_deref().map(str::to_owned);
        Self {
            first_token: measured().find_map(|m| {
                Some(MeasuredFirstToken {
                    ms: m.first_token?.millis(),
                    measured_on: super::day(m.measured_on),
                    source: SourceRef::at(snapshot, m.source),
                    url: url(m),
                })
            }),
            throughput: measured().find_map(|m| {
                Some(MeasuredThroughput {
                    tokens_per_second: m.throughput?.to_string(),
                    measured_on: super::day(m.measured_on),
                    source: SourceRef::at(snapshot, m.source),
                    url: url(m),
                })
            }),
        }
    }
}
