//! Icons of the sprite `/icons.svg`.

use leptos::prelude::*;

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

/// A picture beside words; screen readers skip it.
#[component]
pub fn Icon(
    /// Its name in the sprite.
    name: &'static str,
    /// How large.
    #[prop(optional)]
    size: IconSize,
) -> impl IntoView {
    let class = match size {
        IconSize::Small => "icon icon--small",
        IconSize::Normal => "icon",
        IconSize::Large => "icon icon--large",
    };
    let href = format!("/icons.svg#{name}");
    view! { <svg class=class aria-hidden="true"><use href=href></use></svg> }
}
