//! `/organizations/{organization}/settings`.

use backend::authz::{Actor, AnyMember, OrgGrant, Owner};
use backend::organizations::{self, Profile};
use backend::{Error, Services, access_tokens};
use leptos::prelude::*;

use super::tokens::that_end;
use super::{Place, done, frame, page, time_zones};
use crate::components::CopyId;
use crate::components::form::{Boxes, Choice, FormErrors, TextField};

/// What an owner may change.
#[component]
pub fn Settings() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, actor: Actor, grant: OrgGrant<Owner>) -> Result<AnyView, Error> {
    let member = actor.in_org::<AnyMember>(&svc, grant.slug()).await?;
    let profile = organizations::profile(&svc, &member).await?;
    let tokens = access_tokens::count_live(&svc, &grant).await?;
    let slug = grant.slug().to_owned();
    let hand_over = format!("/organizations/{slug}/hand-over");
    let body = view! {
        {done(&[("saved", "The settings are saved.")])}
        {form(&slug, profile, tokens)}
        <section class="section" aria-labelledby="more">
            <div class="section__head"><h2 id="more">"More"</h2></div>
            <dl class="pairs">
                <dt>"Name in addresses"</dt><dd><CopyId text=slug label="Copy name in addresses"/></dd>
                <dt>"Id"</dt><dd><CopyId text=grant.org().to_string() label="Copy id of the organization"/></dd>
                <dt>"Ownership"</dt><dd><a href=hand_over>"Hand the organization over"</a></dd>
            </dl>
        </section>
    };
    Ok(frame(&grant, Place::Settings, "Settings", "", body))
}

/// What requiring single sign-on ends; nothing where it is required already.
fn ends(profile: &Profile, tokens: i64) -> Option<AnyView> {
    let words = that_end(tokens, "when you turn this on")?;
    (!profile.sso_required).then(|| view! { <p class="field__hint">{words}</p> }.into_any())
}

fn form(slug: &str, profile: Profile, tokens: i64) -> AnyView {
    let rule = (
        "on",
        "Require single sign-on",
        "Members get in only through the provider of the organization. Sign in through it \
         yourself first, so that you cannot lock yourself out.",
    );
    let ticked = profile.sso_required.then(|| "on".to_owned());
    let zones = time_zones::options(&profile.time_zone);
    let ends = ends(&profile, tokens);
    view! {
        <form class="org-form stack" method="post" action=format!("/organizations/{slug}/settings")>
            <FormErrors/>
            <TextField name="name" label="Name" value=profile.name max=100/>
            <Choice name="time_zone" label="Time zone" options=zones value=profile.time_zone
                hint="Its days and months begin by this clock."/>
            <Boxes name="sso_required" label="Sign-in" options=vec![rule] ticked=ticked.into_iter().collect()/>
            {ends}
            <div class="cluster"><button class="button button--primary">"Save"</button></div>
        </form>
    }
    .into_any()
}
