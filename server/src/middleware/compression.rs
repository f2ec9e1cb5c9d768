//! Compression of answers made on the fly. The bundle's files are compressed when it is built.

use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer, Predicate,
        predicate::{And, SizeAbove},
    },
};

/// Below this a compressed answer is hardly smaller, and fits in one packet anyway.
const SMALLEST: u64 = 860;

/// A good ratio for the time it takes, with brotli as with gzip; the highest levels are for files
/// that are compressed once.
const LEVEL: i32 = 4;

type IsText = fn(StatusCode, Version, &HeaderMap, &Extensions) -> bool;

/// The layer: brotli or gzip, as the client prefers.
pub fn layer() -> CompressionLayer<And<SizeAbove, IsText>> {
    let worth_it = SizeAbove::new(SMALLEST).and(is_text as IsText);
    CompressionLayer::new()
        .quality(CompressionLevel::Precise(LEVEL))
        .compress_when(worth_it)
}

/// Only what is known to be text. Event streams are text too, but compression would hold events
/// back until a block is full.
fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let Some(content_type) = content_type else {
        return false;
    };
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    match essence.split_once('/') {
        Some(("text", subtype)) => subtype != "event-stream",
        Some(("application", "json" | "javascript" | "xml") | ("image", "svg+xml")) => true,
        Some(("application", subtype)) => subtype.ends_with("+json") || subtype.ends_with("+xml"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn compresses(content_type: &'static str) -> bool {
        let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(content_type))];
        is_text(
            StatusCode::OK,
            Version::HTTP_11,
            &headers.into_iter().collect(),
            &Extensions::new(),
        )
    }

    #[test]
    fn text_is_compressed_and_streams_are_not() {
        for yes in [
            "text/html; charset=utf-8",
            "application/json",
            "application/problem+json",
            "image/svg+xml",
            "application/atom+xml",
        ] {
            assert!(compresses(yes), "{yes}");
        }
        for no in [
            "text/event-stream",
            "image/png",
            "font/woff2",
            "application/wasm",
            "application/zip",
            "nonsense",
        ] {
            assert!(!compresses(no), "{no}");
        }
    }
}
