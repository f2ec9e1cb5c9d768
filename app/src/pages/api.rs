//! Api
use leptos::prelude::*;
/// Api
#[component]
pub fn Api() -> impl IntoView { view! { <div class="page"><h1>"Api"</h1></div> } }
