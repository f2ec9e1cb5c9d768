//! The command palette: the dialog `#palette`, which the server has drawn with
//! every place the visitor may go to. Nothing is asked for before it is open.

mod line;
mod list;
mod models;
mod recent;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement, KeyboardEvent};

use super::dom;
use list::Step;

pub(super) fn start() {
    dom::listen("keydown", |event| {
        // Browsers that fill in a form send this event without a key.
        if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
            pressed(key);
        }
    });
    dom::listen("click", |event| clicked(&event));
    dom::listen("mousedown", |event| {
        // The focus stays in the field.
        if dom::target(&event, "#palette [role=group]").is_some() {
            event.prevent_default();
        }
    });
    dom::listen("input", |event| {
        if dom::target(&event, "#palette input").is_some() {
            typed();
        }
    });
}

fn pressed(key: &KeyboardEvent) {
    if opens(key) {
        key.prevent_default();
        if !key.repeat() {
            toggle();
        }
        return;
    }
    let changed = key.ctrl_key() || key.meta_key() || key.alt_key() || key.shift_key();
    if changed || key.is_composing() || dom::target(key, "#palette input").is_none() {
        return;
    }
    match key.key().as_str() {
        "ArrowDown" => list::go(Step::Next),
        "ArrowUp" => list::go(Step::Previous),
        "Home" => list::go(Step::First),
        "End" => list::go(Step::Last),
        "Enter" => list::choose(),
        _ => return,
    };
    key.prevent_default();
}

/// Ctrl-K, or Cmd-K.
fn opens(key: &KeyboardEvent) -> bool {
    (key.ctrl_key() || key.meta_key())
        && !key.alt_key()
        && !key.shift_key()
        && key.key().eq_ignore_ascii_case("k")
}

fn clicked(event: &Event) {
    if dom::target(event, "[data-palette-open]").is_some() {
        toggle();
    } else if let Some(option) = dom::target(event, "#palette [role=option]") {
        recent::remember(&option);
        // The browser follows the link. Whoever comes back finds the page as it was.
        close();
    } else if is_backdrop(event) {
        close();
    }
}

/// Clicks beside the dialog go to the dialog itself, which its content covers.
fn is_backdrop(event: &Event) -> bool {
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    target.is_some_and(|t| t.id() == "palette")
}

fn dialog() -> Option<HtmlDialogElement> {
    dom::first("#palette")?.dyn_into().ok()
}

fn toggle() {
    match dialog() {
        Some(dialog) if dialog.open() => dialog.close(),
        Some(dialog) => {
            open(&dialog);
        }
        None => {}
    }
}

/// Opens with an empty field. The dialog itself gives the focus back.
fn open(dialog: &HtmlDialogElement) -> Option<()> {
    let field = list::field()?;
    field.set_value("");
    dialog.show_modal().ok()?;
    list::show("");
    field.focus().ok()
}

fn close() {
    if let Some(dialog) = dialog() {
        dialog.close();
    }
}

fn typed() {
    let text = list::text();
    list::show(&text);
    models::ask(text);
}
