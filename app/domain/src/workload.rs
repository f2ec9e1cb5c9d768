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
/// estimate cannot know.
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

impl Workload {
    /// The cost of a month with these prices, or `None` when the offering has
    /// no price for ordinary input and output, or the sum is beyond any budget.
    pub fn cost(&self, prices: &[(PriceComponent, UnitPrice)]) -> Option<MonthlyCost> {
        let mut month = Month {
            workload: self,
            prices,
            lines: Vec::new(),
            no_batch: false,
            no_cache: false,
        };
        month.add(ServiceTier::Standard, 100 - self.batch_percent.min(100))?;
        month.add(ServiceTier::Batch, self.batch_percent.min(100))?;
        month.add_request_fee()?;
        let exact = month
            .lines
            .iter()
            .try_fold(0_i128, |sum, line| sum.checked_add(line.exact))?;
        Some(MonthlyCost {
            total: round(exact)?,
            no_batch_price: month.no_batch,
            no_cache_price: month.no_cache,
            lines: month.lines,
        })
    }
}

struct Month<'a> {
    workload: &'a Workload,
    prices: &'a [(PriceComponent, UnitPrice)],
    lines: Vec<CostLine>,
    no_batch: bool,
    no_cache: bool,
}

impl Month<'_> {
    /// Adds the tokens of `percent` of the calls, at the prices of `tier`.
    fn add(&mut self, tier: ServiceTier, percent: u8) -> Option<()> {
        if percent == 0 {
            return Some(());
        }
        let w = *self.workload;
        let cached = i128::from(w.cached_percent.min(100));
        let input = self.tiered(Direction::Input, TokenClass::Standard, tier)?;
        let output = self.tiered(Direction::Output, TokenClass::Standard, tier)?;
        let cache = if cached > 0 {
            self.tiered(Direction::Input, TokenClass::CacheRead, tier)
        } else {
            None
        };
        self.no_cache |= cached > 0 && cache.is_none();
        let calls = i128::from(w.requests) * i128::from(percent);
        let suffix = if tier == ServiceTier::Batch {
            " (batch)"
        } else {
            ""
        };
        // calls and shares are in percent, so tokens come out in 1/10,000.
        let mut push = |what: &str, tokens: i128, price: UnitPrice| {
            if tokens > 0 {
                self.lines.push(CostLine {
                    what: format!("{what}{suffix}"),
                    micro_units: tokens / 10_000,
                    unit: Unit::Mtok,
                    price,
                    exact: tokens.checked_mul(i128::from(price.raw()))?,
                });
            }
            Some(())
        };
        let tokens_in = i128::from(w.input);
        push("Input", calls * tokens_in * (100 - cached), input)?;
        push(
            "Cached input",
            calls * tokens_in * cached,
            cache.unwrap_or(input),
        )?;
        push("Output", calls * i128::from(w.output) * 100, output)
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
        if own.is_none() && tier != ServiceTier::Standard {
            self.no_batch |= class == TokenClass::Standard;
            return price_for(self.prices, direction, class, ServiceTier::Standard, input);
        }
        own
    }

    fn add_request_fee(&mut self) -> Option<()> {
        let fee = self
            .prices
            .iter()
            .find(|(c, _)| c.unit == Unit::Request && c.tier == ServiceTier::Standard);
        if let Some((_, price)) = fee {
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
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use crate::price::ContextThreshold;

    fn price(
        direction: Direction,
        class: TokenClass,
        tier: ServiceTier,
        usd: &str,
    ) -> (PriceComponent, UnitPrice) {
        (
            PriceComponent::tokens(direction).class(class).tier(tier),
            UnitPrice::parse(usd).unwrap(),
        )
    }

    fn sonnet() -> Vec<(PriceComponent, UnitPrice)> {
        vec![
            price(
                Direction::Input,
                TokenClass::Standard,
                ServiceTier::Standard,
                "3",
            ),
            price(
                Direction::Output,
                TokenClass::Standard,
                ServiceTier::Standard,
                "15",
            ),
            price(
                Direction::Input,
                TokenClass::CacheRead,
                ServiceTier::Standard,
                "0.3",
            ),
            price(
                Direction::Input,
                TokenClass::Standard,
                ServiceTier::Batch,
                "1.5",
            ),
            price(
                Direction::Output,
                TokenClass::Standard,
                ServiceTier::Batch,
                "7.5",
            ),
        ]
    }

    #[test]
    fn plain_month() {
        // 100,000 x 2,000 input at $3 and 100,000 x 500 output at $15 per million.
        let cost = Workload::default().cost(&sonnet()).unwrap();
        assert_eq!(cost.total.to_string(), "1350.000000000");
    }

    #[test]
    fn cached_and_batch_shares() {
        let w = Workload {
            cached_percent: 50,
            batch_percent: 50,
            ..Workload::default()
        };
        // standard half: 50M*3 + 50M*0.3 + 25M*15 = 150+15+375; batch half has no
        // cache price of its own and takes the standard one: 75 + 15 + 187.5.
        let cost = w.cost(&sonnet()).unwrap();
        assert_eq!(cost.total.to_string(), "817.500000000");
        assert!(!cost.no_batch_price && !cost.no_cache_price);
    }

    #[test]
    fn missing_prices_are_said_and_unknown_is_not_zero() {
        let two: Vec<_> = sonnet().into_iter().take(2).collect();
        let w = Workload {
            cached_percent: 10,
            batch_percent: 10,
            ..Workload::default()
        };
        let cost = w.cost(&two).unwrap();
        assert!(cost.no_batch_price && cost.no_cache_price);
        assert_eq!(cost.total.to_string(), "1350.000000000");
        assert_eq!(Workload::default().cost(&sonnet()[..1]), None);
    }

    #[test]
    fn long_input_pays_the_higher_tier() {
        let mut prices = sonnet();
        let mut long = PriceComponent::tokens(Direction::Input);
        long.threshold = Some(ContextThreshold {
            tokens: 200_000,
            inclusive: false,
        });
        prices.push((long, UnitPrice::parse("6").unwrap()));
        let at = |input| {
            Workload {
                requests: 1,
                input,
                output: 0,
                ..Workload::default()
            }
            .cost(&prices)
            .unwrap()
            .total
        };
        assert_eq!(at(200_000).to_string(), "0.600000000");
        assert_eq!(at(200_001).to_string(), "1.200006000");
    }

    #[test]
    fn the_largest_month_does_not_overflow() {
        let w = Workload {
            requests: u32::MAX,
            input: u32::MAX,
            output: u32::MAX,
            cached_percent: 0,
            batch_percent: 0,
        };
        assert!(w.cost(&sonnet()).is_none(), "beyond what an amount holds");
    }
}
