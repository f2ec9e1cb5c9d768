//! How fresh the catalog is.

use std::cmp::Reverse;

use backend::catalog::snapshot::{Snapshot, Source};
use leptos::prelude::*;
use time::OffsetDateTime;

use crate::components::format::plural;
use crate::components::{Day, Scroller};

/// The sources, the stalest last.
pub(super) fn section(snapshot: &Snapshot, now: OffsetDateTime) -> AnyView {
    let mut sources: Vec<&Source> = snapshot.sources().iter().collect();
    sources.sort_by_key(|source| Reverse(source.as_of));
    let body = if sources.is_empty() {
        view! { <p class="muted">"Nothing was imported yet. "<code>"tessera catalog import"</code>" does it."</p> }
            .into_any()
    } else {
        table(&sources, now)
    };
    view! {
        <section class="section" aria-labelledby="sources">
            <div class="section__head"><h2 id="sources">"Sources of the catalog"</h2><p><a href="/sources">"What comes from each"</a></p></div>
            {body}
        </section>
    }
    .into_any()
}

fn table(sources: &[&Source], now: OffsetDateTime) -> AnyView {
    let rows = sources.iter().map(|s| row(s, now)).collect_view();
    view! {
        <Scroller label="Sources of the catalog, table" stack=true>
            <table class="table table--stack">
                <caption class="sr-only">"Sources, the newest edition first"</caption>
                <thead><tr>
                    <th scope="col">"Source"</th>
                    <th scope="col" data-t="num">"Edition"</th>
                    <th scope="col" data-t="num">"Age"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

fn row(source: &Source, now: OffsetDateTime) -> AnyView {
    let days = usize::try_from((now - source.as_of).whole_days()).unwrap_or_default();
    view! {
        <tr>
            <th scope="row">{source.name.clone()}</th>
            <td data-label="Edition" data-t="num"><Day date=source.as_of.date()/></td>
            <td data-label="Age" data-t="num">{plural(days, "day", "days")}</td>
        </tr>
    }
    .into_any()
}
