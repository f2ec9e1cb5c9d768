//! Providers
use leptos::prelude::*;
/// Providers
#[component]
pub fn Providers() -> impl IntoView { view! { <div class="page"><h1>"Providers"</h1></div> } }
