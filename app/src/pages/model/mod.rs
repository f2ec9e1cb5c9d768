//! The page of one model.

mod benchmarks;
mod data_policy;
mod differences;
mod facts;
mod head;
mod history;
mod ids;
mod lifecycle;
mod notice;
mod offerings;
mod prices;
mod sheet_rows;
mod shown;
mod words;

use std::sync::Arc;

use crate::components::PageTitle;
use backend::catalog::snapshot::{Entry, Snapshot};
use leptos::prelude::*;

use self::shown::Shown;
use super::access::{Whose, with_access};
use super::{address, errors};
use crate::components::CompareTray;
use crate::context::{named_organization, snapshot};

/// The page of one model; an alias leads to it.
#[component]
pub fn Model() -> impl IntoView {
    let snapshot = snapshot();
    let id = address::rest("/models/").unwrap_or_default();
    match find(&snapshot, id.trim_end_matches('/')) {
        Some(entry) if entry.slug == id => page(&snapshot, entry),
        Some(entry) => address::moved(entry),
        None => errors::not_found(
            "model",
            "No model or alias has this id. It may be mistyped; the search forgives typos.",
        ),
    }
}

/// The model with this id or alias, or that a provider lists by this name, whatever the case of
/// its letters.
fn find<'a>(snapshot: &'a Snapshot, id: &str) -> Option<&'a Entry> {
    let listed = || {
        let (provider, name) = id.split_once('/')?;
        snapshot.listing(provider, name)
    };
    let loosely = || {
        snapshot.entries.iter().find(|entry| {
            let aliases = entry
                .model()
                .map(|m| m.aliases.as_slice())
                .unwrap_or_default();
            let named = entry.model().is_some() && entry.slug.eq_ignore_ascii_case(id);
            named || aliases.iter().any(|a| a.eq_ignore_ascii_case(id))
        })
    };
    snapshot
        .model(id)
        .or_else(|| snapshot.model_by_alias(id))
        .or_else(listed)
        .or_else(loosely)
}

/// The sections and their names, in order. A listing has no benchmarks, and of many models
/// sources say the same.
const SECTIONS: [(&str, &str); 8] = [
    ("offerings", "Offerings"),
    ("prices", "Prices"),
    ("history", "Price history"),
    ("benchmarks", "Benchmarks"),
    ("lifecycle", "Lifecycle"),
    ("data-policy", "Data policy"),
    ("differences", "Where sources differ"),
    ("ids", "Model ids"),
];

/// Everything the catalog knows of an entry, and what an organization of the
/// visitor can do with it.
pub(super) fn page(snapshot: &Arc<Snapshot>, entry: &Entry) -> AnyView {
    let (snapshot, index) = (Arc::clone(snapshot), entry.index);
    with_access(named_organization(), false, move |whose| {
        match snapshot.entries.get(index) {
            Some(entry) => draw(&snapshot, entry, whose),
            None => errors::no_such_page(),
        }
    })
}

fn draw(snapshot: &Snapshot, entry: &Entry, whose: Whose<'_>) -> AnyView {
    let shown = Shown::new(snapshot, entry, whose);
    let is_model = entry.model().is_some();
    let differences = differences::section(shown);
    let contents = SECTIONS
        .into_iter()
        .filter(|(id, _)| is_model || *id != "benchmarks")
        .filter(|(id, _)| differences.is_some() || *id != "differences")
        .map(|(id, name)| view! { <li><a href=format!("#{id}")>{name}</a></li> })
        .collect_view();
    view! {
        <PageTitle text=entry.name.clone()/>
        <div class="page">
            {head::head(shown).into_any()}
            <div class="article">
                <nav class="article__nav" aria-label="On this page"><ol>{contents}</ol></nav>
                <div>
                    {offerings::section(shown).into_any()}
                    {prices::section(shown).into_any()}
                    {history::section(shown).into_any()}
                    {is_model.then(|| benchmarks::section(shown).into_any())}
                    <div class="columns">
                        {lifecycle::section(shown).into_any()}
                        {data_policy::section(shown).into_any()}
                    </div>
                    {differences}
                    {words::section(shown)}
                    {ids::section(shown).into_any()}
                </div>
            </div>
        </div>
        <CompareTray/>
    }
    .into_any()
}

/// The prices of an entry by component, for the page of the design system.
pub(super) fn price_sheets(snapshot: &Snapshot, entry: &Entry) -> AnyView {
    prices::section(Shown::new(snapshot, entry, Whose::Nobody)).into_any()
}
