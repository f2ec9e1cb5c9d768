//! The form that makes a token.

use backend::access_tokens::SCOPES;
use leptos::prelude::*;

use crate::components::form::{Boxes, Choice, FormErrors, TextField};

/// How long a token can live: days and words.
const LIVES: [(&str, &str); 4] = [
    ("7", "A week"),
    ("30", "30 days"),
    ("90", "90 days"),
    ("366", "A year"),
];

pub(super) fn form(own: &str) -> AnyView {
    let scopes: Vec<_> = SCOPES
        .into_iter()
        .map(|(word, about)| (word, about, word))
        .collect();
    let lives: Vec<_> = LIVES
        .into_iter()
        .map(|(days, words)| (days.to_owned(), words.to_owned()))
        .collect();
    view! {
        <section class="section" aria-labelledby="new">
            <div class="section__head"><h2 id="new">"New token"</h2></div>
            <form class="org-form stack" method="post" action=own.to_owned()>
                <FormErrors/>
                <TextField name="name" label="Name" max=100 hint="What will use it, such as “Nightly export”."/>
                <Boxes name="scopes" label="What it may do" options=scopes/>
                <Choice name="days" label="Works for" options=lives value="30"
                    hint="A short life limits what a lost token can do."/>
                <div class="cluster"><button class="button button--primary">"Create token"</button></div>
            </form>
        </section>
    }
    .into_any()
}
