//! Caching: what an answer is good for, and "you have it already".

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use backend::catalog::snapshot::Snapshot;
use sha2::{Digest, Sha256};

use super::{Api, origin::Origin};

/// Imports come hours apart and prices hold for weeks: a minute is fresh, and a cache may show the
/// last answer while it asks for the next one.
const CACHE_CONTROL: HeaderValue =
    HeaderValue::from_static("public, max-age=60, stale-while-revalidate=600");

/// Answers `304` without work when the caller has this edition, else names the edition.
///
/// The tag is of the catalog as it was before the handler ran. If the catalog moves in between, a
/// new answer carries an old tag: the caller asks once too often, and never keeps an old answer.
pub(super) async fn answer(State(api): State<Api>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let origin = Origin::of(api.public_url.as_ref(), request.headers(), request.uri());
    let target = request
        .uri()
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let tag = tag(&api.services.catalog.snapshot(), &origin, target);
    let asked = request.headers().clone();
    if names(&asked, &tag) {
        return unchanged(&tag);
    }
    let mut response = next.run(request).await;
    match response.status() {
        StatusCode::OK if names_any(&asked) => unchanged(&tag),
        StatusCode::OK => {
            mark(response.headers_mut(), &tag);
            response
        }
        StatusCode::PERMANENT_REDIRECT => {
            // Without it browsers keep a permanent redirect for ever, and aliases may move.
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, CACHE_CONTROL);
            response
        }
        _ => response,
    }
}

/// The edition of an answer. The catalog is the same while its generation stands and no price and
/// no day has begun or ended, which moves `next_boundary`; both are the same on every replica. The
/// tag is weak, because the answer may be compressed on its way.
fn tag(snapshot: &Snapshot, origin: &Origin, target: &str) -> String {
    let boundary = snapshot
        .next_boundary
        .map(time::OffsetDateTime::unix_timestamp);
    tag_of(snapshot.generation, boundary, origin.as_str(), target)
}

fn tag_of(generation: i64, boundary: Option<i64>, origin: &str, target: &str) -> String {
    let program = env!("CARGO_PKG_VERSION");
    let boundary = boundary.map_or_else(String::new, |at| at.to_string());
    let key = format!("{program} {generation} {boundary} {origin} {target}");
    let digest = Sha256::digest(key.as_bytes());
    let first = digest.first_chunk().copied().unwrap_or_default();
    format!("W/\"{:032x}\"", u128::from_be_bytes(first))
}

fn asked_tags(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let values = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

/// Whether the caller has the edition `tag`, by weak comparison (RFC 9110, section 8.8.3.2).
fn names(headers: &HeaderMap, tag: &str) -> bool {
    asked_tags(headers).any(|asked| opaque(asked) == opaque(tag))
}

/// A tag without its strength.
fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

/// Whether the caller is content with any edition, if there is one.
fn names_any(headers: &HeaderMap) -> bool {
    asked_tags(headers).any(|asked| asked == "*")
}

fn mark(headers: &mut HeaderMap, tag: &str) {
    headers.insert(header::CACHE_CONTROL, CACHE_CONTROL);
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
}

fn unchanged(tag: &str) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    mark(response.headers_mut(), tag);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_tag_is_of_one_edition_of_one_question() {
        let tag = tag_of(7, Some(100), "http://h", "/api/v1/models?page=2");
        assert!(
            tag.starts_with("W/\"") && tag.ends_with('"') && tag.len() == 36,
            "{tag}"
        );
        for other in [
            tag_of(8, Some(100), "http://h", "/api/v1/models?page=2"),
            tag_of(7, None, "http://h", "/api/v1/models?page=2"),
            tag_of(7, Some(100), "http://i", "/api/v1/models?page=2"),
            tag_of(7, Some(100), "http://h", "/api/v1/models?page=3"),
        ] {
            assert_ne!(tag, other);
        }
    }

    #[test]
    fn lists_and_both_strengths_match() {
        for value in ["\"a\"", "W/\"a\"", "\"b\", W/\"a\"", "\"b\",\"a\""] {
            assert!(names(&asking(value), "W/\"a\""), "{value}");
        }
        for value in ["", "a", "\"ab\"", "*", "W/\"b\""] {
            assert!(!names(&asking(value), "W/\"a\""), "{value}");
        }
        assert!(names_any(&asking("*")) && !names_any(&HeaderMap::new()));
    }
}
