//! The catalog as a dense table.

use backend::catalog::snapshot::{Best, Entry, Snapshot};
use domain::catalog_query::{CatalogQuery, Density, Sort};
use domain::price::UnitPrice;
use leptos::prelude::*;

use crate::components::format::tokens;
use crate::components::{CompareTick, Day, Icon, IconSize, Modalities, Unknown, Unpriced, maker};

/// The list as rows.
pub(super) fn table(
    snapshot: &Snapshot,
    entries: &[&Entry],
    query: &CatalogQuery,
    best: &dyn Fn(&Entry) -> Best,
) -> AnyView {
    let class = if query.density == Density::Compact {
        "table table--compact"
    } else {
        "table"
    };
    let rows = entries
        .iter()
        .map(|entry| row(snapshot, entry, best(entry)))
        .collect_view();
    view! {
        <div class="scroller scroller--sticky" role="region" aria-label="Models" tabindex="0">
            <table class=class>
                <caption class="sr-only">"Models, USD per 1M tokens"</caption>
                <thead>
                    <tr>
                        <th scope="col" class="table__key" aria-sort=sorted(query, Sort::Name)>{head(query, Sort::Name, "Model")}</th>
                        <th scope="col">"Publisher"</th>
                        <th scope="col" data-t="num" aria-sort=sorted(query, Sort::InputPrice)>{head(query, Sort::InputPrice, "Input $/1M")}</th>
                        <th scope="col" data-t="num" aria-sort=sorted(query, Sort::OutputPrice)>{head(query, Sort::OutputPrice, "Output $/1M")}</th>
                        <th scope="col" data-t="num" aria-sort=sorted(query, Sort::BlendedPrice)>{head(query, Sort::BlendedPrice, "Blended $/1M")}</th>
                        <th scope="col" data-t="num" aria-sort=sorted(query, Sort::Context)>{head(query, Sort::Context, "Context")}</th>
                        <th scope="col" data-t="num">"Max output"</th>
                        <th scope="col">"Modalities"</th>
                        <th scope="col" data-t="num" aria-sort=sorted(query, Sort::Offerings)>{head(query, Sort::Offerings, "Providers")}</th>
                        <th scope="col" data-t="num" aria-sort=sorted(query, Sort::Newest)>{head(query, Sort::Newest, "Released")}</th>
                        <th scope="col">"Lifecycle"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn sorted(query: &CatalogQuery, sort: Sort) -> Option<&'static str> {
    let descending = matches!(sort, Sort::Context | Sort::Newest | Sort::Offerings);
    (query.sort == sort).then_some(if descending {
        "descending"
    } else {
        "ascending"
    })
}

fn head(query: &CatalogQuery, sort: Sort, name: &'static str) -> impl IntoView + use<> {
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

fn row(snapshot: &Snapshot, entry: &Entry, best: Best) -> impl IntoView + use<> {
    let amount = |price: Option<UnitPrice>| match price {
        Some(price) => price.amount().into_any(),
        None => view! { <Unpriced/> }.into_any(),
    };
    let size = |n: Option<i64>| match n {
        Some(n) => tokens(n).into_any(),
        None => view! { <Unknown/> }.into_any(),
    };
    let released = match entry.attributes.released {
        Some(date) => view! { <Day date/> }.into_any(),
        None => view! { <Unknown/> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="table__key"><CompareTick slug=entry.slug.clone() name=entry.name.clone() bare=true/><a href=entry.href.clone()>{entry.name.clone()}</a></th>
            <td class="nowrap">{maker(snapshot, entry)}</td>
            <td data-t="num">{amount(best.input)}</td>
            <td data-t="num">{amount(best.output)}</td>
            <td data-t="num">{amount(best.blended)}</td>
            <td data-t="num">{size(entry.attributes.context)}</td>
            <td data-t="num">{size(entry.attributes.max_output)}</td>
            <td><Modalities inputs=entry.attributes.inputs.clone() outputs=entry.attributes.outputs.clone()/></td>
            <td data-t="num">{entry.providers}</td>
            <td data-t="num">{released}</td>
            <td>{entry.lifecycle.label()}</td>
        </tr>
    }
}
