//! `/api/v1/models`, and listings below their provider.

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::{Services, catalog::snapshot::Entry};
use domain::catalog_query::CatalogQuery;

use super::{
    BASE,
    dto::{Model, ModelList},
    input::{Pairs, Parameters, find_entry},
    params::CatalogParams,
    problem::Problem,
};

/// List models.
///
/// Models, and listings of which nobody has said yet which model they are, under the same filters
/// as the catalog's page. A filter over provider, region, deployment and price must be met by one
/// and the same offering, and `best_prices` are those of the offerings that meet it.
#[utoipa::path(get, path = "/api/v1/models", tag = "Catalog", operation_id = "listModels",
    params(CatalogParams),
    responses((status = 200, description = "One page.", body = ModelList),
        (status = 404, description = "The list ends before this page; `errors` names `page`.", body = Problem,
            content_type = "application/problem+json")))]
pub(super) async fn list(
    State(services): State<Services>,
    pairs: Pairs,
) -> Result<Json<ModelList>, Problem> {
    let query = CatalogQuery::from_pairs(pairs.0.iter().map(|(n, v)| (n, v)))?;
    refuse_personal(&query)?;
    let with_facets = match pairs.last("facets") {
        None | Some("0") => false,
        Some("1") => true,
        Some(_) => return Err(Problem::field("facets", "must be 0 or 1")),
    };
    let snapshot = services.catalog.snapshot();
    let results = snapshot.find(&query);
    // An empty list has one page.
    if query.page > results.pages {
        return Err(Problem::no_such_page(results.pages));
    }
    Ok(Json(ModelList::new(
        &snapshot,
        &query,
        &results,
        with_facets,
    )))
}

/// Refuses filters over what an organization may use: nobody has signed in here, so the answer would
/// be wrong without them.
pub(super) fn refuse_personal(query: &CatalogQuery) -> Result<(), Problem> {
    let personal = [
        ("access", !query.access.is_empty()),
        ("org", query.organization.is_some()),
    ];
    match personal.into_iter().find(|(_, given)| *given) {
        Some((name, _)) => Err(Problem::field(
            name,
            "needs somebody who has signed in; it is not part of this API",
        )),
        None => Ok(()),
    }
}

/// Get a model.
///
/// Everything the catalog knows of one model: all its offerings with their prices, component by
/// component, what other sources say, price history, how fast they answer, scores and other names.
#[utoipa::path(get, path = "/api/v1/models/{id}", tag = "Catalog", operation_id = "getModel",
    params(("id" = String, Path, description = "The id of the model; it may contain `/`, `:` and `@`.",
        example = "anthropic/claude-sonnet-4-5")),
    responses(
        (status = 200, description = "The model.", body = Model),
        (status = 308, description = "The id is another name of a model, or of a listing: see `Location`.")))]
pub(super) async fn show(
    State(services): State<Services>,
    Parameters(id): Parameters<String>,
) -> Result<Response, Problem> {
    let snapshot = services.catalog.snapshot();
    let found = find_entry(&snapshot, &id);
    let entry = found.ok_or_else(|| Problem::not_found("There is no model with this id."))?;
    if entry.model().is_none() || entry.slug != id {
        return Ok(moved(entry));
    }
    Ok(Json(Model::new(&snapshot, entry)).into_response())
}

/// Get a listing.
///
/// What a provider calls by this name, if nobody has said yet which model it is; otherwise the
/// answer is where the model is.
#[utoipa::path(get, path = "/api/v1/providers/{provider}/{name}", tag = "Catalog", operation_id = "getListing",
    params(
        ("provider" = String, Path, description = "The id of the provider.", example = "openrouter"),
        ("name" = String, Path, description = "The provider's name for the model; it may contain `/`.")),
    responses(
        (status = 200, description = "The listing.", body = Model),
        (status = 308, description = "It is a known model: see `Location`.")))]
pub(super) async fn show_listing(
    State(services): State<Services>,
    Parameters((provider, name)): Parameters<(String, String)>,
) -> Result<Response, Problem> {
    let snapshot = services.catalog.snapshot();
    let found = snapshot.listing(&provider, &name);
    let entry =
        found.ok_or_else(|| Problem::not_found("This provider lists nothing by this name."))?;
    if entry.model().is_some() {
        return Ok(moved(entry));
    }
    Ok(Json(Model::new(&snapshot, entry)).into_response())
}

fn moved(entry: &Entry) -> Response {
    let mut response = StatusCode::PERMANENT_REDIRECT.into_response();
    // Names of the catalog are percent-encoded in `href`, so this is always a valid header.
    if let Ok(location) = HeaderValue::from_str(&format!("{BASE}{}", entry.href)) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
