//! What providers say about the model themselves.

use leptos::prelude::*;

use super::shown::Shown;
use crate::components::Markdown;

/// One text for each provider that has one; nothing if none has.
pub(super) fn section(shown: Shown<'_>) -> Option<AnyView> {
    let mut told: Vec<(String, &str)> = Vec::new();
    for offering in shown.live() {
        let Some(text) = offering.description.as_deref() else {
            continue;
        };
        let name = shown.provider(offering).1.to_owned();
        if !told.iter().any(|(n, t)| *n == name && *t == text) {
            told.push((name, text));
        }
    }
    if told.is_empty() {
        return None;
    }
    let texts = told
        .into_iter()
        .map(|(name, text)| view! { <h3>{name}</h3><Markdown text=text.to_owned()/> })
        .collect_view();
    Some(
        view! {
            <section class="section" id="words" aria-labelledby="words-title">
                <div class="section__head"><h2 id="words-title">"In the providers' words"</h2></div>
                {texts}
            </section>
        }
        .into_any(),
    )
}
