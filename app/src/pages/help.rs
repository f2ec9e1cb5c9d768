//! Help
use leptos::prelude::*;
/// Help
#[component]
pub fn Help() -> impl IntoView { view! { <div class="page"><h1>"Help"</h1></div> } }
