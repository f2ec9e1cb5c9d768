//! Keeping how the catalog is drawn: a form, so that it works without scripts.

use app::context::{DISPLAY_COOKIE, Visitor, parse_pairs};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use backend::{Services, accounts};
use domain::catalog_query::{CatalogQuery, Display};

use super::MAX_AGE;
use crate::middleware::failure;
use crate::middleware::request_id::RequestId;

/// Keeps the display of the catalog's form with the account or, of somebody who
/// has not signed in, in a cookie, and goes back to the list, whose address then
/// need not say it.
pub(super) async fn keep(
    State(services): State<Services>,
    Extension(visitor): Extension<Visitor>,
    Extension(request): Extension<RequestId>,
    headers: HeaderMap,
    body: String,
) -> Response {
    let pairs = parse_pairs(&body).unwrap_or_default();
    let Ok(query) = CatalogQuery::from_pairs(pairs) else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    let cookies = headers.get(header::COOKIE).and_then(|v| v.to_str().ok());
    let kept = visitor.kept_display(cookies.unwrap_or_default());
    let only = |display: Display| CatalogQuery {
        display,
        ..CatalogQuery::default()
    };
    let shown = only(query.display.or(&kept)).to_query_string();
    let list = CatalogQuery {
        display: Display::default(),
        ..query
    };
    let back = Redirect::to(&list.href("/models"));
    let Some(actor) = &visitor.actor else {
        let cookie =
            format!("{DISPLAY_COOKIE}={shown}; Path=/; Max-Age={MAX_AGE}; SameSite=Lax; HttpOnly");
        return (AppendHeaders([(header::SET_COOKIE, cookie)]), back).into_response();
    };
    if accounts::keep_display(&services, actor, shown)
        .await
        .is_err()
    {
        let detail = "The database does not answer, and nothing was kept. Try again in a moment.";
        return failure::respond(StatusCode::SERVICE_UNAVAILABLE, detail, &request, true);
    }
    back.into_response()
}
