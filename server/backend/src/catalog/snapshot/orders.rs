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
        let ordered = |sort: Sort| {
            let mut order: Vec<&Entry> = entries.iter().collect();
            match sort {
                Sort::Relevance => order.sort_by_cached_key(|e| Reverse(standing(e, today))),
                Sort::Newest => order.sort_by_key(|e| Reverse(e.attributes.released)),
                Sort::InputPrice => order.sort_by_key(|e| unknown_last(e.best.input)),
                Sort::OutputPrice => order.sort_by_key(|e| unknown_last(e.best.output)),
                Sort::BlendedPrice => order.sort_by_key(|e| unknown_last(e.best.blended)),
                Sort::Context => order.sort_by_key(|e| Reverse(e.attributes.context)),
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
