//! `/organizations/{organization}/tokens`.

mod form;
mod revoke;
mod table;

use backend::authz::{Actor, AnyMember, OrgGrant};
use backend::{Error, Services, access_tokens};
use leptos::prelude::*;

pub use revoke::RevokeToken;

use super::{Place, done, frame, page};
use crate::components::format::count;
use crate::components::{CopyId, Notice, Tone};
use crate::context::shown;

/// The access tokens of the member, and the form for another one.
#[component]
pub fn Tokens() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, _: Actor, grant: OrgGrant<AnyMember>) -> Result<AnyView, Error> {
    let tokens = access_tokens::list(&svc, &grant).await?;
    let own = format!("/organizations/{}/tokens", grant.slug());
    let list = if tokens.is_empty() {
        view! {
            <div class="empty"><h2>"No token yet"</h2><p>"The form below makes one for your first program."</p></div>
        }
        .into_any()
    } else {
        table::table(&tokens, &own, svc.now())
    };
    let fresh = shown().and_then(|texts| texts.first().cloned());
    let body = view! {
        {done(&[("revoked", "The token is revoked; it no longer works.")])}
        {fresh.map(|text| reveal(text, &own))}
        {list}
        {form::form(&own)}
    };
    let lead =
        "A token lets a program act in your name in this organization, within what you allow it.";
    Ok(frame(&grant, Place::Tokens, "Access tokens", lead, body))
}

/// How many tokens of an organization end, and when; nothing where there is none.
pub(super) fn that_end(tokens: i64, when: &str) -> Option<String> {
    match tokens {
        0 => None,
        1 => Some(format!("1 access token ends {when}.")),
        more => Some(format!("{} access tokens end {when}.", count(more))),
    }
}

/// A token that was just made. There is no second chance to see it.
fn reveal(text: String, own: &str) -> AnyView {
    view! {
        <section class="once" aria-labelledby="fresh">
            <h2 id="fresh">"Your new token"</h2>
            <p><CopyId text label="Copy the token"/></p>
            <Notice tone=Tone::Warn><p>"It is shown only now. Store it where your program reads its secrets."</p></Notice>
            <a class="button" href=own.to_owned()>"I have stored it"</a>
        </section>
    }
    .into_any()
}
