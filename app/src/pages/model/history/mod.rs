//! How prices have moved.

mod chart;
mod scale;
mod series;
mod twin;

use leptos::prelude::*;

use self::series::{Record, records};
use super::shown::Shown;
use crate::components::format::plural;
use crate::components::{Day, Icon, IconSize};

/// Most charts that are shown at once; the others are folded away.
const CHARTS: usize = 3;

pub(super) fn section(shown: Shown<'_>) -> impl IntoView + use<> {
    let records = records(shown);
    let (first, rest) = records.split_at(records.len().min(CHARTS));
    let figures = |records: &[Record<'_>]| {
        let drawn = records.iter().map(|record| figure(shown, record));
        view! { <div class="stack">{drawn.collect_view()}</div> }
    };
    let rest = (!rest.is_empty()).then(|| {
        let offerings = plural(rest.len(), "more offering has", "more offerings have");
        view! {
            <details class="twin">
                <summary><Icon name="history" size=IconSize::Small/>{offerings}" changed prices"</summary>
                {figures(rest)}
            </details>
        }
    });
    view! {
        <section class="section" id="history" aria-labelledby="history-title">
            <div class="section__head"><h2 id="history-title">"Price history"</h2></div>
            {records.is_empty().then(|| unchanged(shown))}
            {figures(first)}
            {rest}
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
