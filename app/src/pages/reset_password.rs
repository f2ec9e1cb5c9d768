//! `/reset-password`: where a mailed link leads.

use leptos::prelude::*;

use super::card::{Card, MAX_PASSWORD, PASSWORD_HINT, Submit, carried, hidden};
use crate::components::form::{FormErrors, TextField};

/// A new password.
#[component]
pub fn ResetPassword() -> impl IntoView {
    let token = carried("token");
    if token.is_empty() {
        return no_link();
    }
    view! {
        <Card title="Set a new password" lead="Afterwards all your sessions end, and you sign in with the new password.">
            <form id="form" class="stack" method="post" action="/reset-password">
                <FormErrors/>
                {hidden("token", &token)}
                <TextField name="password" label="New password" kind="password" hint=PASSWORD_HINT autocomplete="new-password" max=MAX_PASSWORD focus=true/>
                <Submit text="Set the password"/>
            </form>
            // What is wrong with a link points here.
            <p class="entry__ways"><a id="token" href="/forgot-password">"Ask for a new link"</a></p>
        </Card>
    }
    .into_any()
}

fn no_link() -> AnyView {
    view! {
        <Card title="Set a new password" lead="Open the whole link from the mail: the part that proves who you are is missing.">
            <p><a class="button button--primary" href="/forgot-password">"Ask for a new link"</a></p>
        </Card>
    }
    .into_any()
}
