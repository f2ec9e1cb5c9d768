//! Publisher
use leptos::prelude::*;
/// Publisher
#[component]
pub fn Publisher() -> impl IntoView { view! { <div class="page"><h1>"Publisher"</h1></div> } }
