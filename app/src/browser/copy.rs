//! Copy buttons: `[data-copy]`.

use leptos::leptos_dom::helpers::set_timeout;
use std::time::Duration;

use super::dom;

/// How long a button says that it has copied.
const SHOWN: Duration = Duration::from_secs(2);

pub(super) fn start() {
    dom::listen("click", |event| {
        let Some(button) = dom::target(&event, "[data-copy]") else {
            return;
        };
        let (Some(text), Some(window)) = (button.get_attribute("data-copy"), web_sys::window())
        else {
            return;
        };
        let _ = window.navigator().clipboard().write_text(&text);
        let _ = button.set_attribute("data-copied", "");
        dom::announce("Copied");
        set_timeout(
            move || {
                let _ = button.remove_attribute("data-copied");
                dom::announce("");
            },
            SHOWN,
        );
    });
}
