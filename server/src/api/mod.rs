//! Tessera as JSON, below `/api/v1`, and its changes as a feed.
//!
//! The catalog is public and read-only: any site may read it from a browser (CORS `*`, without
//! credentials), and answers carry an `ETag`. What belongs to organizations is in `tenant` and
//! needs an access token. Errors are RFC 9457 problems. Handlers parse, make one call and map the
//! answer to a type of [`dto`], which is also its documentation.

mod body;
mod changes;
mod companies;
mod conditional;
mod cors;
mod cost;
pub mod dto;
mod feed;
mod input;
mod instant;
mod models;
mod openapi;
mod origin;
mod params;
mod problem;
mod scores;
mod tenant;
mod words;

use axum::{
    Router,
    extract::FromRef,
    middleware::{from_fn, from_fn_with_state},
    routing::any,
};
use backend::Services;
use url::Url;

pub use self::{
    openapi::openapi,
    problem::{FieldProblem, Problem},
};
use crate::routes::{self, Operation, Route};

/// Where the API begins.
pub const BASE: &str = "/api/v1";

/// What the handlers need.
#[derive(Debug, Clone)]
struct Api {
    services: Services,
    /// `TESSERA_PUBLIC_URL`, for links that must be absolute.
    public_url: Option<Url>,
}

impl FromRef<Api> for Services {
    fn from_ref(api: &Api) -> Self {
        api.services.clone()
    }
}

/// The routes: `/api/…`, with an answer of its own for everything unknown below it, and
/// `/changes.atom` with links to the host that the caller named.
pub fn router(services: Services) -> Router {
    router_at(services, None)
}

/// [`router`] with links to the address people use, if it is configured.
pub fn router_at(services: Services, public_url: Option<Url>) -> Router {
    let api = Api {
        services,
        public_url,
    };
    routes()
        .layer(from_fn_with_state(api.clone(), conditional::answer))
        .layer(from_fn(problem::finish))
        .layer(from_fn(cors::allow))
        .with_state(api.clone())
        .merge(tenant::router(api))
}

/// What is public.
const ROUTES: &[Route<Api>] = routes::list! {
    get "/api/v1/models" => models::list;
    get "/api/v1/models/{*id}" => models::show;
    get "/api/v1/providers" => companies::list_providers;
    get "/api/v1/providers/{slug}" => companies::show_provider;
    get "/api/v1/providers/{slug}/{*name}" => models::show_listing;
    get "/api/v1/publishers" => companies::list_publishers;
    get "/api/v1/publishers/{slug}" => companies::show_publisher;
    get "/api/v1/sources" => companies::list_sources;
    get "/api/v1/benchmarks" => scores::list_benchmarks;
    get "/api/v1/scores" => scores::list;
    get "/api/v1/changes" => changes::list;
    get "/api/v1/cost" => cost::show;
    get "/api/openapi.json" => openapi::document;
    get "/changes.atom" => feed::show;
};

/// Every operation: for the tests that know who may what.
pub fn operations() -> Vec<Operation> {
    let mut all = routes::operations(ROUTES);
    all.extend(routes::operations(tenant::ROUTES));
    all
}

/// The routes of what is public.
fn routes() -> Router<Api> {
    routes::router(ROUTES)
        .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
        .route(
            "/api/{*rest}",
            any(|| async { Problem::not_found("There is nothing at this address.") }),
        )
}

#[cfg(test)]
mod tests;
