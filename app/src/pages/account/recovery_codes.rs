//! `/account/recovery-codes`.

use backend::accounts;
use backend::authz::Actor;
use backend::{Error, Services};
use leptos::prelude::*;

use super::frame;
use super::load::signed_in;
use crate::components::form::{FormErrors, TextField};
use crate::components::format::count;
use crate::components::{Icon, Notice, Tone};
use crate::context::shown;
use crate::pages::by_password;
use crate::pages::card::MAX_PASSWORD;

/// From how many codes on there are enough.
const ENOUGH: i64 = 3;

/// Whether it is time for new ones.
pub(in crate::pages) fn are_few(left: i64) -> bool {
    left < ENOUGH
}

/// The password, then new codes, once.
#[component]
pub fn RecoveryCodes() -> impl IntoView {
    match shown() {
        Some(codes) => frame(
            "Your new recovery codes",
            "The ones before do not work any more.",
            once(&codes),
        ),
        None => signed_in(draw),
    }
}

/// Codes that are shown now and never again.
pub(super) fn once(codes: &[String]) -> AnyView {
    let all = codes.join("\n");
    let items = codes
        .iter()
        .map(|code| view! { <li><code>{code.clone()}</code></li> })
        .collect_view();
    view! {
        <Notice tone=Tone::Warn>
            <p>"You see these codes only now. Each lets you in once, in place of a code of your app."</p>
            <p>"Print them, or keep them where you keep your passwords."</p>
        </Notice>
        <ul class="code-list" aria-label="Recovery codes">{items}</ul>
        <div class="cluster">
            <button r#type="button" class="button copy-all" data-copy=all><Icon name="copy"/><Icon name="check"/>"Copy all"</button>
            <a class="button button--primary" href="/account">"I stored them"</a>
        </div>
    }
    .into_any()
}

async fn draw(svc: Services, actor: Actor) -> Result<AnyView, Error> {
    let me = accounts::profile(&svc, &actor).await?;
    let body = if !me.second_factor {
        off()
    } else if let Some(notice) = by_password::notice("change this") {
        notice
    } else {
        form(me.recovery_codes_left)
    };
    let lead = "They let you in when your authenticator app is lost.";
    Ok(frame("Recovery codes", lead, body))
}

fn form(left: i64) -> AnyView {
    let words = format!("{} of your codes can still be used.", count(left));
    let tone = if are_few(left) {
        Tone::Warn
    } else {
        Tone::Info
    };
    view! {
        <Notice tone><p>{words}</p><p>"New codes take the place of all of them."</p></Notice>
        <form id="form" class="account-form stack" method="post" action="/account/recovery-codes">
            <FormErrors/>
            <TextField name="password" label="Password" kind="password" hint="So that an open browser is not enough." autocomplete="current-password" max=MAX_PASSWORD focus=true/>
            <div class="cluster">
                <button class="button button--primary">"Make new codes"</button>
                <a class="button button--quiet" href="/account">"Cancel"</a>
            </div>
        </form>
    }
    .into_any()
}

fn off() -> AnyView {
    view! {
        <div class="empty">
            <h2>"No codes without a second factor"</h2>
            <p>"Recovery codes stand in for the codes of an app. Your account does not ask for any."</p>
            <a class="button button--primary" href="/account/second-factor">"Turn the second factor on"</a>
        </div>
    }
    .into_any()
}
