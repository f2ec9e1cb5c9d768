//! What a month of somebody's own use would cost.

use crate::money::NanoUsd;
use crate::price::{Direction, PriceComponent, ServiceTier, TokenClass, Unit, UnitPrice};

/// A month of calls of one shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workload {
    /// Calls a month.
    pub requests: u32,
    /// Input tokens a call, cached ones included.
    pub input: u32,
    /// Output tokens a call.
    pub output: u32,
    /// Percent of the input that is read from the prompt cache, 0 to 100.
    pub cached_percent: u8,
    /// Percent of the calls that can wait and run as batch, 0 to 100.
    pub batch_percent: u8,
}

impl Default for Workload {
    /// A small support assistant: enough to make prices comparable at once.
    fn default() -> Self {
        Self {
            requests: 100_000,
            input: 2_000,
            output: 500,
            cached_percent: 0,
            batch_percent: 0,
        }
    }
}

/// One line of the calculation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostLine {
    /// What is counted, such as `Input`.
    pub what: String,
    /// How many units a month, in millionths of the unit.
    pub micro_units: i128,
    /// The unit.
    pub unit: Unit,
    /// The price used.
    pub price: UnitPrice,
    /// The amount, in 1e-20 dollars: exact.
    exact: i128,
}

impl CostLine {
    /// The amount, rounded for display of the line only.
    pub fn amount(&self) -> Option<NanoUsd> {
        round(self.exact)
    }
}

/// The monthly cost of a workload on one offering.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what is to be said of the figure, each for itself"
)]
pub struct MonthlyCost {
    /// The total, rounded once to billionths of a dollar.
    pub total: NanoUsd,
    /// What it is made of.
    pub lines: Vec<CostLine>,
    /// Batch calls were asked for and are charged at the standard price,
    /// because the offering has no batch price.
    pub no_batch_price: bool,
    /// Cached input was asked for and is charged as ordinary input, because
    /// the offering has no cache price.
    pub no_cache_price: bool,
    /// Cached input of batch calls is charged at the standard price of cached
    /// input, because the offering has a batch price, but none for that.
    pub no_batch_cache_price: bool,
    /// The offering charges something else for this at some hours or in some
    /// regions, which is left out.
    pub has_conditional_price: bool,
}

/// Why there is no cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCost {
    /// There is a price for neither input nor output.
    NoPrice,
    /// There is none for the input.
    NoInputPrice,
    /// There is none for the output.
    NoOutputPrice,
    /// The sum is beyond what an amount holds.
    TooLarge,
}

impl NoCost {
    /// In words, for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NoPrice => "not priced",
            Self::NoInputPrice => "no input price",
            Self::NoOutputPrice => "no output price",
            Self::TooLarge => "above $9 billion",
        }
    }
}

/// The one place where an exact amount is rounded: half away from zero, to
/// billionths of a dollar. `exact` counts 1e-20 dollars.
fn round(exact: i128) -> Option<NanoUsd> {
    const STEP: i128 = 100_000_000_000;
    i64::try_from((exact + STEP / 2) / STEP)
        .ok()
        .map(NanoUsd::from_nano)
}

/// The price that a call with `input` tokens pays for one kind of token: the
/// highest threshold that applies wins over the price without one. Prices by
/// hour of the day or region are left out: they are conditions a monthly
/// estimate cannot know; [`MonthlyCost::has_conditional_price`] says so.
pub fn price_for(
    prices: &[(PriceComponent, UnitPrice)],
    direction: Direction,
    class: TokenClass,
    tier: ServiceTier,
    input: i64,
) -> Option<UnitPrice> {
    let base = PriceComponent::tokens(direction).class(class).tier(tier);
    prices
        .iter()
        .filter(|(c, _)| {
            let plain = PriceComponent {
                threshold: None,
                cache_ttl: None,
                ..c.clone()
            };
            plain == base && c.threshold.is_none_or(|t| t.applies(input))
        })
        .max_by_key(|(c, _)| c.threshold.map_or(-1, |t| t.tokens))
        .map(|(_, price)| *price)
}

/// Whether the price holds at some hours or in some regions only.
const fn is_conditional(component: &PriceComponent) -> bool {
    component.schedule.is_some() || component.region.is_some()
}

/// Whether something else is charged for `base` at some hours or somewhere.
fn varies(prices: &[(PriceComponent, UnitPrice)], base: &PriceComponent) -> bool {
    prices
        .iter()
        .filter(|(c, _)| is_conditional(c))
        .any(|(c, _)| {
            let always = PriceComponent {
                threshold: None,
                cache_ttl: None,
                schedule: None,
                region: None,
                ..c.clone()
            };
            always == *base
        })
}

impl Workload {
    /// The cost of a month with these prices, or `None` when there is none.
    pub fn cost(&self, prices: &[(PriceComponent, UnitPrice)]) -> Option<MonthlyCost> {
        self.try_cost(prices).ok()
    }

    /// The cost of a month with these prices, or why there is none. A price is
    /// needed only where there are tokens to pay for: what makes vectors has no
    /// price of output.
    pub fn try_cost(&self, prices: &[(PriceComponent, UnitPrice)]) -> Result<MonthlyCost, NoCost> {
        let mut month = Month {
            workload: self,
            prices,
            lines: Vec::new(),
            no_batch: false,
            no_cache: false,
            no_batch_cache: false,
            conditional: false,
        };
        month.add(ServiceTier::Standard, 100 - self.batch_percent.min(100))?;
        month.add(ServiceTier::Batch, self.batch_percent.min(100))?;
        month.add_request_fee().ok_or(NoCost::TooLarge)?;
        // Calls without tokens cost nothing only where tokens are what is paid for.
        if month.lines.is_empty() && !prices.iter().any(|(c, _)| c.unit == Unit::Mtok) {
            return Err(NoCost::NoPrice);
        }
        let exact = month
            .lines
            .iter()
            .try_fold(0_i128, |sum, line| sum.checked_add(line.exact));
        Ok(MonthlyCost {
            total: exact.and_then(round).ok_or(NoCost::TooLarge)?,
            no_batch_price: month.no_batch,
            no_cache_price: month.no_cache,
            no_batch_cache_price: month.no_batch_cache,
            has_conditional_price: month.conditional,
            lines: month.lines,
        })
    }
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "those of the cost in the making"
)]
struct Month<'a> {
    workload: &'a Workload,
    prices: &'a [(PriceComponent, UnitPrice)],
    lines: Vec<CostLine>,
    no_batch: bool,
    no_cache: bool,
    no_batch_cache: bool,
    conditional: bool,
}

impl Month<'_> {
    /// Adds the tokens of `percent` of the calls, at the prices of `tier`.
    fn add(&mut self, tier: ServiceTier, percent: u8) -> Result<(), NoCost> {
        if percent == 0 {
            return Ok(());
        }
        let w = *self.workload;
        let cached = i128::from(w.cached_percent.min(100));
        let (input, output) = self.ordinary(tier)?;
        let cache = if cached > 0 && w.input > 0 {
            let cache = self.tiered(Direction::Input, TokenClass::CacheRead, tier);
            self.no_cache |= cache.is_none();
            cache
        } else {
            None
        };
        let calls = i128::from(w.requests) * i128::from(percent);
        let suffix = if tier == ServiceTier::Batch {
            " (batch)"
        } else {
            ""
        };
        // calls and shares are in percent, so tokens come out in 1/10,000.
        let mut push = |what: &str, tokens: i128, price: Option<UnitPrice>| -> Result<(), NoCost> {
            if let Some(price) = price.filter(|_| tokens > 0) {
                self.lines.push(CostLine {
                    what: format!("{what}{suffix}"),
                    micro_units: tokens / 10_000,
                    unit: Unit::Mtok,
                    price,
                    exact: tokens
                        .checked_mul(i128::from(price.raw()))
                        .ok_or(NoCost::TooLarge)?,
                });
            }
            Ok(())
        };
        let tokens_in = i128::from(w.input);
        push("Input", calls * tokens_in * (100 - cached), input)?;
        push("Cached input", calls * tokens_in * cached, cache.or(input))?;
        push("Output", calls * i128::from(w.output) * 100, output)
    }

    /// The prices of ordinary input and output, each where there are tokens to
    /// pay for.
    fn ordinary(
        &mut self,
        tier: ServiceTier,
    ) -> Result<(Option<UnitPrice>, Option<UnitPrice>), NoCost> {
        let w = *self.workload;
        let mut asked = |direction, tokens: u32| {
            if tokens == 0 {
                return None;
            }
            self.tiered(direction, TokenClass::Standard, tier)
        };
        let input = asked(Direction::Input, w.input);
        let output = asked(Direction::Output, w.output);
        let lacks_input = w.input > 0 && input.is_none();
        let lacks_output = w.output > 0 && output.is_none();
        let has = |direction| {
            let base = PriceComponent::tokens(direction);
            self.prices.iter().any(|(c, _)| {
                c.unit == base.unit
                    && c.direction == base.direction
                    && c.modality == base.modality
                    && c.class == base.class
            })
        };
        match (lacks_input, lacks_output) {
            (false, false) => Ok((input, output)),
            (true, false) if has(Direction::Output) => Err(NoCost::NoInputPrice),
            (false, true) if has(Direction::Input) => Err(NoCost::NoOutputPrice),
            _ => Err(NoCost::NoPrice),
        }
    }

    /// The price in `tier`, or the standard one where the tier has none.
    fn tiered(
        &mut self,
        direction: Direction,
        class: TokenClass,
        tier: ServiceTier,
    ) -> Option<UnitPrice> {
        let input = i64::from(self.workload.input);
        let own = price_for(self.prices, direction, class, tier, input);
        let (price, used) = if own.is_none() && tier != ServiceTier::Standard {
            self.no_batch |= class == TokenClass::Standard;
            let standard = ServiceTier::Standard;
            let price = price_for(self.prices, direction, class, standard, input);
            let is_cache = class == TokenClass::CacheRead && price.is_some();
            self.no_batch_cache |= is_cache && !self.no_batch;
            (price, standard)
        } else {
            (own, tier)
        };
        let base = PriceComponent::tokens(direction).class(class).tier(used);
        self.conditional |= varies(self.prices, &base);
        price
    }

    fn add_request_fee(&mut self) -> Option<()> {
        let (some, always): (Vec<_>, Vec<_>) = self
            .prices
            .iter()
            .filter(|(c, _)| c.unit == Unit::Request && c.tier == ServiceTier::Standard)
            .partition(|(c, _)| is_conditional(c));
        self.conditional |= !some.is_empty();
        if let Some((_, price)) = always.first() {
            let calls = i128::from(self.workload.requests);
            self.lines.push(CostLine {
                what: "Requests".to_owned(),
                micro_units: calls * 1_000_000,
                unit: Unit::Request,
                price: *price,
                exact: (calls * 10_000_000_000).checked_mul(i128::from(price.raw()))?,
            });
        }
        Some(())
    }
}

#[cfg(test)]
mod tests;
