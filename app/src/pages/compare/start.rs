//! The page before anything is chosen.

use backend::catalog::snapshot::{Entry, Snapshot};
use domain::catalog_query::CatalogQuery;
use domain::model::Task;
use leptos::prelude::*;

use super::search::add_form;
use super::selection::Selection;
use crate::components::Icon;

/// Tasks for which an example is shown, with its icon.
const EXAMPLES: [(Task, &str); 4] = [
    (Task::Chat, "message-square"),
    (Task::Code, "code"),
    (Task::Embedding, "database"),
    (Task::Image, "image"),
];
/// Models in an example.
const SIZE: usize = 3;

/// Search, examples and where else models can be ticked.
pub(super) fn start(snapshot: &Snapshot, selection: &Selection) -> AnyView {
    let examples = EXAMPLES
        .into_iter()
        .filter_map(|(task, icon)| example(snapshot, selection, task, icon))
        .collect_view();
    view! {
        <section class="empty" aria-labelledby="start-title">
            <h2 id="start-title">"Choose up to four models"</h2>
            <p>"Search here, or tick “Compare” on cards and rows of the catalog."</p>
            <div class="stack compare-start">{add_form(snapshot, selection)}</div>
            <p class="cluster">
                <a class="button button--primary" href="/models">"Browse the catalog"</a>
                <a class="button" href="/quality"><Icon name="chart-scatter"/>"Quality against cost"</a>
            </p>
        </section>
        <section class="section" aria-labelledby="examples-title">
            <div class="section__head"><h2 id="examples-title">"Often compared"</h2></div>
            <ul class="item-list">{examples}</ul>
        </section>
    }
    .into_any()
}

/// The best-known models of a task, one of each publisher, that have a price.
fn example(
    snapshot: &Snapshot,
    selection: &Selection,
    task: Task,
    icon: &'static str,
) -> Option<AnyView> {
    let query = CatalogQuery {
        tasks: vec![task],
        ..CatalogQuery::default()
    };
    let mut picked: Vec<&Entry> = Vec::new();
    for entry in snapshot.find_all(&query) {
        let is_new = !picked
            .iter()
            .any(|other| other.publisher == entry.publisher);
        if entry.model().is_some() && entry.providers > 0 && entry.best.is_priced() && is_new {
            picked.push(entry);
        }
        if picked.len() == SIZE {
            break;
        }
    }
    let ids: Vec<&str> = picked.iter().map(|e| e.slug.as_str()).collect();
    let names: Vec<&str> = picked.iter().map(|e| e.name.as_str()).collect();
    let mut href = selection.href(&ids, false);
    // Vectors are not paid for as output.
    let typed = selection.typed.pairs();
    if task == Task::Embedding && typed.iter().all(|(name, _)| *name != "output") {
        href.push_str("&output=0");
    }
    (ids.len() > 1).then(|| {
        view! {
            <li>
                <a class="item" href=href>
                    <span><strong><Icon name=icon/>" "{task.label()}</strong><small>{names.join(", ")}</small></span>
                    <Icon name="arrow-right"/>
                </a>
            </li>
        }
        .into_any()
    })
}
