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
mod tenant;
mod words;

use axum::{
    Router,
    extract::FromRef,
    middleware::{from_fn, from_fn_with_state},
    routing::{any, get},
};
use backend::Services;
use url::Url;

pub use self::{
    openapi::openapi,
    problem::{FieldProblem, Problem},
};

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

/// The routes of what is public.
fn routes() -> Router<Api> {
    Router::new()
        .route("/api/v1/models", get(models::list))
        .route("/api/v1/models/{*id}", get(models::show))
        .route("/api/v1/providers", get(companies::list_providers))
        .route("/api/v1/providers/{slug}", get(companies::show_provider))
        .route(
            "/api/v1/providers/{slug}/{*name}",
            get(models::show_listing),
        )
        .route("/api/v1/publishers", get(companies::list_publishers))
        .route("/api/v1/publishers/{slug}", get(companies::show_publisher))
        .route("/api/v1/sources", get(companies::list_sources))
        .route("/api/v1/changes", get(changes::list))
        .route("/api/v1/cost", get(cost::show))
        .route("/api/openapi.json", get(openapi::document))
        .route("/changes.atom", get(feed::show))
        .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
        .route(
            "/api/{*rest}",
            any(|| async { Problem::not_found("There is nothing at this address.") }),
        )
}

#[cfg(test)]
mod tests;
