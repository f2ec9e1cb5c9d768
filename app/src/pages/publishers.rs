//! Everyone who made a model.

use std::cmp::Reverse;

use crate::components::PageTitle;
use backend::catalog::snapshot::{Entry, Publisher, Snapshot};
use leptos::prelude::*;

use super::publisher::providers_of;
use crate::components::format::plural;
use crate::components::{Icon, IconSize, Scroller, cell};
use crate::context::snapshot;

/// All publishers, those with most models first.
#[component]
pub fn Publishers() -> impl IntoView {
    let snapshot = snapshot();
    let mut models: Vec<Vec<&Entry>> = snapshot.publishers.iter().map(|_| Vec::new()).collect();
    for entry in snapshot.entries.iter().filter(|e| e.model().is_some()) {
        if let Some(own) = entry.publisher.and_then(|p| models.get_mut(p)) {
            own.push(entry);
        }
    }
    let mut list: Vec<(&Publisher, Vec<&Entry>)> = snapshot
        .publishers
        .iter()
        .zip(models)
        .filter(|(_, m)| !m.is_empty())
        .collect();
    list.sort_by_key(|(_, models)| Reverse(models.len()));
    let rows = list
        .iter()
        .map(|(publisher, models)| row(&snapshot, publisher, models))
        .collect_view();
    let lead = format!(
        "{} that made the models of the catalog. Others may sell them.",
        plural(list.len(), "organization", "organizations")
    );
    view! {
        <PageTitle text="Publishers"/>
        <div class="page page--narrow">
            <div class="page__head"><h1 tabindex="-1">"Publishers"</h1><p class="page__lead">{lead}</p></div>
            <Scroller label="Publishers, table" stack=true>
                <table class="table table--stack">
                    <caption class="sr-only">"Publishers, those with most models first"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Publisher"</th>
                            <th scope="col">"Country"</th>
                            <th scope="col" data-t="num" aria-sort="descending">"Models "<Icon name="arrow-down" size=IconSize::Small/></th>
                            <th scope="col" data-t="num">"Providers"</th>
                            <th scope="col">"Newest model"</th>
                            <th scope="col" data-t="num">"Released"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </Scroller>
        </div>
    }
}

fn row(snapshot: &Snapshot, publisher: &Publisher, models: &[&Entry]) -> impl IntoView + use<> {
    let newest = models.iter().max_by_key(|e| e.since());
    let newest = newest.filter(|e| e.since().is_some());
    let since = newest.map_or_else(|| cell::date(None), |e| cell::since(e));
    let name = newest.map(|e| view! { <a href=e.href.clone()>{e.name.clone()}</a> }.into_any());
    view! {
        <tr>
            <th scope="row"><a href=format!("/publishers/{}", publisher.slug)>{publisher.name.clone()}</a></th>
            <td data-label="Country">{cell::text(publisher.country.clone())}</td>
            <td data-label="Models" data-t="num">{models.len()}</td>
            <td data-label="Providers" data-t="num">{providers_of(snapshot, models)}</td>
            <td data-label="Newest model">{name.unwrap_or_else(|| cell::text(None))}</td>
            <td data-label="Released" data-t="num">{since}</td>
        </tr>
    }
}
