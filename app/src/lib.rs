//! What people see: pages and components, drawn on the server, and the few
//! islands that run in the browser.

#[cfg(all(feature = "ssr", feature = "hydrate"))]
compile_error!("enable exactly one of `ssr` and `hydrate`");

pub mod islands;

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(not(feature = "hydrate"))]
mod browser {
    //! On the server there is no page to attach to.
    pub(crate) const fn start() {}
}

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
mod hydration;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
mod shell;

#[cfg(feature = "ssr")]
pub use shell::shell;

/// Starts the islands of a page. Called by the browser.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
    browser::mark_ready();
}
