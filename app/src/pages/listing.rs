//! The page of what a provider sells under a name that no model is known for.

use backend::catalog::snapshot::{Entry, Snapshot};
use domain::slug::path_segment;
use leptos::prelude::*;

use super::{address, errors, model};
use crate::context::snapshot;

/// A listing without a model; one with a model leads to the model's page.
#[component]
pub fn Listing() -> impl IntoView {
    let snapshot = snapshot();
    let Some((provider, name)) = address::split("/providers/") else {
        return unknown();
    };
    if let (true, Some((_, found))) = (name.is_empty(), snapshot.provider(&provider)) {
        return address::moved_to_page(
            &format!("/providers/{}", path_segment(&found.slug)),
            &found.name,
        );
    }
    match find(&snapshot, &provider, name.trim_end_matches('/')) {
        Some((entry, exact)) if exact && entry.model().is_none() && !name.ends_with('/') => {
            model::page(&snapshot, entry)
        }
        Some((entry, _)) => address::moved(entry),
        None => unknown(),
    }
}

fn unknown() -> AnyView {
    errors::not_found(
        "listing",
        "This provider sells nothing under this name, as far as the sources say.",
    )
}

/// The entry of a listing, and whether the address names it exactly. The case
/// of letters is forgiven.
fn find<'a>(snapshot: &'a Snapshot, provider: &str, name: &str) -> Option<(&'a Entry, bool)> {
    if let Some(entry) = snapshot.listing(provider, name) {
        return Some((entry, true));
    }
    let index = snapshot
        .providers
        .iter()
        .position(|p| p.slug.eq_ignore_ascii_case(provider))?;
    let same = snapshot
        .offerings
        .iter()
        .find(|o| o.provider == index && o.upstream.eq_ignore_ascii_case(name))?;
    snapshot.entries.get(same.entry).map(|entry| (entry, false))
}
