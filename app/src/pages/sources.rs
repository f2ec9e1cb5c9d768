//! Sources
use leptos::prelude::*;
/// Sources
#[component]
pub fn Sources() -> impl IntoView { view! { <div class="page"><h1>"Sources"</h1></div> } }
