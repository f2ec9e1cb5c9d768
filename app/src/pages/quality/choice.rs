//! What the page is asked for.

use std::collections::{BTreeSet, HashMap};

use backend::catalog::snapshot::{Entry, Snapshot};
use domain::catalog_query::{CatalogQuery, QueryError};

use crate::components::benchmark::Benchmark;
use crate::components::workload::{TypedWorkload, query_string};

/// The whole state of the page.
pub(super) struct Choice {
    /// Which models.
    pub(super) query: CatalogQuery,
    /// The benchmark, if the catalog has any.
    pub(super) benchmark: Option<Benchmark>,
    /// The one setting of models that counts; all of them when it is `None`.
    pub(super) variant: Option<String>,
    /// The workload that cost is measured by, if one is given.
    pub(super) typed: TypedWorkload,
}

/// A benchmark and how many models have a score in it.
pub(super) struct Offered {
    pub(super) benchmark: Benchmark,
    pub(super) models: usize,
}

/// Every benchmark of the catalog: the best covered first, and whole ones
/// before their parts.
pub(super) fn benchmarks(snapshot: &Snapshot) -> Vec<Offered> {
    let mut models: HashMap<Benchmark, usize> = HashMap::new();
    for model in snapshot.entries.iter().filter_map(Entry::model) {
        let own: BTreeSet<_> = model.scores.iter().map(Benchmark::of).collect();
        for benchmark in own {
            *models.entry(benchmark).or_default() += 1;
        }
    }
    let mut list: Vec<_> = models
        .into_iter()
        .map(|(benchmark, models)| Offered { benchmark, models })
        .collect();
    list.sort_by(|a, b| {
        let rank = |o: &Offered| (std::cmp::Reverse(o.models), !o.benchmark.is_overall());
        rank(a)
            .cmp(&rank(b))
            .then_with(|| a.benchmark.cmp(&b.benchmark))
    });
    list
}

/// The settings in which models were measured, by name.
pub(super) fn variants(snapshot: &Snapshot, benchmark: &Benchmark) -> Vec<String> {
    let rows = snapshot
        .entries
        .iter()
        .filter_map(Entry::model)
        .flat_map(|m| &m.scores);
    let names: BTreeSet<_> = rows
        .filter(|row| benchmark.is(row) && !row.variant.is_empty())
        .map(|row| &*row.variant)
        .collect();
    names.into_iter().map(str::to_owned).collect()
}

impl Choice {
    /// Reads decoded parameters.
    pub(super) fn from_pairs(
        pairs: &[(String, String)],
        known: &[Offered],
    ) -> Result<Self, QueryError> {
        let query = CatalogQuery::from_pairs(pairs.iter().map(|(n, v)| (n, v)))?;
        let given = |name: &str| {
            pairs
                .iter()
                .rev()
                .find(|(n, v)| n == name && !v.is_empty())
                .map(|(_, v)| v.as_str())
        };
        let benchmark = match given("benchmark") {
            None => known.first().map(|o| o.benchmark.clone()),
            Some(word) => Some(
                known
                    .iter()
                    .find(|o| o.benchmark.word() == word)
                    .map(|o| o.benchmark.clone())
                    .ok_or_else(|| QueryError {
                        field: "benchmark",
                        reason: "is not one that the catalog has".to_owned(),
                    })?,
            ),
        };
        let variant = given("variant").map(str::to_owned);
        Ok(Self {
            query: CatalogQuery { page: 1, ..query },
            benchmark,
            variant,
            typed: TypedWorkload::from_pairs(pairs),
        })
    }

    /// What a form must keep of the filters and, for the workload form, of the chart.
    pub(super) fn hidden(&self, chart: bool) -> Vec<(&'static str, String)> {
        let mut hidden = self.query.pairs();
        if chart {
            hidden.extend(self.chart_pairs());
        } else {
            hidden.extend(self.typed.pairs());
        }
        hidden
    }

    fn chart_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.benchmark.as_ref().map(|b| ("benchmark", b.word())));
        pairs.extend(self.variant.clone().map(|v| ("variant", v)));
        pairs
    }

    /// This chart for another set of models, by blended price or by workload.
    pub(super) fn href(&self, query: &CatalogQuery, by_workload: bool) -> String {
        let mut pairs = query.pairs();
        pairs.extend(self.chart_pairs());
        if by_workload {
            pairs.extend(if self.typed.is_given() {
                self.typed.pairs()
            } else {
                self.typed.all_pairs()
            });
        }
        format!(
            "/quality?{}",
            query_string(pairs.iter().map(|(name, value)| (*name, value.as_str())))
        )
    }
}
