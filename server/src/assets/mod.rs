//! The files of the browser bundle and the public files, carried inside the binary.
//!
//! `app/bundle` writes them to `target/site` with compressed twins (`.br`, `.gz`). A release
//! binary holds them; a debug build reads them from that folder, so that a new bundle shows
//! without a new build of the server.

mod encoding;
mod manifest;
mod site;

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

pub use self::manifest::{Manifest, Size};
use self::{encoding::Encoding, site::File};

/// Files whose name changes with their content never change under one name.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Files with a fixed name are kept for an hour and then asked about by their `ETag`.
const FOR_AN_HOUR: HeaderValue =
    HeaderValue::from_static("public, max-age=3600, stale-while-revalidate=86400");

/// The bundle of this build.
#[derive(Debug, Clone)]
pub struct Assets {
    manifest: Arc<Manifest>,
}

impl Assets {
    /// Reads the manifest and checks that the files it names are there: a page without its scripts
    /// and styles would look broken without saying why.
    pub fn load() -> anyhow::Result<Self> {
        Ok(Self {
            manifest: Arc::new(Manifest::load()?),
        })
    }

    /// The names that pages refer to.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
}

/// The routes: `/assets/…`, `/fonts/…` and every file at the top of the site, such as
/// `/favicon.svg`. Independent of [`Assets`], because files need no manifest to be served.
pub fn router() -> Router {
    let top = site::names().into_iter().filter(|name| !name.contains('/'));
    let fixed = ["/assets/{*path}", "/fonts/{*path}"].map(str::to_owned);
    fixed
        .into_iter()
        .chain(top.map(|name| format!("/{name}")))
        .fold(Router::new(), |router, route| {
            router.route(&route, get(serve))
        })
}

async fn serve(request: Request) -> Response {
    let name = request.uri().path().trim_start_matches('/');
    let Some(file) = site::find(name) else {
        return not_found();
    };
    let encoding = encoding::choose(request.headers(), |encoding| file.twin(encoding).is_some());
    answer(name, &file, encoding, request.headers())
}

fn answer(name: &str, file: &File, encoding: Encoding, asked: &HeaderMap) -> Response {
    let caching = if name.starts_with("assets/") {
        FOREVER
    } else {
        FOR_AN_HOUR
    };
    let etag = file.etag(encoding);
    let mut response = if is_known(asked, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let data = file.twin(encoding).unwrap_or_else(|| file.data.clone());
        let content_type = [(
            header::CONTENT_TYPE,
            HeaderValue::from_static(site::content_type(name)),
        )];
        (content_type, Body::from(data)).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, caching);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(token) = encoding
        .token()
        .filter(|_| headers.contains_key(header::CONTENT_TYPE))
    {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(token));
    }
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

/// Whether the client has this very content. The comparison is the weak one, as RFC 9110 says.
fn is_known(asked: &HeaderMap, etag: &str) -> bool {
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == etag || tag == "*")
}

fn not_found() -> Response {
    let headers: [(HeaderName, &str); 2] = [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
    ];
    (StatusCode::NOT_FOUND, headers, "There is no such file.\n").into_response()
}

#[cfg(test)]
mod tests;
