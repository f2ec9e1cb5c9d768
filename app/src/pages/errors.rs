//! Pages for what cannot be shown.

use axum::http::StatusCode;
use domain::catalog_query::QueryError;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::Icon;
use crate::context::{BadQuery, request_id, respond_with};

/// A page that says what went wrong and where to go on.
#[component]
fn ErrorPage(
    /// The status of the answer.
    status: StatusCode,
    /// What happened, in a few words.
    title: &'static str,
    /// What to do about it.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    respond_with(status);
    view! {
        <Title text=title/>
        <div class="page page--narrow">
            <section class="error-page">
                <p class="error-page__code">{status.as_u16()}</p>
                <h1 tabindex="-1">{title}</h1>
                <p class="page__lead">{text}</p>
                <search>
                    <form action="/models" method="get">
                        <label class="search-box">
                            <Icon name="search"/>
                            <span class="sr-only">"Search models"</span>
                            <input r#type="search" name="q" placeholder="Search models, providers, ids" autocomplete="off" maxlength="200"/>
                        </label>
                    </form>
                </search>
                <p class="cluster"><a class="button button--primary" href="/models">"All models"</a><a class="button" href="/">"Home"</a></p>
                {request_id().map(|id| view! { <p class="muted">"Request id " <code>{id}</code></p> })}
            </section>
        </div>
    }
}

/// There is no such page.
#[component]
pub fn NotFound() -> impl IntoView {
    not_found("page", "The address may be mistyped, or the page has moved.")
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
    view! { <ErrorPage status=StatusCode::NOT_FOUND title text=text.into()/> }.into_any()
}

/// The address holds something that cannot be understood; it names the field.
pub fn bad_query(error: &QueryError) -> AnyView {
    let text = format!("“{}” {}.", error.field, error.reason.trim_end_matches('.'));
    view! { <ErrorPage status=StatusCode::BAD_REQUEST title="This address has a mistake" text/> }.into_any()
}

/// The query string cannot be read at all.
pub fn unreadable_query(error: BadQuery) -> AnyView {
    let (status, text) = match error {
        BadQuery::TooLong => (StatusCode::URI_TOO_LONG, "The address is longer than 8 KB. Remove some filters."),
        BadQuery::NotText => (StatusCode::BAD_REQUEST, "The address holds text that is not UTF-8."),
    };
    view! { <ErrorPage status title="This address has a mistake" text/> }.into_any()
}

/// The marketplace could not answer.
pub fn unavailable(error: &backend::Error) -> AnyView {
    let (status, title, text) = match error {
        backend::Error::NotFound => return not_found("page", "It may have been removed."),
        backend::Error::Invalid(fields) => {
            let text = fields.to_string();
            return view! { <ErrorPage status=StatusCode::BAD_REQUEST title="This address has a mistake" text/> }.into_any();
        }
        backend::Error::Unavailable => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Not available just now",
            "The database does not answer. The catalog itself still works; please try again in a moment.",
        ),
        backend::Error::Internal(_) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong",
            "It is a fault of this installation, not yours. The operator finds it by the request id.",
        ),
    };
    view! { <ErrorPage status title text/> }.into_any()
}
