//! Counting how many entries each value of each facet has, in one walk over
//! the entries: a catalog has hundreds of values, and intersecting a bitmap for
//! each of them costs far more than looking at each entry once.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use super::facets::{Facet, FacetValue};

/// The values of every entry and every offering, by number. The values of one
/// facet have neighboring numbers.
#[derive(Debug, Default)]
pub(super) struct Tally {
    first: BTreeMap<Facet, usize>,
    len: usize,
    /// How many of all entries have each value, by number.
    total: Vec<u32>,
    /// Every entry.
    all: RoaringBitmap,
    of_entry: Lists,
    of_offering: Lists,
}

/// Many short lists in one piece of memory: a walk over a hundred thousand of
/// them must not jump from place to place.
#[derive(Debug, Default)]
struct Lists {
    /// Where each list ends; it begins where the one before ends.
    ends: Vec<u32>,
    numbers: Vec<u32>,
}

impl Lists {
    fn new(lists: &[Vec<u32>]) -> Self {
        let mut out = Self::default();
        for list in lists {
            out.numbers.extend_from_slice(list);
            out.ends
                .push(u32::try_from(out.numbers.len()).unwrap_or(u32::MAX));
        }
        out
    }

    fn get(&self, at: u32) -> &[u32] {
        let at = at as usize;
        let start = at
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.numbers
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }
}

/// How many entries each value has, by number.
pub(super) struct Counts(Vec<u32>);

impl Counts {
    /// Counts one more entry for a value.
    pub(super) fn add(&mut self, number: u32) {
        if let Some(count) = self.0.get_mut(number as usize) {
            *count += 1;
        }
    }
}

impl Tally {
    pub(super) fn build(
        values: &BTreeMap<Facet, Vec<FacetValue>>,
        entries: usize,
        offerings: usize,
    ) -> Self {
        let mut out = Self::default();
        let mut of_entry = vec![Vec::new(); entries];
        let mut of_offering = vec![Vec::new(); offerings];
        for (facet, values) in values {
            out.first.insert(*facet, out.len);
            for value in values {
                let number = u32::try_from(out.len).unwrap_or(u32::MAX);
                note(&mut of_entry, &value.entries, number);
                note(&mut of_offering, &value.offerings, number);
                let total = u32::try_from(value.entries.len()).unwrap_or(u32::MAX);
                out.total.push(total);
                out.len += 1;
            }
        }
        out.all
            .insert_range(0..u32::try_from(entries).unwrap_or(u32::MAX));
        out.of_entry = Lists::new(&of_entry);
        out.of_offering = Lists::new(&of_offering);
        out
    }

    /// Counts over these entries. Where they are most of the catalog, the others
    /// are counted, which are fewer, and taken from what all have.
    pub(super) fn entries(&self, entries: &RoaringBitmap) -> Counts {
        if entries.len() * 2 <= self.all.len() {
            return Counts(self.walk(entries));
        }
        let others = self.walk(&(&self.all - entries));
        let totals = self.total.iter().zip(others);
        Counts(totals.map(|(total, other)| total - other).collect())
    }

    fn walk(&self, entries: &RoaringBitmap) -> Vec<u32> {
        let mut counts = vec![0; self.len];
        for entry in entries {
            for number in self.of_entry.get(entry) {
                if let Some(count) = counts.get_mut(*number as usize) {
                    *count += 1;
                }
            }
        }
        counts
    }

    /// Counts over the entries of these offerings that are among `entries`. An
    /// entry counts once for a value, however many of its offerings have it;
    /// offerings of one entry are neighbors, so the last one seen is enough.
    pub(super) fn offerings(
        &self,
        offerings: &RoaringBitmap,
        entry_of: &[u32],
        entries: &RoaringBitmap,
    ) -> Counts {
        let mut counts = vec![0; self.len];
        let mut last = vec![u32::MAX; self.len];
        let mut current = (u32::MAX, false);
        for offering in offerings {
            let Some(entry) = entry_of.get(offering as usize).copied() else {
                continue;
            };
            if current.0 != entry {
                current = (entry, entries.contains(entry));
            }
            if !current.1 {
                continue;
            }
            for number in self.of_offering.get(offering) {
                let at = *number as usize;
                if let (Some(count), Some(last)) = (counts.get_mut(at), last.get_mut(at))
                    && *last != entry
                {
                    *last = entry;
                    *count += 1;
                }
            }
        }
        Counts(counts)
    }

    /// The values of one offering, by number.
    pub(super) fn of_offering(&self, offering: u32) -> &[u32] {
        self.of_offering.get(offering)
    }

    /// The counts of one facet, in the order of its values.
    pub(super) fn of<'c>(
        &self,
        facet: Facet,
        counts: &'c Counts,
    ) -> impl Iterator<Item = u64> + 'c {
        let first = self.first.get(&facet).copied().unwrap_or(self.len);
        counts.0.iter().skip(first).map(|count| u64::from(*count))
    }
}

fn note(lists: &mut [Vec<u32>], members: &RoaringBitmap, number: u32) {
    for member in members {
        if let Some(list) = lists.get_mut(member as usize) {
            list.push(number);
        }
    }
}
