//! Reading ids out of the path of an address.
//!
//! Ids hold slashes and percent signs, so they are read from the path as it was
//! sent.

use crate::components::PageTitle;
use backend::catalog::snapshot::Entry;
use domain::catalog_query::encode;
use leptos::prelude::*;

use crate::context::{address, moved_to, named_organization, path};

/// What follows `prefix` in the path of this request, decoded; `None` if it is
/// not text.
pub(super) fn rest(prefix: &str) -> Option<String> {
    after(&path(), prefix)
}

/// The first segment after `prefix` and what follows it, both decoded.
pub(super) fn split(prefix: &str) -> Option<(String, String)> {
    split_after(&path(), prefix)
}

fn after(path: &str, prefix: &str) -> Option<String> {
    decode(path.strip_prefix(prefix)?)
}

fn split_after(path: &str, prefix: &str) -> Option<(String, String)> {
    let rest = path.strip_prefix(prefix)?;
    let (first, tail) = rest.split_once('/').unwrap_or((rest, ""));
    Some((decode(first)?, decode(tail)?))
}

fn decode(text: &str) -> Option<String> {
    let decoded = percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .ok()?;
    Some(decoded.into_owned())
}

/// Sends the browser on to the same address with `short` as its path, which is
/// that of another page.
pub(crate) fn moved_to_path(short: &str) -> AnyView {
    let (path, address) = (path(), address());
    let query = address.strip_prefix(&path).unwrap_or_default();
    moved_to_page(&format!("{short}{query}"), short)
}

/// Sends the browser on to the one address of an entry, for the same
/// organization.
pub(super) fn moved(entry: &Entry) -> AnyView {
    let href = named_organization().map_or_else(
        || entry.href.clone(),
        |slug| format!("{}?org={}", entry.href, encode(&slug)),
    );
    moved_to_page(&href, &entry.name)
}

/// Sends the browser on to `href`, the page of `name`.
pub(super) fn moved_to_page(href: &str, name: &str) -> AnyView {
    moved_to(href);
    view! {
        <PageTitle text="Moved"/>
        <div class="page page--narrow">
            <div class="page__head">
                <h1 tabindex="-1">"This page has moved"</h1>
                <p class="page__lead">"It is now the page of "<a href=href.to_owned()>{name.to_owned()}</a>"."</p>
            </div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_decoded_once() {
        assert_eq!(
            after("/models/a/b:c@d%25%32", "/models/"),
            Some("a/b:c@d%2".to_owned())
        );
        assert_eq!(after("/models/%ff", "/models/"), None);
    }

    #[test]
    fn a_listing_has_a_provider_and_a_name() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(
            split_after("/providers/p/@cf/m", "/providers/"),
            pair("p", "@cf/m")
        );
        assert_eq!(split_after("/providers/p", "/providers/"), pair("p", ""));
    }
}
