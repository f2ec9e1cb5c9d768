//! `/account/second-factor`.

use backend::accounts::{self, Enrollment};
use backend::authz::Actor;
use backend::{Error, Services};
use leptos::prelude::*;

use super::load::signed_in;
use super::{frame, recovery_codes};
use crate::components::form::{FormErrors, TextField};
use crate::components::format::count;
use crate::components::{CopyId, Notice, Tone};
use crate::context::shown;
use crate::pages::by_password;

/// How it stands; where it is off, what turns it on.
#[component]
pub fn SecondFactor() -> impl IntoView {
    match shown() {
        Some(codes) => frame(
            "The second factor is on",
            "From now on signing in asks for a code. Store these recovery codes before you go on.",
            recovery_codes::once(&codes),
        ),
        None => signed_in(draw),
    }
}

async fn draw(svc: Services, actor: Actor) -> Result<AnyView, Error> {
    let me = accounts::profile(&svc, &actor).await?;
    let body = if me.second_factor {
        on(me.recovery_codes_left)
    } else if !me.has_password {
        no_password()
    } else {
        match accounts::enrollment(&svc, &actor).await {
            Ok(Some(begun)) => off(begun),
            Ok(None) => begin(),
            Err(Error::PasswordRequired) => by_password::notice("change this").into_any(),
            Err(error) => return Err(error),
        }
    };
    let lead = "A code of an authenticator app beside your password: a stolen password alone opens nothing.";
    Ok(frame("Second factor", lead, body))
}

fn begin() -> AnyView {
    view! {
        <form class="stack" method="post" action="/account/second-factor">
            <FormErrors/>
            <p>"You need an authenticator app on your phone or in your password manager."</p>
            <div class="cluster">
                <button class="button button--primary" name="begin" value="1">"Set it up"</button>
                <a class="button button--quiet" href="/account">"Not now"</a>
            </div>
        </form>
    }
    .into_any()
}

fn on(left: i64) -> AnyView {
    let words = format!("It is on. {} recovery codes are left.", count(left));
    let ways = by_password::notice("change this").unwrap_or_else(|| {
        view! {
            <div class="cluster">
                <a class="button" href="/account/recovery-codes">"Make new recovery codes"</a>
                <a class="button button--danger" href="/account/second-factor/off">"Turn it off"</a>
            </div>
        }
        .into_any()
    });
    view! {
        <Notice tone=Tone::Ok><p>{words}</p></Notice>
        {ways}
    }
    .into_any()
}

fn no_password() -> AnyView {
    view! {
        <Notice tone=Tone::Info><p>"You sign in through the provider of your organization. A second factor is set up there."</p></Notice>
        <div class="cluster"><a class="button" href="/account">"Back to the account"</a></div>
    }
    .into_any()
}

fn off(enrollment: Enrollment) -> AnyView {
    let Enrollment {
        secret_base32,
        otpauth_url,
        qr_svg,
    } = enrollment;
    view! {
        <div class="enrollment">
            <div class="qr" role="img" aria-label="QR code with the secret for your app" inner_html=qr_svg></div>
            <ol class="stack">
                <li><strong>"1. Add Tessera to your app"</strong>
                    <p>"Scan the picture with an authenticator app, "<a href=otpauth_url>"open it on this device"</a>", or type the secret:"</p>
                    <p><CopyId text=secret_base32 label="Copy secret"/></p>
                </li>
                <li class="stack"><strong>"2. Enter the code it shows"</strong>
                    <form id="form" class="account-form stack" method="post" action="/account/second-factor">
                        <FormErrors/>
                        <TextField name="code" label="Code" hint="6 digits; a new one every 30 seconds." autocomplete="one-time-code" inputmode="numeric" max=40/>
                        <div class="cluster">
                            <button class="button button--primary">"Turn it on"</button>
                            <a class="button button--quiet" href="/account">"Cancel"</a>
                        </div>
                    </form>
                </li>
            </ol>
        </div>
    }
    .into_any()
}
