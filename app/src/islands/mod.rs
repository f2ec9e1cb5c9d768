//! What runs in the browser. Every page works without it; it saves steps.
//!
//! There is one island for the whole page, which listens on the document, so
//! that markup stays plain and pages that change need no other wasm.

use leptos::prelude::*;

/// Copy buttons, filters that apply themselves, the compare tray, keyboard
/// shortcuts and the command palette.
#[island]
pub fn Enhance() -> impl IntoView {
    crate::browser::start();
    view! { <p class="sr-only" aria-live="polite" id="announcements"></p> }
}
