//! Design
use leptos::prelude::*;
/// Design
#[component]
pub fn Design() -> impl IntoView { view! { <div class="page"><h1>"Design"</h1></div> } }
