//! `/organizations/{organization}`.

use backend::accounts::checklists::{self, Checklist};
use backend::authz::{Actor, AnyMember, OrgGrant};
use backend::organizations::{self, Profile};
use backend::{Error, Services};
use futures::try_join;
use leptos::prelude::*;

use super::{Place, checklist, done, frame, page, roles};
use crate::components::form::FormErrors;
use crate::components::format::count;
use crate::pages::start::Duties;

/// What the organization is, and what is left to do.
#[component]
pub fn Overview() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, actor: Actor, grant: OrgGrant<AnyMember>) -> Result<AnyView, Error> {
    let (profile, duties, is_hidden) = try_join!(
        organizations::profile(&svc, &grant),
        Duties::read(&svc, &grant),
        checklists::is_hidden(&svc, &actor, Checklist::of(&grant))
    )?;
    let home = format!("/organizations/{}", grant.slug());
    let own = (home.as_str(), grant.name());
    let mut tasks = checklist::steps(&profile, grant.roles(), grant.slug());
    tasks.extend(duties.tasks(grant.roles(), profile.projects, svc.now(), own));
    let body = view! {
        {done(&[
            ("created", "The organization is there, and you are its owner."),
            ("joined", "You are a member now."),
        ])}
        {facts(&profile)}
        <FormErrors/>
        {checklist::section(tasks, grant.slug(), is_hidden)}
        {abilities(&grant)}
    };
    Ok(frame(&grant, Place::Overview, "Overview", "", body))
}

fn facts(profile: &Profile) -> AnyView {
    let sign_in = if profile.sso_required {
        "Single sign-on only"
    } else {
        "Any way"
    };
    view! {
        <dl class="facts">
            <div><dt>"Members"</dt><dd>{count(profile.members)}</dd></div>
            <div><dt>"Projects"</dt><dd>{count(profile.projects)}</dd></div>
            <div><dt>"Open invitations"</dt><dd>{count(profile.invitations)}</dd></div>
            <div><dt>"Time zone"</dt><dd>{profile.time_zone.clone()}</dd></div>
            <div><dt>"Members sign in"</dt><dd>{sign_in}</dd></div>
        </dl>
    }
    .into_any()
}

/// What the member may do here, and the way out.
fn abilities(grant: &OrgGrant<AnyMember>) -> AnyView {
    let abilities = grant.roles().iter().map(|role| {
        view! { <dt>{role.label()}</dt><dd>{role.about()}</dd> }
    });
    let leave = format!("/organizations/{}/leave", grant.slug());
    view! {
        <section class="section" aria-labelledby="own">
            <div class="section__head"><h2 id="own">"What you may do here"</h2>{roles::badges(grant.roles())}</div>
            <dl class="pairs">{abilities.collect_view()}</dl>
            <p class="section__note"><a href=leave>"Leave the organization"</a></p>
        </section>
    }
    .into_any()
}
