//! Tables wider than the page scroll inside themselves.

use leptos::prelude::*;

/// A region that scrolls sideways, reachable by keyboard.
#[component]
pub fn Scroller(
    /// What is in it, for screen readers.
    #[prop(into)]
    label: String,
    /// Whether rows become blocks on small screens (`table--stack`).
    #[prop(optional)]
    stack: bool,
    /// The table.
    children: Children,
) -> impl IntoView {
    let scroller = view! {
        <div class="scroller" role="region" aria-label=label tabindex="0">{children()}</div>
    };
    if stack {
        view! { <div class="holder">{scroller}</div> }.into_any()
    } else {
        scroller.into_any()
    }
}
