//! The orders of the catalog, worked out once for a snapshot.

use std::cmp::Reverse;

use domain::catalog_query::Sort;
use domain::model::Lifecycle;
use domain::price::UnitPrice;
use roaring::RoaringBitmap;
use time::{Date, OffsetDateTime};

use super::entry::Best;
use super::{Entry, Offering};

/// Where this share of an order is looked for, or less, sorting those few is
/// faster than walking the whole order to meet them.
const FEW: u64 = 32;

/// The orders by a figure of an offering, of which an entry has the best.
const FIGURES: [Sort; 5] = [
    Sort::InputPrice,
    Sort::OutputPrice,
    Sort::BlendedPrice,
    Sort::TimeToFirstToken,
    Sort::Throughput,
];

/// The catalog in every order.
#[derive(Debug)]
pub(super) struct Orders {
    entries: Vec<Order>,
    /// In each of [`FIGURES`].
    offerings: Vec<ByFigure>,
}

/// Entries or offerings in one order.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// From first to last.
    members: Vec<u32>,
    /// The place of each member.
    places: Vec<u32>,
}

/// The offerings in the order of one of [`FIGURES`].
#[derive(Debug)]
pub(super) struct ByFigure {
    sort: Sort,
    pub(super) order: Order,
    /// If the figure is a price, those with a price of zero.
    pub(super) no_charge: RoaringBitmap,
    /// Those with a price above zero.
    charged: RoaringBitmap,
}

impl Orders {
    pub(super) fn build(entries: &[Entry], offerings: &[Offering], now: OffsetDateTime) -> Self {
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
                Sort::Newest => order.sort_by_key(|e| Reverse(e.since())),
                Sort::InputPrice
                | Sort::OutputPrice
                | Sort::BlendedPrice
                | Sort::TimeToFirstToken
                | Sort::Throughput => sort_by_figure(sort, &mut order, |e| e.best),
                Sort::Context => order.sort_by_key(|e| Reverse(e.attributes.context)),
                Sort::Offerings => order.sort_by_key(|e| Reverse((e.providers, e.offerings.len()))),
                Sort::Name => order.sort_by_cached_key(|e| e.name.to_lowercase()),
            }
            Order::new(order.into_iter().map(|e| e.index))
        };
        Self {
            entries: Sort::ALL.iter().map(|sort| ordered(*sort)).collect(),
            offerings: by_figures(offerings, &relevance),
        }
    }

    /// The entries in this order.
    pub(super) fn entries(&self, sort: Sort) -> &Order {
        const NONE: &Order = &Order {
            members: Vec::new(),
            places: Vec::new(),
        };
        let at = Sort::ALL.iter().position(|s| *s == sort);
        at.and_then(|at| self.entries.get(at)).unwrap_or(NONE)
    }

    /// The offerings in this order, if it is one by a figure of theirs.
    pub(super) fn offerings(&self, sort: Sort) -> Option<&ByFigure> {
        self.offerings.iter().find(|order| order.sort == sort)
    }
}

/// The offerings in the orders by price and speed: of entries that are narrowed
/// to some of their offerings the best of those counts. Equal ones are in the
/// order of the entries for prices, and for speeds in the order of relevance, as
/// the entries themselves are.
fn by_figures(offerings: &[Offering], relevance: &[&Entry]) -> Vec<ByFigure> {
    let best: Vec<Best> = offerings
        .iter()
        .map(|offering| Best::of(std::iter::once(offering)))
        .collect();
    let ordered = |sort: Sort| {
        let mut order: Vec<usize> = if is_sparse(sort) {
            let ranges = relevance.iter().map(|e| e.offerings.clone());
            ranges.flatten().collect()
        } else {
            (0..offerings.len()).collect()
        };
        sort_by_figure(sort, &mut order, |o| {
            best.get(*o).copied().unwrap_or_default()
        });
        let priced = |is_wanted: fn(UnitPrice) -> bool| -> RoaringBitmap {
            let all = (0..).zip(&best);
            let wanted = all.filter(|(_, best)| price(sort, best).is_some_and(is_wanted));
            wanted.map(|(i, _)| i).collect()
        };
        ByFigure {
            sort,
            no_charge: priced(|price| price == UnitPrice::ZERO),
            charged: priced(|price| price > UnitPrice::ZERO),
            order: Order::new(order.into_iter()),
        }
    };
    FIGURES.into_iter().map(ordered).collect()
}

/// The price that decides in this order.
const fn price(sort: Sort, best: &Best) -> Option<UnitPrice> {
    match sort {
        Sort::InputPrice => best.input,
        Sort::OutputPrice => best.output,
        Sort::BlendedPrice => best.blended,
        _ => None,
    }
}

/// Sorts by one of [`FIGURES`], unknown ones last.
fn sort_by_figure<T>(sort: Sort, order: &mut [T], best: impl Fn(&T) -> Best) {
    match sort {
        Sort::InputPrice | Sort::OutputPrice | Sort::BlendedPrice => {
            order.sort_by_key(|t| unknown_last(price(sort, &best(t))));
        }
        Sort::TimeToFirstToken => order.sort_by_key(|t| unknown_last(best(t).first_token)),
        Sort::Throughput => order.sort_by_key(|t| Reverse(best(t).throughput)),
        _ => {}
    }
}

impl ByFigure {
    /// Those of `some` with a price above zero, if any of the others is at zero.
    pub(super) fn charged(&self, some: &RoaringBitmap) -> Option<RoaringBitmap> {
        (!self.no_charge.is_disjoint(some)).then(|| &self.charged & some)
    }
}

impl Order {
    fn new(members: impl Iterator<Item = usize>) -> Self {
        let members: Vec<u32> = members.filter_map(|i| u32::try_from(i).ok()).collect();
        let mut places = vec![u32::MAX; members.len()];
        for (place, member) in (0..).zip(&members) {
            if let Some(own) = places.get_mut(*member as usize) {
                *own = place;
            }
        }
        Self { members, places }
    }

    /// The place of a member.
    pub(super) fn place(&self, member: u32) -> u32 {
        self.places
            .get(member as usize)
            .copied()
            .unwrap_or(u32::MAX)
    }

    /// Some members in this order.
    pub(super) fn of<'o>(&'o self, some: &'o RoaringBitmap) -> Box<dyn Iterator<Item = u32> + 'o> {
        if some.len() * FEW <= self.members.len() as u64 {
            let mut few: Vec<u32> = some.iter().collect();
            few.sort_unstable_by_key(|member| self.place(*member));
            return Box::new(few.into_iter());
        }
        let all = self.members.iter().copied();
        Box::new(all.filter(|member| some.contains(*member)))
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
        .since()
        .map_or(48, |on| ((today - on).whole_days() / 30).max(0));
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
                cannot: Vec::new(),
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
            no_charge: 0,
        }
    }

    fn orders(entries: &[Entry]) -> Orders {
        Orders::build(entries, &[], datetime!(2026-11-22 12:00 UTC))
    }

    #[test]
    fn what_is_equally_popular_comes_by_relevance() {
        let mut entries = [entry(0, 1), entry(1, 2), entry(2, 3), entry(3, 4)];
        entries[0].projects = 2;
        entries[1].projects = 1;
        entries[2].projects = 1;
        let orders = orders(&entries);
        assert_eq!(orders.entries(Sort::Relevance).members, [3, 2, 1, 0]);
        assert_eq!(orders.entries(Sort::Popular).members, [0, 2, 1, 3]);
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
        assert_eq!(
            measured.entries(Sort::TimeToFirstToken).members,
            [1, 0, 3, 2]
        );
        assert_eq!(measured.entries(Sort::Throughput).members, [2, 0, 3, 1]);
        let unmeasured = orders(&[entry(0, 1), entry(1, 2)]);
        assert_eq!(unmeasured.entries(Sort::Throughput).members, [1, 0]);
        assert_eq!(unmeasured.entries(Sort::TimeToFirstToken).members, [1, 0]);
    }

    #[test]
    fn few_and_many_come_in_the_same_order() {
        let entries: Vec<Entry> = (0..200).map(|i| entry(i, i * 7 % 15)).collect();
        let order = Orders::build(&entries, &[], datetime!(2026-11-22 12:00 UTC));
        let order = order.entries(Sort::Relevance);
        let many: RoaringBitmap = (0..200).step_by(2).collect();
        let few = RoaringBitmap::from([3, 50, 77, 199]);
        for some in [many, few, RoaringBitmap::new()] {
            let all = order.members.iter().copied();
            let expected: Vec<u32> = all.filter(|i| some.contains(*i)).collect();
            assert_eq!(order.of(&some).collect::<Vec<_>>(), expected);
        }
    }
}
