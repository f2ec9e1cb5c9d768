//! Counting how many entries each value of each facet has.
//!
//! A catalog has hundreds of values that few entries have, and some that most
//! have. The rare ones are counted in one walk over the entries: intersecting a
//! bitmap for each of them costs far more than looking at each entry once. The
//! common ones are intersected: their bitmaps take 64 entries at a time.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use super::facets::{Facet, FacetValue};

/// A value is common if at least one entry in so many has it.
const COMMON: u64 = 8;

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
    /// The values that many entries have, by number, with those entries.
    common: Vec<(u32, RoaringBitmap)>,
    /// The other values of each entry.
    of_entry: Lists,
    of_offering: Lists,
    /// The entries with more than one live offering: that of another entry has
    /// the values of its entry.
    several: RoaringBitmap,
    /// The live offerings of those entries.
    of_several: RoaringBitmap,
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
    /// `entry_of` has the entry of each offering, and `live` are the offerings
    /// whose values count.
    pub(super) fn build(
        values: &BTreeMap<Facet, Vec<FacetValue>>,
        entries: usize,
        entry_of: &[u32],
        live: &RoaringBitmap,
    ) -> Self {
        let mut out = Self::default();
        let mut of_entry = vec![Vec::new(); entries];
        let mut of_offering = vec![Vec::new(); entry_of.len()];
        for (facet, values) in values {
            out.first.insert(*facet, out.len);
            for value in values {
                let number = u32::try_from(out.len).unwrap_or(u32::MAX);
                if value.entries.len() * COMMON >= entries as u64 {
                    out.common.push((number, value.entries.clone()));
                } else {
                    note(&mut of_entry, &value.entries, number);
                }
                note(&mut of_offering, &value.offerings, number);
                let total = u32::try_from(value.entries.len()).unwrap_or(u32::MAX);
                out.total.push(total);
                out.len += 1;
            }
        }
        // Not `insert_range`: taking from a run, one by one, is slow.
        out.all = (0..u32::try_from(entries).unwrap_or(u32::MAX)).collect();
        out.of_entry = Lists::new(&of_entry);
        out.of_offering = Lists::new(&of_offering);
        out.find_several(entry_of, live);
        out
    }

    fn find_several(&mut self, entry_of: &[u32], live: &RoaringBitmap) {
        let entry = |offering: &u32| entry_of.get(*offering as usize);
        // Offerings of one entry are neighbors.
        let live: Vec<u32> = live.iter().collect();
        for own in live.chunk_by(|a, b| entry(a) == entry(b)) {
            if let [first, _, ..] = own {
                self.several.extend(entry(first));
                self.of_several.extend(own);
            }
        }
    }

    /// Counts over these entries. Where they are most of the catalog, the others
    /// are counted, which are fewer, and taken from what all have.
    pub(super) fn entries(&self, entries: &RoaringBitmap) -> Counts {
        if entries.len() * 2 <= self.all.len() {
            return Counts(self.count(entries));
        }
        let others = self.count(&(&self.all - entries));
        let totals = self.total.iter().zip(others);
        Counts(totals.map(|(total, other)| total - other).collect())
    }

    fn count(&self, entries: &RoaringBitmap) -> Vec<u32> {
        let mut counts = vec![0; self.len];
        entries.iter().for_each(|entry| {
            for number in self.of_entry.get(entry) {
                if let Some(count) = counts.get_mut(*number as usize) {
                    *count += 1;
                }
            }
        });
        for (number, having) in &self.common {
            if let Some(count) = counts.get_mut(*number as usize) {
                let having = having.intersection_len(entries);
                *count = u32::try_from(having).unwrap_or(u32::MAX);
            }
        }
        counts
    }

    /// Counts the values of offerings over `entries`, where only these offerings
    /// count; `sold` are their entries. An entry counts once for a value, however
    /// many of its offerings have it. The counts of other values mean nothing.
    pub(super) fn offerings(
        &self,
        offerings: &RoaringBitmap,
        sold: &RoaringBitmap,
        entry_of: &[u32],
        entries: &RoaringBitmap,
    ) -> Counts {
        let mut counts = self.entries(&(&(entries & sold) - &self.several));
        // Offerings of one entry are neighbors, so the last one seen is enough.
        let mut last = vec![u32::MAX; self.len];
        let mut current = (u32::MAX, false);
        (offerings & &self.of_several).iter().for_each(|offering| {
            let Some(entry) = entry_of.get(offering as usize).copied() else {
                return;
            };
            if current.0 != entry {
                current = (entry, entries.contains(entry));
            }
            if !current.1 {
                return;
            }
            for number in self.of_offering.get(offering) {
                if let Some(last) = last.get_mut(*number as usize)
                    && *last != entry
                {
                    *last = entry;
                    counts.add(*number);
                }
            }
        });
        counts
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

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRIES: u32 = 400;

    /// Entry `i` has `i % 4` offerings, and one more that is no longer live for
    /// every third.
    fn offerings() -> (Vec<u32>, RoaringBitmap) {
        let (mut entry_of, mut live) = (Vec::new(), RoaringBitmap::new());
        for entry in 0..ENTRIES {
            for _ in 0..entry % 4 {
                live.extend(u32::try_from(entry_of.len()));
                entry_of.push(entry);
            }
            if entry.is_multiple_of(3) {
                entry_of.push(entry);
            }
        }
        (entry_of, live)
    }

    fn value(entries: RoaringBitmap, offerings: RoaringBitmap) -> FacetValue {
        FacetValue {
            word: String::new(),
            label: String::new(),
            entries,
            offerings,
        }
    }

    fn of(offerings: &RoaringBitmap, entry_of: &[u32]) -> RoaringBitmap {
        let entries = offerings.iter().map(|o| entry_of[o as usize]);
        entries.collect()
    }

    /// Values at and below the limit of what is common, for both kinds of facts.
    fn values(entry_of: &[u32], live: &RoaringBitmap) -> BTreeMap<Facet, Vec<FacetValue>> {
        let task = |count: u32| value((0..count).collect(), RoaringBitmap::new());
        let provider = |one_of: u32| {
            let own: RoaringBitmap = live.iter().filter(|o| o.is_multiple_of(one_of)).collect();
            value(of(&own, entry_of), own)
        };
        BTreeMap::from([
            (Facet::Task, vec![task(50), task(49), task(ENTRIES)]),
            (
                Facet::Provider,
                vec![provider(2), provider(9), provider(50)],
            ),
        ])
    }

    fn some_entries() -> Vec<RoaringBitmap> {
        vec![
            RoaringBitmap::new(),
            RoaringBitmap::from([0]),
            (0..ENTRIES).step_by(3).collect(),
            (0..ENTRIES / 2).collect(),
            (0..=ENTRIES / 2).collect(),
            (0..ENTRIES).collect(),
        ]
    }

    #[test]
    fn entries_are_counted_as_by_looking_at_each() {
        let (entry_of, live) = offerings();
        let values = values(&entry_of, &live);
        let tally = Tally::build(&values, ENTRIES as usize, &entry_of, &live);
        for entries in some_entries() {
            let counts = tally.entries(&entries);
            for (facet, values) in &values {
                let counted = tally.of(*facet, &counts);
                for (value, counted) in values.iter().zip(counted) {
                    let having = value.entries.iter().filter(|e| entries.contains(*e));
                    assert_eq!(counted, having.count() as u64);
                }
            }
        }
    }

    #[test]
    fn an_entry_counts_once_for_the_offerings_that_match() {
        let (entry_of, live) = offerings();
        let values = values(&entry_of, &live);
        let tally = Tally::build(&values, ENTRIES as usize, &entry_of, &live);
        let matching = [
            live.clone(),
            live.iter().step_by(2).collect(),
            live.iter().take(5).collect(),
        ];
        for (offerings, entries) in matching
            .iter()
            .flat_map(|m| some_entries().into_iter().map(move |e| (m, e)))
        {
            let sold = of(offerings, &entry_of);
            let counts = tally.offerings(offerings, &sold, &entry_of, &entries);
            let counted = tally.of(Facet::Provider, &counts);
            for (value, counted) in values[&Facet::Provider].iter().zip(counted) {
                let having = of(&(&value.offerings & offerings), &entry_of);
                assert_eq!(counted, having.intersection_len(&entries));
            }
        }
    }
}
