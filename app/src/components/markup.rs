//! Markup that was put together as text.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

/// An element as text. What comes from elsewhere must be escaped in it:
/// [`escaped`](super::format::escaped). It is copied once; `inner_html` would copy
/// it three times, which matters for lists that are most of a page.
pub fn markup(element: String) -> AnyView {
    InertElement::new(element).into_any()
}
