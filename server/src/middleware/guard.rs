//! Keeps one request from harming the others: panics, handlers that hang, bodies without end.

use std::{panic::AssertUnwindSafe, time::Duration};

use axum::{
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::Response,
};
use futures::FutureExt;

use super::{
    failure::{accepts_html, respond},
    request_id::RequestId,
};

/// What is kept of a request to answer in its handler's place.
struct Caller {
    id: RequestId,
    html: bool,
}

impl Caller {
    fn of(request: &Request) -> Self {
        let known = request.extensions().get::<RequestId>().cloned();
        Self {
            id: known.unwrap_or_else(RequestId::fresh),
            html: accepts_html(request.headers()),
        }
    }

    fn answer(&self, status: StatusCode, detail: &str) -> Response {
        respond(status, detail, &self.id, self.html)
    }
}

/// Turns a panic into an answer with status 500. The panic itself was logged by the hook of
/// [`crate::telemetry::init`].
pub async fn catch_panics(request: Request, next: Next) -> Response {
    let caller = Caller::of(&request);
    // Unwind safety: what the handler touched is dropped with its future; what it shares is
    // behind locks and atomics.
    AssertUnwindSafe(next.run(request))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| {
            caller.answer(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something went wrong in Tessera.",
            )
        })
}

/// Gives up on a handler that has not begun its answer within `limit`. The handler's future is
/// dropped: transactions run in tasks of their own and come to an end.
pub async fn limit_time(limit: Duration, request: Request, next: Next) -> Response {
    let caller = Caller::of(&request);
    tokio::time::timeout(limit, next.run(request))
        .await
        .unwrap_or_else(|_| {
            caller.answer(
                StatusCode::SERVICE_UNAVAILABLE,
                "The answer took too long. Try again.",
            )
        })
}

/// Refuses a body that says it is larger than `limit` before it is sent. One that does not say is
/// cut off at the limit by the body limit layer below.
pub async fn limit_length(limit: usize, request: Request, next: Next) -> Response {
    let caller = Caller::of(&request);
    let too_large = declared_length(request.headers()).is_some_and(|length| length > limit as u64);
    if too_large {
        let detail = format!("The request body is larger than {limit} bytes.");
        return caller.answer(StatusCode::PAYLOAD_TOO_LARGE, &detail);
    }
    next.run(request).await
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}
