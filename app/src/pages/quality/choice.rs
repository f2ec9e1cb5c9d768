//! What the page is asked for.

use backend::catalog::snapshot::{Benchmark, Coverage};
use domain::catalog_query::{CatalogQuery, QueryError};

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

impl Choice {
    /// Reads decoded parameters.
    pub(super) fn from_pairs(
        pairs: &[(String, String)],
        known: &[Coverage],
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
