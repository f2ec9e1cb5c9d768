//! Forms: each action is a `POST` to the address of its page. When it is done
//! the browser goes on by a redirect; when something is wrong the page is drawn
//! again with what was entered.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use app::actions::{ACTIONS, Action, Ask, Done, Sent, Then};
use app::context::{Refused, Shown, Visitor, parse_form};
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use backend::Error;
use leptos::prelude::provide_context;
use tower_sessions::Session;

use super::{Context, draw};

/// Largest form, in bytes. The longest has a few hundred.
const MAX_FORM: usize = 64 << 10;

/// The routes of all actions.
pub(super) fn router(context: &Context) -> Router {
    ACTIONS.iter().fold(Router::new(), |router, action| {
        let (action, context) = (*action, context.clone());
        let run = move |Path(params): Path<BTreeMap<String, String>>, request: Request| {
            act(context.clone(), action, params, request)
        };
        router.route(action.path, post(run))
    })
}

async fn act(
    context: Context,
    action: Action,
    params: BTreeMap<String, String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let visitor = parts.extensions.get::<Visitor>().cloned();
    let visitor = visitor.unwrap_or_default();
    let sent = match read(&parts.headers, body).await {
        Ok(sent) => sent,
        Err(status) => return status.into_response(),
    };
    let ask = Ask {
        services: context.services.clone(),
        visitor: visitor.clone(),
        params,
        sent: sent.clone(),
    };
    // The page of the form, as if it were opened.
    let page = as_opened(parts.clone());
    // To its end even if the client goes away: a change that is committed has
    // its mail sent, and several steps are not left half done.
    match backend::db::uncancelled((action.run)(ask)).await {
        Ok(done) => finish(&context, &visitor, done, parts.extensions.get(), page).await,
        Err(error) => refuse(&context, sent, error, page).await,
    }
}

/// The request that opens the page of a form.
pub(super) fn as_opened(parts: Parts) -> Request {
    let mut page = Request::from_parts(parts, Body::empty());
    *page.method_mut() = Method::GET;
    page
}

/// The fields of a form. Only the type that plain forms send is read.
pub(super) async fn read(headers: &header::HeaderMap, body: Body) -> Result<Sent, StatusCode> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let bytes = axum::body::to_bytes(body, MAX_FORM)
        .await
        .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| StatusCode::BAD_REQUEST)?;
    let pairs = parse_form(text).map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(Sent::new(pairs))
}

/// Draws the page that keeps what was sent until its sender has signed in. No
/// action runs.
pub(super) async fn keep(context: &Context, sent: Sent, page: Request) -> Response {
    let refused = Refused(Arc::new(Error::Unauthenticated));
    let more = move || {
        provide_context(refused.clone());
        provide_context(sent.clone());
    };
    draw(context, page, more).await
}

async fn finish(
    context: &Context,
    visitor: &Visitor,
    done: Done,
    session: Option<&Session>,
    page: Request,
) -> Response {
    let mut cookie = None;
    if let (Some(effect), Some(session)) = (done.effect, session) {
        let applied = super::session::apply(&context.services, session, visitor, effect).await;
        match applied {
            Ok(set) => cookie = set,
            Err(error) => return refuse(context, Sent::default(), error, page).await,
        }
    }
    let mut response = match done.then {
        Then::Go(path) => Redirect::to(&path).into_response(),
        Then::Show(texts) => {
            let shown = Shown(Arc::from(texts));
            draw(context, page, move || provide_context(shown.clone())).await
        }
    };
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Draws the page again with what is wrong, or the page that says why not.
async fn refuse(context: &Context, sent: Sent, error: Error, page: Request) -> Response {
    let (status, errors, retry) = match error {
        Error::Invalid(fields) => (StatusCode::UNPROCESSABLE_ENTITY, fields, None),
        Error::Conflict(words) => (StatusCode::CONFLICT, message(words), None),
        Error::TooMany { retry_after } => {
            let words = format!("Too many attempts. Try again in {}.", in_words(retry_after));
            let status = StatusCode::TOO_MANY_REQUESTS;
            (status, message(&words), Some(retry_after))
        }
        other => {
            let refused = Refused(Arc::new(other));
            return draw(context, page, move || provide_context(refused.clone())).await;
        }
    };
    let sent = sent.with_errors(errors);
    let mut response = draw(context, page, move || provide_context(sent.clone())).await;
    // A page that cannot be shown any more says so itself.
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    if let Some(seconds) = retry.map(|r| r.as_secs().max(1)) {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A message about the form as a whole.
fn message(words: &str) -> backend::FieldErrors {
    backend::FieldErrors::one("form", words)
}

fn in_words(time: Duration) -> String {
    match time.as_secs() {
        0..=90 => "a minute".to_owned(),
        seconds => format!("{} minutes", seconds.div_ceil(60)),
    }
}
