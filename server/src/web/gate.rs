//! The way to every page: who is it, and may they.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use backend::Services;
use domain::catalog_query::encode;

use super::access::{Access, access};
use super::session;
use crate::middleware::failure;
use crate::middleware::request_id::RequestId;

/// Finds out who asks, and lets nobody through to what is not open.
pub(super) async fn pass(services: Services, mut request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let access = access(route.map(MatchedPath::as_str));
    let claim = session::claim(&request);
    let visitor = match session::visitor(&services, &claim).await {
        Ok(visitor) => visitor,
        // The catalog needs no database, so it is shown as to nobody.
        Err(_) if access == Access::Catalog => session::nobody(&claim),
        Err(_) => return unavailable(&request),
    };
    if visitor.actor.is_none() && access == Access::SignedIn {
        return sign_in_first(&request);
    }
    let personal = visitor.actor.is_some() || access != Access::Catalog;
    request.extensions_mut().insert(visitor);
    let mut response = next.run(request).await;
    if personal {
        // Not in the browser's memory either: after signing out, Back shows nothing.
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::VARY, HeaderValue::from_static("cookie"));
    }
    response
}

fn sign_in_first(request: &Request) -> Response {
    if request.method() != Method::GET {
        return failed(
            request,
            StatusCode::UNAUTHORIZED,
            "Sign in first, then try again.",
        );
    }
    let wanted = request.uri().path_and_query().map_or("/", |p| p.as_str());
    Redirect::to(&format!("/sign-in?next={}", encode(wanted))).into_response()
}

fn unavailable(request: &Request) -> Response {
    failed(
        request,
        StatusCode::SERVICE_UNAVAILABLE,
        "The database does not answer. Try again in a moment.",
    )
}

fn failed(request: &Request, status: StatusCode, detail: &str) -> Response {
    let id = request.extensions().get::<RequestId>().cloned();
    let html = failure::accepts_html(request.headers());
    failure::respond(status, detail, &id.unwrap_or_else(RequestId::fresh), html)
}
