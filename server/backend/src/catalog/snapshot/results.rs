//! Answering a question to the catalog.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use domain::access::AccessState;
use domain::catalog_query::{CatalogQuery, PAGE_SIZE, Sort};
use domain::price::UnitPrice;
use roaring::RoaringBitmap;

use super::access::{EntryAccess, best_of};
use super::entry::Best;
use super::facets::{Facet, FacetValue};
use super::filters::Filters;
use super::orders::ByFigure;
use super::{Entry, Offering, Snapshot};
use crate::access::OrgAccess;

/// The answer to a question.
#[derive(Debug)]
pub struct Results<'a> {
    /// How many entries match, on all pages.
    pub total: usize,
    /// The entries of this page.
    pub entries: Vec<&'a Entry>,
    /// How many pages there are; one even when nothing matches.
    pub pages: u32,
    /// Whether only some offerings of an entry match, so that the best figures
    /// of the whole entry would mislead.
    pub narrowed: bool,
    filters: Filters<'a>,
}

/// What to drop when nothing matches.
#[derive(Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The filters to drop, as parameter and value: one, or two if no single
    /// one is to blame.
    pub dropped: Vec<(&'static str, String)>,
    /// The question without them.
    pub query: CatalogQuery,
    /// How many entries that brings back.
    pub total: usize,
}

/// With more filters than this, pairs of them are not tried.
const MAX_PAIRED: usize = 10;

impl Snapshot {
    /// Answers a question.
    pub fn find(&self, query: &CatalogQuery) -> Results<'_> {
        self.find_for(query, None)
    }

    /// Answers a question that somebody of an organization asks.
    pub fn find_for<'a>(&'a self, query: &CatalogQuery, org: Option<&'a OrgAccess>) -> Results<'a> {
        let filters = Filters::new(self, query, org);
        let total = usize::try_from(filters.found.len()).unwrap_or(usize::MAX);
        let pages = total.div_ceil(PAGE_SIZE).max(1);
        let skip = (query.page as usize - 1).saturating_mul(PAGE_SIZE);
        Results {
            total,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            entries: self.ordered(query, &filters, skip, PAGE_SIZE),
            narrowed: filters.narrowed(),
            filters,
        }
    }

    /// Every entry that matches, in order: for charts and exports.
    pub fn find_all(&self, query: &CatalogQuery) -> Vec<&Entry> {
        self.find_all_for(query, None)
    }

    /// The same for somebody of an organization.
    pub fn find_all_for(&self, query: &CatalogQuery, org: Option<&OrgAccess>) -> Vec<&Entry> {
        let filters = Filters::new(self, query, org);
        self.ordered(query, &filters, 0, usize::MAX)
    }

    /// Which filter to drop so that most entries come back, or which two.
    pub fn suggest(&self, query: &CatalogQuery) -> Option<Suggestion> {
        self.suggest_for(query, None)
    }

    /// The same for somebody of an organization.
    pub fn suggest_for(&self, query: &CatalogQuery, org: Option<&OrgAccess>) -> Option<Suggestion> {
        let filters: Vec<_> = query.filters().collect();
        let single = filters.iter().map(|filter| vec![filter.clone()]);
        self.best_without(query, org, single).or_else(|| {
            let few = filters.get(..filters.len().min(MAX_PAIRED))?;
            let pairs = few.iter().enumerate().flat_map(|(i, one)| {
                few.iter()
                    .skip(i + 1)
                    .map(|other| vec![one.clone(), other.clone()])
            });
            self.best_without(query, org, pairs)
        })
    }

    fn best_without(
        &self,
        query: &CatalogQuery,
        org: Option<&OrgAccess>,
        choices: impl Iterator<Item = Vec<(&'static str, String)>>,
    ) -> Option<Suggestion> {
        let without = |dropped: Vec<(&'static str, String)>| {
            let query = dropped.iter().fold(query.clone(), |query, (name, value)| {
                query.without(name, value)
            });
            let total = Filters::new(self, &query, org).found.len();
            Suggestion {
                dropped,
                query,
                total: usize::try_from(total).unwrap_or(usize::MAX),
            }
        };
        choices
            .map(without)
            .filter(|s| s.total > 0)
            .max_by_key(|s| s.total)
    }

    /// A stretch of what was found, in the order that was asked for.
    fn ordered(
        &self,
        query: &CatalogQuery,
        filters: &Filters<'_>,
        skip: usize,
        count: usize,
    ) -> Vec<&Entry> {
        let found = &filters.found;
        let total = usize::try_from(found.len()).unwrap_or(usize::MAX);
        // Nobody looks for more than there are.
        let wanted = skip.saturating_add(count).min(total);
        let by_figure = self.orders.offerings(query.sort);
        let list = match (&filters.text, by_figure) {
            (Some(text), _) if query.sort == Sort::Relevance => {
                self.by_score(found, &text.scores, wanted)
            }
            (_, Some(figure)) if filters.narrowed() => self.by_offering(filters, figure, wanted),
            _ => self
                .orders
                .entries(query.sort)
                .of(found)
                .take(wanted)
                .collect(),
        };
        let page = list.into_iter().skip(skip);
        page.filter_map(|i| self.entries.get(i as usize)).collect()
    }

    /// Best match first; among equal ones the better known.
    fn by_score(&self, found: &RoaringBitmap, scores: &[(u32, f32)], wanted: usize) -> Vec<u32> {
        let relevance = self.orders.entries(Sort::Relevance);
        let list = scores
            .iter()
            .filter(|(i, _)| found.contains(*i))
            .map(|(i, score)| {
                // Half-point steps, so that small differences in length do not
                // outweigh what people look for.
                #[expect(clippy::cast_possible_truncation, reason = "scores are small")]
                let score = (score * 2.0) as i64;
                (Reverse(score), relevance.place(*i), *i)
            });
        let list = first(list, wanted).into_iter();
        list.map(|(_, _, i)| i).collect()
    }

    /// Each entry at the place of the first of its offerings that match.
    fn by_offering(&self, filters: &Filters<'_>, figure: &ByFigure, wanted: usize) -> Vec<u32> {
        let mut seen = RoaringBitmap::new();
        // What one offering charges for stands where that one does, as in [`Best`].
        let charged = figure.charged(&filters.matching);
        let charged = charged.map(|offerings| self.facets.entries_of(&offerings));
        let counts = |offering: u32, entry: u32| match &charged {
            Some(charged) => !(figure.no_charge.contains(offering) && charged.contains(entry)),
            None => true,
        };
        let offerings = figure.order.of(&filters.matching);
        let entries = offerings.filter_map(|o| {
            let entry = *self.facets.entry_of.get(o as usize)?;
            counts(o, entry).then_some(entry)
        });
        let found = entries.filter(|i| filters.found.contains(*i) && seen.insert(*i));
        found.take(wanted).collect()
    }

    fn best_among(&self, entry: &Entry, matching: &RoaringBitmap) -> Best {
        Best::of(self.offerings_among(entry, matching).map(|(_, o)| o))
    }

    /// The offerings of an entry that are among these, with their positions.
    pub(super) fn offerings_among<'s>(
        &'s self,
        entry: &Entry,
        among: &'s RoaringBitmap,
    ) -> impl Iterator<Item = (u32, &'s Offering)> {
        let offerings = entry.offerings.clone().zip(self.offerings_of(entry));
        offerings.filter_map(move |(at, offering)| {
            let at = u32::try_from(at).ok()?;
            among.contains(at).then_some((at, offering))
        })
    }
}

/// The first `wanted` in order: a page needs few of many, and keeping all of
/// them to sort would be most of the work.
fn first<T: Ord>(all: impl Iterator<Item = T>, wanted: usize) -> Vec<T> {
    let mut best = BinaryHeap::new();
    for item in all {
        if best.len() < wanted {
            best.push(item);
        } else if let Some(mut last) = best.peek_mut()
            && item < *last
        {
            *last = item;
        }
    }
    best.into_sorted_vec()
}

impl<'a> Results<'a> {
    /// Every entry that matches, in order, on all pages.
    pub fn all(&self) -> Vec<&'a Entry> {
        let filters = &self.filters;
        let snapshot = filters.snapshot;
        snapshot.ordered(&filters.query, filters, 0, usize::MAX)
    }

    /// Every facet with its values and how many entries each would leave.
    pub fn facets(&self) -> Vec<(Facet, Vec<(&'a FacetValue, u64)>)> {
        self.filters.facets()
    }

    /// Every state of access with how many entries it would leave; empty if
    /// nobody of an organization asks.
    pub fn access(&self) -> Vec<(AccessState, u64)> {
        self.filters.access()
    }

    /// Sizes of context with how many entries take at least so many tokens, the
    /// smallest first; the one that is asked for is among them.
    pub fn contexts(&self) -> Vec<(i64, u64)> {
        self.filters.contexts()
    }

    /// Highest prices of input with how many entries have an offering for no more, the
    /// lowest first; the one that is asked for is among them.
    pub fn prices(&self) -> Vec<(UnitPrice, u64)> {
        self.filters.prices()
    }

    /// The best figures of an entry among the offerings that match.
    pub fn best(&self, snapshot: &Snapshot, entry: &Entry) -> Best {
        if self.narrowed {
            snapshot.best_among(entry, &self.filters.matching)
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
        let matching = snapshot.offerings_among(entry, &self.filters.matching);
        matching.map(|(_, offering)| offering)
    }

    /// What an organization can do with an entry by way of the offerings that
    /// match.
    pub fn access_of<'o>(
        &self,
        snapshot: &Snapshot,
        entry: &Entry,
        org: &'o OrgAccess,
    ) -> Option<EntryAccess<'o>> {
        best_of(entry, org, self.offerings(snapshot, entry))
    }
}
