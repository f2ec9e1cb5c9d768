//! `/sign-in`.

pub mod code;

use domain::catalog_query::encode;
use leptos::prelude::*;

use super::card::{Card, MAX_PASSWORD, Submit, carried, hidden, where_mails_are};
use super::single_sign_on::refusal;
use crate::components::form::{FormErrors, TextField};
use crate::components::{Notice, Tone};
use crate::context::{done_word, visitor};

/// Address and password.
#[component]
pub fn SignIn() -> impl IntoView {
    let next = carried("next");
    let sign_up = with_next("/sign-up", &next);
    let organization = with_next("/single-sign-on", &next);
    let known = visitor().actor.map(|actor| {
        let words = format!("You are signed in as {}.", actor.name());
        view! { <Notice tone=Tone::Info><p>{words}" "<a href="/home">"Go on"</a></p></Notice> }
    });
    view! {
        <Card title="Sign in">
            {known}
            {notice(&next)}
            {refusal()}
            <form id="form" class="stack" method="post" action="/sign-in">
                <FormErrors/>
                {hidden("next", &next)}
                <TextField name="email" label="Mail address" kind="email" autocomplete="username" focus=true/>
                <TextField name="password" label="Password" kind="password" autocomplete="current-password" max=MAX_PASSWORD/>
                <Submit text="Sign in"/>
            </form>
            <p class="entry__ways">
                <a href="/forgot-password">"Forgot your password?"</a>
                <a href=organization>"Sign in with your organization"</a>
                <span>"No account yet? "<a href=sign_up>"Sign up"</a></span>
            </p>
        </Card>
    }
}

/// An address on the way in, with where people go in the end.
pub(super) fn with_next(page: &str, next: &str) -> String {
    if next.is_empty() {
        page.to_owned()
    } else {
        format!("{page}?next={}", encode(next))
    }
}

/// What has happened before.
fn notice(next: &str) -> Option<AnyView> {
    let word = done_word();
    let words = match word.as_deref() {
        Some("signed-up") => {
            "A mail is on its way to that address. Open its link to confirm it; you can sign in now."
        }
        Some("password-reset") => {
            "Your password is set, and your sessions have ended. Sign in with the new one."
        }
        Some("set-up") => "The first account is made. Sign in with it.",
        // Confirming an address leads home, which is closed for those who have
        // not signed in.
        _ if next.ends_with("done=verified") => "The address is confirmed. Sign in to go on.",
        _ => return None,
    };
    let mails = (word.as_deref() == Some("signed-up"))
        .then(where_mails_are)
        .flatten();
    Some(view! { <Notice tone=Tone::Ok><p>{words}</p>{mails}</Notice> }.into_any())
}
