//! `/organizations/{organization}/members/{member}`.

use backend::authz::{Actor, Admin, AnyMember, OrgGrant, Owner};
use backend::{Error, Services, members};
use domain::role::Role;
use leptos::prelude::*;

use crate::components::form::{Boxes, FormErrors};
use crate::components::{CopyId, Day, Notice, Tone};
use crate::pages::organization::{Place, frame, may, page, roles, thing};

/// One member: changing the roles, and the ways to more.
#[component]
pub fn Member() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, actor: Actor, grant: OrgGrant<Admin>) -> Result<AnyView, Error> {
    let user = thing()?;
    let reader = actor.in_org::<AnyMember>(&svc, grant.slug()).await?;
    let member = members::get(&svc, &reader, user).await?;
    let may_change = !member.roles.contains(Role::Owner) || may::<Owner>(grant.roles());
    let way = if may_change {
        change(&member, &grant)
    } else {
        view! { <Notice tone=Tone::Info><p>"Only an owner can change an owner."</p></Notice> }
            .into_any()
    };
    let body = view! {
        <dl class="pairs">
            <dt>"Mail address"</dt><dd>{member.email.clone()}</dd>
            <dt>"Roles"</dt><dd>{roles::badges(&member.roles)}</dd>
            <dt>"Member since"</dt><dd><Day date=member.joined_at.date()/></dd>
            <dt>"Id"</dt><dd><CopyId text=member.user.to_string() label="Copy id of the account"/></dd>
        </dl>
        {way}
    };
    Ok(frame(&grant, Place::Members, &member.name, "", body))
}

fn change(member: &members::Member, grant: &OrgGrant<Admin>) -> AnyView {
    let members = format!("/organizations/{}/members", grant.slug());
    let own = format!("{members}/{}", member.user);
    let hand_over = (may::<Owner>(grant.roles()) && member.user != grant.by()).then(|| {
        let href = format!(
            "/organizations/{}/hand-over?member={}",
            grant.slug(),
            member.user
        );
        view! { <a class="button" href=href>"Hand the organization over"</a> }
    });
    let (away, words) = if member.user == grant.by() {
        (format!("/organizations/{}/leave", grant.slug()), "Leave")
    } else {
        (format!("{own}/remove"), "Remove")
    };
    view! {
        <section class="section" aria-labelledby="change">
            <div class="section__head"><h2 id="change">"Change the roles"</h2></div>
            <form class="org-form stack" method="post" action=own>
                <FormErrors/>
                <Boxes name="roles" label="Roles" options=roles::boxes(grant.roles()) ticked=member.roles.words()/>
                <div class="cluster">
                    <button class="button button--primary">"Save roles"</button>
                    <a class="button button--quiet" href=members>"Cancel"</a>
                </div>
            </form>
        </section>
        <section class="section" aria-labelledby="more">
            <div class="section__head"><h2 id="more">"More"</h2></div>
            <div class="cluster">{hand_over}<a class="button button--danger" href=away>{words}</a></div>
        </section>
    }
    .into_any()
}
