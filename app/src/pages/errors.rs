//! Pages for what cannot be shown.

use crate::components::PageTitle;
use axum::http::StatusCode;
use backend::catalog::snapshot::Entry;
use domain::catalog_query::{CatalogQuery, MAX_TEXT, QueryError};
use leptos::prelude::*;

use crate::components::format::initials;
use crate::components::workload::query_string;
use crate::components::{CopyId, Icon};
use crate::context::{BadQuery, path, query_pairs, request_id, respond_with, snapshot};

pub use super::refusals::refused;

/// Most close matches shown.
const MATCHES: usize = 3;
/// Most words of an address that are looked for.
const MOST_WORDS: usize = 6;

/// A page that says what went wrong and where to go on.
#[component]
pub(super) fn ErrorPage(
    /// The status of the answer.
    status: StatusCode,
    /// What happened, in a few words.
    title: &'static str,
    /// What to do about it.
    #[prop(into)]
    text: String,
    /// Details between the words and the ways on.
    #[prop(optional)]
    details: Option<AnyView>,
    /// The ways on.
    children: Children,
) -> impl IntoView {
    respond_with(status);
    let code = format!(
        "{} {}",
        status.as_u16(),
        status.canonical_reason().unwrap_or_default()
    );
    view! {
        <PageTitle text=title/>
        <div class="page">
            <section class="error-page">
                <p class="error-page__status">{code}</p>
                <h1 tabindex="-1">{title}</h1>
                <p class="page__lead">{text}</p>
                {details}
                <div class="cluster">{children()}</div>
                {request_id().map(|id| view! { <p class="muted small">"Request id "<CopyId text=id label="Copy request id"/></p> })}
            </section>
        </div>
    }
}

/// There is no such page, or none that this visitor may know of: nothing tells
/// the ones from the others.
pub fn no_such_page() -> AnyView {
    not_found(
        "page",
        "The address may be mistyped, or the page has moved.",
    )
}

/// There is no such `what`.
pub fn not_found(what: &'static str, text: impl Into<String>) -> AnyView {
    let title = match what {
        "model" => "No such model",
        "provider" => "No such provider",
        "publisher" => "No such publisher",
        "listing" => "No such listing",
        _ => "No such page",
    };
    let details = view! { {search()}{closest(&path())} }.into_any();
    view! {
        <ErrorPage status=StatusCode::NOT_FOUND title text=text.into() details>
            <a class="button button--primary" href="/models">"Browse all models"</a>
            <a class="button" href="/changes?kind=retired&days=all">"Recently retired"</a>
        </ErrorPage>
    }
    .into_any()
}

fn search() -> AnyView {
    view! {
        <search>
            <form action="/models" method="get">
                <label class="search-box">
                    <Icon name="search"/>
                    <span class="sr-only">"Search models"</span>
                    <input r#type="search" name="q" placeholder="Search models, providers, ids" autocomplete="off" maxlength="200"/>
                </label>
            </form>
        </search>
    }
    .into_any()
}

/// What the catalog has that reads like the end of the address.
fn closest(path: &str) -> Option<AnyView> {
    let decoded = percent_encoding::percent_decode_str(path)
        .decode_utf8()
        .ok()?;
    let wanted = decoded.trim_end_matches('/').rsplit('/').next()?;
    let short: String = wanted.chars().take(MAX_TEXT).collect();
    let words: Vec<&str> = short
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let snapshot = snapshot();
    // The end of an id is where versions are, so it is given up first.
    let texts = (1..=words.len().min(MOST_WORDS))
        .rev()
        .filter_map(|n| words.get(..n))
        .map(|some| some.join(" "));
    let found = texts
        .filter(|text| text.chars().count() > 2)
        .find_map(|text| {
            let found = snapshot.find_all(&CatalogQuery {
                text,
                ..CatalogQuery::default()
            });
            (!found.is_empty()).then_some(found)
        });
    let items: Vec<_> = found
        .unwrap_or_default()
        .into_iter()
        .take(MATCHES)
        .map(match_item)
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <p>"The closest matches of the catalog:"</p>
            <ul class="item-list">{items}</ul>
        }
        .into_any()
    })
}

fn match_item(entry: &Entry) -> AnyView {
    let price = entry.best.input.map(|p| format!("{} in", p.dollars()));
    view! {
        <li>
            <a class="item" href=entry.href.clone()>
                <span class="glyph glyph--small" aria-hidden="true">{initials(&entry.name)}</span>
                <span><strong>{entry.name.clone()}</strong><small>{entry.slug.clone()}</small></span>
                <span class="item__value">{price}</span>
            </a>
        </li>
    }
    .into_any()
}

/// The address holds something that cannot be understood; it names the field.
pub fn bad_query(error: &QueryError) -> AnyView {
    bad_fields(
        &[field_of(error)],
        rest_without(error.field),
        "A part of it could not be read. It is left out in the link below.",
    )
}

/// Like [`bad_query`], where another address than the one without the field
/// helps most.
pub fn bad_query_leading_to(error: &QueryError, href: String) -> AnyView {
    bad_fields(
        &[field_of(error)],
        Some(href),
        "The link below leads to what can be shown.",
    )
}

fn field_of(error: &QueryError) -> (String, String) {
    (
        error.field.to_owned(),
        error.reason.trim_end_matches('.').to_owned(),
    )
}

/// This address without one of its fields.
fn rest_without(field: &str) -> Option<String> {
    let (path, pairs) = (path(), query_pairs().ok()?);
    let kept = pairs.iter().filter(|(name, _)| name != field);
    let query = query_string(kept.map(|(name, value)| (name.as_str(), value.as_str())));
    Some(if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    })
}

/// The address holds several things that cannot be understood.
fn bad_fields(fields: &[(String, String)], rest: Option<String>, text: &'static str) -> AnyView {
    let items = fields
        .iter()
        .map(|(field, reason)| view! { <li><code>{field.clone()}</code>" "{reason.clone()}</li> });
    let details =
        view! { <div class="form-error"><ul>{items.collect_view()}</ul></div> }.into_any();
    view! {
        <ErrorPage status=StatusCode::BAD_REQUEST title="This address has a mistake" details text>
            {rest.map(|href| view! { <a class="button button--primary" href=href>"Show the rest"</a> })}
            <a class="button" href=path()>"Start anew"</a>
        </ErrorPage>
    }
    .into_any()
}

/// The query string cannot be read at all.
pub fn unreadable_query(error: BadQuery) -> AnyView {
    let (status, text) = match error {
        BadQuery::TooLong => (
            StatusCode::URI_TOO_LONG,
            "It is longer than 8 KB. Remove some filters.",
        ),
        BadQuery::NotText => (StatusCode::BAD_REQUEST, "It holds text that is not UTF-8."),
    };
    view! {
        <ErrorPage status title="This address cannot be read" text>
            <a class="button button--primary" href=path()>"Start anew"</a>
            <a class="button" href="/models">"All models"</a>
        </ErrorPage>
    }
    .into_any()
}

/// The marketplace could not answer.
pub fn unavailable(error: &backend::Error) -> AnyView {
    let (status, title, text) = match error {
        backend::Error::NotFound => return not_found("page", "It may have been removed."),
        backend::Error::Invalid(fields) => {
            return bad_fields(&fields.0, None, "A part of it could not be used.");
        }
        backend::Error::Unauthenticated
        | backend::Error::Forbidden
        | backend::Error::Refused(_)
        | backend::Error::SsoRequired
        | backend::Error::PasswordRequired => return refused(error),
        backend::Error::Conflict(words) => {
            (StatusCode::CONFLICT, "This is not possible now", *words)
        }
        backend::Error::TooMany { .. } => (
            StatusCode::TOO_MANY_REQUESTS,
            "Too many attempts",
            "Wait some minutes, then try again.",
        ),
        backend::Error::Unavailable => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Not available just now",
            "The database does not answer. The catalog itself still works; please try again in a moment.",
        ),
        backend::Error::Internal(_) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something failed on our side",
            "Nothing you entered was wrong. Try again; if it stays, give the request id to whoever runs this installation.",
        ),
    };
    view! {
        <ErrorPage status title text>
            // An empty address is this one, with its parameters.
            <a class="button button--primary" href=""><Icon name="refresh-cw"/>"Try again"</a>
            <a class="button" href="/models">"All models"</a>
        </ErrorPage>
    }
    .into_any()
}
