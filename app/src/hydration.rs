//! How the islands of a page come to life.
//!
//! Leptos has a component for this, `HydrationScripts`. In islands mode it
//! waits for the browser to be idle, without a limit: a page that is never
//! idle, as after its window was resized, stays dead. This one does not wait:
//! a script of type `module` runs after the document was read anyway.

use leptos::nonce::use_nonce;
use leptos::prelude::*;

use crate::context::{Assets, assets};

/// Loads the program of the islands and starts each of them.
const START: &str = "import(js).then(async (islands) => {\
await islands.default({ module_or_path: wasm });\
islands.hydrate();\
for (const island of document.querySelectorAll('leptos-island')) islands[island.dataset.component](island);\
})";

/// The script that starts the islands, and hints to load what it needs.
#[component]
pub(crate) fn Hydration() -> impl IntoView {
    // Only what is in an island is marked for hydration.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let Assets { js, wasm, .. } = assets();
    let script = format!("const js = {js:?}, wasm = {wasm:?};{START}");
    let nonce = use_nonce();
    view! {
        <link rel="modulepreload" href=js nonce=nonce.clone()/>
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
        <script r#type="module" nonce=nonce>{script}</script>
    }
}
