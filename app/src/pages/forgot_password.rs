//! `/forgot-password`.

use leptos::prelude::*;

use super::card::{Card, Submit, where_mails_are};
use crate::components::form::{FormErrors, TextField};
use crate::components::{Notice, Tone};
use crate::context::done_word;

/// Asking for a link. What follows is the same whether there is an account or
/// not.
#[component]
pub fn ForgotPassword() -> impl IntoView {
    let is_sent = done_word().as_deref() == Some("sent");
    let button = if is_sent {
        "Send another link"
    } else {
        "Send the link"
    };
    let notice = is_sent.then(|| {
        view! {
            <Notice tone=Tone::Ok>
                <p>"If there is an account with this address, a mail is on its way. Its link works for one hour."</p>
                {where_mails_are()}
            </Notice>
        }
    });
    view! {
        <Card title="Forgot your password?" lead="Give the address of your account. A mail brings a link with which you set a new password.">
            {notice}
            <form id="form" class="stack" method="post" action="/forgot-password">
                <FormErrors/>
                <TextField name="email" label="Mail address" kind="email" autocomplete="username" focus=true/>
                <Submit text=button/>
            </form>
            <p class="entry__ways"><a href="/sign-in">"Back to signing in"</a></p>
        </Card>
    }
}
