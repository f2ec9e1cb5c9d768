//! One log line and two metrics for every request, under its id.

use std::time::{Duration, Instant};

use axum::{
    extract::{MatchedPath, Request},
    http::{Method, StatusCode},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

use super::request_id::{self, RequestId};
use super::series::Series;

/// The longest path that is logged whole.
const LONGEST_PATH: usize = 256;

/// Routes that probes and collectors ask every few seconds: their lines would hide the others.
const QUIET: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Names the request, runs it, and reports it. Latency is the time until the answer's headers: a
/// stream goes on after that.
pub async fn observe(series: Series, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::of(request.headers());
    request.extensions_mut().insert(id.clone());
    // Pages see only headers, and must not see an id that was refused.
    if let Some(value) = id.to_header() {
        request.headers_mut().insert(request_id::HEADER, value);
    }
    let method = method_label(request.method());
    let matched = request.extensions().get::<MatchedPath>().cloned();
    // The query is never logged: it may hold what a person searched for, or a token. The path is
    // percent-encoded, so it cannot forge a line.
    let path = shorten(request.uri().path()).to_owned();

    let span = tracing::info_span!("request", id = %id);
    let mut response = next.run(request).instrument(span).await;

    let route = matched.as_ref().map_or("unmatched", MatchedPath::as_str);
    // A link that was mailed is a secret.
    let path = if route.contains("{secret}") {
        route
    } else {
        path.as_str()
    };
    let (status, latency) = (response.status(), started.elapsed());
    series.record(method, route, status, latency);
    log(&id, method, route, path, status, latency);
    if let Some(value) = id.to_header() {
        response.headers_mut().insert(request_id::HEADER, value);
    }
    response
}

fn log(
    id: &RequestId,
    method: &str,
    route: &str,
    path: &str,
    status: StatusCode,
    latency: Duration,
) {
    let status = status.as_u16();
    let latency_us = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
    if QUIET.contains(&route) {
        tracing::debug!(target: "access", %id, method, route, path, status, latency_us, "request");
    } else {
        tracing::info!(target: "access", %id, method, route, path, status, latency_us, "request");
    }
}

fn method_label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// The beginning of a path, cut where a character begins.
fn shorten(path: &str) -> &str {
    let end = path
        .char_indices()
        .map(|(at, _)| at)
        .take_while(|at| *at <= LONGEST_PATH)
        .last();
    if path.len() <= LONGEST_PATH {
        path
    } else {
        &path[..end.unwrap_or(0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_paths_are_cut_between_characters() {
        assert_eq!(shorten("/models"), "/models");
        assert_eq!(shorten(&"é".repeat(400)).len(), LONGEST_PATH);
        assert_eq!(
            shorten(&format!("/{}", "é".repeat(400))).len(),
            LONGEST_PATH - 1
        );
    }

    #[test]
    fn invented_methods_share_a_label() {
        assert_eq!(method_label(&Method::GET), "GET");
        assert_eq!(
            Method::from_bytes(b"BREW").map(|m| method_label(&m)).ok(),
            Some("other")
        );
    }
}
