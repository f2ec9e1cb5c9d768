//! The entries of a snapshot in the making; the offerings of one entry stand
//! together.

use std::collections::HashSet;

use domain::model::Lifecycle;
use time::Date;

use super::entry::{Best, Entry};
use super::{Offering, Provider};

/// Entries and offerings so far.
#[derive(Default)]
pub(super) struct List {
    pub(super) entries: Vec<Entry>,
    pub(super) offerings: Vec<Offering>,
}

impl List {
    /// Adds an entry with its offerings and works out what follows from them.
    pub(super) fn push(
        &mut self,
        mut entry: Entry,
        mut offerings: Vec<Offering>,
        providers: &[Provider],
    ) {
        entry.index = self.entries.len();
        entry.offerings = self.offerings.len()..self.offerings.len();
        // The maker's own offering first, then the others by provider name.
        offerings.sort_by_cached_key(|o| {
            let provider = providers
                .get(o.provider)
                .map(|p| p.slug.as_str())
                .unwrap_or_default();
            let own = entry
                .slug
                .split('/')
                .next()
                .is_some_and(|publisher| publisher == provider);
            (
                !o.is_live(),
                !own,
                o.provider,
                o.deployment,
                o.upstream.clone(),
                o.region,
            )
        });
        for mut offering in offerings {
            offering.entry = entry.index;
            self.offerings.push(offering);
        }
        entry.offerings.end = self.offerings.len();
        let own = self
            .offerings
            .get(entry.offerings.clone())
            .unwrap_or_default();
        entry.best = Best::of(own.iter().filter(|o| o.is_live()));
        entry.providers = providers_of(own.iter().filter(|o| o.is_live()));
        entry.no_charge = providers_of(own.iter().filter(|o| o.is_live() && o.is_no_charge()));
        if entry.model().is_none() {
            let mut live = own.iter().filter(|o| o.is_live()).peekable();
            if live.peek().is_none() {
                entry.lifecycle = Lifecycle::Retired;
            }
            entry.retires_on = last_end(live);
        }
        self.entries.push(entry);
    }
}

/// How many providers these are of.
fn providers_of<'a>(offerings: impl Iterator<Item = &'a Offering>) -> usize {
    let providers: HashSet<usize> = offerings.map(|o| o.provider).collect();
    providers.len()
}

/// When the last of these ends. One without a date goes on.
fn last_end<'a>(live: impl Iterator<Item = &'a Offering>) -> Option<Date> {
    let ends: Option<Vec<Date>> = live.map(|o| o.retires_on).collect();
    ends?.into_iter().max()
}
