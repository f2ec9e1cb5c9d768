//! What is not known. It is said, never shown as zero.

use leptos::prelude::*;

/// A fact nobody has stated.
#[component]
pub fn Unknown() -> impl IntoView {
    view! { <span class="unknown">"unknown"</span> }
}

/// A price nobody has stated.
#[component]
pub fn Unpriced() -> impl IntoView {
    view! { <span class="unknown">"not priced"</span> }
}
