//! How many entries the usual highest prices would leave.

use domain::catalog_query::CatalogQuery;
use domain::price::{Direction, UnitPrice};
use roaring::RoaringBitmap;

use super::filters::Filters;
use super::{Entry, Offering};

/// Highest prices of input that are proposed, in dollars for a million tokens: from
/// ten cents to ten dollars. Any other can be asked for too.
const STEPS: [UnitPrice; 6] = [
    UnitPrice::from_raw(1_000_000_000),
    UnitPrice::from_raw(5_000_000_000),
    UnitPrice::from_raw(10_000_000_000),
    UnitPrice::from_raw(30_000_000_000),
    UnitPrice::from_raw(50_000_000_000),
    UnitPrice::from_raw(100_000_000_000),
];

/// Entries and offerings by the first of [`STEPS`] they do not exceed.
#[derive(Debug, Default)]
pub(super) struct PriceSteps {
    /// The entries of which some offering costs no more than each step.
    entries: Vec<RoaringBitmap>,
    /// The first step each offering does not exceed, by number.
    offerings: Vec<u8>,
}

/// The number of the first step that `price` does not exceed; one past the last if it
/// exceeds all or is unknown.
fn step(price: Option<UnitPrice>) -> u8 {
    let first = price.and_then(|price| STEPS.iter().position(|step| price <= *step));
    u8::try_from(first.unwrap_or(STEPS.len())).unwrap_or(u8::MAX)
}

impl PriceSteps {
    pub(super) fn build(entries: &[Entry], offerings: &[Offering]) -> Self {
        let mut out = Self {
            entries: vec![RoaringBitmap::new(); STEPS.len()],
            offerings: Vec::with_capacity(offerings.len()),
        };
        let input = |o: &Offering| o.base_price(Direction::Input);
        for (i, entry) in (0..).zip(entries) {
            let own = offerings.get(entry.offerings.clone()).unwrap_or_default();
            let live = own.iter().filter(|o| o.is_live());
            let first = usize::from(step(live.filter_map(input).min()));
            for members in out.entries.iter_mut().skip(first) {
                members.insert(i);
            }
        }
        out.offerings
            .extend(offerings.iter().map(|o| step(input(o))));
        out
    }

    /// How many of `among` each step leaves, if any offering of theirs counts.
    fn of_entries(&self, among: &RoaringBitmap) -> Vec<u64> {
        let all = self.entries.iter();
        all.map(|entries| entries.intersection_len(among)).collect()
    }

    /// The same if only these offerings count; `entry_of` has the entry of each. Both
    /// stand in the order of entries, so one walk meets them all.
    fn of_offerings(
        &self,
        offerings: &RoaringBitmap,
        entry_of: &[u32],
        among: &RoaringBitmap,
    ) -> Vec<u64> {
        let mut first = vec![0; STEPS.len() + 1];
        let mut offerings = offerings
            .iter()
            .filter_map(|o| Some((*entry_of.get(o as usize)?, *self.offerings.get(o as usize)?)))
            .peekable();
        for entry in among {
            while offerings.next_if(|(of, _)| *of < entry).is_some() {}
            let mut lowest = None;
            while let Some((_, step)) = offerings.next_if(|(of, _)| *of == entry) {
                lowest = Some(lowest.map_or(step, |low: u8| low.min(step)));
            }
            if let Some(count) = lowest.and_then(|low| first.get_mut(usize::from(low))) {
                *count += 1;
            }
        }
        let so_far = first.into_iter().scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        });
        so_far.take(STEPS.len()).collect()
    }
}

impl Filters<'_> {
    /// How many entries each highest price would leave, under all other filters: the
    /// proposed ones and the one that is asked for, the lowest first.
    pub(super) fn prices(&self) -> Vec<(UnitPrice, u64)> {
        let query = &self.query;
        let counts = if query.access.is_empty() {
            self.count_prices()
        } else {
            // Other offerings may mean another state of access.
            let left = |max: UnitPrice| {
                let query = CatalogQuery {
                    price_max: Some(max),
                    ..query.clone()
                };
                Filters::new(self.snapshot, &query, self.org).found.len()
            };
            STEPS.into_iter().map(left).collect()
        };
        let mut counts: Vec<_> = STEPS.into_iter().zip(counts).collect();
        let asked = query.price_max.filter(|max| !STEPS.contains(max));
        counts.extend(asked.map(|max| (max, self.found.len())));
        counts.sort_unstable();
        counts
    }

    fn count_prices(&self) -> Vec<u64> {
        let index = &self.snapshot.facets;
        let (offerings, is_narrowed) = self.offerings_but_price();
        if is_narrowed {
            let steps = &index.price_steps;
            return steps.of_offerings(&offerings, &index.entry_of, &self.own);
        }
        index.price_steps.of_entries(&self.own)
    }
}
