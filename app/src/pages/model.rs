//! Model
use leptos::prelude::*;
/// Model
#[component]
pub fn Model() -> impl IntoView { view! { <div class="page"><h1>"Model"</h1></div> } }
