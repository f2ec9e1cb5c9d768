//! Models
use leptos::prelude::*;
/// Models
#[component]
pub fn Models() -> impl IntoView { view! { <div class="page"><h1>"Models"</h1></div> } }
