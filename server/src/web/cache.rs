//! Finished pages in memory.
//!
//! A page without a session depends only on the address, the theme, how the
//! person keeps the catalog and its generation, so that is its key. A minute
//! bounds what depends on the time of day, such as "in 8 days". It stands before
//! everything that asks who somebody is: a request without the cookie of a
//! session is of nobody.
//!
//! The nonce of the content security policy is kept with the page it belongs
//! to. That is safe here: the nonce is chosen after everything that went into
//! the page, and whoever changes what goes in (another address, another
//! catalog) gets another page with another nonce.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use app::context::{Theme, display_from_cookies};
use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use backend::catalog::Catalog;
use bytes::Bytes;
use domain::catalog_query::CatalogQuery;
use moka::sync::Cache;

use super::access::{Access, access};
use super::session;

/// Memory for pages, in bytes.
const CAPACITY: u64 = 16 << 20;
/// How long a page lives.
const TTL: Duration = Duration::from_mins(1);
/// Larger pages are not kept.
const MAX_KEPT: usize = 2 << 20;
/// No page is larger: one that is would be a defect.
const MAX_PAGE: usize = 64 << 20;
/// Longer addresses are not kept: nobody asks for them twice.
const MAX_ADDRESS: usize = 1024;
/// How hard brotli tries, 0 to 11. A page is compressed once and served often.
const BROTLI_QUALITY: u32 = 6;

struct Page {
    headers: HeaderMap,
    etag: HeaderValue,
    plain: Bytes,
    brotli: OnceLock<Bytes>,
}

/// Finished pages, shared by all connections.
#[derive(Clone)]
pub struct PageCache(Option<Cache<String, Arc<Page>>>);

impl PageCache {
    /// A cache that keeps pages.
    pub fn new() -> Self {
        let weigh = |key: &String, page: &Arc<Page>| {
            // The compressed twin comes later and is about an eighth.
            u32::try_from(key.len() + page.plain.len() * 9 / 8 + 1024).unwrap_or(u32::MAX)
        };
        Self(Some(
            Cache::builder()
                .max_capacity(CAPACITY)
                .time_to_live(TTL)
                .weigher(weigh)
                .build(),
        ))
    }

    /// A cache that keeps nothing, to measure drawing itself.
    pub fn disabled() -> Self {
        Self(None)
    }
}

impl Default for PageCache {
    fn default() -> Self {
        Self::new()
    }
}

/// Answers from the cache, or draws the page and keeps it.
pub(super) async fn serve(
    cache: PageCache,
    catalog: Catalog,
    request: Request,
    next: Next,
) -> Response {
    let shared = is_shared(&request);
    let (Some(pages), Some(key), true) = (cache.0, key(&catalog, &request), shared) else {
        return next.run(request).await;
    };
    if let Some(page) = pages.get(&key) {
        return answer(&page, request.headers());
    }
    let asked = request.headers().clone();
    let response = next.run(request).await;
    if response.status() != StatusCode::OK || is_personal(response.headers()) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(plain) = to_bytes(body, MAX_PAGE).await else {
        tracing::error!(limit = MAX_PAGE, "a page is larger than pages may be");
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        return response;
    };
    let page = Arc::new(Page {
        headers: kept(parts.headers),
        etag: etag(),
        plain,
        brotli: OnceLock::new(),
    });
    if page.plain.len() <= MAX_KEPT {
        pages.insert(key, Arc::clone(&page));
    }
    answer(&page, &asked)
}

/// Whether everybody sees the same page: the catalog, without a session.
fn is_shared(request: &Request) -> bool {
    let route = request.extensions().get::<MatchedPath>();
    // There may be several of these headers (RFC 9113, section 8.2.3).
    let cookies = request.headers().get_all(header::COOKIE).iter();
    let mut cookies = cookies.map(HeaderValue::to_str);
    access(route.map(MatchedPath::as_str)) == Access::Catalog
        && cookies.all(|cookies| cookies.is_ok_and(|c| !c.contains(session::COOKIE)))
}

/// Whether an answer is for one browser alone.
fn is_personal(headers: &HeaderMap) -> bool {
    let rule = headers.get(header::CACHE_CONTROL);
    headers.contains_key(header::SET_COOKIE) || rule.is_some_and(|rule| rule == "no-store")
}

fn key(catalog: &Catalog, request: &Request) -> Option<String> {
    let address = request.uri().path_and_query()?.as_str();
    if request.method() != Method::GET || address.len() > MAX_ADDRESS {
        return None;
    }
    let cookies = request
        .headers()
        .get(header::COOKIE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let theme = Theme::from_cookies(cookies).as_str();
    let display = CatalogQuery {
        display: display_from_cookies(cookies),
        ..CatalogQuery::default()
    };
    Some(format!(
        "{} {theme} {} {address}",
        catalog.snapshot().generation,
        display.to_query_string()
    ))
}

/// An entity tag no other page of this process has; the start time sets
/// processes apart.
fn etag() -> HeaderValue {
    static START: OnceLock<u64> = OnceLock::new();
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let start =
        START.get_or_init(|| std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0));
    let text = format!("W/\"{start:x}-{}\"", NEXT.fetch_add(1, Ordering::Relaxed));
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("W/\"0\""))
}

/// The headers that belong to the page rather than to one answer.
fn kept(mut headers: HeaderMap) -> HeaderMap {
    for name in [
        header::CONTENT_LENGTH,
        header::TRANSFER_ENCODING,
        header::DATE,
    ] {
        headers.remove(name);
    }
    headers
}

fn answer(page: &Page, asked: &HeaderMap) -> Response {
    let mut response = Response::new(Body::empty());
    *response.headers_mut() = page.headers.clone();
    response
        .headers_mut()
        .insert(header::ETAG, page.etag.clone());
    if asked
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known == page.etag)
    {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else if accepts_brotli(asked) {
        response
            .headers_mut()
            .insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        *response.body_mut() =
            Body::from(page.brotli.get_or_init(|| compress(&page.plain)).clone());
    } else {
        *response.body_mut() = Body::from(page.plain.clone());
    }
    response
}

fn accepts_brotli(asked: &HeaderMap) -> bool {
    let header = asked
        .get(header::ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    header.split(',').map(str::trim).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim() == "br"
            && !weight.replace(' ', "").starts_with("q=0;")
            && weight.replace(' ', "") != "q=0"
    })
}

fn compress(plain: &[u8]) -> Bytes {
    use std::io::Write as _;
    let mut out = Vec::with_capacity(plain.len() / 6);
    let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, BROTLI_QUALITY, 22);
    // Writing to memory does not fail.
    let _ = writer.write_all(plain).and_then(|()| writer.flush());
    drop(writer);
    Bytes::from(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(encoding: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(encoding))])
    }

    #[test]
    fn brotli_only_where_it_is_wanted() {
        assert!(accepts_brotli(&asked("gzip, deflate, br")) && accepts_brotli(&asked("br;q=0.5")));
        assert!(!accepts_brotli(&asked("gzip")) && !accepts_brotli(&asked("br;q=0")));
    }

    #[test]
    fn compressed_pages_are_whole() {
        let text = "tessera ".repeat(1000);
        let mut plain = Vec::new();
        let packed = compress(text.as_bytes());
        std::io::Read::read_to_end(
            &mut brotli::Decompressor::new(&packed[..], 4096),
            &mut plain,
        )
        .ok();
        assert_eq!(plain, text.as_bytes());
    }
}
