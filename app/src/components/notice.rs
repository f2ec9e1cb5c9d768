//! A message in the page.

use leptos::prelude::*;

use super::{Icon, Tone};

/// A message with an icon; its words are the children.
#[component]
pub fn Notice(
    /// What it means.
    tone: Tone,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let (class, icon) = match tone {
        Tone::Warn => ("notice notice--warn", "triangle-alert"),
        Tone::Bad => ("notice notice--bad", "circle-x"),
        Tone::Ok => ("notice notice--ok", "circle-check"),
        Tone::Neutral | Tone::Info => ("notice", "info"),
    };
    view! { <div class=class><Icon name=icon/><div>{children()}</div></div> }
}
