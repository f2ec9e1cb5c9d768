//! What is drawn: models with a score and a cost.

use backend::catalog::snapshot::{Benchmark, Entry, Results, Snapshot};
use domain::price::lowest;
use domain::score::Score;
use domain::workload::Workload;

use super::frontier::frontier;

/// One model in the chart and the table.
pub(super) struct Point {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) score: Score,
    /// In which setting of the model.
    pub(super) variant: String,
    pub(super) date: Option<time::Date>,
    /// Index into the sources of the snapshot.
    pub(super) source: usize,
    /// The cost in ten-billionths of a dollar: exact, and fine enough for both
    /// kinds of cost.
    pub(super) cost: i128,
    /// The cost for people, with its sign.
    pub(super) shown: String,
    pub(super) on_frontier: bool,
}

/// The points and how many models are missing.
pub(super) struct Points {
    /// From cheap to dear.
    pub(super) drawn: Vec<Point>,
    /// Models that match the filters.
    pub(super) matching: usize,
    /// Models that match and have no score.
    pub(super) unscored: usize,
    /// Models with a score and without a price.
    pub(super) unpriced: usize,
}

/// How cost is measured.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cost {
    /// Three parts input, one part output, of one offering.
    Blended,
    /// A month of this.
    Month(Workload),
}

impl Points {
    /// Places every model that matches.
    pub(super) fn of(
        snapshot: &Snapshot,
        results: &Results<'_>,
        benchmark: &Benchmark,
        variant: Option<&str>,
        cost: Cost,
    ) -> Self {
        let mut points = Self {
            drawn: Vec::new(),
            matching: 0,
            unscored: 0,
            unpriced: 0,
        };
        for entry in results.all().into_iter().filter(|e| e.model().is_some()) {
            points.matching += 1;
            let Some(row) = benchmark.best(entry, variant) else {
                points.unscored += 1;
                continue;
            };
            let Some((cost, shown)) = cheapest(snapshot, results, entry, cost) else {
                points.unpriced += 1;
                continue;
            };
            points.drawn.push(Point {
                name: entry.name.clone(),
                href: entry.href.clone(),
                score: row.score,
                variant: row.variant.to_string(),
                date: row.date,
                source: row.source,
                cost,
                shown,
                on_frontier: false,
            });
        }
        points
            .drawn
            .sort_by_key(|p| (p.cost, std::cmp::Reverse(p.score)));
        points.mark();
        points
    }

    fn mark(&mut self) {
        // Ranks keep the order of costs and fit the smaller type.
        let mut costs: Vec<_> = self.drawn.iter().map(|p| p.cost).collect();
        costs.dedup();
        let rank =
            |cost: i128| i64::try_from(costs.partition_point(|c| *c < cost)).unwrap_or(i64::MAX);
        let pairs: Vec<_> = self
            .drawn
            .iter()
            .map(|p| (rank(p.cost), p.score.milli()))
            .collect();
        for (point, mark) in self.drawn.iter_mut().zip(frontier(&pairs)) {
            point.on_frontier = mark;
        }
    }
}

fn cheapest(
    snapshot: &Snapshot,
    results: &Results<'_>,
    entry: &Entry,
    cost: Cost,
) -> Option<(i128, String)> {
    match cost {
        Cost::Blended => {
            let price = results.best(snapshot, entry).blended?;
            Some((i128::from(price.raw()), price.dollars()))
        }
        Cost::Month(workload) => {
            let costs = results
                .offerings(snapshot, entry)
                .filter_map(|o| workload.cost(&o.price_list()));
            let total = lowest(costs.map(|c| c.total))?;
            Some((i128::from(total.nano()) * 10, total.rounded()))
        }
    }
}
