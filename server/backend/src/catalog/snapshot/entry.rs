//! What the catalog lists: a model with all its offerings, or a listing of
//! which nobody has said yet which model it is.

use std::ops::Range;

use domain::model::Lifecycle;
use domain::price::{Direction, UnitPrice, lowest};
use domain::speed::{FirstToken, Throughput};
use time::Date;

use super::{Attributes, ModelFacts, Offering};

/// What an entry is.
#[derive(Debug)]
pub enum EntryKind {
    /// A model.
    Model(Box<ModelFacts>),
    /// A listing without a model.
    Listing,
}

/// One line of the catalog.
#[derive(Debug)]
pub struct Entry {
    /// Its position in the snapshot.
    pub index: usize,
    /// What it is.
    pub kind: EntryKind,
    /// The model id, or `provider/name` of a listing.
    pub slug: String,
    /// The address of its page.
    pub href: String,
    /// Its name for people.
    pub name: String,
    /// One line about it.
    pub description: Option<String>,
    /// Index into [`super::Snapshot::publishers`].
    pub publisher: Option<usize>,
    /// What it can do.
    pub attributes: Attributes,
    /// Its stage of life.
    pub lifecycle: Lifecycle,
    /// When it ends: as its publisher says, or for a listing the last end of its
    /// live offerings, if each of them has one.
    pub retires_on: Option<Date>,
    /// Its offerings, as a range of [`super::Snapshot::offerings`].
    pub offerings: Range<usize>,
    /// The best figures among its live offerings.
    pub best: Best,
    /// How many projects, of all organizations, could use one of its offerings
    /// in the last seven days. For an order, never to be shown.
    pub(super) projects: u32,
    /// How many providers offer it now.
    pub providers: usize,
    /// How many of them list it at no charge for what they state of ordinary
    /// input and output.
    pub no_charge: usize,
}

/// The best figures among some offerings: the [`lowest`] prices, in dollars for a
/// million tokens, and the best speeds. Each may come from another offering.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Best {
    /// Ordinary input.
    pub input: Option<UnitPrice>,
    /// Ordinary output.
    pub output: Option<UnitPrice>,
    /// Three parts input and one part output, of one offering.
    pub blended: Option<UnitPrice>,
    /// The shortest time to the first token.
    pub first_token: Option<FirstToken>,
    /// The most output tokens a second.
    pub throughput: Option<Throughput>,
}

/// Three parts input and one part output: the mix that price tables commonly use.
fn blended(input: UnitPrice, output: UnitPrice) -> UnitPrice {
    UnitPrice::from_raw((input.raw().saturating_mul(3).saturating_add(output.raw())) / 4)
}

impl Best {
    /// The best figures among `offerings`.
    pub fn of<'a>(offerings: impl Iterator<Item = &'a Offering>) -> Self {
        let mut best = Self::default();
        for offering in offerings {
            let (input, output) = (
                offering.base_price(Direction::Input),
                offering.base_price(Direction::Output),
            );
            let both = input.zip(output).map(|(i, o)| blended(i, o));
            best.input = lowest(best.input.into_iter().chain(input));
            best.output = lowest(best.output.into_iter().chain(output));
            best.blended = lowest(best.blended.into_iter().chain(both));
            let speed = offering.speed.as_deref();
            let first_token = speed.and_then(|s| s.first_token);
            best.first_token = best.first_token.into_iter().chain(first_token).min();
            best.throughput = best.throughput.max(speed.and_then(|s| s.throughput));
        }
        best
    }

    /// Whether there is a price for ordinary input or output.
    pub fn is_priced(&self) -> bool {
        self.input.or(self.output).is_some()
    }
}

impl Entry {
    /// The facts of its publisher, if it is a model.
    pub fn model(&self) -> Option<&ModelFacts> {
        match &self.kind {
            EntryKind::Model(facts) => Some(facts),
            EntryKind::Listing => None,
        }
    }

    /// Since when it is known: its release or, where no source states that, the first day on which
    /// a source had it.
    pub fn since(&self) -> Option<Date> {
        let seen = || self.model()?.seen.map(|(on, _)| on);
        self.attributes.released.or_else(seen)
    }

    /// The license, if it is known.
    pub fn license(&self) -> Option<&str> {
        self.model().and_then(|m| m.license.as_deref())
    }
}
