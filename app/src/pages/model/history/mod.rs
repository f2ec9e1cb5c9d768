//! How prices have moved.

mod chart;
mod scale;
mod series;
mod twin;

use leptos::prelude::*;

use self::series::{Record, records};
use super::shown::Shown;
use crate::components::Day;
use crate::components::format::plural;

/// Most charts on one page; the price sheets have the rest.
const CHARTS: usize = 3;

pub(super) fn section(shown: Shown<'_>) -> impl IntoView + use<> {
    let records = records(shown);
    let more = records.len().saturating_sub(CHARTS);
    let figures = records
        .iter()
        .take(CHARTS)
        .map(|record| figure(shown, record))
        .collect_view();
    view! {
        <section class="section" id="history" aria-labelledby="history-title">
            <div class="section__head"><h2 id="history-title">"Price history"</h2></div>
            {records.is_empty().then(|| unchanged(shown))}
            <div class="stack">{figures}</div>
            {(more > 0).then(|| {
                let offerings = plural(more, "more offering has", "more offerings have");
                view! { <p class="section__note">{offerings}" changed its price; the price sheets above have the dates."</p> }
            })}
        </section>
    }
}

fn unchanged(shown: Shown<'_>) -> impl IntoView + use<> {
    let dated = shown
        .offerings
        .iter()
        .flat_map(|o| &o.periods)
        .filter_map(|p| p.from)
        .min();
    let since = match dated {
        Some(at) => view! { " The earliest dated price is of "<Day date=at.date()/>"." }.into_any(),
        None => view! { " The sources do not say since when the prices are in force." }.into_any(),
    };
    view! { <p class="muted">"No price change is on record."{since}</p> }
}

fn figure(shown: Shown<'_>, record: &Record<'_>) -> impl IntoView + use<> {
    let name = shown.provider(record.offering).1;
    let region = shown
        .region(record.offering)
        .map(|r| format!(", {r}"))
        .unwrap_or_default();
    let unit = record
        .series
        .first()
        .map_or("", |s| s.component.unit.label());
    let title = format!("{name}{region}, USD per {unit}");
    let source = shown
        .source(record.source)
        .map(|s| s.name.clone())
        .unwrap_or_default();
    let note = format!(
        "{}, says {source}",
        plural(record.changes(), "change on record", "changes on record")
    );
    view! {
        <figure class="chart">
            <figcaption><strong>{title.clone()}</strong><p>{note}</p></figcaption>
            {chart::legend(record)}
            {chart::chart(shown, record, &title)}
            {twin::twin(shown, record, title.clone())}
        </figure>
    }
}
