//! One tariff of one mode of a model, and the prices it stands for.

use domain::price::{
    ContextThreshold, Direction, PriceComponent, ServiceTier, TokenClass, UnitPrice,
};
use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::super::build::{Skipped, plain_cache_ttl};
use super::super::dates::instant;
use super::super::error::FeedError;
use super::super::json::{Node, Object};
use super::super::place::At;
use super::super::scalar::{count, number, price, url};
use crate::catalog::import::feed::Price;

/// One tariff in its period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) provider: String,
    pub(super) model: String,
    pub(super) mode: ServiceTier,
    pub(super) from: Option<OffsetDateTime>,
    pub(super) to: Option<OffsetDateTime>,
    /// `None` where the period is known and its prices are not.
    pub(super) rates: Option<Rates>,
}

/// The prices of a tariff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rates {
    /// The plain prices and those of larger inputs.
    pub(super) sets: Vec<Set>,
    /// An hour of cache costs so many times the input.
    pub(super) hour_multiple: Option<Decimal>,
    pub(super) source: Option<String>,
}

/// Prices that apply together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Set {
    pub(super) above: Option<i64>,
    pub(super) input: Option<UnitPrice>,
    pub(super) output: Option<UnitPrice>,
    pub(super) cache_read: Option<UnitPrice>,
    pub(super) cache_write: Option<UnitPrice>,
}

/// Reads `prices`: providers, their models, their modes, their segments.
pub(super) fn read(
    prices: &Object<'_, '_>,
    skipped: &mut Skipped,
) -> Result<Vec<Segment>, FeedError> {
    let mut found = Vec::new();
    for (provider, models) in prices.iter() {
        for (model, modes) in models.object()?.iter() {
            for (mode, list) in modes.object()?.iter() {
                match mode.parse() {
                    Ok(mode) => of_mode(
                        &Name {
                            provider,
                            model,
                            mode,
                        },
                        list,
                        skipped,
                        &mut found,
                    )?,
                    Err(_) => skipped.add(format!("mode {mode}")),
                }
            }
        }
    }
    Ok(found)
}

struct Name<'n> {
    provider: &'n str,
    model: &'n str,
    mode: ServiceTier,
}

fn of_mode(
    name: &Name<'_>,
    list: Node<'_, '_>,
    skipped: &mut Skipped,
    found: &mut Vec<Segment>,
) -> Result<(), FeedError> {
    let first = found.len();
    for row in list.list()?.iter() {
        let row = row.object()?;
        let from = row.opt("start", instant)?;
        if let Some(before) = found.get_mut(first..).and_then(<[_]>::last_mut) {
            if from.is_none_or(|from| before.from.is_some_and(|before| before >= from)) {
                return Err(row
                    .at
                    .key("start")
                    .error("a start after the one before", "none or an earlier one"));
            }
            before.to = from;
        }
        if row.has("recorded") {
            skipped.add("recorded");
        }
        found.push(Segment {
            provider: name.provider.to_owned(),
            model: name.model.to_owned(),
            mode: name.mode,
            from,
            to: None,
            rates: row.opt("rates", |node| rates(node, skipped))?,
        });
    }
    Ok(())
}

fn rates(node: Node<'_, '_>, skipped: &mut Skipped) -> Result<Rates, FeedError> {
    const PLAIN: &[&str] = &[
        "tiers",
        "cache_write_1h_multiple",
        "source",
        "valid_from",
        "valid_from_basis",
        "model",
    ];
    let rates = node.object()?;
    let mut sets = vec![set(&rates, PLAIN, skipped)?];
    if let Some(node) = rates.get("tiers") {
        sets.extend(tiers(node, skipped)?);
    }
    Ok(Rates {
        sets,
        hour_multiple: rates.opt("cache_write_1h_multiple", number)?,
        source: rates.opt("source", url)?.flatten(),
    })
}

/// The prices of larger inputs.
pub(super) fn tiers(node: Node<'_, '_>, skipped: &mut Skipped) -> Result<Vec<Set>, FeedError> {
    let mut sets = Vec::new();
    for row in node.list()?.iter() {
        let row = row.object()?;
        let above = Some(row.need("above", count)?).filter(|n| *n > 0);
        sets.push(Set {
            above,
            ..set(&row, &["above"], skipped)?
        });
    }
    Ok(sets)
}

fn set(row: &Object<'_, '_>, plain: &[&str], skipped: &mut Skipped) -> Result<Set, FeedError> {
    let mut set = Set::default();
    for (name, node) in row.iter() {
        match name {
            "input" => set.input = Some(price(node)?),
            "output" => set.output = Some(price(node)?),
            "cache_read" => set.cache_read = Some(price(node)?),
            "cache_write" => set.cache_write = Some(price(node)?),
            _ if plain.contains(&name) => {}
            _ => skipped.add(format!("rates.{name}")),
        }
    }
    Ok(set)
}

impl Segment {
    /// Adds the prices of this segment.
    pub(super) fn prices(&self, at: &At<'_>, out: &mut Vec<Price>) -> Result<(), FeedError> {
        let Some(rates) = &self.rates else {
            return Ok(());
        };
        for set in &rates.sets {
            for (component, amount) in self.components(rates, set, at)? {
                let (from, to, url) = (self.from, self.to, rates.source.clone());
                out.push(Price {
                    component,
                    amount,
                    from,
                    to,
                    source: None,
                    url,
                });
            }
        }
        Ok(())
    }

    fn components(
        &self,
        rates: &Rates,
        set: &Set,
        at: &At<'_>,
    ) -> Result<Vec<(PriceComponent, UnitPrice)>, FeedError> {
        let plain = |direction, class, cache_ttl| PriceComponent {
            class,
            cache_ttl,
            tier: self.mode,
            threshold: set.above.map(|tokens| ContextThreshold {
                tokens,
                inclusive: false,
            }),
            ..PriceComponent::tokens(direction)
        };
        let hour = match (set.input, rates.hour_multiple) {
            (Some(input), Some(multiple)) => Some(times(input, multiple, at)?),
            _ => None,
        };
        let write = |ttl| plain(Direction::Input, TokenClass::CacheWrite, ttl);
        let all = [
            (
                plain(Direction::Input, TokenClass::Standard, None),
                set.input,
            ),
            (
                plain(Direction::Output, TokenClass::Standard, None),
                set.output,
            ),
            (
                plain(Direction::Input, TokenClass::CacheRead, None),
                set.cache_read,
            ),
            (write(plain_cache_ttl(&self.model)), set.cache_write),
            (write(Some(3_600)), hour),
        ];
        Ok(all
            .into_iter()
            .filter_map(|(component, amount)| Some((component, amount?)))
            .collect())
    }
}

/// So many times a price, exact to ten decimals.
pub(super) fn times(
    price: UnitPrice,
    multiple: Decimal,
    at: &At<'_>,
) -> Result<UnitPrice, FeedError> {
    let product = price.to_decimal().checked_mul(multiple);
    product
        .and_then(|product| UnitPrice::from_decimal(product).ok())
        .ok_or_else(|| {
            at.error(
                "a multiple that gives a price",
                format!("{price} times {multiple}"),
            )
        })
}
