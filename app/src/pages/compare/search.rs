//! Finding a model to compare, without scripts.

use backend::catalog::snapshot::{Entry, Snapshot};
use domain::catalog_query::CatalogQuery;
use leptos::prelude::*;

use super::selection::{MAX_MODELS, Selection};
use crate::components::format::{initials, plural};
use crate::components::{Icon, IconSize};

/// Most matches shown; the catalog page shows all.
const MATCHES: usize = 6;

/// The search field and what it found, as long as there is room.
pub(super) fn add_form(snapshot: &Snapshot, selection: &Selection) -> Option<AnyView> {
    let hidden = selection.hidden().into_iter();
    let hidden = hidden
        .map(|(name, value)| view! { <input r#type="hidden" name=name value=value/> })
        .collect_view();
    (selection.ids.len() < MAX_MODELS).then(|| {
        view! {
            <search>
                <form class="toolbar" action="/compare" method="get" aria-label="Add a model">
                    {hidden}
                    <label class="search-box">
                        <Icon name="search"/>
                        <span class="sr-only">"Model to add"</span>
                        <input r#type="search" name="q" value=selection.search.clone() autocomplete="off"
                            placeholder="Name or id of a model to add" maxlength="200"/>
                    </label>
                    <button class="button"><Icon name="plus"/>"Find a model"</button>
                    <p class="muted small">{format!("{} of {MAX_MODELS} chosen", selection.ids.len())}</p>
                </form>
            </search>
            {found(snapshot, selection)}
        }
        .into_any()
    })
}

fn found(snapshot: &Snapshot, selection: &Selection) -> Option<AnyView> {
    if selection.search.is_empty() {
        return None;
    }
    let query = CatalogQuery {
        text: selection.search.clone(),
        ..CatalogQuery::default()
    };
    let all = snapshot.find_all(&query);
    let new = all
        .iter()
        .filter(|entry| !selection.ids.contains(&entry.slug))
        .take(MATCHES);
    let items = new
        .map(|entry| item(snapshot, selection, entry))
        .collect_view();
    let more = (all.len() > MATCHES).then(|| {
        let text = format!("All {} in the catalog", plural(all.len(), "match", "matches"));
        view! { <li><a class="item item--more" href=query.href("/models")><span>{text}</span><Icon name="arrow-right"/></a></li> }
    });
    let list = if all.is_empty() {
        view! { <p class="muted">"Nothing in the catalog is called so."</p> }.into_any()
    } else {
        view! { <ul class="item-list">{items}{more}</ul> }.into_any()
    };
    Some(view! { <section aria-label="Matches">{list}</section> }.into_any())
}

fn item(snapshot: &Snapshot, selection: &Selection, entry: &Entry) -> AnyView {
    let publisher = entry
        .publisher
        .and_then(|i| snapshot.publishers.get(i))
        .map(|p| p.name.clone());
    let tile = initials(publisher.as_deref().unwrap_or(&entry.name));
    let price = entry.best.input.map(|p| format!("from {} in", p.dollars()));
    view! {
        <li>
            <a class="item" href=selection.with(&entry.slug)>
                <span class="glyph glyph--small" aria-hidden="true">{tile}</span>
                <span><strong>{entry.name.clone()}</strong><small>{entry.slug.clone()}</small></span>
                <span class="item__value">{price}" "<Icon name="plus" size=IconSize::Small/><span class="sr-only">"Add to the comparison"</span></span>
            </a>
        </li>
    }
    .into_any()
}
