//! What an organization can do with the entries of the catalog.
//!
//! Access belongs to offerings and is kept in the database; an entry has the
//! best of what its live offerings have, and where a question asks something of
//! offerings, of those that match. An organization has few of them, so the sets
//! are made anew for each question.

use std::collections::BTreeMap;

use domain::access::AccessState;
use domain::model::Lifecycle;
use roaring::RoaringBitmap;

use super::facets::Facet;
use super::{Entry, Offering, Snapshot};
use crate::access::{OfferingAccess, OrgAccess};

/// What an organization can do with an entry.
#[derive(Debug, Clone, Copy)]
pub struct EntryAccess<'o> {
    /// In one word.
    pub state: AccessState,
    /// The latest request or subscription that says so; `None` where the stage
    /// of life does, or nobody asked.
    pub by: Option<&'o OfferingAccess>,
}

/// The entries in each state, as far as the offerings go that match a question.
/// No entry is in two of them; what nobody sells and nobody has called legacy or
/// retired is in none.
#[derive(Debug)]
pub(super) struct States<'o> {
    org: &'o OrgAccess,
    sets: BTreeMap<AccessState, RoaringBitmap>,
    /// The entries with an offering that somebody has asked for. The state of
    /// all others is the same whichever of their offerings one looks at.
    pub(super) known: RoaringBitmap,
}

impl<'o> States<'o> {
    /// `matching` are the offerings that count, and `sold` are their entries.
    pub(super) fn new(
        snapshot: &Snapshot,
        org: &'o OrgAccess,
        matching: &RoaringBitmap,
        sold: &RoaringBitmap,
    ) -> Self {
        let mut states = Self {
            org,
            sets: BTreeMap::new(),
            known: RoaringBitmap::new(),
        };
        for (offering, _) in org.iter() {
            let position = snapshot.offering_position(offering);
            let offering = position.and_then(|at| snapshot.offerings.get(at));
            let Some(entry) = offering.and_then(|o| snapshot.entries.get(o.entry)) else {
                continue;
            };
            // Positions fit 32 bits, as they do in every other index.
            let at = u32::try_from(entry.index).unwrap_or(u32::MAX);
            let offerings = snapshot.offerings_among(entry, matching).map(|(_, o)| o);
            if states.known.insert(at)
                && let Some(found) = best_of(entry, org, offerings)
            {
                states.set(found.state).insert(at);
            }
        }
        let mut ended = RoaringBitmap::new();
        for value in snapshot.facets.values(Facet::Lifecycle) {
            if is_deprecated(value.word.as_str()) {
                ended |= &value.entries;
            }
        }
        let ended = ended - &states.known;
        let open = &(sold - &states.known) - &ended;
        *states.set(AccessState::Deprecated) |= ended;
        *states.set(AccessState::Requestable) |= open;
        states
    }

    fn set(&mut self, state: AccessState) -> &mut RoaringBitmap {
        self.sets.entry(state).or_default()
    }

    /// The entries in one of these states.
    pub(super) fn any_of(&self, wanted: &[AccessState]) -> RoaringBitmap {
        let sets = wanted.iter().filter_map(|state| self.sets.get(state));
        sets.fold(RoaringBitmap::new(), |all, set| all | set)
    }

    /// How many of `entries` are in each state.
    pub(super) fn counts(&self, entries: &RoaringBitmap) -> Vec<(AccessState, u64)> {
        let count = |state: &AccessState| {
            let set = self.sets.get(state);
            (*state, set.map_or(0, |set| entries.intersection_len(set)))
        };
        AccessState::ALL.iter().map(count).collect()
    }

    /// The entries that are in one of these states whichever of their offerings
    /// one looks at.
    pub(super) fn settled(&self, all: &RoaringBitmap, wanted: &[AccessState]) -> RoaringBitmap {
        let ended = self.any_of(&[AccessState::Deprecated]) - &self.known;
        let mut settled = RoaringBitmap::new();
        if wanted.contains(&AccessState::Requestable) {
            settled |= &(all - &self.known) - &ended;
        }
        if wanted.contains(&AccessState::Deprecated) {
            settled |= ended;
        }
        settled
    }

    /// The state of an entry if nothing but these of its live offerings counted.
    pub(super) fn among<'a>(
        &self,
        entry: &Entry,
        offerings: impl Iterator<Item = &'a Offering>,
    ) -> Option<AccessState> {
        best_of(entry, self.org, offerings).map(|found| found.state)
    }
}

fn is_deprecated(lifecycle: &str) -> bool {
    [Lifecycle::Legacy, Lifecycle::Retired]
        .iter()
        .any(|stage| stage.as_str() == lifecycle)
}

/// What the best of `offerings` allows, which are live ones of `entry`; then
/// what its stage of life says. `None` if there are none, so that there is
/// nothing to ask for.
pub(super) fn best_of<'a, 'o>(
    entry: &Entry,
    org: &'o OrgAccess,
    offerings: impl Iterator<Item = &'a Offering>,
) -> Option<EntryAccess<'o>> {
    let mut is_sold = false;
    let mut known: Vec<&'o OfferingAccess> = Vec::new();
    for offering in offerings {
        is_sold = true;
        known.extend(org.get(offering.id));
    }
    let of = |state: AccessState| {
        let in_state = known.iter().copied().filter(|a| a.state == state);
        let by = in_state.max_by_key(|a| a.since);
        by.map(|by| EntryAccess {
            state,
            by: Some(by),
        })
    };
    let plain = |state, holds: bool| holds.then_some(EntryAccess { state, by: None });
    of(AccessState::Available)
        .or_else(|| of(AccessState::Pending))
        .or_else(|| {
            plain(
                AccessState::Deprecated,
                is_deprecated(entry.lifecycle.as_str()),
            )
        })
        .or_else(|| of(AccessState::Denied))
        .or_else(|| plain(AccessState::Requestable, is_sold))
}

impl Snapshot {
    /// The position of the offering with this key in [`Snapshot::offerings`].
    pub fn offering_position(&self, id: i64) -> Option<usize> {
        let key = |at: &u32| self.offerings.get(*at as usize).map(|o| o.id);
        let found = self.by_id.binary_search_by_key(&Some(id), key).ok()?;
        self.by_id.get(found).map(|at| *at as usize)
    }

    /// What an organization can do with an entry: what the best of its live
    /// offerings allows; then what its stage of life says. `None` if nobody
    /// sells it, so that there is nothing to ask for.
    pub fn access_of<'o>(&self, entry: &Entry, org: &'o OrgAccess) -> Option<EntryAccess<'o>> {
        let live = self.offerings_of(entry).iter().filter(|o| o.is_live());
        best_of(entry, org, live)
    }
}

/// The positions of offerings in the order of their keys.
pub(super) fn by_id(offerings: &[Offering]) -> Vec<u32> {
    let mut positions: Vec<u32> = (0..).zip(offerings).map(|(at, _)| at).collect();
    positions.sort_unstable_by_key(|at| offerings.get(*at as usize).map(|o| o.id));
    positions
}
