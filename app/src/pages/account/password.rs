//! `/account/password`.

use backend::accounts;
use backend::authz::Actor;
use backend::{Error, Services};
use leptos::prelude::*;

use super::frame;
use super::load::signed_in;
use crate::components::form::{FormErrors, TextField};
use crate::components::{Notice, Tone};
use crate::pages::by_password;
use crate::pages::card::{MAX_PASSWORD, PASSWORD_HINT};

/// The old password and a new one.
#[component]
pub fn Password() -> impl IntoView {
    signed_in(draw)
}

async fn draw(svc: Services, actor: Actor) -> Result<AnyView, Error> {
    let me = accounts::profile(&svc, &actor).await?;
    let body = if !me.has_password {
        none()
    } else if let Some(notice) = by_password::notice("change this") {
        notice
    } else {
        form(&me.email)
    };
    let lead = "Afterwards all other sessions end: whoever knew the old password is out.";
    Ok(frame("Change your password", lead, body))
}

fn form(email: &str) -> AnyView {
    let email = email.to_owned();
    view! {
        <form id="form" class="account-form stack" method="post" action="/account/password">
            <FormErrors/>
            <TextField name="current" label="Current password" kind="password" autocomplete="current-password" max=MAX_PASSWORD focus=true/>
            <TextField name="password" label="New password" kind="password" hint=PASSWORD_HINT autocomplete="new-password" max=MAX_PASSWORD/>
            <div class="cluster">
                <button class="button button--primary">"Change the password"</button>
                <a class="button button--quiet" href="/account">"Cancel"</a>
            </div>
        </form>
        <p class="field__hint">"For "{email}". You do not know the current one? "<a href="/forgot-password">"Set a new one by mail"</a>"."</p>
    }
    .into_any()
}

fn none() -> AnyView {
    view! {
        <Notice tone=Tone::Info><p>"This account has no password: you sign in through the provider of your organization."</p></Notice>
        <div class="cluster"><a class="button" href="/account">"Back to the account"</a></div>
    }
    .into_any()
}
