//! What stands above the list: search, order, view, and what is filtered.

use backend::catalog::snapshot::{Facet, Results, Snapshot};
use domain::catalog_query::{CatalogQuery, Density, Sort, View};
use leptos::prelude::*;

use crate::components::format::{plural, tokens};
use crate::components::{Icon, IconSize};

/// Search field, filter button, order, view and density.
pub(super) fn toolbar(query: &CatalogQuery) -> AnyView {
    let orders = Sort::ALL
        .iter()
        .map(|s| view! { <option value=s.as_str() selected=*s == query.sort>{s.label()}</option> })
        .collect_view();
    let active = query
        .pairs()
        .iter()
        .filter(|(name, _)| is_filter(name))
        .count();
    view! {
        <div class="toolbar">
            <label class="search-box">
                <Icon name="search"/>
                <span class="sr-only">"Search models"</span>
                <input r#type="search" name="q" value=query.text.clone() maxlength="200"
                    placeholder="Name, id, alias, publisher or provider" autocomplete="off"/>
                <kbd>"/"</kbd>
            </label>
            <button r#type="button" class="button catalog__filter" popovertarget="facets">
                <Icon name="list-filter"/>"Filters"
                {(active > 0).then(|| view! { <span class="facet__active">{active}</span> })}
            </button>
            <label class="select-box catalog__sort">
                <span class="sr-only">"Sort by"</span>
                <select class="select" name="sort" data-default="relevance">{orders}</select>
                <Icon name="chevrons-up-down" size=IconSize::Small/>
            </label>
            {views(query)}
            {(query.view == View::Table).then(|| densities(query))}
        </div>
    }
    .into_any()
}

fn views(query: &CatalogQuery) -> impl IntoView + use<> {
    let choice = |view: View, icon: &'static str| {
        let href = CatalogQuery {
            view,
            ..query.at_page(1)
        }
        .href("/models");
        let current = (view == query.view).then_some("true");
        view! { <a href=href aria-current=current><Icon name=icon/><span>{view.label()}</span></a> }
    };
    view! {
        <div class="segment" role="group" aria-label="View">
            {choice(View::Cards, "layout-grid")}
            {choice(View::Table, "table")}
        </div>
    }
}

fn densities(query: &CatalogQuery) -> impl IntoView + use<> {
    let choice = |density: Density, icon: &'static str| {
        let href = CatalogQuery {
            density,
            ..query.clone()
        }
        .href("/models");
        let current = (density == query.density).then_some("true");
        let label = format!("{} rows", density.label());
        view! { <a href=href aria-current=current aria-label=label><Icon name=icon/></a> }
    };
    view! {
        <div class="segment" role="group" aria-label="Density">
            {choice(Density::Comfortable, "rows-2")}
            {choice(Density::Compact, "rows-3")}
        </div>
    }
}

fn is_filter(name: &str) -> bool {
    !matches!(name, "sort" | "view" | "density" | "page")
}

/// The active filters as chips, and what the prices mean.
pub(super) fn status(results: &Results<'_>, query: &CatalogQuery) -> AnyView {
    let chips = query
        .pairs()
        .into_iter()
        .filter(|(name, _)| is_filter(name))
        .map(|(name, value)| {
            let (group, text) = words(results, name, &value);
            let href = query.without(name, &value).href("/models");
            view! {
                <li>
                    <a class="chip" href=href>
                        <span class="chip__group">{group}</span>" "{text}
                        <Icon name="x" size=IconSize::Small/>
                        <span class="sr-only">" remove filter"</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    let unit = if results.narrowed {
        "USD per 1M tokens, lowest matching offering"
    } else {
        "USD per 1M tokens, lowest offering"
    };
    view! {
        <div class="catalog__status">
            {query.is_filtered().then(|| view! {
                <ul class="chip-list" aria-label="Active filters">
                    {chips}
                    <li><a class="chip-list__clear" href=query.cleared().href("/models")>"Clear all"</a></li>
                </ul>
            })}
            <p class="catalog__unit">
                <a href=query.at_page(1).href("/quality")>"Quality against cost"</a>" · "{unit}
            </p>
        </div>
    }
    .into_any()
}

/// A parameter and its value for people.
fn words(results: &Results<'_>, name: &str, value: &str) -> (String, String) {
    let facet = Facet::ALL.into_iter().find(|f| f.parameter() == name);
    if let Some(facet) = facet {
        let values = results
            .facets
            .iter()
            .find(|(f, _)| *f == facet)
            .map(|(_, v)| v.as_slice());
        let label = values
            .unwrap_or_default()
            .iter()
            .find(|(v, _)| v.word == value)
            .map(|(v, _)| v.label.clone());
        return (
            facet.label().to_owned(),
            label.unwrap_or_else(|| format!("{value} (unknown)")),
        );
    }
    match name {
        "context" => (
            "Context".to_owned(),
            format!(
                "{} or more",
                value.parse().map_or_else(|_| value.to_owned(), tokens)
            ),
        ),
        "price" => ("Input".to_owned(), format!("${value} or less")),
        _ => ("Search".to_owned(), format!("“{value}”")),
    }
}

/// Nothing matches: which filter to drop to get most back.
pub(super) fn nothing(snapshot: &Snapshot, query: &CatalogQuery) -> AnyView {
    let results = snapshot.find(query);
    let suggestion = snapshot.suggest(query).map(|s| {
        let (group, text) = words(&results, s.parameter, &s.value);
        let href = query.without(s.parameter, &s.value).href("/models");
        view! {
            <p>"Removing this one brings most back:"</p>
            <ul class="empty__list">
                <li>
                    <a class="button" href=href>
                        {format!("{group}: {text} ")}
                        <Icon name="x" size=IconSize::Small/>
                        <span class="muted">{plural(s.total, "result", "results")}</span>
                    </a>
                </li>
            </ul>
        }
    });
    view! {
        <section class="empty" aria-labelledby="empty-title">
            <h2 id="empty-title">"No model matches all of this"</h2>
            {suggestion}
            <p><a href=query.cleared().href("/models")>"Clear all filters"</a></p>
        </section>
    }
    .into_any()
}
