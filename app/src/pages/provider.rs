//! Provider
use leptos::prelude::*;
/// Provider
#[component]
pub fn Provider() -> impl IntoView { view! { <div class="page"><h1>"Provider"</h1></div> } }
