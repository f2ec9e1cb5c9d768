//! Who may read the catalog from a browser: everybody. It is public and no answer depends on who
//! asks, so credentials are neither needed nor allowed. What belongs to organizations is not
//! shared in this way.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

const ANYBODY: [(HeaderName, &str); 3] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        "etag, x-request-id, retry-after",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "cross-origin",
    ),
];

const PREFLIGHT: [(HeaderName, &str); 4] = [
    (header::ALLOW, "GET, HEAD, OPTIONS"),
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS"),
    (
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        "if-none-match, x-request-id",
    ),
    (header::ACCESS_CONTROL_MAX_AGE, "86400"),
];

/// Answers `OPTIONS` and says on every other answer that it may be read.
pub(super) async fn allow(request: Request, next: Next) -> Response {
    let mut response = if request.method() == Method::OPTIONS {
        (StatusCode::NO_CONTENT, PREFLIGHT).into_response()
    } else {
        next.run(request).await
    };
    for (name, value) in ANYBODY {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}
