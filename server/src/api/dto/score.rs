//! Published figures.

use backend::catalog::snapshot::{ScoreRow, Snapshot};
use serde::Serialize;
use utoipa::ToSchema;

use super::{super::words, SourceRef};

/// One published benchmark figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct Score {
    /// Which benchmark.
    #[schema(example = "LiveBench")]
    pub benchmark: String,
    /// Which edition of it.
    #[schema(example = "2026-01-08")]
    pub version: String,
    /// Which part of it; empty is the whole.
    #[schema(example = "Coding")]
    pub category: String,
    /// What is measured.
    #[schema(example = "score")]
    pub metric: String,
    /// In which setting of the model; empty is the usual one.
    pub variant: String,
    /// The figure, exactly as published.
    #[schema(value_type = words::Decimal)]
    pub score: String,
    /// Its unit.
    #[schema(example = "percent")]
    pub unit: String,
    /// When it was published.
    #[schema(required, format = Date)]
    pub date: Option<String>,
    /// Who says so.
    pub source: SourceRef,
    /// Where it is stated.
    #[schema(required, format = "uri")]
    pub url: Option<String>,
}

impl Score {
    /// A figure.
    pub(crate) fn new(snapshot: &Snapshot, row: &ScoreRow) -> Self {
        Self {
            benchmark: row.benchmark.to_string(),
            version: row.version.to_string(),
            category: row.category.to_string(),
            metric: row.metric.to_string(),
            variant: row.variant.to_string(),
            score: row.score.to_string(),
            unit: row.unit.to_string(),
            date: row.date.map(super::day),
            source: SourceRef::at(snapshot, row.source),
            url: row.url.as_deref().map(str::to_owned),
        }
    }
}
