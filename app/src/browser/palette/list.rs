//! The list under the field: which options are shown, and which is the active
//! one. The focus stays in the field, which names the active option.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition, js_sys,
};

use super::line::{Line, SEARCH, group};
use super::recent;
use crate::browser::dom;

/// What the server has drawn.
pub(super) const PLACES: &str =
    "#palette [role=group]:not([data-recent], [data-models]) [role=option]";
const RECENT: &str = "#palette [data-recent]";
const MODELS: &str = "#palette [data-models]";
/// What is shown when the words fit.
const FILTERED: &str = "#palette [role=group]:not([data-recent]) [role=option]:not([data-search])";
const SHOWN: &str = "#palette [role=option]:not([hidden])";
const ACTIVE: &str = "#palette [aria-selected=true]";

thread_local! {
    /// How many options were active so far: each has a name of its own.
    static NAMED: Cell<u32> = const { Cell::new(0) };
}

/// Where the active option moves.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Next,
    Previous,
    First,
    Last,
}

pub(super) fn field() -> Option<HtmlInputElement> {
    dom::first("#palette input")?.dyn_into().ok()
}

/// What is typed.
pub(super) fn text() -> String {
    field().map_or_else(String::new, |f| f.value().trim().to_owned())
}

/// Shows what fits `text`; with nothing typed everything, and first what was
/// chosen last.
pub(super) fn show(text: &str) {
    let recent = if text.is_empty() {
        fill(MODELS, &[]);
        recent::load()
    } else {
        Vec::new()
    };
    let wanted = words(text);
    for option in dom::all(FILTERED) {
        let href = option.get_attribute("href");
        let is_above = recent.iter().any(|line| Some(&line.href) == href.as_ref());
        hide(&option, is_above || !fits(&option, &wanted));
    }
    fill(RECENT, &recent);
    offer_search(text);
    settle(None);
}

/// Shows these models. What is active stays so, if it is still there.
pub(super) fn show_models(models: &[Line]) {
    let active = dom::first(ACTIVE).filter(|a| !a.has_attribute("data-search"));
    let href = active.and_then(|a| a.get_attribute("href"));
    fill(MODELS, models);
    settle(href.as_deref());
}

/// Moves the active option, around the ends.
pub(super) fn go(step: Step) -> Option<()> {
    let shown = dom::all(SHOWN);
    let last = shown.len().checked_sub(1)?;
    let is_active = |o: &Element| o.get_attribute("aria-selected").as_deref() == Some("true");
    let here = shown.iter().position(is_active).unwrap_or_default();
    let there = match step {
        Step::Next if here < last => here + 1,
        Step::Next | Step::First => 0,
        Step::Previous => here.checked_sub(1).unwrap_or(last),
        Step::Last => last,
    };
    activate(shown.get(there)?)
}

/// Goes where the active option leads, as if it were clicked.
pub(super) fn choose() -> Option<()> {
    let active = dom::first(ACTIVE)?.dyn_into::<HtmlElement>().ok()?;
    active.click();
    Some(())
}

/// Text as words in small letters. The browser knows the letters of all
/// scripts; here their tables would be most of this module.
fn words(text: &str) -> Vec<String> {
    let text = String::from(js_sys::JsString::from(text).to_lower_case());
    let words = text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
    words.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Whether every wanted word begins a word of the option or of its group.
fn fits(option: &Element, wanted: &[String]) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let name = option.text_content().unwrap_or_default();
    let other = option.get_attribute("data-words").unwrap_or_default();
    let own = words(&format!("{name} {other} {}", group(option)));
    wanted
        .iter()
        .all(|w| own.iter().any(|o| o.starts_with(w.as_str())))
}

fn hide(element: &Element, is_hidden: bool) {
    let _ = element.toggle_attribute_with_force("hidden", is_hidden);
}

/// Replaces the options of a group; the search stays at its end.
fn fill(place: &str, lines: &[Line]) -> Option<()> {
    for old in dom::all(&format!("{place} [role=option]:not([data-search])")) {
        old.remove();
    }
    let group = dom::first(place)?;
    let end = group.query_selector("[data-search]").ok()?;
    for line in lines {
        let option = line.draw()?;
        group.insert_before(&option, end.as_deref()).ok()?;
    }
    Some(())
}

/// The last option searches the catalog's own page for what is typed.
fn offer_search(text: &str) -> Option<()> {
    let option = dom::first(SEARCH)?;
    hide(&option, text.is_empty());
    let href = format!(
        "/models?q={}",
        String::from(js_sys::encode_uri_component(text))
    );
    option.set_attribute("href", &href).ok()?;
    let name = option.query_selector("span").ok()??;
    name.set_text_content(Some(&format!("Search models for “{text}”")));
    Some(())
}

/// After the options have changed: groups without one are hidden, and the
/// active option is the one that leads to `keep`, or the first.
fn settle(keep: Option<&str>) {
    for group in dom::all("#palette [role=group]") {
        let first = group.query_selector("[role=option]:not([hidden])");
        hide(&group, first.ok().flatten().is_none());
    }
    let shown = dom::all(SHOWN);
    let kept = shown
        .iter()
        .find(|o| keep.is_some() && o.get_attribute("href").as_deref() == keep);
    if let Some(option) = kept.or(shown.first()) {
        activate(option);
    }
    say_count(shown.len());
}

fn say_count(count: usize) -> Option<()> {
    let words = match count {
        _ if text().is_empty() => String::new(),
        1 => "1 result".to_owned(),
        _ => format!("{count} results"),
    };
    dom::first("#palette [role=status]")?.set_text_content(Some(&words));
    Some(())
}

fn activate(option: &Element) -> Option<()> {
    for other in dom::all(ACTIVE) {
        other.set_attribute("aria-selected", "false").ok()?;
    }
    option.set_attribute("aria-selected", "true").ok()?;
    if option.id().is_empty() {
        NAMED.set(NAMED.get() + 1);
        option.set_id(&format!("palette-{}", NAMED.get()));
    }
    field()?
        .set_attribute("aria-activedescendant", &option.id())
        .ok()?;
    let nearest = ScrollIntoViewOptions::new();
    nearest.set_block(ScrollLogicalPosition::Nearest);
    option.scroll_into_view_with_scroll_into_view_options(&nearest);
    Some(())
}
