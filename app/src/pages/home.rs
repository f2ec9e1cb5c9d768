//! Home
use leptos::prelude::*;
/// Home
#[component]
pub fn Home() -> impl IntoView { view! { <div class="page"><h1>"Home"</h1></div> } }
