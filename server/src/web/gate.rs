//! The way to every page: who is it, and may they.

use std::sync::Arc;

use app::context::Visitor;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalog_query::encode;

use super::access::{Access, access};
use super::{Context, actions, session};
use crate::middleware::failure;
use crate::middleware::request_id::RequestId;

/// Finds out who asks, and lets nobody through to what is not open.
pub(super) async fn pass(context: Arc<Context>, mut request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let access = access(route.map(MatchedPath::as_str));
    let claim = session::claim(&request);
    let (visitor, renewal) = match session::visitor(&context.services, &claim).await {
        Ok(found) => found,
        // The catalog needs no database, so it is shown as to nobody.
        Err(_) if access == Access::Catalog => (session::nobody(&claim), None),
        Err(_) => return unavailable(&request),
    };
    if visitor.actor.is_none() && access == Access::SignedIn {
        return sign_in_first(&context, visitor, request).await;
    }
    let personal = visitor.actor.is_some() || access != Access::Catalog;
    request.extensions_mut().insert(visitor);
    let mut response = next.run(request).await;
    // An answer that failed carries no cookie, so the session keeps its id.
    if let Some(renewal) = renewal.filter(|_| !response.status().is_server_error())
        && session::renew(&context.services, renewal).await.is_err()
    {
        tracing::warn!("a session could not get a new id");
    }
    if personal {
        keep_private(&mut response);
    } else {
        ask_again(&mut response);
    }
    response
}

/// A page of the catalog as nobody sees it: browsers may keep it, but must ask.
fn ask_again(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    headers.insert(
        header::VARY,
        HeaderValue::from_static("cookie, accept-encoding"),
    );
}

/// Not in the browser's memory either: after signing out, Back shows nothing.
fn keep_private(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("cookie"));
}

async fn sign_in_first(context: &Context, visitor: Visitor, request: Request) -> Response {
    if request.method() == Method::GET {
        let wanted = request.uri().path_and_query().map_or("/", |p| p.as_str());
        return Redirect::to(&format!("/sign-in?next={}", encode(wanted))).into_response();
    }
    if request.method() == Method::POST && failure::accepts_html(request.headers()) {
        return keep_form(context, visitor, request).await;
    }
    signed_out(&request)
}

/// The session of whoever has sent this has ended: what was entered is not lost.
async fn keep_form(context: &Context, visitor: Visitor, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    parts.extensions.insert(visitor);
    let sent = actions::read(&parts.headers, body).await;
    let page = actions::as_opened(parts);
    match sent {
        Ok(sent) => {
            let mut response = actions::keep(context, sent, page).await;
            keep_private(&mut response);
            response
        }
        Err(_) => signed_out(&page),
    }
}

fn signed_out(request: &Request) -> Response {
    let detail = "Sign in first, then try again.";
    failed(request, StatusCode::UNAUTHORIZED, detail)
}

fn unavailable(request: &Request) -> Response {
    let detail = if request.method() == Method::POST {
        "The database does not answer, and nothing was done. Reload this page in a moment: that sends the form again."
    } else {
        "The database does not answer. Try again in a moment."
    };
    failed(request, StatusCode::SERVICE_UNAVAILABLE, detail)
}

fn failed(request: &Request, status: StatusCode, detail: &str) -> Response {
    let id = request.extensions().get::<RequestId>().cloned();
    let html = failure::accepts_html(request.headers());
    failure::respond(status, detail, &id.unwrap_or_else(RequestId::fresh), html)
}
