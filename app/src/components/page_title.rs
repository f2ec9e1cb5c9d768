//! The title of the page in the browser's tab.

use leptos::prelude::*;
use leptos_meta::Title;

use super::format::escaped;

/// Sets the title. Whatever it holds is text: `leptos_meta` writes a title as
/// it is given, so a name with `</title>` would end it.
#[component]
pub fn PageTitle(
    /// The words; empty on the first page.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <Title text=escaped(&text).into_owned()/> }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_title_cannot_be_ended() {
        assert_eq!(
            crate::components::format::escaped("</title><script>&"),
            "&lt;/title&gt;&lt;script&gt;&amp;"
        );
    }
}
