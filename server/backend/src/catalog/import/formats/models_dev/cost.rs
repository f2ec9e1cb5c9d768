//! The prices of an offering, in both shapes.

use domain::model::Modality;
use domain::price::{ContextThreshold, Direction, PriceComponent, ServiceTier, TokenClass};

use super::super::build::{Skipped, current, plain_cache_ttl};
use super::super::error::FeedError;
use super::super::json::{Node, Object};
use super::super::scalar::{count, price, text};
use crate::catalog::import::feed::Price;

/// Collects the prices of one offering.
pub(super) struct Prices<'s> {
    pub(super) upstream: &'s str,
    pub(super) skipped: &'s mut Skipped,
    pub(super) found: Vec<Price>,
}

/// Under which circumstances a set of prices applies.
#[derive(Clone, Copy)]
struct Condition {
    tier: ServiceTier,
    above: Option<i64>,
}

/// The one limit that the published interface knows, in tokens of input.
const OVER_200K: &str = "context_over_200k";

const ALWAYS: Condition = Condition {
    tier: ServiceTier::Standard,
    above: None,
};

impl Prices<'_> {
    /// `cost` of the first shape: one set of prices, and more in `tiers`.
    pub(super) fn nested(&mut self, cost: Node<'_, '_>) -> Result<(), FeedError> {
        self.nested_in(cost, ALWAYS)
    }

    /// `experimental.modes` of the first shape: a `cost` for each mode.
    pub(super) fn modes(&mut self, experimental: Node<'_, '_>) -> Result<(), FeedError> {
        let experimental = experimental.object()?;
        let Some(modes) = experimental.get("modes") else {
            return Ok(());
        };
        for (name, mode) in modes.object()?.iter() {
            let Some(tier) = self.tier(name) else {
                continue;
            };
            let mode = mode.object()?;
            if let Some(cost) = mode.get("cost") {
                self.nested_in(cost, Condition { tier, above: None })?;
            }
        }
        Ok(())
    }

    fn nested_in(&mut self, cost: Node<'_, '_>, condition: Condition) -> Result<(), FeedError> {
        let cost = cost.object()?;
        self.set(&cost, "", condition)?;
        let Some(tiers) = cost.get("tiers") else {
            return self.over_200k(&cost, condition);
        };
        for tier in tiers.list()?.iter() {
            let row = tier.object()?;
            let edge = row.need("tier", |node| {
                let tier = node.object()?;
                let kind = tier.opt("type", text)?;
                Ok((
                    kind.is_none_or(|kind| kind == "context"),
                    tier.need("size", count)?,
                ))
            })?;
            match edge {
                (true, above) => self.set(
                    &row,
                    "",
                    Condition {
                        above: Some(above).filter(|n| *n > 0),
                        ..condition
                    },
                )?,
                (false, _) => self.skipped.add("cost.tiers of another kind than context"),
            }
        }
        Ok(())
    }

    /// The further set of prices of the published interface. Where there are
    /// tiers too, they say the same.
    fn over_200k(&mut self, cost: &Object<'_, '_>, condition: Condition) -> Result<(), FeedError> {
        let Some(more) = cost.get(OVER_200K) else {
            return Ok(());
        };
        let above = Some(200_000);
        self.set(&more.object()?, "", Condition { above, ..condition })
    }

    /// `pricing` of the second shape: a row for each set of prices.
    pub(super) fn rows(&mut self, pricing: Node<'_, '_>) -> Result<(), FeedError> {
        for row in pricing.list()?.iter() {
            let row = row.object()?;
            let above = row.opt("min_context", count)?.filter(|n| *n > 0);
            let tier = match row.opt("experimental_mode_name", text)? {
                Some(name) => self.tier(&name),
                None => Some(ServiceTier::Standard),
            };
            if let Some(tier) = tier {
                self.set(&row, "cost_", Condition { tier, above })?;
            }
        }
        Ok(())
    }

    fn tier(&mut self, mode: &str) -> Option<ServiceTier> {
        let tier = mode.parse().ok();
        if tier.is_none() {
            self.skipped.add(format!("experimental mode {mode}"));
        }
        tier
    }

    /// One set of prices; the names of their fields start with `prefix`.
    fn set(
        &mut self,
        row: &Object<'_, '_>,
        prefix: &str,
        condition: Condition,
    ) -> Result<(), FeedError> {
        for (field, node) in row.iter() {
            if matches!(
                field,
                "tiers" | "tier" | "min_context" | "experimental_mode_name" | OVER_200K
            ) {
                continue;
            }
            match field
                .strip_prefix(prefix)
                .and_then(|name| self.component(name))
            {
                Some(mut component) => {
                    component.tier = condition.tier;
                    component.threshold = condition.above.map(|tokens| ContextThreshold {
                        tokens,
                        inclusive: false,
                    });
                    self.found.push(current(component, price(node)?, None));
                }
                None => self.skipped.add(format!(
                    "cost.{}",
                    field.strip_prefix(prefix).unwrap_or(field)
                )),
            }
        }
        Ok(())
    }

    fn component(&self, name: &str) -> Option<PriceComponent> {
        let input = PriceComponent::tokens(Direction::Input);
        let output = PriceComponent::tokens(Direction::Output);
        Some(match name {
            "input" => input,
            "output" => output,
            "cache_read" | "cached_input" | "cache_input" => input.class(TokenClass::CacheRead),
            "cache_write" | "cached_write" => PriceComponent {
                cache_ttl: plain_cache_ttl(self.upstream),
                ..input.class(TokenClass::CacheWrite)
            },
            "reasoning" => output.class(TokenClass::Reasoning),
            "input_audio" => PriceComponent {
                modality: Modality::Audio,
                ..input
            },
            "output_audio" => PriceComponent {
                modality: Modality::Audio,
                ..output
            },
            _ => return None,
        })
    }
}
