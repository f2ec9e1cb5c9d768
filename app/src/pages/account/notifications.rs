//! `/account/notifications`: which messages also come by mail.

use backend::accounts::{self, Profile};
use backend::authz::Actor;
use backend::notifications::preferences;
use backend::{Error, Services};
use domain::notification::{DAILY_AT, Kind, MailFrequency};
use leptos::prelude::*;

use super::frame;
use super::load::signed_in;
use crate::components::form::{Choice, FormErrors};
use crate::components::{Notice, Tone};
use crate::context::done_word;
use crate::pages::by_password;

/// A choice for each kind of message.
#[component]
pub fn Notifications() -> impl IntoView {
    signed_in(draw)
}

async fn draw(svc: Services, actor: Actor) -> Result<AnyView, Error> {
    let me = accounts::profile(&svc, &actor).await?;
    let body = match preferences::list(&svc, &actor).await {
        Ok(chosen) => choices(&me, chosen),
        Err(Error::PasswordRequired) => by_password::notice("change this").into_any(),
        Err(error) => return Err(error),
    };
    let lead = "Your inbox has every message. Choose which of them also come by mail, and when.";
    Ok(frame("Messages by mail", lead, body))
}

fn choices(me: &Profile, chosen: Vec<(Kind, MailFrequency)>) -> AnyView {
    let saved = (done_word().as_deref() == Some("saved"))
        .then(|| view! { <Notice tone=Tone::Ok><p>"Your choices are saved."</p></Notice> });
    view! {
        {saved}
        {unconfirmed(me)}
        {form(me, chosen)}
    }
    .into_any()
}

/// Nobody is written to at an address that may be somebody else's.
fn unconfirmed(me: &Profile) -> Option<AnyView> {
    (!me.email_verified).then(|| {
        view! {
            <Notice tone=Tone::Warn>
                <p>"No message is mailed until you have confirmed your address. "<a href="/account">"Get the link that confirms it"</a></p>
            </Notice>
        }
        .into_any()
    })
}

fn form(me: &Profile, chosen: Vec<(Kind, MailFrequency)>) -> AnyView {
    let choices = chosen
        .into_iter()
        .map(|(kind, mail)| {
            view! {
                <Choice name=kind.as_str() label=kind.label() options=frequencies() value=mail.as_str() hint=kind.about()/>
            }
        })
        .collect_view();
    let when = format!(
        "Mails go to {}. Those of a day are sent together at {:02}:{:02} UTC; what you have read by then is left out.",
        me.email,
        DAILY_AT.hour(),
        DAILY_AT.minute()
    );
    view! {
        <form id="form" class="account-form stack" method="post" action="/account/notifications">
            <FormErrors/>
            {choices}
            <p class="field__hint">{when}</p>
            <div class="cluster">
                <button class="button button--primary">"Save the choices"</button>
                <a class="button button--quiet" href="/inbox">"Inbox"</a>
            </div>
        </form>
    }
    .into_any()
}

fn frequencies() -> Vec<(String, String)> {
    let all = MailFrequency::ALL.iter();
    all.map(|mail| (mail.as_str().to_owned(), mail.label().to_owned()))
        .collect()
}
