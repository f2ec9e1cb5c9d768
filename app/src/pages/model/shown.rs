//! An entry and all that its page shows of it.

use backend::catalog::snapshot::{Entry, Offering, Publisher, Snapshot, Source};
use leptos::prelude::AnyView;
use time::Date;

use crate::components::offering;
use crate::pages::access::{OwnAccess, Whose};

/// One entry with its surroundings, handed to every part of its page.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) entry: &'a Entry,
    /// Live ones first, then those that ended.
    pub(super) offerings: &'a [Offering],
    pub(super) today: Date,
    /// Whose access the page shows.
    pub(super) whose: Whose<'a>,
}

impl<'a> Shown<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, entry: &'a Entry, whose: Whose<'a>) -> Self {
        let offerings = snapshot.offerings_of(entry);
        Self {
            snapshot,
            entry,
            offerings,
            today: snapshot.built_at.date(),
            whose,
        }
    }

    /// What an organization of the visitor can do.
    pub(super) fn own(&self) -> Option<&'a OwnAccess> {
        self.whose.own()
    }

    pub(super) fn publisher(&self) -> Option<&'a Publisher> {
        self.entry
            .publisher
            .and_then(|p| self.snapshot.publishers.get(p))
    }

    pub(super) fn provider(&self, offering: &Offering) -> (&'a str, &'a str) {
        let provider = self.snapshot.providers.get(offering.provider);
        provider.map_or(("", ""), |p| (p.slug.as_str(), p.name.as_str()))
    }

    pub(super) fn source(&self, index: usize) -> Option<&'a Source> {
        self.snapshot.editions.get(index)
    }

    pub(super) fn region(&self, offering: &Offering) -> Option<String> {
        offering::region_name(self.snapshot, offering)
    }

    pub(super) fn region_cell(&self, offering: &Offering) -> AnyView {
        offering::region_cell(self.snapshot, offering)
    }

    pub(super) fn context(&self, offering: &Offering) -> Option<i64> {
        offering::context(self.snapshot, offering)
    }

    /// Whether the publisher itself sells this.
    pub(super) fn is_own(&self, offering: &Offering) -> bool {
        offering::is_own(self.snapshot, offering)
    }

    /// Whether its provider sells this in more than one way, so that the
    /// provider's name alone does not tell which.
    pub(super) fn is_one_of_several(&self, offering: &Offering) -> bool {
        self.offerings
            .iter()
            .filter(|o| o.provider == offering.provider)
            .nth(1)
            .is_some()
    }

    /// What can be had now, the cheapest input first, not priced last.
    pub(super) fn live(&self) -> Vec<&'a Offering> {
        let mut live: Vec<_> = self.offerings.iter().filter(|o| o.is_live()).collect();
        live.sort_by_key(|o| {
            let price = |direction| {
                o.base_price(direction)
                    .map_or((true, None), |p| (false, Some(p)))
            };
            (
                price(domain::price::Direction::Input),
                price(domain::price::Direction::Output),
            )
        });
        live
    }

    pub(super) fn ended(&self) -> Vec<&'a Offering> {
        self.offerings.iter().filter(|o| !o.is_live()).collect()
    }
}
