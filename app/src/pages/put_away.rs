//! Putting a list of things to do away, and the way to bring it back.

use leptos::prelude::*;

/// The button below a list. `address` is that of its page.
pub(super) fn hide(address: &str) -> AnyView {
    button(address, "hide", "Hide this list")
}

/// What stands in the place of a list that was put away: how many things of it
/// are left, and nothing where all of it is done.
pub(super) fn show(address: &str, left: usize) -> Option<AnyView> {
    (left > 0).then(|| button(address, "show", format!("Show what to do next ({left})")))
}

fn button(address: &str, word: &'static str, words: impl Into<String>) -> AnyView {
    let words = words.into();
    view! {
        <form method="post" action=address.to_owned()>
            <button class="button button--quiet button--flush" id="checklist" name="checklist" value=word>{words}</button>
        </form>
    }
    .into_any()
}
