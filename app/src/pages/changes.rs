//! Changes
use leptos::prelude::*;
/// Changes
#[component]
pub fn Changes() -> impl IntoView { view! { <div class="page"><h1>"Changes"</h1></div> } }
