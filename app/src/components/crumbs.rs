//! The way back up.

use leptos::prelude::*;

/// Links to what stands above this page, from the top down.
#[component]
pub fn Crumbs(
    /// Address and name of each.
    items: Vec<(String, String)>,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|(href, name)| view! { <li><a href=href>{name}</a></li> });
    view! { <nav class="crumbs" aria-label="Breadcrumb"><ol>{items.collect_view()}</ol></nav> }
}
