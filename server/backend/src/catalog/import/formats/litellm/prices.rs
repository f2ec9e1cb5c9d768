//! The prices of one entry.

use domain::model::Modality;
use domain::offering::DeploymentType;
use domain::price::{ContextThreshold, PriceComponent, TokenClass, Unit, UnitPrice};

use super::super::build::{Skipped, current, plain_cache_ttl};
use super::super::error::FeedError;
use super::super::json::{Node, Object};
use super::super::scalar::{count, price, price_of_one, text, url};
use super::fields::{Field, field};
use crate::catalog::import::feed::{Offering, Price};

pub(super) fn read(
    offering: &Offering,
    entry: &Object<'_, '_>,
    skipped: &mut Skipped,
) -> Result<Vec<Price>, FeedError> {
    let mode = entry.opt("mode", text)?.unwrap_or_default();
    let second = match mode.as_ref() {
        "audio_transcription" | "audio_speech" | "realtime" => Modality::Audio,
        "video_generation" => Modality::Video,
        _ => Modality::Text,
    };
    let mut prices = Prices {
        offering,
        second,
        url: entry.opt("source", url)?.flatten(),
        skipped,
        found: Vec::new(),
    };
    for (name, node) in entry.iter() {
        match name {
            "tiered_pricing" => prices.tiers(node)?,
            "search_context_cost_per_query" => prices.search(node)?,
            _ => prices.field(name, node, None)?,
        }
    }
    Ok(prices.found)
}

/// Whether a field is about money, by its name.
pub(super) fn is_price(name: &str) -> bool {
    ["cost", "pricing", "price", "multiplier"]
        .iter()
        .any(|word| name.contains(word))
}

struct Prices<'s> {
    offering: &'s Offering,
    second: Modality,
    url: Option<String>,
    skipped: &'s mut Skipped,
    found: Vec<Price>,
}

impl Prices<'_> {
    fn field(
        &mut self,
        name: &str,
        node: Node<'_, '_>,
        above: Option<i64>,
    ) -> Result<(), FeedError> {
        if !is_price(name) {
            return Ok(());
        }
        let Some(Field {
            mut component,
            of_one,
        }) = field(name, self.second)
        else {
            self.skipped.add(name);
            return Ok(());
        };
        let amount = if of_one {
            price_of_one(node)?
        } else {
            price(node)?
        };
        if above.is_some() {
            component.threshold = above.map(|tokens| ContextThreshold {
                tokens,
                inclusive: false,
            });
        }
        if component.class == TokenClass::CacheWrite && component.cache_ttl.is_none() {
            component.cache_ttl = plain_cache_ttl(&self.offering.upstream);
        }
        if component.unit == Unit::Second && self.offering.deployment == DeploymentType::Provisioned
        {
            // Reserved capacity costs the same however it is used; the file
            // states its price once as such and once as input.
            component.direction = None;
        }
        self.add(name, component, amount);
        Ok(())
    }

    /// One price of a component: a second statement of the same figure is no
    /// news, another figure is counted and the first one kept.
    fn add(&mut self, name: &str, component: PriceComponent, amount: UnitPrice) {
        match self.found.iter().find(|p| p.component == component) {
            Some(known) if known.amount == amount => {}
            Some(_) => self
                .skipped
                .add(format!("{name} (another price of the same)")),
            None => self
                .found
                .push(current(component, amount, self.url.clone())),
        }
    }

    /// `tiered_pricing`: a set of prices for each range of input tokens. The
    /// price of a range holds above its start.
    fn tiers(&mut self, node: Node<'_, '_>) -> Result<(), FeedError> {
        for row in node.list()?.iter() {
            let row = row.object()?;
            let Some(range) = row.get("range") else {
                self.skipped
                    .add("tiered_pricing by something else than tokens");
                continue;
            };
            let Some(start) = range.list()?.iter().next().map(count).transpose()? else {
                return Err(range.error("start and end of a range"));
            };
            for (name, node) in row.iter().filter(|(name, _)| *name != "range") {
                self.field(name, node, (start > 0).then_some(start))?;
            }
        }
        Ok(())
    }

    /// What a web search costs, if it costs the same whatever it brings.
    fn search(&mut self, node: Node<'_, '_>) -> Result<(), FeedError> {
        let sizes = node.object()?;
        let amounts = sizes
            .iter()
            .map(|(_, node)| price(node))
            .collect::<Result<Vec<_>, _>>()?;
        let component = field("input_cost_per_query", self.second).map(|f| f.component);
        match (amounts.split_first(), component) {
            (Some((first, rest)), Some(component)) if rest.iter().all(|a| a == first) => {
                self.add("search_context_cost_per_query", component, *first);
            }
            _ => self.skipped.add("search_context_cost_per_query by size"),
        }
        Ok(())
    }
}
