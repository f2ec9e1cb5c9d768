//! Text to copy.

use leptos::prelude::*;

use super::{Icon, IconSize};

/// An id in code type with a button that copies it.
#[component]
pub fn CopyId(
    /// What is shown and copied.
    #[prop(into)]
    text: String,
    /// What the button says to screen readers, such as `Copy model id`.
    label: &'static str,
) -> impl IntoView {
    view! {
        <span class="copy">
            <code>{text.clone()}</code>
            <button r#type="button" class="hit" data-copy=text aria-label=label>
                <Icon name="copy" size=IconSize::Small/>
                <Icon name="check" size=IconSize::Small/>
            </button>
        </span>
    }
}
