//! Prices, component by component.

use backend::catalog::snapshot::{self, Period, ShownPrice, Snapshot};
use domain::{
    model::Modality,
    price::{Direction, PriceComponent, ServiceTier, TokenClass, Unit, UnitPrice},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::{instant::instant, words},
    SourceRef,
};

/// Which part of an offering a price is for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Component {
    /// A short name for people.
    #[schema(example = "Cache write (1 h)")]
    pub label: String,
    /// What it is charged for one of.
    #[schema(value_type = words::Unit)]
    pub unit: Unit,
    /// Which way the content flows; `null` where that means nothing, as for calls.
    #[schema(required, value_type = Option<words::Direction>)]
    pub direction: Option<Direction>,
    /// What the content is.
    #[schema(value_type = words::Modality)]
    pub modality: Modality,
    /// Which tokens.
    #[schema(value_type = words::TokenClass)]
    pub token_class: TokenClass,
    /// How long a cache write lives.
    #[schema(required, example = 3600)]
    pub cache_ttl_seconds: Option<i32>,
    /// How urgently.
    #[schema(value_type = words::ServiceTier)]
    pub service_tier: ServiceTier,
    /// From which input size on.
    #[schema(required)]
    pub context_threshold: Option<ContextThreshold>,
    /// At which hours of the day, in the words of the source.
    #[schema(required)]
    pub schedule: Option<String>,
    /// Where, if the price differs by region.
    #[schema(required)]
    pub region: Option<String>,
}

/// The input size from which a price applies.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContextThreshold {
    /// Input tokens.
    #[schema(example = 200_000)]
    pub tokens: i64,
    /// Whether a call of exactly that size pays it.
    pub inclusive: bool,
}

impl From<&PriceComponent> for Component {
    fn from(known: &PriceComponent) -> Self {
        Self {
            label: known.label(),
            unit: known.unit,
            direction: known.direction,
            modality: known.modality,
            token_class: known.class,
            cache_ttl_seconds: known.cache_ttl,
            service_tier: known.tier,
            context_threshold: known.threshold.map(|t| ContextThreshold {
                tokens: t.tokens,
                inclusive: t.inclusive,
            }),
            schedule: known.schedule.clone(),
            region: known.region.clone(),
        }
    }
}

/// The price of a component that is in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct Price {
    /// Which part of the offering.
    pub component: Component,
    /// How much for one unit.
    #[schema(value_type = words::Usd)]
    pub usd: UnitPrice,
    /// Since when, if that is known.
    #[schema(required, format = DateTime, example = "2025-09-29T00:00:00Z")]
    pub from: Option<String>,
    /// Until when, exclusive, if an end is set.
    #[schema(required, format = DateTime)]
    pub to: Option<String>,
    /// Who says so.
    pub source: SourceRef,
    /// Where it is stated.
    #[schema(required, format = "uri")]
    pub url: Option<String>,
    /// What other sources say, where it is something else.
    pub other_quotes: Vec<Quote>,
}

impl Price {
    /// A price in force.
    pub(crate) fn new(snapshot: &Snapshot, price: &ShownPrice) -> Self {
        Self {
            component: price.component.as_ref().into(),
            usd: price.amount,
            from: price.from.map(instant),
            to: price.to.map(instant),
            source: SourceRef::at(snapshot, price.source),
            url: price.url.as_deref().map(str::to_owned),
            other_quotes: price
                .others
                .iter()
                .map(|quote| Quote::new(snapshot, quote))
                .collect(),
        }
    }
}

/// What another source says about the same component.
#[derive(Debug, Serialize, ToSchema)]
pub struct Quote {
    /// How much for one unit.
    #[schema(value_type = words::Usd)]
    pub usd: UnitPrice,
    /// Who says so.
    pub source: SourceRef,
    /// Where it is stated.
    #[schema(required, format = "uri")]
    pub url: Option<String>,
}

impl Quote {
    fn new(snapshot: &Snapshot, quote: &snapshot::Quote) -> Self {
        Self {
            usd: quote.amount,
            source: SourceRef::at(snapshot, quote.source),
            url: quote.url.as_deref().map(str::to_owned),
        }
    }
}

/// A price of a component over a period: past, present or announced, from one source.
#[derive(Debug, Serialize, ToSchema)]
pub struct PricePeriod {
    /// Which part of the offering.
    pub component: Component,
    /// How much for one unit.
    #[schema(value_type = words::Usd)]
    pub usd: UnitPrice,
    /// Since when, if that is known.
    #[schema(required, format = DateTime)]
    pub from: Option<String>,
    /// Until when, exclusive, if it has an end.
    #[schema(required, format = DateTime)]
    pub to: Option<String>,
    /// Who says so.
    pub source: SourceRef,
    /// Where it is stated.
    #[schema(required, format = "uri")]
    pub url: Option<String>,
}

impl PricePeriod {
    /// A period.
    pub(crate) fn new(snapshot: &Snapshot, period: &Period) -> Self {
        Self {
            component: period.component.as_ref().into(),
            usd: period.amount,
            from: period.from.map(instant),
            to: period.to.map(instant),
            source: SourceRef::at(snapshot, period.source),
            url: period.url.as_deref().map(str::to_owned),
        }
    }
}
