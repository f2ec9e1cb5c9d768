//! A question after looking its parts up: what must hold for an entry, what
//! for one of its offerings, and how many entries each value of a facet leaves.

use std::collections::BTreeMap;

use domain::access::AccessState;
use domain::catalog_query::CatalogQuery;
use roaring::RoaringBitmap;

use super::access::States;
use super::facets::{Facet, FacetValue};
use super::tally::Counts;
use super::{Offering, Snapshot};
use crate::access::OrgAccess;

/// What the search text matches.
#[derive(Debug)]
pub(super) struct Text {
    found: RoaringBitmap,
    /// How well each entry matches, by entry.
    pub(super) scores: Vec<(u32, f32)>,
}

#[derive(Debug)]
pub(super) struct Filters<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) query: CatalogQuery,
    /// What the organization of somebody who asks can do.
    pub(super) org: Option<&'a OrgAccess>,
    /// What must hold for an entry, by facet; `None` is the text.
    entries: Vec<(Option<Facet>, RoaringBitmap)>,
    /// What must hold for one offering, by facet; `None` is the price.
    offerings: Vec<(Option<Facet>, RoaringBitmap)>,
    /// What an organization can do by way of the offerings that match, if
    /// somebody of one asks.
    states: Option<States<'a>>,
    /// What the text matches, if there is one.
    pub(super) text: Option<Text>,
    /// The entries that meet what is asked of entries.
    pub(super) own: RoaringBitmap,
    /// The entries of which one offering meets all that is asked of offerings;
    /// `None` if nothing is.
    sold: Option<RoaringBitmap>,
    /// The offerings that meet all that is asked of offerings.
    pub(super) matching: RoaringBitmap,
    /// The entries that meet everything.
    pub(super) found: RoaringBitmap,
}

impl<'a> Filters<'a> {
    pub(super) fn new(
        snapshot: &'a Snapshot,
        query: &CatalogQuery,
        org: Option<&'a OrgAccess>,
    ) -> Self {
        let mut filters = Self {
            snapshot,
            query: query.clone(),
            org,
            entries: Vec::new(),
            offerings: Vec::new(),
            states: None,
            text: text(snapshot, query),
            own: RoaringBitmap::new(),
            sold: None,
            matching: RoaringBitmap::new(),
            found: RoaringBitmap::new(),
        };
        filters.look_up(query);
        filters.matching = filters.offerings_but(None);
        filters.sold = filters
            .narrowed()
            .then(|| snapshot.facets.entries_of(&filters.matching));
        filters.look_up_access();
        filters.own = filters.entries_but(None);
        filters.found = and(&filters.own, filters.sold.as_ref());
        filters
    }

    /// The entries of the offerings that match.
    fn sold(&self) -> &RoaringBitmap {
        self.sold.as_ref().unwrap_or(&self.snapshot.facets.sold)
    }

    /// Access is a fact of an offering too: only those count that meet
    /// everything else that is asked of offerings.
    fn look_up_access(&mut self) {
        let states = self
            .org
            .map(|org| States::new(self.snapshot, org, &self.matching, self.sold()));
        if !self.query.access.is_empty() {
            // Nobody's access is no access.
            let any = states.as_ref().map(|s| s.any_of(&self.query.access));
            self.entries
                .push((Some(Facet::Access), any.unwrap_or_default()));
        }
        self.states = states;
    }

    /// Whether something is asked of offerings, so that only some of an entry's
    /// may match.
    pub(super) fn narrowed(&self) -> bool {
        !self.offerings.is_empty()
    }

    fn look_up(&mut self, query: &CatalogQuery) {
        let index = &self.snapshot.facets;
        let text = self.text.as_ref().map(|t| (None, t.found.clone()));
        self.entries.extend(text);
        if query.lifecycles.is_empty() {
            self.entries
                .push((Some(Facet::Lifecycle), index.current.clone()));
        }
        let context = query.context_min.map(|min| index.context_from(min));
        self.entries
            .extend(context.map(|entries| (Some(Facet::Context), entries)));
        let price = query.price_max.map(|max| index.by_input_price.get(max));
        self.offerings
            .extend(price.map(|offerings| (None, offerings)));
        for facet in Facet::ALL {
            let chosen = facet.chosen(query);
            if chosen.is_empty() {
                continue;
            }
            let values: Vec<_> = chosen
                .iter()
                .map(|word| index.values(facet).iter().find(|v| v.word == *word))
                .collect();
            if facet.of_offering() {
                let any = union(values.iter().flatten().map(|v| &v.offerings));
                self.offerings.push((Some(facet), any));
            } else if facet.needs_all() {
                self.entries.push((Some(facet), intersection(&values)));
            } else {
                let any = union(values.iter().flatten().map(|v| &v.entries));
                self.entries.push((Some(facet), any));
            }
        }
    }

    fn entries_but(&self, facet: Option<Facet>) -> RoaringBitmap {
        let wanted = self
            .entries
            .iter()
            .filter(|(f, _)| facet.is_none() || *f != facet);
        wanted.fold(self.snapshot.facets.all.clone(), |all, (_, b)| all & b)
    }

    fn offerings_but(&self, facet: Option<Facet>) -> RoaringBitmap {
        let wanted = self
            .offerings
            .iter()
            .filter(|(f, _)| facet.is_none() || *f != facet);
        wanted.fold(self.snapshot.facets.live.clone(), |all, (_, b)| all & b)
    }

    /// The offerings that meet all but the price, and whether anything but it is asked of them.
    pub(super) fn offerings_but_price(&self) -> (RoaringBitmap, bool) {
        let mut wanted = self
            .offerings
            .iter()
            .filter(|(f, _)| f.is_some())
            .peekable();
        let is_narrowed = wanted.peek().is_some();
        let live = self.snapshot.facets.live.clone();
        (wanted.fold(live, |all, (_, b)| all & b), is_narrowed)
    }

    /// Every facet with how many entries each value would leave, under all
    /// other filters.
    pub(super) fn facets(&self) -> Vec<(Facet, Vec<(&'a FacetValue, u64)>)> {
        let tally = &self.snapshot.facets.tally;
        // Most facets share one count; only those that are chosen themselves,
        // or compete with a filter of offerings, need their own.
        let found = tally.entries(&self.found);
        let own = self.narrowed() || !self.query.access.is_empty();
        let sold = own.then(|| self.count_sold(&self.matching, self.sold()));
        let counts = |facet: Facet| -> Vec<(&'a FacetValue, u64)> {
            let own = self.own_count(facet);
            let shared = match &sold {
                Some(sold) if facet.of_offering() => sold,
                _ => &found,
            };
            let counts = tally.of(facet, own.as_ref().unwrap_or(shared));
            self.snapshot
                .facets
                .values(facet)
                .iter()
                .zip(counts)
                .collect()
        };
        Facet::ALL
            .into_iter()
            .map(|facet| (facet, counts(facet)))
            .collect()
    }

    /// The count of a facet that is chosen itself: without its own filter. Values
    /// that must all hold are counted on top of those already chosen.
    fn own_count(&self, facet: Facet) -> Option<Counts> {
        let chosen = |list: &[(Option<Facet>, _)]| list.iter().any(|(f, _)| *f == Some(facet));
        let tally = &self.snapshot.facets.tally;
        if facet.of_offering() {
            let alone = self.query.access.is_empty()
                && self.offerings.iter().all(|(f, _)| *f == Some(facet));
            return chosen(&self.offerings).then(|| {
                if alone {
                    // Nothing else is asked of offerings, so any of an entry will do.
                    tally.entries(&self.own)
                } else {
                    let offerings = self.offerings_but(Some(facet));
                    let sold = self.snapshot.facets.entries_of(&offerings);
                    self.count_sold(&offerings, &sold)
                }
            });
        }
        (chosen(&self.entries) && !facet.needs_all())
            .then(|| tally.entries(&and(&self.entries_but(Some(facet)), self.sold.as_ref())))
    }

    /// How many entries each state of access would leave, under all other
    /// filters; empty if nobody of an organization asks.
    pub(super) fn access(&self) -> Vec<(AccessState, u64)> {
        let Some(states) = &self.states else {
            return Vec::new();
        };
        let others = self.entries_but(Some(Facet::Access));
        states.counts(&and(&others, self.sold.as_ref()))
    }

    /// How many entries each size of context would leave, under all other
    /// filters.
    pub(super) fn contexts(&self) -> Vec<(i64, u64)> {
        let (index, asked) = (&self.snapshot.facets, self.query.context_min);
        if asked.is_none() {
            return index.count_contexts(&self.found, None);
        }
        let others = self.entries_but(Some(Facet::Context));
        index.count_contexts(&and(&others, self.sold.as_ref()), asked)
    }

    /// Counts where only these offerings count, whose entries are `sold`.
    fn count_sold(&self, offerings: &RoaringBitmap, sold: &RoaringBitmap) -> Counts {
        let index = &self.snapshot.facets;
        let count = |entries: &RoaringBitmap| {
            let tally = &index.tally;
            tally.offerings(offerings, sold, &index.entry_of, entries)
        };
        let Some(states) = self
            .states
            .as_ref()
            .filter(|_| !self.query.access.is_empty())
        else {
            return count(&self.own);
        };
        // Choosing a value may leave an entry only offerings with another state.
        let others = self.entries_but(Some(Facet::Access));
        let settled = &others & &states.settled(&index.all, &self.query.access);
        let mut counts = count(&settled);
        for entry in &(&others & &states.known) {
            self.count_known(states, entry, offerings, &mut counts);
        }
        counts
    }

    /// Counts an entry for each value whose offerings among these would give it
    /// a state that is asked for.
    fn count_known(
        &self,
        states: &States<'_>,
        entry: u32,
        offerings: &RoaringBitmap,
        counts: &mut Counts,
    ) {
        let Some(entry) = self.snapshot.entries.get(entry as usize) else {
            return;
        };
        let mut having: BTreeMap<u32, Vec<&Offering>> = BTreeMap::new();
        for (at, offering) in self.snapshot.offerings_among(entry, offerings) {
            for number in self.snapshot.facets.tally.of_offering(at) {
                having.entry(*number).or_default().push(offering);
            }
        }
        for (number, offerings) in having {
            let state = states.among(entry, offerings.into_iter());
            if state.is_some_and(|state| self.query.access.contains(&state)) {
                counts.add(number);
            }
        }
    }
}

fn text(snapshot: &Snapshot, query: &CatalogQuery) -> Option<Text> {
    if query.text.is_empty() {
        return None;
    }
    match snapshot.index.search(&query.text) {
        Ok(scores) => scores.map(|scores| {
            let found = scores.iter().map(|(entry, _)| *entry).collect();
            Text { found, scores }
        }),
        Err(error) => {
            // An index in memory fails only by a defect; an empty answer would
            // be a lie, so the search text is left out.
            tracing::error!(%error, "search index failed");
            None
        }
    }
}

fn and(entries: &RoaringBitmap, sold: Option<&RoaringBitmap>) -> RoaringBitmap {
    sold.map_or_else(|| entries.clone(), |sold| entries & sold)
}

fn union<'b>(bitmaps: impl Iterator<Item = &'b RoaringBitmap>) -> RoaringBitmap {
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
