//! Benchmarks, and the models that have a score in one.

use std::cmp::Reverse;

use backend::catalog::snapshot::{self, Coverage, Entry, ScoreRow, Snapshot};
use domain::catalog_query::{CatalogQuery, encode};
use domain::price::UnitPrice;
use serde::Serialize;
use utoipa::ToSchema;

use super::{super::BASE, super::words, Links, Score};

/// All benchmarks.
#[derive(Debug, Serialize, ToSchema)]
pub struct BenchmarkList {
    /// The best covered first.
    pub items: Vec<Benchmark>,
}

/// Something that is measured: figures of another one cannot be compared with these.
#[derive(Debug, Serialize, ToSchema)]
pub struct Benchmark {
    /// Its id.
    #[schema(example = "livebench~2026-01-08~Coding~average")]
    pub id: String,
    /// Its name, as its source writes it.
    #[schema(example = "livebench")]
    pub name: String,
    /// Which edition of it.
    #[schema(example = "2026-01-08")]
    pub version: String,
    /// Which part of it; empty is the whole.
    #[schema(example = "Coding")]
    pub category: String,
    /// What is measured.
    #[schema(example = "average")]
    pub metric: String,
    /// The unit of its figures; empty is not stated.
    #[schema(example = "percent")]
    pub unit: String,
    /// How many models have a figure, retired ones too.
    #[schema(example = 57)]
    pub models: usize,
    /// Where the scores are.
    pub links: Links,
}

impl BenchmarkList {
    /// Of these.
    pub(crate) fn new(known: &[Coverage]) -> Self {
        Self {
            items: known.iter().map(Benchmark::new).collect(),
        }
    }
}

impl Benchmark {
    fn new(coverage: &Coverage) -> Self {
        let benchmark = &coverage.benchmark;
        let id = benchmark.word();
        Self {
            name: benchmark.name.to_string(),
            version: benchmark.version.to_string(),
            category: benchmark.category.to_string(),
            metric: benchmark.metric.to_string(),
            unit: coverage.unit.to_string(),
            models: coverage.models,
            links: Links {
                this: format!("{BASE}/scores?benchmark={}", encode(&id)),
                html: format!("/quality?benchmark={}", encode(&id)),
            },
            id,
        }
    }
}

/// The models that match and have a score.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreList {
    /// The best first.
    pub items: Vec<ModelScore>,
}

/// The best figure of a model in a benchmark.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelScore {
    /// The id of the model.
    #[schema(example = "anthropic/claude-sonnet-4-5")]
    pub id: String,
    /// Its name for people.
    #[schema(example = "Claude Sonnet 4.5")]
    pub name: String,
    /// The figure.
    pub score: Score,
    /// Three parts input and one part output for a million tokens, at the cheapest offering that
    /// matches; one that is listed at zero counts only where every other is too.
    #[schema(required, value_type = Option<words::Usd>)]
    pub blended_usd: Option<UnitPrice>,
    /// Where the model is.
    pub links: Links,
}

impl ScoreList {
    /// The models that match a question, each with its best figure in one setting or in any.
    pub(crate) fn new(
        snapshot: &Snapshot,
        query: &CatalogQuery,
        benchmark: &snapshot::Benchmark,
        variant: Option<&str>,
    ) -> Self {
        let results = snapshot.find(query);
        let entries = results.all().into_iter();
        let mut scored: Vec<(&Entry, &ScoreRow)> = entries
            .filter_map(|entry| Some((entry, benchmark.best(entry, variant)?)))
            .collect();
        // Sorting is stable: equal ones stay in the order that was asked for.
        scored.sort_by_key(|(_, row)| Reverse(row.score));
        let item = |(entry, row): (&Entry, &ScoreRow)| ModelScore {
            id: entry.slug.clone(),
            name: entry.name.clone(),
            score: Score::new(snapshot, row),
            blended_usd: results.best(snapshot, entry).blended,
            links: Links::to(&entry.href),
        };
        Self {
            items: scored.into_iter().map(item).collect(),
        }
    }
}
