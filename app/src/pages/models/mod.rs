//! `/models`: the catalog.

pub(super) mod filters;
mod table;
mod toolbar;

use std::sync::Arc;

use crate::components::PageTitle;
use axum::http::StatusCode;
use backend::catalog::snapshot::{Entry, Results, Snapshot};
use domain::catalog_query::{CatalogQuery, Display, PAGE_SIZE, View};
use leptos::prelude::*;

use super::access::{OwnAccess, with_access};
use super::errors;
use crate::components::format::{count, plural};
use crate::components::{CompareTray, Personal, model_grid, pager};
use crate::context::{kept_display, query_pairs, respond_with, snapshot};

/// The catalog: filters, results, compare tray.
#[component]
pub fn Models() -> impl IntoView {
    let pairs = match query_pairs() {
        Ok(pairs) => pairs,
        Err(error) => return errors::unreadable_query(error),
    };
    match CatalogQuery::from_pairs(pairs) {
        Ok(query) => {
            let snapshot = snapshot();
            let (org, filtered) = (query.organization.clone(), !query.access.is_empty());
            with_access(org, filtered, move |whose| {
                catalog(&snapshot, &query, whose.own())
            })
        }
        Err(error) => errors::bad_query(&error),
    }
}

fn catalog(snapshot: &Arc<Snapshot>, query: &CatalogQuery, own: Option<&OwnAccess>) -> AnyView {
    let results = snapshot.find_for(query, own.map(|own| &own.access));
    let kept = kept_display();
    let shown = query.display.or(&kept);
    // A page beyond the last is not a page of this list; an empty list has one.
    if query.page > results.pages {
        respond_with(StatusCode::NOT_FOUND);
    }
    let title = if query.text.is_empty() {
        "Models".to_owned()
    } else {
        format!("{} · Models", query.text)
    };
    view! {
        <PageTitle text=title/>
        <div class="page">
            {intro(snapshot, &results)}
            <search>
                <form class="catalog" action="/models" method="get" autocomplete="off" data-autosubmit="">
                    {hidden(query, &shown)}
                    {filters::rail(&results, query, own)}
                    <div class="catalog__main">
                        {toolbar::toolbar(query, &shown, own)}
                        {toolbar::status(snapshot, &results, query, shown.looks_like(&kept))}
                        {toolbar::unmeasured(snapshot, &results, query)}
                        {list(snapshot, &results, query, &shown, own)}
                        {pager(query.page, results.pages, results.total, PAGE_SIZE, &|n| query.at_page(n).href("/models"))}
                    </div>
                </form>
            </search>
        </div>
        <CompareTray/>
    }
    .into_any()
}

/// What the form must carry on although it has no field for it. Columns have
/// fields where there is a table.
fn hidden(query: &CatalogQuery, shown: &Display) -> impl IntoView + use<> {
    let table = shown.view() == View::Table;
    let fields = query
        .display
        .pairs()
        .filter(|(name, _)| !(table && *name == "column"))
        .map(|(name, value)| view! { <input r#type="hidden" name=name value=value/> });
    fields.collect_view()
}

fn intro(snapshot: &Snapshot, results: &Results<'_>) -> impl IntoView + use<> {
    let all = snapshot.entries.len();
    let rest = format!(
        "of {} from {} providers",
        count(all as i128),
        count(snapshot.providers.len() as i128)
    );
    view! {
        <div class="catalog__intro">
            <h1 tabindex="-1">"Models"</h1>
            <output class="catalog__count" aria-live="polite">{plural(results.total, "model", "models")}</output>
            <p>{rest}</p>
        </div>
    }
}

fn list(
    snapshot: &Snapshot,
    results: &Results<'_>,
    query: &CatalogQuery,
    shown: &Display,
    own: Option<&OwnAccess>,
) -> AnyView {
    if results.total == 0 {
        return toolbar::nothing(snapshot, query, own);
    }
    if results.entries.is_empty() {
        let last = query.at_page(results.pages).href("/models");
        return view! {
            <section class="empty">
                <h2>"There is no page "{query.page}</h2>
                <p><a class="button" href=last>"Go to the last page"</a></p>
            </section>
        }
        .into_any();
    }
    let best = |entry: &Entry| results.best(snapshot, entry);
    let in_organization = |entry: &Entry| {
        let own = own?;
        let found = results.access_of(snapshot, entry, &own.access)?;
        Some(own.badge(entry, found))
    };
    let personal = own.map(|own| Personal {
        badge: &in_organization,
        query: &own.query,
    });
    match shown.view() {
        View::Cards => {
            let narrowed: Option<&dyn Fn(&Entry) -> _> =
                if results.narrowed { Some(&best) } else { None };
            model_grid(snapshot, &results.entries, narrowed, personal)
        }
        View::Table => table::table(snapshot, &results.entries, query, shown, &best, personal),
    }
}
