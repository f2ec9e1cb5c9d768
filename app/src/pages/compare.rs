//! Compare
use leptos::prelude::*;
/// Compare
#[component]
pub fn Compare() -> impl IntoView { view! { <div class="page"><h1>"Compare"</h1></div> } }
