//! The catalog as a dense table.

use backend::catalog::snapshot::{Best, Entry, Snapshot};
use domain::catalog_query::{CatalogQuery, Column, Density, Display, Sort};
use domain::price::UnitPrice;
use leptos::prelude::*;

use crate::components::format::tokens;
use crate::components::{
    CompareTick, Icon, IconSize, Modalities, Personal, Unknown, Unpriced, cell, maker,
};

/// The list as rows, with the columns of `shown`. `personal` says what an
/// organization can do with an entry; without it there is no such column.
pub(super) fn table(
    snapshot: &Snapshot,
    entries: &[&Entry],
    query: &CatalogQuery,
    shown: &Display,
    best: &dyn Fn(&Entry) -> Best,
    personal: Option<Personal<'_>>,
) -> AnyView {
    let class = if shown.density() == Density::Compact {
        "table table--compact"
    } else {
        "table"
    };
    let columns: Vec<_> = shown
        .columns()
        .filter(|c| *c != Column::Access || personal.is_some())
        .collect();
    let heads = columns.iter().map(|c| head(query, *c)).collect_view();
    let rows = entries
        .iter()
        .map(|entry| {
            let access = personal.and_then(|personal| (personal.badge)(entry));
            let query = personal.map_or("", |personal| personal.query);
            let href = format!("{}{query}", entry.href);
            row(snapshot, entry, &best(entry), &columns, (href, access))
        })
        .collect_view();
    view! {
        <div class="scroller scroller--sticky" role="region" aria-label="Models" tabindex="0">
            <table class=class>
                <caption class="sr-only">"Models, USD per 1M tokens"</caption>
                <thead>
                    <tr>
                        <th scope="col" class="table__key" aria-sort=sorted(query, Sort::Name)>{sort_link(query, Sort::Name, "Model")}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The order that a column's heading gives.
const fn order(column: Column) -> Option<Sort> {
    match column {
        Column::InputPrice => Some(Sort::InputPrice),
        Column::OutputPrice => Some(Sort::OutputPrice),
        Column::BlendedPrice => Some(Sort::BlendedPrice),
        Column::Context => Some(Sort::Context),
        Column::TimeToFirstToken => Some(Sort::TimeToFirstToken),
        Column::Throughput => Some(Sort::Throughput),
        Column::Providers => Some(Sort::Offerings),
        Column::Released => Some(Sort::Newest),
        Column::Access
        | Column::Publisher
        | Column::MaxOutput
        | Column::Modalities
        | Column::Lifecycle => None,
    }
}

const fn is_text(column: Column) -> bool {
    matches!(
        column,
        Column::Access | Column::Publisher | Column::Modalities | Column::Lifecycle
    )
}

fn head(query: &CatalogQuery, column: Column) -> AnyView {
    let kind = (!is_text(column)).then_some("num");
    match order(column) {
        Some(sort) => view! {
            <th scope="col" data-t=kind aria-sort=sorted(query, sort)>{sort_link(query, sort, column.label())}</th>
        }
        .into_any(),
        None => view! { <th scope="col" data-t=kind>{column.label()}</th> }.into_any(),
    }
}

fn sorted(query: &CatalogQuery, sort: Sort) -> Option<&'static str> {
    (query.sort == sort).then_some(if sort.is_descending() {
        "descending"
    } else {
        "ascending"
    })
}

fn sort_link(query: &CatalogQuery, sort: Sort, name: &'static str) -> impl IntoView + use<> {
    let href = CatalogQuery {
        sort,
        ..query.at_page(1)
    }
    .href("/models");
    let icon = sorted(query, sort).map(|direction| {
        if direction == "ascending" {
            "arrow-up"
        } else {
            "arrow-down"
        }
    });
    view! { <a href=href>{name}{icon.map(|name| view! { <Icon name size=IconSize::Small/> })}</a> }
}

fn row(
    snapshot: &Snapshot,
    entry: &Entry,
    best: &Best,
    columns: &[Column],
    (href, mut access): (String, Option<AnyView>),
) -> AnyView {
    let cells = columns
        .iter()
        .map(|column| {
            let kind = (!is_text(*column)).then_some("num");
            let class = (*column == Column::Publisher).then_some("nowrap");
            let content = if *column == Column::Access {
                access.take().unwrap_or_else(cell::none)
            } else {
                content(snapshot, entry, best, *column)
            };
            view! { <td class=class data-t=kind>{content}</td> }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row" class="table__key"><CompareTick slug=entry.slug.clone() name=entry.name.clone() bare=true/><a href=href>{entry.name.clone()}</a></th>
            {cells}
        </tr>
    }
    .into_any()
}

fn content(snapshot: &Snapshot, entry: &Entry, best: &Best, column: Column) -> AnyView {
    let attributes = &entry.attributes;
    match column {
        // Drawn for the visitor, not from the catalog.
        Column::Access => cell::none(),
        Column::Publisher => maker(snapshot, entry).into_any(),
        Column::InputPrice => amount(best.input),
        Column::OutputPrice => amount(best.output),
        Column::BlendedPrice => amount(best.blended),
        Column::Context => size(attributes.context),
        Column::MaxOutput => size(attributes.max_output),
        Column::TimeToFirstToken => cell::figure(best.first_token),
        Column::Throughput => cell::figure(best.throughput),
        Column::Modalities => {
            let (inputs, outputs) = (attributes.inputs.clone(), attributes.outputs.clone());
            view! { <Modalities inputs outputs/> }.into_any()
        }
        Column::Providers => entry.providers.into_any(),
        Column::Released => cell::since(entry),
        Column::Lifecycle => entry.lifecycle.label().into_any(),
    }
}

fn amount(price: Option<UnitPrice>) -> AnyView {
    match price {
        Some(price) => price.amount().into_any(),
        None => view! { <Unpriced/> }.into_any(),
    }
}

fn size(n: Option<i64>) -> AnyView {
    match n {
        Some(n) => tokens(n).into_any(),
        None => view! { <Unknown/> }.into_any(),
    }
}
