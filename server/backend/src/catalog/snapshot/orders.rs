//! The orders of the catalog, worked out once for a snapshot.

use std::cmp::Reverse;

use domain::catalog_query::Sort;
use domain::model::Lifecycle;
use time::{Date, OffsetDateTime};

use super::Entry;

/// The entries in every order.
#[derive(Debug)]
pub(super) struct Orders {
    /// For each order, the entries from first to last.
    orders: Vec<Vec<u32>>,
    /// The place of each entry in the order of relevance.
    standing: Vec<u32>,
}

impl Orders {
    pub(super) fn build(entries: &[Entry], now: OffsetDateTime) -> Self {
        let today = now.date();
        let mut relevance: Vec<&Entry> = entries.iter().collect();
        relevance.sort_by_cached_key(|e| Reverse(standing(e, today)));
        let ordered = |sort: Sort| {
            // Sorting is stable: where few entries have a figure, the others
            // keep the order they had.
            let mut order: Vec<&Entry> = if is_sparse(sort) {
                relevance.clone()
            } else {
                entries.iter().collect()
            };
            match sort {
                Sort::Relevance => {}
                Sort::Popular => order.sort_by_key(|e| Reverse(e.projects)),
                Sort::Newest => order.sort_by_key(|e| Reverse(e.attributes.released)),
                Sort::InputPrice => order.sort_by_key(|e| unknown_last(e.best.input)),
                Sort::OutputPrice => order.sort_by_key(|e| unknown_last(e.best.output)),
                Sort::BlendedPrice => order.sort_by_key(|e| unknown_last(e.best.blended)),
                Sort::Context => order.sort_by_key(|e| Reverse(e.attributes.context)),
                Sort::TimeToFirstToken => order.sort_by_key(|e| unknown_last(e.best.first_token)),
                Sort::Throughput => order.sort_by_key(|e| Reverse(e.best.throughput)),
                Sort::Offerings => order.sort_by_key(|e| Reverse((e.providers, e.offerings.len()))),
                Sort::Name => order.sort_by_cached_key(|e| e.name.to_lowercase()),
            }
            order
                .into_iter()
                .filter_map(|e| u32::try_from(e.index).ok())
                .collect()
        };
        let orders: Vec<Vec<u32>> = Sort::ALL.iter().map(|sort| ordered(*sort)).collect();
        let mut standing = vec![u32::MAX; entries.len()];
        for (place, entry) in ordered(Sort::Relevance).into_iter().enumerate() {
            if let Some(own) = standing.get_mut(entry as usize) {
                *own = u32::try_from(place).unwrap_or(u32::MAX);
            }
        }
        Self { orders, standing }
    }

    /// The place of an entry in the order of relevance.
    pub(super) fn standing(&self, entry: u32) -> u32 {
        self.standing
            .get(entry as usize)
            .copied()
            .unwrap_or(u32::MAX)
    }

    /// The entries in this order, from first to last.
    pub(super) fn get(&self, sort: Sort) -> &[u32] {
        let at = Sort::ALL
            .iter()
            .position(|s| *s == sort)
            .unwrap_or_default();
        self.orders.get(at).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Whether an order says nothing of most entries, so that relevance has to; and
/// relevance itself.
const fn is_sparse(sort: Sort) -> bool {
    matches!(
        sort,
        Sort::Relevance | Sort::Popular | Sort::TimeToFirstToken | Sort::Throughput
    )
}

fn unknown_last<T: Ord>(value: Option<T>) -> (bool, Option<T>) {
    (value.is_none(), value)
}

/// How well known a model is without asking anybody: many providers sell it,
/// it is recent, and it is not on its way out. Listings without a model follow
/// all models.
fn standing(entry: &Entry, today: Date) -> (bool, i64) {
    let months = entry
        .attributes
        .released
        .map_or(48, |released| ((today - released).whole_days() / 30).max(0));
    let recent = (24 - months).max(0) * 2;
    let sold = i64::try_from(entry.providers.min(15)).unwrap_or_default() * 3;
    let life = match entry.lifecycle {
        Lifecycle::Active => 10,
        Lifecycle::Preview => 0,
        Lifecycle::Legacy => -25,
        Lifecycle::Retired => -100,
    };
    (entry.model().is_some(), recent + sold + life)
}

#[cfg(test)]
mod tests {
    use domain::speed::{FirstToken, Throughput};
    use time::macros::datetime;

    use super::super::Attributes;
    use super::super::entry::{Best, EntryKind};
    use super::*;

    /// What more providers sell is more relevant.
    fn entry(index: usize, providers: usize) -> Entry {
        Entry {
            index,
            kind: EntryKind::Listing,
            slug: format!("a/{index}"),
            href: String::new(),
            name: String::new(),
            description: None,
            publisher: None,
            attributes: Attributes {
                inputs: Vec::new(),
                outputs: Vec::new(),
                capabilities: Vec::new(),
                context: None,
                max_output: None,
                knowledge: None,
                released: None,
                open_weights: None,
                family: None,
            },
            lifecycle: Lifecycle::Active,
            retires_on: None,
            offerings: 0..0,
            best: Best::default(),
            projects: 0,
            providers,
        }
    }

    fn orders(entries: &[Entry]) -> Orders {
        Orders::build(entries, datetime!(2026-11-22 12:00 UTC))
    }

    #[test]
    fn what_is_equally_popular_comes_by_relevance() {
        let mut entries = [entry(0, 1), entry(1, 2), entry(2, 3), entry(3, 4)];
        entries[0].projects = 2;
        entries[1].projects = 1;
        entries[2].projects = 1;
        let orders = orders(&entries);
        assert_eq!(orders.get(Sort::Relevance), [3, 2, 1, 0]);
        assert_eq!(orders.get(Sort::Popular), [0, 2, 1, 3]);
    }

    #[test]
    fn what_was_not_measured_comes_last_and_by_relevance() {
        let mut entries = [entry(0, 1), entry(1, 2), entry(2, 3), entry(3, 4)];
        let first_token = FirstToken::from_millis;
        let throughput = Throughput::from_milli;
        entries[0].best.first_token = first_token(300);
        entries[1].best.first_token = first_token(200);
        entries[0].best.throughput = throughput(80_000);
        entries[2].best.throughput = throughput(90_500);
        let measured = orders(&entries);
        assert_eq!(measured.get(Sort::TimeToFirstToken), [1, 0, 3, 2]);
        assert_eq!(measured.get(Sort::Throughput), [2, 0, 3, 1]);
        let unmeasured = orders(&[entry(0, 1), entry(1, 2)]);
        assert_eq!(unmeasured.get(Sort::Throughput), [1, 0]);
        assert_eq!(unmeasured.get(Sort::TimeToFirstToken), [1, 0]);
    }
}
