//! Answering a question to the catalog.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::catalog_query::{CatalogQuery, PAGE_SIZE, Sort};
use domain::price::UnitPrice;
use roaring::RoaringBitmap;

use super::entry::Best;
use super::facets::{Facet, FacetValue};
use super::{Entry, Offering, Snapshot};

/// The answer to a question.
#[derive(Debug)]
pub struct Results<'a> {
    /// How many entries match, on all pages.
    pub total: usize,
    /// The entries of this page.
    pub entries: Vec<&'a Entry>,
    /// How many pages there are; one even when nothing matches.
    pub pages: u32,
    /// Every facet with its values and how many entries each would leave.
    pub facets: Vec<(Facet, Vec<(&'a FacetValue, u64)>)>,
    /// Whether only some offerings of an entry match, so that the lowest
    /// prices of the whole entry would mislead.
    pub narrowed: bool,
    matching: RoaringBitmap,
}

/// What to drop when nothing matches.
#[derive(Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The parameter to drop.
    pub parameter: &'static str,
    /// Its value.
    pub value: String,
    /// How many entries that brings back.
    pub total: usize,
}

/// The parts of a question after looking them up.
struct Filters<'a> {
    /// What must hold for an entry, by facet; `None` is the text, context and life.
    entries: Vec<(Option<Facet>, RoaringBitmap)>,
    /// What must hold for one offering, by facet; `None` is the price.
    offerings: Vec<(Option<Facet>, RoaringBitmap)>,
    snapshot: &'a Snapshot,
}

impl Snapshot {
    /// Answers a question.
    pub fn find(&self, query: &CatalogQuery) -> Results<'_> {
        let scores = self.matches(query);
        let filters = self.filters(query, scores.as_ref());
        let found = filters.entries_without(None);
        let matching = filters.offerings_without(None);
        let narrowed = !filters.offerings.is_empty();
        let order = self.ordered(query, &found, &matching, narrowed, scores.as_ref());
        let pages = order.total.div_ceil(PAGE_SIZE).max(1);
        let skip = (query.page as usize - 1).saturating_mul(PAGE_SIZE);
        Results {
            total: order.total,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            entries: order
                .take(skip, PAGE_SIZE)
                .into_iter()
                .filter_map(|i| self.entries.get(i as usize))
                .collect(),
            facets: Facet::ALL
                .into_iter()
                .map(|facet| (facet, filters.counts(facet)))
                .collect(),
            narrowed,
            matching,
        }
    }

    /// Every entry that matches, in order, without counting facets: for charts
    /// and exports.
    pub fn find_all(&self, query: &CatalogQuery) -> Vec<&Entry> {
        let scores = self.matches(query);
        let filters = self.filters(query, scores.as_ref());
        let (found, matching) = (
            filters.entries_without(None),
            filters.offerings_without(None),
        );
        let narrowed = !filters.offerings.is_empty();
        let order = self.ordered(query, &found, &matching, narrowed, scores.as_ref());
        order
            .take(0, usize::MAX)
            .into_iter()
            .filter_map(|i| self.entries.get(i as usize))
            .collect()
    }

    /// Which one filter to drop so that most entries come back.
    pub fn suggest(&self, query: &CatalogQuery) -> Option<Suggestion> {
        let shown = ["sort", "view", "density", "page"];
        query
            .pairs()
            .into_iter()
            .filter(|(name, _)| !shown.contains(name))
            .map(|(parameter, value)| {
                let wider = query.without(parameter, &value);
                let scores = self.matches(&wider);
                let total = self
                    .filters(&wider, scores.as_ref())
                    .entries_without(None)
                    .len();
                Suggestion {
                    parameter,
                    value,
                    total: usize::try_from(total).unwrap_or(usize::MAX),
                }
            })
            .filter(|s| s.total > 0)
            .max_by_key(|s| s.total)
    }

    fn matches(&self, query: &CatalogQuery) -> Option<HashMap<u32, f32>> {
        if query.text.is_empty() {
            return None;
        }
        match self.index.search(&query.text) {
            Ok(found) => found.map(|found| found.into_iter().collect()),
            Err(error) => {
                // An index in memory fails only by a defect; an empty answer
                // would be a lie, so the search text is left out.
                tracing::error!(%error, "search index failed");
                None
            }
        }
    }

    fn filters(&self, query: &CatalogQuery, scores: Option<&HashMap<u32, f32>>) -> Filters<'_> {
        let mut filters = Filters {
            entries: Vec::new(),
            offerings: Vec::new(),
            snapshot: self,
        };
        filters
            .entries
            .extend(scores.map(|found| (None, found.keys().copied().collect())));
        if query.lifecycles.is_empty() {
            filters
                .entries
                .push((Some(Facet::Lifecycle), self.facets.current.clone()));
        }
        filters.entries.extend(
            query
                .context_min
                .map(|min| (None, self.facets.context_from(min))),
        );
        filters.offerings.extend(
            query
                .price_max
                .map(|max| (None, self.facets.priced_up_to(max))),
        );
        for facet in Facet::ALL {
            let chosen = facet.chosen(query);
            if chosen.is_empty() {
                continue;
            }
            let values: Vec<_> = chosen
                .iter()
                .map(|word| self.facets.values(facet).iter().find(|v| v.word == *word))
                .collect();
            if facet.of_offering() {
                let any = values.iter().flatten().map(|v| &v.offerings);
                filters
                    .offerings
                    .push((Some(facet), union(any) & &self.facets.live));
            } else if facet.needs_all() {
                filters.entries.push((Some(facet), intersection(&values)));
            } else {
                filters.entries.push((
                    Some(facet),
                    union(values.iter().flatten().map(|v| &v.entries)),
                ));
            }
        }
        filters
    }

    fn ordered<'a>(
        &'a self,
        query: &CatalogQuery,
        found: &'a RoaringBitmap,
        matching: &RoaringBitmap,
        narrowed: bool,
        scores: Option<&HashMap<u32, f32>>,
    ) -> Order<'a> {
        let total = usize::try_from(found.len()).unwrap_or(usize::MAX);
        let by_price = matches!(
            query.sort,
            Sort::InputPrice | Sort::OutputPrice | Sort::BlendedPrice
        );
        match (scores, query.sort) {
            (Some(scores), Sort::Relevance) => Order {
                total,
                list: self.by_score(found, scores),
            },
            _ if by_price && narrowed => Order {
                total,
                list: self.by_matching_price(query.sort, found, matching),
            },
            _ => Order {
                total,
                list: OrderList::Prepared(self.orders.get(query.sort), found),
            },
        }
    }

    /// Best match first; among equal ones the better known.
    fn by_score(&self, found: &RoaringBitmap, scores: &HashMap<u32, f32>) -> OrderList<'static> {
        let today = self.built_at.date();
        let mut list: Vec<_> = found
            .iter()
            .filter_map(|i| {
                let entry = self.entries.get(i as usize)?;
                let (is_model, standing) = super::orders::standing(entry, today);
                // Half-point steps of the text score, so that small differences
                // in length do not outweigh what people look for.
                #[expect(clippy::cast_possible_truncation, reason = "scores are small")]
                let score = (scores.get(&i)? * 2.0) as i64;
                Some((Reverse((score, is_model, standing)), i))
            })
            .collect();
        list.sort_unstable();
        OrderList::Own(list.into_iter().map(|(_, i)| i).collect())
    }

    fn by_matching_price(
        &self,
        sort: Sort,
        found: &RoaringBitmap,
        matching: &RoaringBitmap,
    ) -> OrderList<'static> {
        let price = |best: Best| match sort {
            Sort::InputPrice => best.input,
            Sort::OutputPrice => best.output,
            _ => best.blended,
        };
        let mut list: Vec<_> = found
            .iter()
            .filter_map(|i| {
                let price: Option<UnitPrice> =
                    price(self.best_among(self.entries.get(i as usize)?, matching));
                Some(((price.is_none(), price), i))
            })
            .collect();
        list.sort_unstable();
        OrderList::Own(list.into_iter().map(|(_, i)| i).collect())
    }

    fn best_among(&self, entry: &Entry, matching: &RoaringBitmap) -> Best {
        let offerings = entry.offerings.clone().zip(self.offerings_of(entry));
        Best::of(
            offerings
                .filter(|(i, _)| u32::try_from(*i).is_ok_and(|i| matching.contains(i)))
                .map(|(_, o)| o),
        )
    }
}

impl Results<'_> {
    /// The lowest prices of an entry among the offerings that match.
    pub fn best(&self, snapshot: &Snapshot, entry: &Entry) -> Best {
        if self.narrowed {
            snapshot.best_among(entry, &self.matching)
        } else {
            entry.best
        }
    }

    /// The live offerings of an entry that match.
    pub fn offerings<'s>(
        &'s self,
        snapshot: &'s Snapshot,
        entry: &Entry,
    ) -> impl Iterator<Item = &'s Offering> {
        let offerings = entry.offerings.clone().zip(snapshot.offerings_of(entry));
        let matches = |i: usize| u32::try_from(i).is_ok_and(|i| self.matching.contains(i));
        offerings
            .filter(move |(i, _)| matches(*i))
            .map(|(_, offering)| offering)
    }
}

enum OrderList<'a> {
    /// A prepared order of all entries and those of them that match.
    Prepared(&'a [u32], &'a RoaringBitmap),
    Own(Vec<u32>),
}

struct Order<'a> {
    total: usize,
    list: OrderList<'a>,
}

impl Order<'_> {
    fn take(self, skip: usize, count: usize) -> Vec<u32> {
        match self.list {
            OrderList::Prepared(all, found) => all
                .iter()
                .copied()
                .filter(|i| found.contains(*i))
                .skip(skip)
                .take(count)
                .collect(),
            OrderList::Own(list) => list.into_iter().skip(skip).take(count).collect(),
        }
    }
}

fn union<'a>(bitmaps: impl Iterator<Item = &'a RoaringBitmap>) -> RoaringBitmap {
    bitmaps.fold(RoaringBitmap::new(), |all, b| all | b)
}

/// Entries that have every value; an unknown value leaves none.
fn intersection(values: &[Option<&FacetValue>]) -> RoaringBitmap {
    values
        .iter()
        .map(|v| v.map(|v| v.entries.clone()).unwrap_or_default())
        .reduce(|all, b| all & b)
        .unwrap_or_default()
}

impl<'a> Filters<'a> {
    /// The offerings that meet everything asked of an offering but `facet`.
    fn offerings_without(&self, facet: Option<Facet>) -> RoaringBitmap {
        let wanted = self
            .offerings
            .iter()
            .filter(|(f, _)| facet.is_none() || *f != facet);
        wanted.fold(self.snapshot.facets.live.clone(), |all, (_, b)| all & b)
    }

    /// The entries that meet everything but `facet`.
    fn entries_without(&self, facet: Option<Facet>) -> RoaringBitmap {
        let index = &self.snapshot.facets;
        let mut found = self
            .entries
            .iter()
            .filter(|(f, _)| facet.is_none() || *f != facet)
            .fold(index.all.clone(), |all, (_, b)| all & b);
        if self
            .offerings
            .iter()
            .any(|(f, _)| facet.is_none() || *f != facet)
        {
            found &= index.entries_of(&self.offerings_without(facet));
        }
        found
    }

    /// How many entries each value would leave, under all other filters.
    fn counts(&self, facet: Facet) -> Vec<(&'a FacetValue, u64)> {
        let values = self.snapshot.facets.values(facet);
        // Values that must all hold are counted on top of those already chosen.
        let left_out = if facet.needs_all() { None } else { Some(facet) };
        let base = self.entries_without(left_out);
        let others = self.offerings.iter().any(|(f, _)| *f != Some(facet));
        if facet.of_offering() && others {
            let offerings = self.offerings_without(Some(facet));
            return values
                .iter()
                .map(|v| (v, self.distinct(&(&v.offerings & &offerings), &base)))
                .collect();
        }
        values
            .iter()
            .map(|v| (v, v.entries.intersection_len(&base)))
            .collect()
    }

    /// How many entries of `base` these offerings belong to. Offerings of one
    /// entry are neighbors, so counting the changes is enough.
    fn distinct(&self, offerings: &RoaringBitmap, base: &RoaringBitmap) -> u64 {
        let (mut count, mut last) = (0, None);
        for entry in offerings
            .iter()
            .filter_map(|o| self.snapshot.facets.entry_of.get(o as usize))
        {
            if last != Some(entry) {
                last = Some(entry);
                count += u64::from(base.contains(*entry));
            }
        }
        count
    }
}
