//! Editions of sources: the newest of each, and older ones that alone say something.

use std::collections::HashMap;

use time::OffsetDateTime;

use super::Source;
use super::sql::SourceRow;

/// Where facts stand, by the key of the source and the edition if it is not the newest.
pub(super) struct Editions {
    /// The newest of each source first, in the order of the sources.
    pub(super) list: Vec<Source>,
    positions: HashMap<(i16, Option<OffsetDateTime>), usize>,
}

impl Editions {
    pub(super) fn new(sources: &[SourceRow]) -> Self {
        let newest = sources.iter().enumerate();
        let newest = newest.map(|(at, row)| ((row.source_id, None), at));
        Self {
            positions: newest.collect(),
            list: super::parties::sources(sources),
        }
    }

    /// Notes an older edition.
    pub(super) fn add(&mut self, source_id: i16, stated_at: Option<OffsetDateTime>) {
        let is_known = self.positions.contains_key(&(source_id, stated_at));
        let newest = self.list.get(self.at(source_id, None)).cloned();
        if let Some((newest, as_of)) = newest.zip(stated_at).filter(|_| !is_known) {
            let at = self.list.len();
            self.positions.insert((source_id, stated_at), at);
            self.list.push(Source { as_of, ..newest });
        }
    }

    /// The position of an edition, the newest one if `stated_at` is `None`.
    pub(super) fn at(&self, source_id: i16, stated_at: Option<OffsetDateTime>) -> usize {
        // Foreign keys make every source known, and every edition is noted.
        let found = self.positions.get(&(source_id, stated_at));
        found.copied().unwrap_or_default()
    }
}
