//! Forms that send themselves when something changes: `form[data-autosubmit]`.
//! Typing waits for Enter, so that nothing jumps under the hand.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlFormElement, HtmlInputElement};

use super::dom;

/// Where the page was scrolled to and what had the focus, for the page that
/// follows.
const PLACE: &str = "tessera.filters";

pub(super) fn start() {
    restore();
    dom::listen("change", |event| {
        let Some(field) = dom::target(&event, "form[data-autosubmit] :is(input, select)") else { return };
        // The compare boxes stand in the list but belong to another form.
        if field.has_attribute("form") || is_search(&field) || is_sheet_open() {
            return;
        }
        let form = field.closest("form").ok().flatten().and_then(|f| f.dyn_into::<HtmlFormElement>().ok());
        if let Some(form) = form {
            remember(&field);
            leave_out_empty(&form);
            let _ = form.request_submit();
        }
    });
}

fn is_search(field: &web_sys::Element) -> bool {
    field.dyn_ref::<HtmlInputElement>().is_some_and(|input| input.type_() == "search")
}

/// In the sheet of narrow screens people choose several values first and then
/// press "Show results".
fn is_sheet_open() -> bool {
    dom::document().and_then(|d| d.query_selector("#facets:popover-open").ok()).flatten().is_some()
}

/// Keeps addresses short: fields without a value are not sent.
fn leave_out_empty(form: &HtmlFormElement) {
    let Ok(fields) = form.query_selector_all("input[name], select[name]") else { return };
    for field in (0..fields.length()).filter_map(|i| fields.item(i)?.dyn_into::<web_sys::Element>().ok()) {
        let input = field.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value);
        let select = field.dyn_ref::<web_sys::HtmlSelectElement>().map(web_sys::HtmlSelectElement::value);
        if input.or(select).is_some_and(|value| value.is_empty()) {
            let _ = field.set_attribute("disabled", "");
        }
    }
}

fn remember(field: &web_sys::Element) {
    let name = field.get_attribute("name").unwrap_or_default();
    let value = field.get_attribute("value").unwrap_or_default();
    let y = web_sys::window().and_then(|w| w.scroll_y().ok()).unwrap_or_default();
    if let Some(session) = web_sys::window().and_then(|w| w.session_storage().ok().flatten()) {
        let _ = session.set_item(PLACE, &format!("{y}\n{name}\n{value}"));
    }
}

/// After the list has changed, the same box has the focus at the same place.
fn restore() -> Option<()> {
    let window = web_sys::window()?;
    let session = window.session_storage().ok()??;
    let kept = session.get_item(PLACE).ok()??;
    let _ = session.remove_item(PLACE);
    let mut parts = kept.splitn(3, '\n');
    let (y, name, value) = (parts.next()?, parts.next()?, parts.next()?);
    let fields = dom::inputs("form[data-autosubmit] input[type=checkbox]");
    if let Some(field) = fields.into_iter().find(|f| f.name() == name && f.value() == value) {
        let _ = field.unchecked_into::<HtmlElement>().focus();
    }
    window.scroll_to_with_x_and_y(0.0, y.parse().ok()?);
    Some(())
}
