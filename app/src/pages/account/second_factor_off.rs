//! `/account/second-factor/off`.

use backend::accounts;
use backend::authz::Actor;
use backend::{Error, Services};
use leptos::prelude::*;

use super::frame;
use super::load::signed_in;
use crate::components::form::{FormErrors, TextField};
use crate::components::{Notice, Tone};
use crate::pages::by_password;
use crate::pages::card::MAX_PASSWORD;

/// What turning it off means, and the password.
#[component]
pub fn SecondFactorOff() -> impl IntoView {
    signed_in(draw)
}

async fn draw(svc: Services, actor: Actor) -> Result<AnyView, Error> {
    let me = accounts::profile(&svc, &actor).await?;
    let body = if !me.second_factor {
        is_off()
    } else if let Some(notice) = by_password::notice("change this") {
        notice
    } else {
        form()
    };
    let lead = "Afterwards the password alone is enough to sign in.";
    Ok(frame("Turn the second factor off", lead, body))
}

fn form() -> AnyView {
    view! {
        <Notice tone=Tone::Warn><p>"The secret in your app and all recovery codes stop working. To turn it on again you scan a new picture."</p></Notice>
        <form id="form" class="account-form stack" method="post" action="/account/second-factor/off">
            <FormErrors/>
            <TextField name="password" label="Password" kind="password" autocomplete="current-password" max=MAX_PASSWORD focus=true/>
            <div class="cluster">
                <button class="button button--danger">"Turn it off"</button>
                <a class="button button--quiet" href="/account/second-factor">"Keep it on"</a>
            </div>
        </form>
    }
    .into_any()
}

fn is_off() -> AnyView {
    view! {
        <Notice tone=Tone::Info><p>"It is off already."</p></Notice>
        <div class="cluster"><a class="button button--primary" href="/account/second-factor">"Turn it on"</a></div>
    }
    .into_any()
}
