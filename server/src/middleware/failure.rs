//! Answers for what goes wrong outside of any handler: a panic, a timeout, an oversized body.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::request_id::RequestId;

/// A failure in the form the caller understands: a small page for browsers, an RFC 9457 problem
/// for everybody else. It never says more than `detail`.
pub fn respond(status: StatusCode, detail: &str, id: &RequestId, accept_html: bool) -> Response {
    let title = status.canonical_reason().unwrap_or("Error");
    let (content_type, body) = if accept_html {
        ("text/html; charset=utf-8", page(status, title, detail, id))
    } else {
        (
            "application/problem+json",
            problem(status, title, detail, id),
        )
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, Body::from(body)).into_response()
}

/// Whether the caller asks for a page: a browser that navigates does, scripts and clients do not.
pub fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("text/html"))
}

fn problem(status: StatusCode, title: &str, detail: &str, id: &RequestId) -> String {
    let body = serde_json::json!({
        "type": "about:blank",
        "title": title,
        "status": status.as_u16(),
        "detail": detail,
        "instance": id.as_str(),
    });
    body.to_string()
}

/// A page without styles or scripts: it must work when nothing else does. `detail` and the id hold
/// no markup: the one is a constant, the other is checked by [`RequestId::of`].
fn page(status: StatusCode, title: &str, detail: &str, id: &RequestId) -> String {
    // What does not work now may work in a moment. An empty address is that of this page.
    let again = if status == StatusCode::SERVICE_UNAVAILABLE {
        "<p><a href=\"\">Try again</a></p>"
    } else {
        ""
    };
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title} · Tessera</title>\
         </head><body><h1>{code} {title}</h1><p>{detail}</p><p>Request <code>{id}</code></p>{again}\
         <p><a href=\"/\">Back to the start page</a></p></body></html>\n",
        code = status.as_u16(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_get_a_page_and_clients_a_problem() {
        let id = RequestId::fresh();
        for (html, expected) in [
            (true, "text/html; charset=utf-8"),
            (false, "application/problem+json"),
        ] {
            let response = respond(StatusCode::PAYLOAD_TOO_LARGE, "Too large.", &id, html);
            assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
            assert_eq!(response.headers()[header::CONTENT_TYPE], expected);
        }
    }

    #[test]
    fn what_may_work_in_a_moment_can_be_tried_again() {
        let id = RequestId::fresh();
        let shows = |status| page(status, "Error", "Words.", &id).contains("Try again");
        assert!(shows(StatusCode::SERVICE_UNAVAILABLE));
        assert!(!shows(StatusCode::PAYLOAD_TOO_LARGE));
    }
}
