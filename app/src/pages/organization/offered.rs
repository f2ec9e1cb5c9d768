//! An offering as the pages of an organization name it.

use backend::catalog::snapshot::{Entry, Offering, Snapshot};
use domain::access::Volume;
use domain::price::Direction;
use domain::workload::{MonthlyCost, NoCost, Workload};
use leptos::prelude::*;

use crate::components::format::count;
use crate::components::{Amount, cell, offering};

/// An offering with what stands around it in the catalog.
#[derive(Clone, Copy)]
pub(super) struct Offered<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) offering: &'s Offering,
    pub(super) entry: &'s Entry,
}

impl<'s> Offered<'s> {
    /// The offering with this key. `None`: the catalog does not have it (any
    /// more).
    pub(super) fn find(snapshot: &'s Snapshot, id: i64) -> Option<Self> {
        let position = snapshot.offering_position(id)?;
        let offering = snapshot.offerings.get(position)?;
        Some(Self {
            snapshot,
            offering,
            entry: snapshot.entries.get(offering.entry)?,
        })
    }

    /// Who sells it, by slug and name.
    pub(super) fn provider(&self) -> (&'s str, &'s str) {
        let provider = self.snapshot.providers.get(self.offering.provider);
        provider.map_or(("", ""), |p| (p.slug.as_str(), p.name.as_str()))
    }

    /// What tells it from other offerings of the model: `Regional, eu-west-1`.
    pub(super) fn runs(&self) -> String {
        offering::runs(self.snapshot, self.offering)
    }

    /// What a month of this use would cost at the prices in force.
    fn monthly(&self, volume: Volume) -> Result<MonthlyCost, NoCost> {
        Workload::from(volume).try_cost(&self.offering.price_list())
    }

    /// The rows of a list of pairs that say what it is and costs.
    pub(super) fn pairs(&self) -> AnyView {
        let (slug, provider) = self.provider();
        let seller = format!("/providers/{slug}");
        let price = |direction| cell::amount(self.offering.base_price(direction));
        view! {
            <dt>"Model"</dt><dd><a href=self.entry.href.clone()>{self.entry.name.clone()}</a></dd>
            <dt>"Provider"</dt><dd><a href=seller>{provider.to_owned()}</a></dd>
            <dt>"Runs"</dt><dd>{self.runs()}</dd>
            <dt>"Input $/1M"</dt><dd>{price(Direction::Input)}</dd>
            <dt>"Output $/1M"</dt><dd>{price(Direction::Output)}</dd>
        }
        .into_any()
    }
}

/// The name of an offering; what has left the catalog goes by its key.
pub(super) fn name(offered: Option<Offered<'_>>, id: i64) -> String {
    offered.map_or_else(|| format!("Offering {id}"), |o| o.entry.name.clone())
}

/// Who sells an offering and where it runs, in one line.
pub(super) fn note(offered: Option<Offered<'_>>) -> String {
    offered.map_or_else(
        || "no longer in the catalog".to_owned(),
        |o| format!("{}, {}", o.provider().1, o.runs()),
    )
}

/// `100,000 calls a month of 2,000 + 500 tokens`.
fn volume_words(volume: Volume) -> String {
    format!(
        "{} calls a month of {} + {} tokens",
        count(volume.requests),
        count(volume.input),
        count(volume.output)
    )
}

/// What a month of this use would cost, in a sentence.
pub(super) fn monthly_words(offered: Option<Offered<'_>>, volume: Volume) -> AnyView {
    let words = volume_words(volume);
    let why = match offered.map(|o| o.monthly(volume)) {
        Some(Ok(cost)) => {
            let more = cost
                .has_conditional_price
                .then_some("; other prices hold at some hours or in some regions");
            return view! { <Amount of=cost.total/>" a month at "{words}{more} }.into_any();
        }
        Some(Err(why)) => unpriced_words(why),
        None => "it is no longer in the catalog",
    };
    view! { <span class="unknown">"not known: "{why}</span>" ("{words}")" }.into_any()
}

/// Why nobody can say what it would cost.
const fn unpriced_words(why: NoCost) -> &'static str {
    match why {
        NoCost::NoPrice => "it has no price for tokens",
        NoCost::NoInputPrice => "it has no input price",
        NoCost::NoOutputPrice => "it has no output price",
        NoCost::TooLarge => "the sum is above $9 billion",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volume_reads_as_a_sentence() {
        let volume = Volume {
            requests: 100_000,
            input: 2_000,
            output: 500,
        };
        assert_eq!(
            volume_words(volume),
            "100,000 calls a month of 2,000 + 500 tokens"
        );
    }
}
