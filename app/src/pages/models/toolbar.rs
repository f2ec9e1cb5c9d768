//! What stands above the list: search, order, view, and what is filtered.

use backend::catalog::snapshot::{Results, Snapshot};
use domain::catalog_query::{CatalogQuery, Column, Density, Display, Sort, View};
use leptos::prelude::*;

use crate::components::format::plural;
use crate::components::{Icon, IconSize};
use crate::pages::access::{OwnAccess, organization_select};
use crate::pages::filter_words;

/// Search field, filter button, order, view, density and columns. `shown` is
/// what the person sees: what the address says and what is kept.
pub(super) fn toolbar(query: &CatalogQuery, shown: &Display, own: Option<&OwnAccess>) -> AnyView {
    let orders = Sort::ALL
        .iter()
        .map(|s| view! { <option value=s.as_str() selected=*s == query.sort>{s.label()}</option> })
        .collect_view();
    let active = query.filters().count();
    let table = shown.view() == View::Table;
    let views = views(query, shown);
    let views = match organization_select(own) {
        Some(select) => view! { {select}{views} }.into_any(),
        None => views.into_any(),
    };
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
            {views}
            {table.then(|| densities(query, shown))}
            {table.then(|| columns(query, shown, own.is_some()))}
        </div>
    }
    .into_any()
}

/// The address of the same question drawn in another way.
fn drawn(query: &CatalogQuery, change: impl FnOnce(&mut Display)) -> String {
    let mut query = query.clone();
    change(&mut query.display);
    query.href("/models")
}

fn views(query: &CatalogQuery, shown: &Display) -> impl IntoView + use<> {
    let choice = |view: View, icon: &'static str| {
        let href = drawn(&query.at_page(1), |d| d.view = Some(view));
        let current = (view == shown.view()).then_some("true");
        view! { <a href=href aria-current=current><Icon name=icon/><span>{view.label()}</span></a> }
    };
    view! {
        <div class="segment" role="group" aria-label="View">
            {choice(View::Cards, "layout-grid")}
            {choice(View::Table, "table")}
        </div>
    }
}

fn densities(query: &CatalogQuery, shown: &Display) -> impl IntoView + use<> {
    let choice = |density: Density, icon: &'static str| {
        let href = drawn(query, |d| d.density = Some(density));
        let current = (density == shown.density()).then_some("true");
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

/// Which columns the table has: boxes of the same form, applied together.
/// `data-implied` means that the address does not say, so that an untouched
/// choice need not stand in it.
fn columns(query: &CatalogQuery, shown: &Display, with_access: bool) -> impl IntoView + use<> {
    let chosen: Vec<_> = shown.columns().collect();
    let boxes = Column::ALL
        .iter()
        .filter(|column| **column != Column::Access || with_access)
        .map(|column| {
            let checked = chosen.contains(column);
            view! {
                <li><label class="facet-option">
                    <input r#type="checkbox" name="column" value=column.as_str() checked=checked/>
                    <span class="facet-option__text">{column.label()}</span>
                </label></li>
            }
        })
        .collect_view();
    let implied = query.display.columns.is_empty().then_some("");
    view! {
        <button r#type="button" class="button" popovertarget="columns"><Icon name="columns-3"/>"Columns"</button>
        <fieldset class="menu menu--anchored column-menu" id="columns" popover="auto" data-together="" data-implied=implied>
            <legend class="sr-only">"Columns"</legend>
            <ul>{boxes}</ul>
            <div class="column-menu__foot"><button class="button button--primary button--block">"Apply"</button></div>
        </fieldset>
    }
}

/// Keeps how the list is drawn, for the next visit. A button of the same form,
/// sent elsewhere, so that it works without scripts.
fn keep() -> impl IntoView {
    view! {
        <button class="button button--quiet" formaction="/display" formmethod="post">"Keep this view"</button>
    }
}

/// The active filters as chips, and what the prices mean.
pub(super) fn status(
    snapshot: &Snapshot,
    results: &Results<'_>,
    query: &CatalogQuery,
    is_kept: bool,
) -> AnyView {
    let chips = query
        .filters()
        .map(|(name, value)| {
            let (group, text) = filter_words::words(snapshot, name, &value);
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
            {(!is_kept).then(keep)}
            <p class="catalog__unit">
                <a href=query.at_page(1).href("/quality")>"Quality against cost"</a>" · "{unit}
            </p>
        </div>
    }
    .into_any()
}

/// Said where an order by speed changes nothing, because nobody has measured
/// what it is about. What is unknown comes last, so the first of all tells.
pub(super) fn unmeasured(
    snapshot: &Snapshot,
    results: &Results<'_>,
    query: &CatalogQuery,
) -> Option<AnyView> {
    let first = results.entries.first().filter(|_| query.page == 1)?;
    let best = results.best(snapshot, first);
    let is_known = match query.sort {
        Sort::TimeToFirstToken => best.first_token.is_some(),
        Sort::Throughput => best.throughput.is_some(),
        _ => true,
    };
    (!is_known).then(|| {
        view! {
            <p class="catalog__hint">
                "No offering here has been measured yet. "
                <a href="/help#speed">"How measurements come in"</a>
            </p>
        }
        .into_any()
    })
}

/// Nothing matches: which filters to drop to get most back.
pub(super) fn nothing(
    snapshot: &Snapshot,
    query: &CatalogQuery,
    own: Option<&OwnAccess>,
) -> AnyView {
    let suggestion = snapshot.suggest_for(query, own.map(|own| &own.access));
    let suggestion = suggestion.map(|s| {
        let href = s.query.href("/models");
        let names: Vec<_> = s
            .dropped
            .iter()
            .map(|(name, value)| filter_words::words(snapshot, name, value))
            .map(|(group, text)| format!("{group}: {text}"))
            .collect();
        let lead = if names.len() == 1 {
            "Removing this one brings most back:"
        } else {
            "Removing these two brings most back:"
        };
        view! {
            <p>{lead}</p>
            <ul class="empty__list">
                <li>
                    <a class="button" href=href>
                        {names.join(" and ")}" "
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
