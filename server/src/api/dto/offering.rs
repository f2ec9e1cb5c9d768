//! One way to run a model.

use backend::catalog::snapshot::{self, Snapshot};
use domain::{
    model::Lifecycle,
    offering::{DeploymentType, Dialect},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::{instant::instant, words},
    Attributes, Named, Price, PricePeriod, SourceRef, Speed, Statement,
};

/// One way to run a model: a provider, a deployment and a region.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offering {
    /// Its key, stable over imports.
    #[schema(example = 4711)]
    pub id: i64,
    /// Who sells it.
    pub provider: Named,
    /// The name the provider calls the model by: what to send in a request.
    #[schema(example = "anthropic.claude-sonnet-4-5-20250929-v1:0")]
    pub upstream: String,
    /// The provider's name for it.
    #[schema(example = "Claude Sonnet 4.5")]
    pub name: String,
    /// How capacity is provided.
    #[schema(value_type = words::DeploymentType)]
    pub deployment: DeploymentType,
    /// Where it runs; `null` is not stated.
    #[schema(required)]
    pub region: Option<Region>,
    /// The request format it understands.
    #[schema(required, value_type = Option<words::Dialect>)]
    pub dialect: Option<Dialect>,
    /// What it can do; it may differ from what the model can do.
    pub attributes: Attributes,
    /// Its stage of life.
    #[schema(value_type = words::Lifecycle)]
    pub lifecycle: Lifecycle,
    /// Whether it can be had now.
    pub available: bool,
    /// When it ends.
    #[schema(required, format = Date)]
    pub retires_on: Option<String>,
    /// When its last source stopped listing it.
    #[schema(required, format = DateTime)]
    pub retired_at: Option<String>,
    /// What happens to what it is sent.
    pub data_policy: DataPolicy,
    /// How fast it answers; `null` is not measured.
    #[schema(required)]
    pub speed: Option<Speed>,
    /// Who says so.
    pub source: SourceRef,
    /// What other sources say of its facts, where it is something else.
    pub other_statements: Vec<Statement>,
    /// The prices in force, one for each component. Empty if it cannot be had now.
    pub prices: Vec<Price>,
    /// All price periods, in the order of component and date.
    pub price_history: Vec<PricePeriod>,
}

/// What a provider does with what it is sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct DataPolicy {
    /// How many days it is kept.
    #[schema(required, example = 30)]
    pub retention_days: Option<i32>,
    /// Whether the provider learns from it.
    #[schema(required)]
    pub trains_on_data: Option<bool>,
    /// Where the policy is stated.
    #[schema(required, format = "uri")]
    pub url: Option<String>,
}

/// A place where offerings run.
#[derive(Debug, Serialize, ToSchema)]
pub struct Region {
    /// The cloud's name for it.
    #[schema(example = "eu-central-1")]
    pub id: String,
    /// Its name for people.
    #[schema(example = "Frankfurt")]
    pub name: String,
    /// Whose region it is.
    #[schema(required, example = "aws")]
    pub cloud: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[schema(required, example = "DE")]
    pub country: Option<String>,
}

impl From<&snapshot::Region> for Region {
    fn from(known: &snapshot::Region) -> Self {
        Self {
            id: known.slug.clone(),
            name: known.name.clone(),
            cloud: known.cloud.clone(),
            country: known.country.clone(),
        }
    }
}

/// The provider of an offering.
pub(crate) fn provider(snapshot: &Snapshot, offering: &snapshot::Offering) -> Named {
    let provider = snapshot.providers.get(offering.provider);
    Named {
        id: provider.map(|p| p.slug.clone()).unwrap_or_default(),
        name: provider.map(|p| p.name.clone()).unwrap_or_default(),
    }
}

/// The region of an offering.
pub(crate) fn region(snapshot: &Snapshot, offering: &snapshot::Offering) -> Option<Region> {
    offering
        .region
        .and_then(|i| snapshot.regions.get(i))
        .map(Region::from)
}

impl Offering {
    /// An offering with everything that is known of it.
    pub(crate) fn new(snapshot: &Snapshot, known: &snapshot::Offering) -> Self {
        Self {
            id: known.id,
            provider: provider(snapshot, known),
            upstream: known.upstream.clone(),
            name: known.name.clone(),
            deployment: known.deployment,
            region: region(snapshot, known),
            dialect: known.dialect,
            attributes: (&known.attributes).into(),
            lifecycle: known.lifecycle,
            available: known.is_live(),
            retires_on: known.retires_on.map(super::day),
            retired_at: known.retired_at.map(instant),
            data_policy: DataPolicy {
                retention_days: known.retention_days,
                trains_on_data: known.trains_on_data,
                url: known.data_policy_url.clone(),
            },
            speed: known
                .speed
                .as_deref()
                .map(|speed| Speed::new(snapshot, speed)),
            source: SourceRef::at(snapshot, known.source),
            other_statements: Statement::list(snapshot, &known.others),
            prices: known
                .prices
                .iter()
                .map(|p| Price::new(snapshot, p))
                .collect(),
            price_history: known
                .periods
                .iter()
                .map(|p| PricePeriod::new(snapshot, p))
                .collect(),
        }
    }
}
