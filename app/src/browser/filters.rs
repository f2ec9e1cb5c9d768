//! Forms that send themselves when something changes: `form[data-autosubmit]`.
//! Typing waits for Enter, so that nothing jumps under the hand.

use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement, Storage,
};

use super::dom;

/// That the list changes, for the page that follows; and where the page was
/// scrolled to and what had the focus, where both are to stay.
const PLACE: &str = "tessera.filters";
/// Links that change the list.
const WAYS: &str = "form[data-autosubmit] :is(.chip-list, .pager, .empty, thead) a";
/// What can have had the focus.
const FIELDS: &str = "form[data-autosubmit] :is(input:not([type=hidden]), select)";

pub(super) fn start() {
    restore();
    // Coming back shows what the address says, not what was ticked before leaving.
    dom::on_return(|| {
        let form = dom::document().and_then(|d| d.query_selector("form[data-autosubmit]").ok()?);
        if let Some(form) = form.and_then(|f| f.dyn_into::<HtmlFormElement>().ok()) {
            form.reset();
        }
    });
    dom::listen("change", |event| {
        let Some(field) = dom::target(&event, "form[data-autosubmit] :is(input, select)") else {
            return;
        };
        // Boxes that are applied together have a button of their own.
        if field.closest("[data-together]").ok().flatten().is_some() {
            return;
        }
        // The compare boxes stand in the list but belong to another form.
        if field.has_attribute("form") || is_search(&field) || is_sheet_open() {
            return;
        }
        let form = field
            .closest("form")
            .ok()
            .flatten()
            .and_then(|f| f.dyn_into::<HtmlFormElement>().ok());
        if let Some(form) = form {
            remember(&field);
            send(&form);
        }
    });
    // What was typed and sent, and links, change the list as well.
    for (kind, ways) in [("submit", "form[data-autosubmit]"), ("click", WAYS)] {
        dom::listen(kind, move |event| {
            if dom::target(&event, ways).is_some() && kept().is_none() {
                keep("\n\n");
            }
        });
    }
}

fn is_search(field: &Element) -> bool {
    field
        .dyn_ref::<HtmlInputElement>()
        .is_some_and(|input| input.type_() == "search")
}

/// In the sheet of narrow screens people choose several values first and then
/// press "Show results".
fn is_sheet_open() -> bool {
    dom::document()
        .and_then(|d| d.query_selector("#facets:popover-open").ok())
        .flatten()
        .is_some()
}

/// Sends the form without the fields that say nothing, so that one question has
/// one address. The fields are given back at once: the page may be shown again.
fn send(form: &HtmlFormElement) {
    let mut silent: Vec<Element> = fields(form).into_iter().filter(says_nothing).collect();
    // Boxes whose choice goes without saying.
    silent.extend(form.query_selector("[data-implied]").ok().flatten());
    for field in &silent {
        let _ = field.set_attribute("disabled", "");
    }
    let _ = form.request_submit();
    for field in &silent {
        let _ = field.remove_attribute("disabled");
    }
}

fn fields(form: &HtmlFormElement) -> Vec<Element> {
    let Ok(list) = form.query_selector_all("input[name], select[name]") else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|i| list.item(i)?.dyn_into().ok())
        .collect()
}

/// Empty, or what holds anyway.
fn says_nothing(field: &Element) -> bool {
    let input = field
        .dyn_ref::<HtmlInputElement>()
        .map(HtmlInputElement::value);
    let select = field
        .dyn_ref::<HtmlSelectElement>()
        .map(HtmlSelectElement::value);
    input
        .or(select)
        .is_some_and(|value| value.is_empty() || field.get_attribute("data-default") == Some(value))
}

fn remember(field: &Element) {
    let (name, value) = which(field);
    let y = web_sys::window()
        .and_then(|w| w.scroll_y().ok())
        .unwrap_or_default();
    keep(&format!("{y}\n{name}\n{value}"));
}

fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn keep(place: &str) {
    if let Some(session) = session() {
        let _ = session.set_item(PLACE, place);
    }
}

fn kept() -> Option<String> {
    session()?.get_item(PLACE).ok()?
}

/// What tells a field from the others of its form: boxes share a name.
fn which(field: &Element) -> (String, String) {
    let is_box = field
        .dyn_ref::<HtmlInputElement>()
        .is_some_and(|input| matches!(input.type_().as_str(), "checkbox" | "radio"));
    let value = field.get_attribute("value").filter(|_| is_box);
    let name = field.get_attribute("name").unwrap_or_default();
    (name, value.unwrap_or_default())
}

/// After the list has changed, how many are left is said; and what has changed
/// it by itself has the focus at the same place.
fn restore() -> Option<()> {
    let kept = kept()?;
    let _ = session()?.remove_item(PLACE);
    let mut parts = kept.splitn(3, '\n');
    let (y, name, value) = (parts.next()?, parts.next()?, parts.next()?);
    let wanted = (name.to_owned(), value.to_owned());
    let mut fields = dom::all(FIELDS).into_iter();
    if let Some(field) = fields.find(|field| which(field) == wanted) {
        let _ = field.unchecked_into::<HtmlElement>().focus();
    }
    if let Ok(y) = y.parse::<f64>() {
        web_sys::window()?.scroll_to_with_x_and_y(0.0, y);
    }
    let count = dom::first(".catalog__count").and_then(|count| count.text_content());
    dom::announce(count.unwrap_or_default().trim());
    Some(())
}
