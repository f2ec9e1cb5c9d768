//! `/organizations/{organization}/single-sign-on`.

mod form;
mod remove;

use backend::authz::{Actor, OrgGrant, Owner};
use backend::identity_providers::{self, Provider};
use backend::{Error, Services, access_tokens};
use leptos::prelude::*;

pub use remove::RemoveProvider;

use super::{Place, done, frame, page};
use crate::components::format::count;
use crate::components::{CopyId, Day};
use crate::pages::single_sign_on::{links_too, way};

/// The provider of the organization, and how to try it out.
#[component]
pub fn SingleSignOn() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, _: Actor, grant: OrgGrant<Owner>) -> Result<AnyView, Error> {
    let provider = identity_providers::get(&svc, &grant).await?;
    let tokens = access_tokens::count_live(&svc, &grant).await?;
    let own = format!("/organizations/{}/single-sign-on", grant.slug());
    let callback = identity_providers::callback_address(&svc);
    let words = [
        ("saved", "The provider is saved. Try it out below."),
        (
            "removed",
            "The provider is removed. Sessions that came through it and access tokens have ended. Members sign in with their passwords.",
        ),
        ("linked", "It works: you have come through the provider."),
    ];
    let existing = provider
        .as_ref()
        .map(|provider| (in_use(provider, grant.slug(), &own), ways_out(&own)));
    let (in_use, ways_out) = existing.unzip();
    let body = view! {
        {done(&words)}
        {in_use}
        <section class="section" aria-labelledby="set-up">
            <div class="section__head"><h2 id="set-up">"Provider"</h2></div>
            <div class="prose">
                <p>"Register Tessera at your provider as a web application with the flow “authorization code” (OpenID Connect). It asks for one redirect address:"</p>
                <p><CopyId text=callback label="Copy the redirect address"/></p>
                <p>"Then enter here what it gives you."</p>
            </div>
            {form::form(&own, provider, tokens)}
        </section>
        {ways_out}
    };
    let lead = "Members sign in through the provider of your organization, such as Entra ID, Okta, Google or Keycloak.";
    Ok(frame(
        &grant,
        Place::SingleSignOn,
        "Single sign-on",
        lead,
        body,
    ))
}

/// What is set up, and the way through it.
fn in_use(provider: &Provider, slug: &str, own: &str) -> AnyView {
    let linked = match provider.linked {
        0 => "Nobody is linked yet".to_owned(),
        1 => "1 member is linked".to_owned(),
        linked => format!("{} members are linked", count(linked)),
    };
    let next = format!("{own}?done=linked");
    let words = if links_too() {
        "You go to the provider and come back. That links your account; from then on you can sign in through it."
    } else {
        "You go to the provider and come back."
    };
    let fields = view! {
        <p>{words}</p>
        <div class="cluster"><button class="button button--primary">"Test: sign in through it"</button></div>
    };
    let form = way(slug, &next, fields.into_any());
    let settings = format!("/organizations/{slug}/settings");
    view! {
        <section class="section" aria-labelledby="try">
            <div class="section__head"><h2 id="try">"Try it out"</h2></div>
            <dl class="pairs">
                <dt>"Last changed"</dt><dd><Day date=provider.updated_at.date()/></dd>
                <dt>"Members"</dt><dd>{linked}</dd>
            </dl>
            {form}
            <p>"Once it works you can "<a href=settings>"require it in the settings"</a>"."</p>
        </section>
    }
    .into_any()
}

fn ways_out(own: &str) -> AnyView {
    let remove = format!("{own}/remove");
    view! {
        <section class="section" aria-labelledby="more">
            <div class="section__head"><h2 id="more">"More"</h2></div>
            <p><a href=remove>"Remove single sign-on"</a></p>
        </section>
    }
    .into_any()
}
