//! Models and offerings side by side, differences first.

use backend::catalog::snapshot::Snapshot;
use leptos::prelude::*;

use super::rows::{Row, rows};
use super::selection::{Chosen, Selection};
use crate::components::offering::runs;
use crate::components::{Icon, IconSize};

/// The table and the switch that leaves out what is the same.
pub(super) fn facts(snapshot: &Snapshot, selection: &Selection, chosen: &[Chosen<'_>]) -> AnyView {
    let (differing, same): (Vec<Row>, Vec<Row>) =
        rows(snapshot, chosen, selection.typed.workload())
            .into_iter()
            .partition(|row| row.differs);
    let alone = chosen.len() == 1;
    let width = chosen.len() + 1;
    let head = chosen
        .iter()
        .map(|c| column(snapshot, selection, c))
        .collect_view();
    let first = group("Different", differing, width);
    let second = (!selection.differences || alone)
        .then(|| group(if alone { "Facts" } else { "The same" }, same, width));
    let nothing = (selection.differences && first.is_none()).then(
        || view! { <p class="section__note">"They agree in every fact the catalog has."</p> },
    );
    view! {
        <section class="section" aria-labelledby="facts-title">
            <div class="section__head">
                <h2 id="facts-title">"Side by side"</h2>
                {(!alone).then(|| switch(selection))}
            </div>
            <div class="scroller scroller--sticky scroller--tall" role="region" aria-label="Comparison" tabindex="0">
                <table class="table compare-table">
                    <caption class="sr-only">"Facts of the models side by side; rows that differ come first and say so"</caption>
                    <thead><tr><td class="table__key"></td>{head}</tr></thead>
                    {first}
                    {second}
                </table>
            </div>
            {nothing}
            <p class="section__note">
                "A column is about the cheapest live offering of its model for this workload, or about the one that was added from the list below. "
                "One that is listed at no charge is taken only if all are. "
                "Scores are the best published ones; their setting stands below them."
            </p>
        </section>
    }
    .into_any()
}

fn switch(selection: &Selection) -> AnyView {
    let current = |is: bool| is.then_some("true");
    view! {
        <div class="segment" role="group" aria-label="Rows">
            <a href=selection.toggled(false) aria-current=current(!selection.differences)>"All rows"</a>
            <a href=selection.toggled(true) aria-current=current(selection.differences)>"Only differences"</a>
        </div>
    }
    .into_any()
}

fn column(snapshot: &Snapshot, selection: &Selection, chosen: &Chosen<'_>) -> AnyView {
    let entry = chosen.entry;
    let publisher = entry
        .publisher
        .and_then(|i| snapshot.publishers.get(i))
        .map(|p| p.name.clone());
    let at = chosen
        .offer()
        .and_then(|o| snapshot.providers.get(o.offering.provider));
    let at = at.map_or_else(
        || "no live offering".to_owned(),
        |p| format!("at {}", p.name),
    );
    let at = match chosen.asked() {
        Some(offering) => format!("{at}, {}", runs(snapshot, offering)),
        None => at,
    };
    let by = publisher.map_or_else(|| at.clone(), |name| format!("{name}, {at}"));
    view! {
        <th scope="col">
            <a class="compare-table__name" href=entry.href.clone()>{entry.name.clone()}</a>
            <p>{by}</p>
            <a class="compare-table__remove" href=selection.without(&chosen.id)>
                <Icon name="x" size=IconSize::Small/>"Remove"<span class="sr-only">" "{entry.name.clone()}</span>
            </a>
        </th>
    }
    .into_any()
}

fn group(title: &'static str, rows: Vec<Row>, width: usize) -> Option<AnyView> {
    (!rows.is_empty()).then(|| {
        let rows = rows.into_iter().map(line).collect_view();
        view! {
            <tbody>
                <tr><th scope="rowgroup" colspan=width.to_string()>{title}</th></tr>
                {rows}
            </tbody>
        }
        .into_any()
    })
}

fn line(row: Row) -> AnyView {
    let cells = row
        .cells
        .into_iter()
        .map(|cell| view! { <td>{cell.view}</td> })
        .collect_view();
    let note = row.note.map(|note| view! { <small>{note}</small> });
    let heading = view! {
        <th scope="row" class="table__key">
            {row.label}
            {row.differs.then(|| view! { <span class="sr-only">", differs"</span> })}
            {note}
        </th>
    };
    if row.differs {
        view! { <tr data-differs="">{heading}{cells}</tr> }.into_any()
    } else {
        view! { <tr>{heading}{cells}</tr> }.into_any()
    }
}
