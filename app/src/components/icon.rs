//! Icons of the sprite `/icons.svg`.

use leptos::prelude::*;

use super::markup;

/// How large an icon is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IconSize {
    /// 14 pixels.
    Small,
    /// 16 pixels.
    #[default]
    Normal,
    /// 20 pixels.
    Large,
}

/// A picture beside words; screen readers skip it. As text, for a page has
/// dozens of them.
#[component]
pub fn Icon(
    /// Its name in the sprite.
    name: &'static str,
    /// How large.
    #[prop(optional)]
    size: IconSize,
) -> impl IntoView {
    let mut html = String::with_capacity(96);
    push_icon(&mut html, name, size);
    markup(html)
}

/// Adds an icon to what is put together as text.
pub fn push_icon(html: &mut String, name: &str, size: IconSize) {
    html.push_str(match size {
        IconSize::Small => "<svg class=\"icon icon--small",
        IconSize::Normal => "<svg class=\"icon",
        IconSize::Large => "<svg class=\"icon icon--large",
    });
    html.push_str("\" aria-hidden=\"true\"><use href=\"/icons.svg#");
    html.push_str(name);
    html.push_str("\"></use></svg>");
}
