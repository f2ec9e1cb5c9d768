//! Quality
use leptos::prelude::*;
/// Quality
#[component]
pub fn Quality() -> impl IntoView { view! { <div class="page"><h1>"Quality"</h1></div> } }
