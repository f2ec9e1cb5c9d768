//! Answering a question to the catalog.

use std::cmp::Reverse;

use domain::access::AccessState;
use domain::catalog_query::{CatalogQuery, PAGE_SIZE, Sort};
use domain::price::UnitPrice;
use roaring::RoaringBitmap;

use super::access::{EntryAccess, best_of};
use super::entry::{Best, blended, lower};
use super::facets::{Facet, FacetValue};
use super::filters::Filters;
use super::{Entry, Offering, Snapshot, Speed};
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
    /// Every facet with its values and how many entries each would leave.
    pub facets: Vec<(Facet, Vec<(&'a FacetValue, u64)>)>,
    /// Every state of access with how many entries it would leave; empty if
    /// nobody of an organization asks.
    pub access: Vec<(AccessState, u64)>,
    /// Sizes of context with how many entries take at least so many tokens, the
    /// smallest first; the one that is asked for is among them.
    pub contexts: Vec<(i64, u64)>,
    /// Whether only some offerings of an entry match, so that the best figures
    /// of the whole entry would mislead.
    pub narrowed: bool,
    matching: RoaringBitmap,
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
    pub fn find_for(&self, query: &CatalogQuery, org: Option<&OrgAccess>) -> Results<'_> {
        let filters = Filters::new(self, query, org);
        let total = usize::try_from(filters.found.len()).unwrap_or(usize::MAX);
        let pages = total.div_ceil(PAGE_SIZE).max(1);
        let skip = (query.page as usize - 1).saturating_mul(PAGE_SIZE);
        Results {
            total,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            entries: self.ordered(query, &filters, skip, PAGE_SIZE),
            facets: filters.facets(),
            access: filters.access(),
            contexts: filters.contexts(query.context_min),
            narrowed: filters.narrowed(),
            matching: filters.matching,
        }
    }

    /// Every entry that matches, in order, without counting facets: for charts
    /// and exports.
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
        filters: &Filters<'_, '_>,
        skip: usize,
        count: usize,
    ) -> Vec<&Entry> {
        let by_price = matches!(
            query.sort,
            Sort::InputPrice | Sort::OutputPrice | Sort::BlendedPrice
        );
        let wanted = skip.saturating_add(count);
        let own = match (&filters.text, query.sort) {
            (Some(text), Sort::Relevance) => {
                Some(self.by_score(&filters.found, &text.scores, wanted))
            }
            (_, Sort::TimeToFirstToken) if filters.narrowed() => {
                Some(self.by_matching_speed(filters, wanted, |speed| speed.first_token))
            }
            (_, Sort::Throughput) if filters.narrowed() => {
                let figure = |speed: &Speed| speed.throughput.map(Reverse);
                Some(self.by_matching_speed(filters, wanted, figure))
            }
            _ if by_price && filters.narrowed() => {
                Some(self.by_matching_price(query.sort, filters, wanted))
            }
            _ => None,
        };
        let entry = |i: u32| self.entries.get(i as usize);
        match own {
            Some(list) => list
                .into_iter()
                .skip(skip)
                .take(count)
                .filter_map(entry)
                .collect(),
            None => self
                .orders
                .get(query.sort)
                .iter()
                .copied()
                .filter(|i| filters.found.contains(*i))
                .skip(skip)
                .take(count)
                .filter_map(entry)
                .collect(),
        }
    }

    /// Best match first; among equal ones the better known.
    fn by_score(&self, found: &RoaringBitmap, scores: &[(u32, f32)], wanted: usize) -> Vec<u32> {
        let list: Vec<_> = scores
            .iter()
            .filter(|(i, _)| found.contains(*i))
            .map(|(i, score)| {
                // Half-point steps, so that small differences in length do not
                // outweigh what people look for.
                #[expect(clippy::cast_possible_truncation, reason = "scores are small")]
                let score = (score * 2.0) as i64;
                (Reverse(score), self.orders.standing(*i), *i)
            })
            .collect();
        let list = first(list, wanted).into_iter();
        list.map(|(_, _, i)| i).collect()
    }

    /// The lowest price among the offerings that match; unknown ones last.
    fn by_matching_price(&self, sort: Sort, filters: &Filters<'_, '_>, wanted: usize) -> Vec<u32> {
        let index = &self.facets;
        let price = |offering: usize| {
            let input = index.input_prices.get(offering).copied().flatten();
            let output = index.output_prices.get(offering).copied().flatten();
            match sort {
                Sort::InputPrice => input,
                Sort::OutputPrice => output,
                _ => input.zip(output).map(|(i, o)| blended(i, o)),
            }
        };
        let mut lowest: Vec<Option<UnitPrice>> = vec![None; self.entries.len()];
        for offering in &filters.matching {
            let offering = offering as usize;
            let entry = index.entry_of.get(offering).map(|e| *e as usize);
            if let Some(best) = entry.and_then(|e| lowest.get_mut(e)) {
                lower(best, price(offering));
            }
        }
        let known = |i: u32| lowest.get(i as usize).copied().flatten();
        let list: Vec<_> = filters
            .found
            .iter()
            .map(|i| (known(i).is_none(), known(i), i))
            .collect();
        let list = first(list, wanted).into_iter();
        list.map(|(_, _, i)| i).collect()
    }

    /// The best speed among the offerings that match, the smallest figure
    /// first; unknown ones last, and equal ones by relevance.
    fn by_matching_speed<T: Ord + Copy>(
        &self,
        filters: &Filters<'_, '_>,
        wanted: usize,
        figure: impl Fn(&Speed) -> Option<T>,
    ) -> Vec<u32> {
        let mut best: Vec<Option<T>> = vec![None; self.entries.len()];
        // Few are measured; the others are not looked at.
        for offering in &(&filters.matching & &self.facets.measured) {
            if let Some(offering) = self.offerings.get(offering as usize)
                && let Some(speed) = offering.speed.as_deref()
                && let Some(best) = best.get_mut(offering.entry)
            {
                lower(best, figure(speed));
            }
        }
        let list: Vec<_> = filters
            .found
            .iter()
            .map(|i| {
                let known = best.get(i as usize).copied().flatten();
                (known.is_none(), known, self.orders.standing(i), i)
            })
            .collect();
        let list = first(list, wanted).into_iter();
        list.map(|(.., i)| i).collect()
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

/// The first `wanted` in order: a page needs few of many, and sorting all would
/// be most of the work.
fn first<T: Ord>(mut list: Vec<T>, wanted: usize) -> Vec<T> {
    if wanted < list.len() {
        list.select_nth_unstable(wanted);
        list.truncate(wanted);
    }
    list.sort_unstable();
    list
}

impl Results<'_> {
    /// The best figures of an entry among the offerings that match.
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
        let matching = snapshot.offerings_among(entry, &self.matching);
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
