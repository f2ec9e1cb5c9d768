//! Where a fact comes from.

use backend::catalog::snapshot::Source;
use leptos::prelude::*;

use super::Day;

/// An address that is safe to link to. Feeds may hold anything; only web
/// addresses become links.
pub fn web_address(url: &str) -> Option<String> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    web.then(|| url.to_owned())
}

/// The host of an address, for people.
pub fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// Words that link to another site, or only the words if there is no address.
#[component]
pub fn OutLink(
    /// The address.
    url: Option<String>,
    /// The words.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    match url.as_deref().and_then(web_address) {
        Some(href) => view! { <a href=href rel="external">{text}</a> }.into_any(),
        None => text.into_any(),
    }
}

/// The name of a source, linked to where the fact is stated, and the date of
/// its edition.
pub fn source_note(source: Option<&Source>, url: Option<&str>) -> AnyView {
    let Some(source) = source else {
        return ().into_any();
    };
    let url = url.map(str::to_owned).or_else(|| source.url.clone());
    view! { <OutLink url text=source.name.clone()/>", "<Day date=source.as_of.date()/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        assert!(web_address("https://a.example").is_some());
        assert!(web_address("javascript:alert(1)").is_none());
        assert_eq!(host("https://www.a.example/b?c"), "a.example");
    }
}
