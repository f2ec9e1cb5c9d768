//! The whole stack around small handlers.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    response::Response,
    routing::{get, post},
};
use tower::ServiceExt;

use super::{request_id, standard};
use crate::config::ServerConfig;

#[expect(clippy::panic, reason = "the panic is what is tested")]
async fn panics() -> &'static str {
    panic!("a test's panic")
}

fn router() -> Router {
    let config = ServerConfig {
        request_timeout: Duration::from_millis(100),
        body_limit: 1024,
        ..ServerConfig::for_testing()
    };
    let stream = || async {
        (
            [(header::CONTENT_TYPE, "text/event-stream")],
            "data: x\n\n".repeat(500),
        )
    };
    let own = || async {
        (
            [(header::CONTENT_SECURITY_POLICY, "default-src 'none'")],
            "own",
        )
    };
    let routes = Router::new()
        .route("/", get(|| async { "hello ".repeat(500) }))
        .route("/panic", get(panics))
        .route("/hang", get(std::future::pending::<&'static str>))
        .route("/stream", get(stream))
        .route("/own", get(own))
        .route("/echo", post(|body: axum::body::Bytes| async move { body }));
    standard(routes, &config)
}

async fn send(request: Request) -> anyhow::Result<(StatusCode, HeaderMap, String)> {
    let response: Response = router().oneshot(request).await?;
    let (parts, body) = response.into_parts();
    let body = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await?).into_owned();
    Ok((parts.status, parts.headers, body))
}

fn ask(path: &str, headers: &[(&str, &str)]) -> anyhow::Result<Request> {
    let mut request = Request::builder().uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Ok(request.body(Body::empty())?)
}

#[tokio::test]
async fn every_answer_carries_an_id_and_the_security_headers() -> anyhow::Result<()> {
    for path in ["/", "/panic", "/hang", "/nothing-here"] {
        let (_, headers, _) = send(ask(path, &[("x-request-id", "caller-0001")])?).await?;
        assert_eq!(headers[request_id::HEADER], "caller-0001", "{path}");
        for name in [
            "x-content-type-options",
            "content-security-policy",
            "x-frame-options",
            "referrer-policy",
        ] {
            assert!(headers.contains_key(name), "{path}: {name}");
        }
    }
    let (_, headers, _) = send(ask("/own", &[])?).await?;
    assert_eq!(
        headers[header::CONTENT_SECURITY_POLICY],
        "default-src 'none'"
    );
    Ok(())
}

#[tokio::test]
async fn panics_and_hangs_become_answers() -> anyhow::Result<()> {
    let (status, headers, body) = send(ask("/panic", &[])?).await?;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json");
    assert!(!body.contains("a test's panic"), "{body}");
    let (status, headers, body) = send(ask("/hang", &[("accept", "text/html,*/*")])?).await?;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    let id = headers[request_id::HEADER].to_str()?;
    assert!(
        body.starts_with("<!doctype html>") && body.contains(id),
        "{body}"
    );
    Ok(())
}

#[tokio::test]
async fn text_is_compressed_and_event_streams_are_not() -> anyhow::Result<()> {
    let br = [("accept-encoding", "br, gzip")];
    let (_, headers, body) = send(ask("/", &br)?).await?;
    assert_eq!(headers[header::CONTENT_ENCODING], "br");
    assert!(body.len() < 1000);
    let (_, headers, body) = send(ask("/stream", &br)?).await?;
    assert!(!headers.contains_key(header::CONTENT_ENCODING) && body.starts_with("data: x"));
    let (_, headers, _) = send(ask("/own", &br)?).await?;
    assert!(
        !headers.contains_key(header::CONTENT_ENCODING),
        "too small to be worth it"
    );
    Ok(())
}

#[tokio::test]
async fn bodies_end_at_the_limit_announced_or_not() -> anyhow::Result<()> {
    let body = |size: usize| vec![b'x'; size];
    let announced = Request::post("/echo")
        .header(header::CONTENT_LENGTH, 1025)
        .body(body(1025).into())?;
    assert_eq!(send(announced).await?.0, StatusCode::PAYLOAD_TOO_LARGE);
    let chunks = [body(600), body(600)].map(Ok::<_, std::io::Error>);
    let endless = Body::from_stream(futures::stream::iter(chunks));
    assert_eq!(
        send(Request::post("/echo").body(endless)?).await?.0,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let fitting = Request::post("/echo").body(body(1024).into())?;
    assert_eq!(send(fitting).await?.0, StatusCode::OK);
    Ok(())
}
