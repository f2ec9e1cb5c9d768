//! What runs in the browser. Pages work without it; it saves steps.
use leptos::prelude::*;
/// Enhances.
#[island]
pub fn Enhance() -> impl IntoView { }
/// Marks.
#[cfg(feature = "hydrate")]
pub(crate) fn mark_ready() {}
