//! Headers that tell browsers what an answer may do. A handler that sets one itself keeps it.

use std::sync::Arc;

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// For answers that are not pages with a nonce of their own: nothing foreign, nothing inline.
const DEFAULT_POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; \
     frame-ancestors 'none'; form-action 'self'; img-src 'self' data:";

const ALWAYS: [(HeaderName, &str); 7] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (header::CONTENT_SECURITY_POLICY, DEFAULT_POLICY),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// The headers to add.
#[derive(Debug, Clone)]
pub struct SecurityHeaders {
    headers: Arc<[(HeaderName, HeaderValue)]>,
}

impl SecurityHeaders {
    /// `https` adds the order to use TLS for a year; on a plain address it would be ignored, or
    /// lock people out of a machine they test on.
    pub fn new(https: bool) -> Self {
        let fixed = ALWAYS
            .into_iter()
            .map(|(name, value)| (name, HeaderValue::from_static(value)));
        let tls = (
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
        Self {
            headers: fixed.chain(https.then_some(tls)).collect(),
        }
    }
}

/// Adds what the answer does not have.
pub async fn add(headers: SecurityHeaders, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let present = response.headers_mut();
    for (name, value) in headers.headers.iter() {
        if !present.contains_key(name) {
            present.insert(name, value.clone());
        }
    }
    response
}
