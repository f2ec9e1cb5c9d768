//! `/sign-in/code`: the second factor.

use leptos::prelude::*;

use super::with_next;
use crate::components::form::{FormErrors, TextField, sent};
use crate::context::visitor;
use crate::pages::card::{Card, Submit, carried, hidden};

/// A code of the app, or a recovery code.
#[component]
pub fn Code() -> impl IntoView {
    let next = carried("next");
    if visitor().awaits_code.is_none() {
        return again(&next);
    }
    let is_recovery =
        carried("with") == "recovery" || sent().get("code").contains(char::is_alphabetic);
    if is_recovery {
        recovery(&next)
    } else {
        app(&next)
    }
}

fn app(next: &str) -> AnyView {
    let mut other = with_next("/sign-in/code", next);
    other.push(if other.contains('?') { '&' } else { '?' });
    other.push_str("with=recovery");
    let next = hidden("next", next);
    view! {
        <Card title="Enter your code" lead="Your password is right. One more step shows that it is you.">
            <form id="form" class="stack" method="post" action="/sign-in/code">
                <FormErrors/>
                {next}
                <TextField name="code" label="Code" hint="The 6 digits that your authenticator app shows for Tessera."
                    autocomplete="one-time-code" inputmode="numeric" max=40 focus=true/>
                <Submit text="Sign in"/>
            </form>
            <p class="entry__ways"><a href=other>"Use a recovery code"</a></p>
        </Card>
    }
    .into_any()
}

fn recovery(next: &str) -> AnyView {
    let app = with_next("/sign-in/code", next);
    let next = hidden("next", next);
    view! {
        <Card title="Enter a recovery code" lead="For the day on which your app is lost. Each code works once.">
            <form id="form" class="stack" method="post" action="/sign-in/code">
                <FormErrors/>
                {next}
                <TextField name="code" label="Recovery code" hint="16 letters and digits; hyphens and blanks do not matter." max=40 focus=true/>
                <Submit text="Sign in"/>
            </form>
            <p class="entry__ways"><a href=app>"Use a code of the app"</a></p>
        </Card>
    }
    .into_any()
}

/// There is no password that a code could follow.
fn again(next: &str) -> AnyView {
    let sign_in = with_next("/sign-in", next);
    view! {
        <Card title="Sign in again" lead="A code follows a password within 10 minutes. There is none, or it was longer ago.">
            <p><a class="button button--primary" href=sign_in>"Sign in"</a></p>
        </Card>
    }
    .into_any()
}
