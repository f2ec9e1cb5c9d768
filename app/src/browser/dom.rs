//! The few calls into the browser that the islands share.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, HtmlInputElement, PageTransitionEvent, Storage};

/// The document, if there is one.
pub(super) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// What the browser keeps for this site, if it keeps anything.
pub(super) fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// Calls `handle` for every event of this kind on the page, for as long as the
/// page lives.
pub(super) fn listen(kind: &str, handle: impl Fn(Event) + 'static) {
    let Some(document) = document() else { return };
    let closure = Closure::<dyn Fn(Event)>::new(handle);
    let _ = document.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Calls `handle` when the page is shown again from the browser's memory.
pub(super) fn on_return(handle: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let closure = Closure::<dyn Fn(PageTransitionEvent)>::new(move |event: PageTransitionEvent| {
        if event.persisted() {
            handle();
        }
    });
    let _ = window.add_event_listener_with_callback("pageshow", closure.as_ref().unchecked_ref());
    closure.forget();
}

/// The nearest element around the target of an event that fits `selector`.
pub(super) fn target(event: &Event, selector: &str) -> Option<Element> {
    event
        .target()?
        .dyn_into::<Element>()
        .ok()?
        .closest(selector)
        .ok()?
}

/// The first element that fits `selector`.
pub(super) fn first(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok()?
}

/// All elements that fit `selector`, in the order of the page.
pub(super) fn all(selector: &str) -> Vec<Element> {
    let Some(list) = document().and_then(|d| d.query_selector_all(selector).ok()) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|i| list.item(i)?.dyn_into().ok())
        .collect()
}

/// All inputs that fit `selector`.
pub(super) fn inputs(selector: &str) -> Vec<HtmlInputElement> {
    let elements = all(selector).into_iter();
    elements.filter_map(|e| e.dyn_into().ok()).collect()
}

/// Says something to people who cannot see the page.
pub(super) fn announce(text: &str) {
    if let Some(region) = document().and_then(|d| d.get_element_by_id("announcements")) {
        region.set_text_content(Some(text));
    }
}
