//! The part of the API that belongs to organizations.
//!
//! Every handler asks for a [`caller::Caller`] and through it for a grant, before it looks at
//! anything else that was sent; the use-cases are those of the pages. Answers are for one caller:
//! they are neither kept nor shared, and no other site may read them.

pub(super) mod account;
pub(super) mod audit;
mod caller;
pub(super) mod invitations;
pub(super) mod members;
pub(super) mod organizations;
mod params;
pub(super) mod projects;

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{Next, from_fn},
    response::Response,
    routing::{delete, get, patch},
};

use super::{
    Api,
    problem::{self, Problem},
};
use crate::web::session;

/// The routes with what surrounds them.
pub(super) fn router(api: Api) -> Router {
    routes()
        .layer(from_fn(private))
        .layer(from_fn(problem::finish))
        .with_state(api)
}

/// The routes.
pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/api/v1/account", get(account::show))
        .route("/api/v1/organizations", get(organizations::list))
        .route("/api/v1/organizations/{org}", get(organizations::show))
        .route(
            "/api/v1/organizations/{org}/projects",
            get(projects::list).post(projects::create),
        )
        .route(
            "/api/v1/organizations/{org}/projects/{project}",
            get(projects::show).patch(projects::change),
        )
        .route("/api/v1/organizations/{org}/members", get(members::list))
        .route(
            "/api/v1/organizations/{org}/members/{member}",
            patch(members::change).delete(members::remove),
        )
        .route(
            "/api/v1/organizations/{org}/invitations",
            get(invitations::list).post(invitations::create),
        )
        .route(
            "/api/v1/organizations/{org}/invitations/{invitation}",
            delete(invitations::revoke),
        )
        .route("/api/v1/organizations/{org}/audit", get(audit::list))
        .route(
            "/api/v1/organizations/{org}/audit/verification",
            get(audit::verify),
        )
        .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
}

/// Notes where the request comes from, and keeps the answer out of every cache.
async fn private(mut request: Request, next: Next) -> Response {
    let origin = session::origin(&request);
    request.extensions_mut().insert(origin);
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
