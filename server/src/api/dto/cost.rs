//! What a month would cost.

use backend::catalog::snapshot::{self, Entry, Snapshot};
use domain::{
    offering::DeploymentType,
    price::{Unit, UnitPrice, zero_last},
    workload::{self, Workload},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{super::words, Links, Named, Region, offering};

/// The cost of a month on every offering of some models.
#[derive(Debug, Serialize, ToSchema)]
pub struct Cost {
    /// The month that was worked out.
    pub workload: CostWorkload,
    /// The models, as they were asked for.
    pub models: Vec<CostModel>,
}

/// A month of calls of one shape.
#[derive(Debug, Serialize, ToSchema)]
pub struct CostWorkload {
    /// Calls a month.
    #[schema(example = 100_000)]
    pub requests: u32,
    /// Input tokens a call, cached ones included.
    #[schema(example = 2000)]
    pub input_tokens: u32,
    /// Output tokens a call.
    #[schema(example = 500)]
    pub output_tokens: u32,
    /// Percent of the input that is read from the prompt cache.
    #[schema(example = 0)]
    pub cached_percent: u8,
    /// Percent of the calls that run as batch.
    #[schema(example = 0)]
    pub batch_percent: u8,
}

/// One model and what it would cost.
#[derive(Debug, Serialize, ToSchema)]
pub struct CostModel {
    /// The id of the model or listing.
    #[schema(example = "anthropic/claude-sonnet-4-5")]
    pub id: String,
    /// Its name for people.
    #[schema(example = "Claude Sonnet 4.5")]
    pub name: String,
    /// Where it is.
    pub links: Links,
    /// The offerings that can be had now, cheapest first; then those that cost nothing by what is
    /// listed, whose fee and limits are not stated, then those without a cost.
    pub offerings: Vec<CostOffering>,
}

/// One offering and what it would cost.
#[derive(Debug, Serialize, ToSchema)]
pub struct CostOffering {
    /// The key of the offering.
    #[schema(example = 4711)]
    pub id: i64,
    /// Who sells it.
    pub provider: Named,
    /// The name the provider calls the model by.
    pub upstream: String,
    /// How capacity is provided.
    #[schema(value_type = words::DeploymentType)]
    pub deployment: DeploymentType,
    /// Where it runs; `null` is not stated.
    #[schema(required)]
    pub region: Option<Region>,
    /// The cost; `null` when the month has tokens that have no price, or the sum is beyond what is
    /// counted.
    #[schema(required)]
    pub cost: Option<MonthlyCost>,
}

/// The cost of a month.
#[derive(Debug, Serialize, ToSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what is to be said of the figure, each for itself"
)]
pub struct MonthlyCost {
    /// The sum, rounded once to billionths of a dollar.
    #[schema(value_type = words::Usd)]
    pub total_usd: String,
    /// What it is made of.
    pub lines: Vec<CostLine>,
    /// Batch calls are charged at the standard price, because there is no batch price.
    pub no_batch_price: bool,
    /// Cached input is charged as ordinary input, because there is no cache price.
    pub no_cache_price: bool,
    /// Cached input of batch calls is charged at the standard price of cached input, because there is
    /// no batch price for it.
    pub no_batch_cache_price: bool,
    /// Something else is charged at some hours or in some regions; those prices are left out, and
    /// the offering lists them.
    pub has_conditional_price: bool,
}

/// One line of the calculation: `units` times `price_usd`.
#[derive(Debug, Serialize, ToSchema)]
pub struct CostLine {
    /// What is counted.
    #[schema(example = "Input")]
    pub what: String,
    /// How many units a month.
    #[schema(value_type = words::Decimal)]
    pub units: String,
    /// The unit.
    #[schema(value_type = words::Unit)]
    pub unit: Unit,
    /// The price of one.
    #[schema(value_type = words::Usd)]
    pub price_usd: UnitPrice,
    /// The amount, rounded for display; the total is the sum of the exact ones.
    #[schema(required, value_type = Option<words::Usd>)]
    pub amount_usd: Option<String>,
}

impl Cost {
    /// The cost of `workload` on the offerings of `entries`.
    pub(crate) fn new(snapshot: &Snapshot, entries: &[&Entry], workload: &Workload) -> Self {
        Self {
            workload: CostWorkload {
                requests: workload.requests,
                input_tokens: workload.input,
                output_tokens: workload.output,
                cached_percent: workload.cached_percent,
                batch_percent: workload.batch_percent,
            },
            models: entries
                .iter()
                .map(|entry| CostModel::new(snapshot, entry, workload))
                .collect(),
        }
    }
}

impl CostModel {
    fn new(snapshot: &Snapshot, entry: &Entry, workload: &Workload) -> Self {
        let live = snapshot.offerings_of(entry).iter().filter(|o| o.is_live());
        let mut costs: Vec<_> = live.map(|o| (workload.cost(&o.price_list()), o)).collect();
        costs.sort_by_key(|(cost, _)| (cost.is_none(), cost.as_ref().map(|c| zero_last(c.total))));
        let offerings = costs
            .iter()
            .map(|(cost, o)| CostOffering::new(snapshot, o, cost.as_ref()));
        Self {
            id: entry.slug.clone(),
            name: entry.name.clone(),
            links: Links::to(&entry.href),
            offerings: offerings.collect(),
        }
    }
}

impl CostOffering {
    fn new(
        snapshot: &Snapshot,
        known: &snapshot::Offering,
        cost: Option<&workload::MonthlyCost>,
    ) -> Self {
        Self {
            id: known.id,
            provider: offering::provider(snapshot, known),
            upstream: known.upstream.clone(),
            deployment: known.deployment,
            region: offering::region(snapshot, known),
            cost: cost.map(MonthlyCost::from),
        }
    }
}

impl From<&workload::MonthlyCost> for MonthlyCost {
    fn from(cost: &workload::MonthlyCost) -> Self {
        Self {
            total_usd: cost.total.to_string(),
            lines: cost.lines.iter().map(CostLine::from).collect(),
            no_batch_price: cost.no_batch_price,
            no_cache_price: cost.no_cache_price,
            no_batch_cache_price: cost.no_batch_cache_price,
            has_conditional_price: cost.has_conditional_price,
        }
    }
}

impl From<&workload::CostLine> for CostLine {
    fn from(line: &workload::CostLine) -> Self {
        Self {
            what: line.what.clone(),
            units: units(line.micro_units),
            unit: line.unit,
            price_usd: line.price,
            amount_usd: line.amount().map(|amount| amount.to_string()),
        }
    }
}

/// Millionths as the shortest exact decimal. A count is never negative.
fn units(micro: i128) -> String {
    let text = format!("{}.{:06}", micro / 1_000_000, micro % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::units;

    #[test]
    fn units_have_no_idle_zeros() {
        assert_eq!(units(200_000_000), "200");
        assert_eq!(units(1_500_000), "1.5");
        assert_eq!(units(1), "0.000001");
        assert_eq!(units(0), "0");
    }
}
