//! Who sells and who makes.

use backend::catalog::snapshot::{self, Snapshot};
use domain::{catalog_query::encode, model::Lifecycle, slug::path_segment};
use serde::Serialize;
use utoipa::ToSchema;

use super::{super::BASE, Links};

/// How much of the catalog belongs to a company.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Models and listings.
    models: usize,
    /// Offerings.
    offerings: usize,
}

impl Counts {
    /// What each provider sells now, in the order of the snapshot.
    pub(crate) fn of_providers(snapshot: &Snapshot) -> Vec<Self> {
        let mut counts = vec![Self::default(); snapshot.providers.len()];
        // The offerings of one entry are neighbors.
        let mut last = vec![None; counts.len()];
        for offering in snapshot.offerings.iter().filter(|o| o.is_live()) {
            let i = offering.provider;
            if let (Some(counts), Some(last)) = (counts.get_mut(i), last.get_mut(i)) {
                counts.offerings += 1;
                counts.models += usize::from(last.replace(offering.entry) != Some(offering.entry));
            }
        }
        counts
    }

    /// What each publisher has that is not retired, in the order of the snapshot.
    pub(crate) fn of_publishers(snapshot: &Snapshot) -> Vec<Self> {
        let mut counts = vec![Self::default(); snapshot.publishers.len()];
        for entry in snapshot
            .entries
            .iter()
            .filter(|e| e.lifecycle != Lifecycle::Retired)
        {
            if let Some(counts) = entry.publisher.and_then(|i| counts.get_mut(i)) {
                counts.models += 1;
                counts.offerings += snapshot
                    .offerings_of(entry)
                    .iter()
                    .filter(|o| o.is_live())
                    .count();
            }
        }
        counts
    }
}

/// All providers.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderList {
    /// By name.
    pub items: Vec<Provider>,
}

/// Who sells offerings.
#[derive(Debug, Serialize, ToSchema)]
pub struct Provider {
    /// Its id.
    #[schema(example = "amazon-bedrock")]
    pub id: String,
    /// Its name for people.
    #[schema(example = "Amazon Bedrock")]
    pub name: String,
    /// Where it is at home: ISO 3166-1 alpha-2.
    #[schema(required, example = "US")]
    pub country: Option<String>,
    /// Its site.
    #[schema(required, format = "uri")]
    pub url: Option<String>,
    /// Its documentation.
    #[schema(required, format = "uri")]
    pub docs_url: Option<String>,
    /// The base address of its API.
    #[schema(required, format = "uri")]
    pub api_url: Option<String>,
    /// One line about it.
    #[schema(required)]
    pub description: Option<String>,
    /// How many models and listings it sells now.
    #[schema(example = 92)]
    pub models: usize,
    /// How many offerings it has now.
    #[schema(example = 130)]
    pub offerings: usize,
    /// Where it is.
    pub links: Links,
    /// Where its models are.
    #[schema(example = "/api/v1/models?provider=amazon-bedrock")]
    pub models_link: String,
}

impl Provider {
    /// A provider and what it has.
    pub(crate) fn new(provider: &snapshot::Provider, counts: Counts) -> Self {
        Self {
            id: provider.slug.clone(),
            name: provider.name.clone(),
            country: provider.country.clone(),
            url: provider.url.clone(),
            docs_url: provider.docs_url.clone(),
            api_url: provider.api_url.clone(),
            description: provider.description.clone(),
            models: counts.models,
            offerings: counts.offerings,
            links: Links::to(&format!("/providers/{}", path_segment(&provider.slug))),
            models_link: format!("{BASE}/models?provider={}", encode(&provider.slug)),
        }
    }
}

/// All publishers.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublisherList {
    /// By name.
    pub items: Vec<Publisher>,
}

/// Who made models.
#[derive(Debug, Serialize, ToSchema)]
pub struct Publisher {
    /// Its id.
    #[schema(example = "anthropic")]
    pub id: String,
    /// Its name for people.
    #[schema(example = "Anthropic")]
    pub name: String,
    /// Where it is at home: ISO 3166-1 alpha-2.
    #[schema(required, example = "US")]
    pub country: Option<String>,
    /// Its site.
    #[schema(required, format = "uri")]
    pub url: Option<String>,
    /// One line about it.
    #[schema(required)]
    pub description: Option<String>,
    /// How many of its models are not retired.
    #[schema(example = 14)]
    pub models: usize,
    /// How many offerings they have now.
    #[schema(example = 120)]
    pub offerings: usize,
    /// Where it is.
    pub links: Links,
    /// Where its models are.
    #[schema(example = "/api/v1/models?publisher=anthropic")]
    pub models_link: String,
}

impl Publisher {
    /// A publisher and what it has.
    pub(crate) fn new(publisher: &snapshot::Publisher, counts: Counts) -> Self {
        Self {
            id: publisher.slug.clone(),
            name: publisher.name.clone(),
            country: publisher.country.clone(),
            url: publisher.url.clone(),
            description: publisher.description.clone(),
            models: counts.models,
            offerings: counts.offerings,
            links: Links::to(&format!("/publishers/{}", path_segment(&publisher.slug))),
            models_link: format!("{BASE}/models?publisher={}", encode(&publisher.slug)),
        }
    }
}
