//! Publishers
use leptos::prelude::*;
/// Publishers
#[component]
pub fn Publishers() -> impl IntoView { view! { <div class="page"><h1>"Publishers"</h1></div> } }
