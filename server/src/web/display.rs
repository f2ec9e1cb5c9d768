//! Keeping how the catalog is drawn: a form, so that it works without scripts.

use app::context::{DISPLAY_COOKIE, display_from_cookies, parse_pairs};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::catalog_query::{CatalogQuery, Display};

use super::MAX_AGE;

/// Keeps the display of the catalog's form in a cookie and goes back to the
/// list, whose address then need not say it.
pub(super) async fn keep(headers: HeaderMap, body: String) -> Response {
    let pairs = parse_pairs(&body).unwrap_or_default();
    let Ok(query) = CatalogQuery::from_pairs(pairs) else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    let cookies = headers.get(header::COOKIE).and_then(|v| v.to_str().ok());
    let shown = query
        .display
        .or(&display_from_cookies(cookies.unwrap_or_default()));
    let only = |display: Display| CatalogQuery {
        display,
        ..CatalogQuery::default()
    };
    let cookie = format!(
        "{DISPLAY_COOKIE}={}; Path=/; Max-Age={MAX_AGE}; SameSite=Lax; HttpOnly",
        only(shown).to_query_string()
    );
    let list = CatalogQuery {
        display: Display::default(),
        ..query
    };
    (
        AppendHeaders([(header::SET_COOKIE, cookie)]),
        Redirect::to(&list.href("/models")),
    )
        .into_response()
}
