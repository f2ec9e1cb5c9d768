//! What only the catalog has: filters, ways in, prices by component. Drawn as on
//! its own pages, from the catalog that is loaded.

use domain::catalog_query::CatalogQuery;
use leptos::prelude::*;

use super::Part;
use crate::components::{Icon, IconSize};
use crate::context::snapshot;
use crate::pages::{model, models};

pub(super) fn parts() -> Vec<Part> {
    vec![
        ("filters", "Filters", filters()),
        ("tiles", "Ways in", tiles()),
        ("price-sheets", "Price sheets", price_sheets()),
    ]
}

/// Groups that are open, closed, with chosen values and with more than are shown.
/// Narrow screens show them as a sheet.
fn filters() -> AnyView {
    let chosen = [("task", "chat"), ("can", "tools"), ("provider", "groq")];
    let pairs = chosen.map(|(name, word)| (name.to_owned(), word.to_owned()));
    let query = CatalogQuery::from_pairs(pairs).unwrap_or_default();
    let snapshot = snapshot();
    let rail = models::filters::rail(&snapshot.find(&query), &query, None);
    view! {
        <form action="/models" method="get" aria-label="Filters, as an example">
            <button r#type="button" class="button catalog__filter" popovertarget="facets">
                <Icon name="list-filter"/>"Filters"<span class="facet__active">"3"</span>
            </button>
            {rail}
        </form>
    }
    .into_any()
}

fn tiles() -> AnyView {
    let tile = |icon: &'static str, name: &'static str, count: &'static str| {
        view! {
            <li>
                <a class="tile" href="#tiles">
                    <Icon name=icon size=IconSize::Large/>
                    <span><strong>{name}</strong><small>{count}</small></span>
                </a>
            </li>
        }
    };
    view! {
        <ul class="tile-grid">
            {tile("message-square", "Chat", "245 models")}
            {tile("code", "Code", "1 model")}
        </ul>
    }
    .into_any()
}

/// Of a model about whose prices sources differ: what is in force, not used,
/// announced and ended.
fn price_sheets() -> AnyView {
    let snapshot = snapshot();
    let disputed = snapshot.entries.iter().find(|entry| {
        let prices = snapshot.offerings_of(entry).iter().flat_map(|o| &o.prices);
        entry.model().is_some() && prices.clone().any(|p| !p.others.is_empty())
    });
    match disputed {
        Some(entry) => model::price_sheets(&snapshot, entry),
        None => view! { <p class="muted">"No sources differ."</p> }.into_any(),
    }
}
