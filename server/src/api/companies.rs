//! `/api/v1/providers`, `/api/v1/publishers` and `/api/v1/sources`.

use axum::{Json, extract::State};
use backend::Services;

use super::{
    dto::{Counts, Provider, ProviderList, Publisher, PublisherList, Source, SourceList},
    input::Parameters,
    problem::Problem,
};

/// List providers.
///
/// Everybody who sells offerings, by name.
#[utoipa::path(get, path = "/api/v1/providers", tag = "Companies", operation_id = "listProviders",
    responses((status = 200, description = "All providers.", body = ProviderList)))]
pub(super) async fn list_providers(State(services): State<Services>) -> Json<ProviderList> {
    let snapshot = services.catalog.snapshot();
    let counts = Counts::of_providers(&snapshot);
    let items = snapshot.providers.iter().zip(&counts);
    Json(ProviderList {
        items: items.map(|(p, counts)| Provider::new(p, *counts)).collect(),
    })
}

/// Get a provider.
#[utoipa::path(get, path = "/api/v1/providers/{id}", tag = "Companies", operation_id = "getProvider",
    params(("id" = String, Path, description = "The id of the provider.", example = "amazon-bedrock")),
    responses((status = 200, description = "The provider.", body = Provider)))]
pub(super) async fn show_provider(
    State(services): State<Services>,
    Parameters(slug): Parameters<String>,
) -> Result<Json<Provider>, Problem> {
    let snapshot = services.catalog.snapshot();
    let found = snapshot.provider(&slug);
    let (i, provider) =
        found.ok_or_else(|| Problem::not_found("There is no provider with this id."))?;
    let counts = Counts::of_providers(&snapshot)
        .get(i)
        .copied()
        .unwrap_or_default();
    Ok(Json(Provider::new(provider, counts)))
}

/// List publishers.
///
/// Everybody who made models, by name.
#[utoipa::path(get, path = "/api/v1/publishers", tag = "Companies", operation_id = "listPublishers",
    responses((status = 200, description = "All publishers.", body = PublisherList)))]
pub(super) async fn list_publishers(State(services): State<Services>) -> Json<PublisherList> {
    let snapshot = services.catalog.snapshot();
    let counts = Counts::of_publishers(&snapshot);
    let items = snapshot.publishers.iter().zip(&counts);
    Json(PublisherList {
        items: items
            .map(|(p, counts)| Publisher::new(p, *counts))
            .collect(),
    })
}

/// Get a publisher.
#[utoipa::path(get, path = "/api/v1/publishers/{id}", tag = "Companies", operation_id = "getPublisher",
    params(("id" = String, Path, description = "The id of the publisher.", example = "mistral")),
    responses((status = 200, description = "The publisher.", body = Publisher)))]
pub(super) async fn show_publisher(
    State(services): State<Services>,
    Parameters(slug): Parameters<String>,
) -> Result<Json<Publisher>, Problem> {
    let snapshot = services.catalog.snapshot();
    let found = snapshot.publisher(&slug);
    let (i, publisher) =
        found.ok_or_else(|| Problem::not_found("There is no publisher with this id."))?;
    let counts = Counts::of_publishers(&snapshot)
        .get(i)
        .copied()
        .unwrap_or_default();
    Ok(Json(Publisher::new(publisher, counts)))
}

/// List sources.
///
/// Where the facts of the catalog come from, by name, and which edition is in use.
#[utoipa::path(get, path = "/api/v1/sources", tag = "Catalog", operation_id = "listSources",
    responses((status = 200, description = "All sources.", body = SourceList)))]
pub(super) async fn list_sources(State(services): State<Services>) -> Json<SourceList> {
    let snapshot = services.catalog.snapshot();
    let mut items: Vec<_> = snapshot.sources().iter().map(Source::new).collect();
    items.sort_by(|a, b| a.name.cmp(&b.name));
    Json(SourceList { items })
}
