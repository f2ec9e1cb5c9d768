//! Keyboard shortcuts: `/` searches, `?` helps, `g` and a letter goes
//! somewhere, `j`, `k` and `x` move through a list. They never fire in a field
//! and can be switched off (WCAG 2.1.4).

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::{dom, rows};

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
        if going.replace(false)
            && let Some(place) = place(&key.key())
        {
            return go(&place);
        }
        match key.key().as_str() {
            "/" => {
                event.prevent_default();
                focus_search();
            }
            "?" => go("/help"),
            "g" => going.set(true),
            "j" => {
                rows::step(true);
            }
            "k" => {
                rows::step(false);
            }
            "x" => {
                rows::tick();
            }
            _ => {}
        }
    });
}

/// Where `g` and a letter go.
fn place(letter: &str) -> Option<String> {
    let place = match letter {
        "h" => "/",
        "m" => "/models",
        "p" => "/providers",
        "c" => "/changes",
        "o" => "/home",
        "i" => "/inbox",
        // Which organization is meant only the page knows: the palette has the link.
        "r" => return dom::first("#palette [data-go=r]")?.get_attribute("href"),
        _ => return None,
    };
    Some(place.to_owned())
}

fn go(place: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_href(place);
    }
}

fn is_on() -> bool {
    dom::storage()
        .and_then(|s| s.get_item(KEY).ok().flatten())
        .as_deref()
        != Some("off")
}

/// In a field, or in a dialog, which has the page behind it.
fn is_typing(event: &web_sys::Event) -> bool {
    dom::target(
        event,
        "input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable], dialog",
    )
    .is_some()
}

fn focus_search() {
    if let Some(field) = dom::inputs("input[type=search]").into_iter().next() {
        let _ = field.focus();
        field.select();
    }
}
