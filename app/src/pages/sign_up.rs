//! `/sign-up`.

use domain::organization::MAX_NAME;
use leptos::prelude::*;

use super::card::{Card, MAX_PASSWORD, PASSWORD_HINT, Submit, carried, hidden};
use super::sign_in::with_next;
use crate::components::form::{FormErrors, TextField};

/// Address, name and password.
#[component]
pub fn SignUp() -> impl IntoView {
    let next = carried("next");
    let sign_in = with_next("/sign-in", &next);
    view! {
        <Card title="Sign up" lead="One account for all your organizations.">
            <form id="form" class="stack" method="post" action="/sign-up">
                <FormErrors/>
                {hidden("next", &next)}
                <TextField name="email" label="Mail address" kind="email" autocomplete="username" focus=true/>
                <TextField name="name" label="Name" hint="How others see you." autocomplete="name" max=longest_name()/>
                <TextField name="password" label="Password" kind="password" hint=PASSWORD_HINT autocomplete="new-password" max=MAX_PASSWORD/>
                <Submit text="Sign up"/>
            </form>
            <p class="entry__ways"><span>"You have an account? "<a href=sign_in>"Sign in"</a></span></p>
        </Card>
    }
}

/// Longest name, as fields take it.
pub(super) fn longest_name() -> u16 {
    u16::try_from(MAX_NAME).unwrap_or(u16::MAX)
}
