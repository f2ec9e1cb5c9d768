//! Keyboard shortcuts: `/` searches, `?` helps, `g` and a letter goes
//! somewhere. They never fire in a field and can be switched off (WCAG 2.1.4).

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::dom;

const KEY: &str = "tessera.shortcuts";

pub(super) fn start() {
    for input in dom::inputs("input[data-shortcuts-toggle]") {
        input.set_checked(is_on());
    }
    dom::listen("change", |event| {
        let toggle = dom::target(&event, "input[data-shortcuts-toggle]")
            .and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
        if let (Some(toggle), Some(storage)) = (toggle, dom::storage()) {
            let _ = storage.set_item(KEY, if toggle.checked() { "on" } else { "off" });
        }
    });
    let going = Cell::new(false);
    dom::listen("keydown", move |event| {
        let Ok(key) = event.clone().dyn_into::<KeyboardEvent>() else {
            return;
        };
        if key.ctrl_key() || key.meta_key() || key.alt_key() || !is_on() || is_typing(&event) {
            return;
        }
        let place = match (going.replace(false), key.key().as_str()) {
            (_, "/") => {
                event.prevent_default();
                focus_search();
                return;
            }
            (_, "?") => "/help",
            (false, "g") => return going.set(true),
            (true, "h") => "/",
            (true, "m") => "/models",
            (true, "p") => "/providers",
            (true, "c") => "/changes",
            _ => return,
        };
        if let Some(window) = web_sys::window() {
            let _ = window.location().set_href(place);
        }
    });
}

fn is_on() -> bool {
    dom::storage()
        .and_then(|s| s.get_item(KEY).ok().flatten())
        .as_deref()
        != Some("off")
}

fn is_typing(event: &web_sys::Event) -> bool {
    dom::target(
        event,
        "input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]",
    )
    .is_some()
}

fn focus_search() {
    if let Some(field) = dom::inputs("input[type=search]").into_iter().next() {
        let _ = field.focus();
        field.select();
    }
}
