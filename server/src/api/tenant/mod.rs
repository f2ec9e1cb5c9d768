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
};

use super::{
    Api,
    problem::{self, Problem},
};
use crate::{
    routes::{self, Route},
    web::session,
};

/// What takes a token.
pub(super) const ROUTES: &[Route<Api>] = routes::list! {
    get "/api/v1/account" => account::show;
    get "/api/v1/organizations" => organizations::list;
    get "/api/v1/organizations/{org}" => organizations::show;
    get "/api/v1/organizations/{org}/projects" => projects::list;
    post "/api/v1/organizations/{org}/projects" => projects::create;
    get "/api/v1/organizations/{org}/projects/{project}" => projects::show;
    patch "/api/v1/organizations/{org}/projects/{project}" => projects::change;
    get "/api/v1/organizations/{org}/members" => members::list;
    patch "/api/v1/organizations/{org}/members/{member}" => members::change;
    delete "/api/v1/organizations/{org}/members/{member}" => members::remove;
    get "/api/v1/organizations/{org}/invitations" => invitations::list;
    post "/api/v1/organizations/{org}/invitations" => invitations::create;
    delete "/api/v1/organizations/{org}/invitations/{invitation}" => invitations::revoke;
    get "/api/v1/organizations/{org}/audit" => audit::list;
    get "/api/v1/organizations/{org}/audit/verification" => audit::verify;
};

/// The routes with what surrounds them.
pub(super) fn router(api: Api) -> Router {
    routes()
        .layer(from_fn(private))
        .layer(from_fn(problem::finish))
        .with_state(api)
}

/// The routes.
pub(super) fn routes() -> Router<Api> {
    routes::router(ROUTES).method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
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
