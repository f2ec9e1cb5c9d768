//! What every request passes through, from the outside in:
//!
//! 1. [`client`]: whose request it is, behind trusted proxies;
//! 1. [`observe`]: the request's id, one log line, the metrics;
//! 2. [`security_headers`]: headers every answer carries unless the handler chose its own;
//! 3. [`guard`]: a panic or a timeout becomes an answer, an oversized body is refused;
//! 4. [`compression`]: text only, never event streams.
//!
//! Layers run after routing, so the route's template is known to all of them.

pub mod client;
pub mod compression;
pub mod failure;
pub mod guard;
pub mod observe;
pub mod request_id;
pub mod security_headers;
pub mod series;

use axum::{Router, extract::DefaultBodyLimit, middleware::from_fn};
use tower_http::limit::RequestBodyLimitLayer;

use crate::config::ServerConfig;

/// Puts the whole stack around pages and API. Routes that stream for minutes need another one:
/// compose it of the modules above.
pub fn standard(router: Router, config: &ServerConfig) -> Router {
    let (timeout, limit) = (config.request_timeout, config.body_limit);
    let proxies = config.trusted_proxies;
    let series = series::Series::default();
    let headers = security_headers::SecurityHeaders::new(config.is_https());
    // The last layer added is the outermost.
    router
        .layer(compression::layer())
        .layer(RequestBodyLimitLayer::new(limit))
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(move |request, next| {
            guard::limit_length(limit, request, next)
        }))
        .layer(from_fn(move |request, next| {
            guard::limit_time(timeout, request, next)
        }))
        .layer(from_fn(guard::catch_panics))
        .layer(from_fn(move |request, next| {
            security_headers::add(headers.clone(), request, next)
        }))
        .layer(from_fn(move |request, next| {
            observe::observe(series.clone(), request, next)
        }))
        .layer(from_fn(move |request, next| {
            client::identify(proxies, request, next)
        }))
}

#[cfg(test)]
mod tests;
