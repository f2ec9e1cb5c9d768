//! The rows an import writes, as one JSON array a table: one bulk statement
//! each, however many rows there are.

use domain::price::PriceComponent;
use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::feed::{Attributes, DataPolicy, Model, Offering};
use super::prices::Stated;

/// An instant as PostgreSQL reads it.
pub(super) fn instant(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_else(|_| at.to_string())
}

/// Who says what a row says.
#[derive(Debug, Clone, Copy)]
pub(super) struct By {
    pub(super) source_id: i16,
    /// The edition, where a newer one of the source is known.
    pub(super) stated_at: Option<OffsetDateTime>,
}

fn words<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

#[derive(Serialize)]
pub(super) struct AttributeColumns {
    inputs: Vec<String>,
    outputs: Vec<String>,
    capabilities: Vec<String>,
    cannot: Vec<String>,
    context_tokens: Option<i64>,
    max_output_tokens: Option<i64>,
    knowledge_cutoff: Option<String>,
    released_on: Option<String>,
    open_weights: Option<bool>,
    family: Option<String>,
}

impl From<&Attributes> for AttributeColumns {
    fn from(a: &Attributes) -> Self {
        Self {
            inputs: words(&a.inputs),
            outputs: words(&a.outputs),
            capabilities: words(&a.capabilities),
            cannot: words(&a.cannot()),
            context_tokens: a.context,
            max_output_tokens: a.max_output,
            knowledge_cutoff: a.knowledge.map(|k| k.to_string()),
            released_on: a.released.map(|d| d.to_string()),
            open_weights: a.open_weights,
            family: a.family.clone(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct PartyRow {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) country: Option<String>,
    pub(super) url: Option<String>,
    pub(super) docs_url: Option<String>,
    pub(super) api_url: Option<String>,
    pub(super) description: Option<String>,
}

#[derive(Serialize)]
pub(super) struct ModelRow {
    pub(super) slug: String,
    publisher: String,
    name: String,
    description: Option<String>,
    tasks: Vec<String>,
    #[serde(flatten)]
    attributes: AttributeColumns,
    has_all_tasks: bool,
    license: Option<String>,
    lifecycle: Option<&'static str>,
    legacy_on: Option<String>,
    retires_on: Option<String>,
    retires_source_id: Option<i16>,
    successor: Option<String>,
    pub(super) source_id: i16,
    /// The edition, where a newer one of the source is known.
    stated_at: Option<String>,
}

impl ModelRow {
    pub(super) fn new(model: &Model, by: By, retires_source: Option<i16>) -> Self {
        Self {
            slug: model.slug.clone(),
            publisher: model.publisher.clone(),
            name: model.name.clone(),
            description: model.description.clone(),
            tasks: words(&model.tasks),
            attributes: (&model.attributes).into(),
            has_all_tasks: model.has_all_tasks,
            license: model.license.clone(),
            lifecycle: model.lifecycle.map(domain::model::Lifecycle::as_str),
            legacy_on: model.legacy_on.map(|d| d.to_string()),
            retires_on: model.retires_on.map(|d| d.to_string()),
            retires_source_id: retires_source,
            successor: model.successor.clone(),
            source_id: by.source_id,
            stated_at: by.stated_at.map(instant),
        }
    }
}

/// Since when and by whom a model has been seen.
#[derive(Serialize)]
pub(super) struct SeenRow {
    pub(super) model: String,
    pub(super) seen_on: String,
    pub(super) source_id: i16,
}

#[derive(Serialize)]
pub(super) struct AliasRow {
    pub(super) alias: String,
    pub(super) model: String,
}

#[derive(Serialize)]
pub(super) struct ListingRow {
    provider: String,
    slug: String,
    model: Option<String>,
    name: String,
    description: Option<String>,
    retention_days: Option<i32>,
    trains_on_data: Option<bool>,
    data_policy_url: Option<String>,
}

impl ListingRow {
    pub(super) fn new(offering: &Offering, model: Option<String>) -> Self {
        let DataPolicy {
            retention_days,
            trains_on_data,
            url,
        } = offering.data_policy.clone();
        Self {
            provider: offering.provider.clone(),
            slug: offering.upstream.clone(),
            model,
            name: offering.name.clone(),
            description: offering.description.clone(),
            retention_days,
            trains_on_data,
            data_policy_url: url,
        }
    }
}

#[derive(Serialize)]
pub(super) struct OfferingRow {
    provider: String,
    listing: String,
    deployment_type: &'static str,
    region: Option<String>,
    dialect: Option<&'static str>,
    #[serde(flatten)]
    attributes: AttributeColumns,
    lifecycle: &'static str,
    retires_on: Option<String>,
    retires_source_id: Option<i16>,
    source_id: i16,
    stated_at: Option<String>,
}

impl OfferingRow {
    pub(super) fn new(offering: &Offering, by: By, retires_source: Option<i16>) -> Self {
        Self {
            provider: offering.provider.clone(),
            listing: offering.upstream.clone(),
            deployment_type: offering.deployment.as_str(),
            region: offering.region.clone(),
            dialect: offering.dialect.map(domain::offering::Dialect::as_str),
            attributes: (&offering.attributes).into(),
            lifecycle: offering.lifecycle.as_str(),
            retires_on: offering.retires_on.map(|d| d.to_string()),
            retires_source_id: retires_source,
            source_id: by.source_id,
            stated_at: by.stated_at.map(instant),
        }
    }
}

#[derive(Serialize)]
pub(super) struct PriceRow {
    offering_id: i64,
    source_id: i16,
    unit: &'static str,
    direction: Option<&'static str>,
    modality: &'static str,
    token_class: &'static str,
    cache_ttl_seconds: Option<i32>,
    service_tier: &'static str,
    context_threshold: Option<i64>,
    threshold_inclusive: bool,
    schedule: Option<String>,
    region: Option<String>,
    amount: String,
    valid_from: Option<String>,
    valid_to: Option<String>,
    source_url: Option<String>,
    stated_at: Option<String>,
}

impl PriceRow {
    pub(super) fn new(offering_id: i64, by: By, price: Stated) -> Self {
        let PriceComponent {
            unit,
            direction,
            modality,
            class,
            cache_ttl,
            tier,
            threshold,
            schedule,
            region,
        } = price.component;
        Self {
            offering_id,
            source_id: by.source_id,
            unit: unit.as_str(),
            direction: direction.map(domain::price::Direction::as_str),
            modality: modality.as_str(),
            token_class: class.as_str(),
            cache_ttl_seconds: cache_ttl,
            service_tier: tier.as_str(),
            context_threshold: threshold.map(|t| t.tokens),
            threshold_inclusive: threshold.is_some_and(|t| t.inclusive),
            schedule,
            region,
            amount: price.amount.to_string(),
            valid_from: price.from.map(instant),
            valid_to: price.to.map(instant),
            source_url: price.url,
            stated_at: by.stated_at.map(instant),
        }
    }
}

#[derive(Serialize)]
pub(super) struct EndRow {
    pub(super) price_id: i64,
    pub(super) valid_to: Option<String>,
}

#[derive(Serialize)]
pub(super) struct ScoreRow {
    pub(super) model: String,
    pub(super) benchmark: String,
    pub(super) version: String,
    pub(super) category: String,
    pub(super) metric: String,
    pub(super) variant: String,
    pub(super) score_milli: i64,
    pub(super) unit: String,
    pub(super) scored_on: Option<String>,
    pub(super) source_id: i16,
    pub(super) url: Option<String>,
}

#[derive(Default, Serialize)]
pub(super) struct ChangeRow {
    pub(super) source_id: i16,
    pub(super) kind: &'static str,
    pub(super) happened_at: String,
    pub(super) offering_id: Option<i64>,
    pub(super) model: Option<String>,
    pub(super) component: Option<String>,
    pub(super) old_amount: Option<String>,
    pub(super) new_amount: Option<String>,
    pub(super) old_word: Option<String>,
    pub(super) new_word: Option<String>,
}
