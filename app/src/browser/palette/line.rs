//! One option, apart from the page.

use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::browser::dom;

/// The option that leads to the search; other lines are made like it.
pub(super) const SEARCH: &str = "#palette [data-search]";

const MODEL_ICON: &str = "/icons.svg#box";

/// Where to go and how it is called.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) href: String,
    pub(super) name: String,
    /// What it belongs to: the publisher, the organization.
    pub(super) note: String,
    /// Other words by which it is found.
    pub(super) words: String,
    icon: String,
}

impl Line {
    /// A model or a listing.
    pub(super) fn model(href: String, name: String, note: String, id: &str) -> Self {
        Self {
            words: format!("{id} {note}"),
            icon: MODEL_ICON.to_owned(),
            href,
            name,
            note,
        }
    }

    /// What an option of the page says.
    pub(super) fn read(option: &Element) -> Option<Self> {
        let text = |selector: &str| {
            let part = option.query_selector(selector).ok().flatten();
            part.and_then(|p| p.text_content()).unwrap_or_default()
        };
        let icon = option.query_selector("use").ok().flatten();
        let own = text("small");
        Some(Self {
            href: option.get_attribute("href")?,
            name: text("span"),
            note: if own.is_empty() { group(option) } else { own },
            words: option.get_attribute("data-words").unwrap_or_default(),
            icon: icon.and_then(|i| i.get_attribute("href"))?,
        })
    }

    /// A new option that says this.
    pub(super) fn draw(&self) -> Option<Element> {
        let copy = dom::first(SEARCH)?.clone_node_with_deep(true).ok()?;
        let option = copy.dyn_into::<Element>().ok()?;
        for name in ["data-search", "id", "hidden"] {
            option.remove_attribute(name).ok()?;
        }
        for (name, value) in [
            ("href", self.href.as_str()),
            ("data-words", &self.words),
            ("aria-selected", "false"),
        ] {
            option.set_attribute(name, value).ok()?;
        }
        let part = |selector: &str| option.query_selector(selector).ok().flatten();
        part("use")?.set_attribute("href", &self.icon).ok()?;
        part("span")?.set_text_content(Some(&self.name));
        part("small")?.set_text_content(Some(&self.note));
        Some(option)
    }
}

/// The name of the group in which an option stands.
pub(super) fn group(option: &Element) -> String {
    let group = option.closest("[role=group]").ok().flatten();
    group
        .and_then(|g| g.get_attribute("aria-label"))
        .unwrap_or_default()
}
