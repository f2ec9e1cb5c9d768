//! Markup that was put together as text, or drawn before.

use std::borrow::Cow;
use std::sync::OnceLock;

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

/// Elements as text. What comes from elsewhere must be escaped in it:
/// [`escaped`](super::format::escaped). It is copied once; `inner_html` would copy
/// it three times, which matters for lists that are most of a page.
pub fn markup(elements: impl Into<Cow<'static, str>>) -> InertElement {
    InertElement::new(elements)
}

/// Elements that are the same on every page: drawn for the first one, which is
/// `kept` for all others.
pub(super) fn fixed(kept: &'static OnceLock<String>, draw: fn() -> AnyView) -> InertElement {
    markup(kept.get_or_init(|| draw().to_html()).as_str())
}
