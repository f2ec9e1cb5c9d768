//! What holds for every answer, around a handler that needs no catalog.

use std::time::Duration;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    routing::get,
};
use backend::Error;
use serde_json::Value;
use tower::ServiceExt;

use super::*;
use crate::middleware::{observe, series::Series};

fn refusing() -> Router {
    let late = || async {
        Problem::from(Error::TooMany {
            retry_after: Duration::from_secs(7),
        })
    };
    Router::new()
        .route("/x", get(|| async { Problem::field("page", "is wrong") }))
        .route(
            "/who",
            get(|| async { Problem::from(Error::Unauthenticated) }),
        )
        .route("/late", get(late))
        .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
        .layer(from_fn(problem::finish))
        .layer(from_fn(cors::allow))
        .layer(from_fn(|request, next| {
            observe::observe(Series::default(), request, next)
        }))
}

async fn send(method: &str) -> anyhow::Result<(StatusCode, HeaderMap, Value)> {
    ask(method, "/x").await
}

async fn ask(method: &str, address: &str) -> anyhow::Result<(StatusCode, HeaderMap, Value)> {
    let request = Request::builder()
        .method(method)
        .uri(address)
        .header("x-request-id", "caller-0001");
    let response = refusing().oneshot(request.body(Body::empty())?).await?;
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await?;
    Ok((
        parts.status,
        parts.headers,
        serde_json::from_slice(&body).unwrap_or_default(),
    ))
}

#[test]
fn no_two_routes_are_in_conflict() {
    assert!(routes().merge(tenant::routes()).has_routes());
}

#[tokio::test]
async fn a_problem_says_what_to_do_in_its_headers() -> anyhow::Result<()> {
    let (status, headers, _) = ask("GET", "/who").await?;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(headers[header::WWW_AUTHENTICATE], "Bearer");
    let (status, headers, body) = ask("GET", "/late").await?;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(headers[header::RETRY_AFTER], "7");
    assert!(body.get("retry_after").is_none());
    Ok(())
}

#[tokio::test]
async fn a_problem_is_written_under_the_id_of_its_request() -> anyhow::Result<()> {
    let (status, headers, body) = send("GET").await?;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json");
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    let expected = serde_json::json!({
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "1 parameter cannot be used.",
        "errors": [{ "field": "page", "message": "is wrong" }],
        "instance": "caller-0001",
    });
    assert_eq!(body, expected);
    Ok(())
}

#[tokio::test]
async fn other_methods_are_refused_and_preflights_answered() -> anyhow::Result<()> {
    let (status, headers, body) = send("POST").await?;
    assert_eq!((status.as_u16(), &body["status"]), (405, &405.into()));
    assert_eq!(headers[header::ALLOW], "GET,HEAD");
    let (status, _, body) = send("HEAD").await?;
    assert_eq!((status.as_u16(), body), (400, Value::Null));
    let (status, headers, _) = send("OPTIONS").await?;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(
        headers[header::ACCESS_CONTROL_ALLOW_METHODS],
        "GET, HEAD, OPTIONS"
    );
    Ok(())
}
