//! Models side by side: what a month would cost on each offering, and where
//! the models differ.

mod asking;
mod costs;
mod facts;
mod formula;
mod rows;
mod search;
mod selection;
mod start;

use crate::components::PageTitle;
use axum::http::StatusCode;
use leptos::prelude::*;

use crate::components::workload::WorkloadForm;
use crate::components::{Icon, Notice, Tone};
use crate::context::{query_pairs, respond_with, snapshot};
use crate::pages::errors;
use selection::{Chosen, Selection};

pub(super) use costs::formula_note;

/// The page.
#[component]
pub fn Compare() -> impl IntoView {
    let pairs = match query_pairs() {
        Ok(pairs) => pairs,
        Err(error) => return errors::unreadable_query(error),
    };
    let selection = match Selection::from_pairs(&pairs) {
        Ok(selection) => selection,
        Err(error) => {
            return errors::bad_query_leading_to(
                &error,
                Selection::first_models(&pairs).toggled(false),
            );
        }
    };
    if !selection.typed.errors.is_empty() {
        respond_with(StatusCode::BAD_REQUEST);
    }
    let snapshot = snapshot();
    let (chosen, unknown) = selection.resolve(&snapshot);
    // Ids that do not exist must not use up places in the links.
    let selection = Selection {
        ids: chosen.iter().map(|c| c.id.clone()).collect(),
        ..selection
    };
    let mut names: Vec<_> = chosen.iter().map(|c| c.entry.name.clone()).collect();
    names.dedup();
    let title = if names.is_empty() {
        "Compare".to_owned()
    } else {
        format!("Compare {}", names.join(", "))
    };
    let body = if chosen.is_empty() {
        start::start(&snapshot, &selection)
    } else {
        comparison(&snapshot, &selection, &chosen)
    };
    view! {
        <PageTitle text=title/>
        <div class="page">
            <div class="page__head">
                <h1 tabindex="-1">"Compare"</h1>
                <p class="page__lead">
                    "What each offering would cost for your workload, and where models and offerings differ. "
                    "The address of this page is the whole comparison."
                </p>
            </div>
            <div class="stack">{unknown_notice(&unknown)}{body}</div>
        </div>
    }
    .into_any()
}

fn comparison(
    snapshot: &backend::catalog::snapshot::Snapshot,
    selection: &Selection,
    chosen: &[Chosen<'_>],
) -> AnyView {
    let hidden = selection.hidden_without_workload();
    view! {
        {search::add_form(snapshot, selection)}
        <WorkloadForm typed=selection.typed.clone() action="/compare" hidden/>
        {facts::facts(snapshot, selection, chosen)}
        {costs::costs(snapshot, selection, chosen)}
        <p>
            <a href=selection.quality_href()><Icon name="chart-scatter"/>" Quality against cost of the whole catalog"</a>
        </p>
    }
    .into_any()
}

fn unknown_notice(unknown: &[String]) -> Option<AnyView> {
    let items: Vec<_> = unknown
        .iter()
        .map(|id| view! { <li><code>{id.clone()}</code></li> })
        .collect();
    (!unknown.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Warn>
                <p>"The catalog has no model or live offering with this id; it is left out of the comparison:"</p>
                <ul>{items}</ul>
            </Notice>
        }
        .into_any()
    })
}
