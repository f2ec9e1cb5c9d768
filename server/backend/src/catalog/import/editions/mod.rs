//! In which edition of its source each fact stands. Most stand in the newest, which is the date of
//! the source; what only an older one says has its own date.

pub(super) mod sql;

use serde::Serialize;

use super::statements::Subjects;

/// Of what each source speaks in a feed.
#[derive(Default)]
pub(super) struct Said {
    /// Models by slug, each with the key of the source whose record it is.
    pub(super) models: Vec<(String, i16)>,
    /// Offerings by key, in the same way.
    pub(super) offerings: Vec<(i64, i16)>,
    /// Offerings of which a source states prices.
    pub(super) prices: Vec<(i64, i16)>,
    /// What the feed is about.
    pub(super) subjects: Subjects,
    /// Sources of which the feed quotes an older edition than is known.
    pub(super) outdated: Vec<i16>,
}

/// A source that speaks in a feed.
#[derive(Serialize)]
pub(super) struct EditionRow {
    pub(super) source_id: i16,
    /// Its edition, if a newer one is known: what the feed repeats stands in this one.
    pub(super) here: Option<String>,
    /// The newest edition before, if this one is newer: what the feed is silent about stands in that.
    pub(super) before: Option<String>,
}

/// What a feed says all about: what it leaves out there is no longer said.
pub(super) struct Whole {
    /// The source of the feed.
    pub(super) source_id: i16,
    pub(super) models: bool,
    pub(super) offerings: bool,
    pub(super) prices: bool,
}
