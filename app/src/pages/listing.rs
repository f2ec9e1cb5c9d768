//! Listing
use leptos::prelude::*;
/// Listing
#[component]
pub fn Listing() -> impl IntoView { view! { <div class="page"><h1>"Listing"</h1></div> } }
