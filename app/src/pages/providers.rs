//! Everyone who sells offerings.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::components::PageTitle;
use backend::catalog::snapshot::{Offering, Provider, Snapshot};
use leptos::prelude::*;

use crate::components::format::plural;
use crate::components::{Icon, IconSize, Scroller, cell};
use crate::context::snapshot;

/// What a provider sells now.
#[derive(Default)]
struct Tally {
    models: HashSet<usize>,
    offerings: usize,
    /// The newest edition of a source that lists it.
    as_of: Option<time::Date>,
}

/// All providers, those with most models first.
#[component]
pub fn Providers() -> impl IntoView {
    let snapshot = snapshot();
    let mut list: Vec<(&Provider, Tally)> =
        snapshot.providers.iter().zip(tallies(&snapshot)).collect();
    list.sort_by_key(|(_, tally)| Reverse((tally.models.len(), tally.offerings)));
    let rows = list
        .iter()
        .map(|(provider, tally)| row(provider, tally))
        .collect_view();
    let lead = format!(
        "{} that sell offerings. Many serve models of several publishers.",
        plural(list.len(), "company", "companies")
    );
    view! {
        <PageTitle text="Providers"/>
        <div class="page page--narrow">
            <div class="page__head"><h1 tabindex="-1">"Providers"</h1><p class="page__lead">{lead}</p></div>
            <Scroller label="Providers, table" stack=true>
                <table class="table table--stack">
                    <caption class="sr-only">"Providers, those with most models first"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Provider"</th>
                            <th scope="col">"Country"</th>
                            <th scope="col" data-t="num" aria-sort="descending">"Models "<Icon name="arrow-down" size=IconSize::Small/></th>
                            <th scope="col" data-t="num">"Offerings"</th>
                            <th scope="col" data-t="num">"Last seen"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </Scroller>
        </div>
    }
}

fn tallies(snapshot: &Snapshot) -> Vec<Tally> {
    let mut tallies: Vec<Tally> = snapshot
        .providers
        .iter()
        .map(|_| Tally::default())
        .collect();
    for offering in snapshot.offerings.iter().filter(|o| o.is_live()) {
        if let Some(tally) = tallies.get_mut(offering.provider) {
            tally.models.insert(offering.entry);
            tally.offerings += 1;
            tally.as_of = tally.as_of.max(as_of(snapshot, offering));
        }
    }
    tallies
}

fn as_of(snapshot: &Snapshot, offering: &Offering) -> Option<time::Date> {
    snapshot
        .editions
        .get(offering.source)
        .map(|s| s.as_of.date())
}

fn row(provider: &Provider, tally: &Tally) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row"><a href=format!("/providers/{}", provider.slug)>{provider.name.clone()}</a></th>
            <td data-label="Country">{cell::text(provider.country.clone())}</td>
            <td data-label="Models" data-t="num">{tally.models.len()}</td>
            <td data-label="Offerings" data-t="num">{tally.offerings}</td>
            <td data-label="Last seen" data-t="num">{cell::date(tally.as_of)}</td>
        </tr>
    }
}
