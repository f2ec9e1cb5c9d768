//! `/organizations/{organization}/members`.

mod invite;
mod member;
mod remove;
mod table;

use backend::authz::{Actor, Admin, AnyMember, OrgGrant};
use backend::members::{self, Invitation};
use backend::{Error, Services};
use futures::try_join;
use leptos::prelude::*;

pub use invite::Invite;
pub use member::Member;
pub use remove::RemoveMember;

use super::{Place, done, frame, may, page};
use crate::components::Icon;
use crate::components::format::plural;

/// Who belongs to the organization, and who is invited.
#[component]
pub fn Members() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, actor: Actor, grant: OrgGrant<AnyMember>) -> Result<AnyView, Error> {
    let (members, open) = try_join!(
        members::list(&svc, &grant),
        open_invitations(&svc, &actor, &grant)
    )?;
    let slug = grant.slug();
    let invite = may::<Admin>(grant.roles()).then(|| {
        let href = format!("/organizations/{slug}/members/invite");
        view! { <div class="cluster"><a class="button button--primary" href=href><Icon name="plus"/>"Invite"</a></div> }
    });
    let lead = plural(members.len(), "member", "members");
    let body = view! {
        {done(&[
            ("invited", "The invitation is on its way. Its link works once, for seven days."),
            ("roles-changed", "The roles are changed; they hold from the next click on."),
            ("removed", "The member is removed."),
            ("revoked", "The invitation is revoked; its link no longer works."),
            ("handed-over", "The organization has another owner, and you are an admin."),
        ])}
        {invite}
        {table::members(&members, &grant)}
        {open.map(|open| invitations(&open, slug))}
    };
    Ok(frame(&grant, Place::Members, "Members", &lead, body))
}

/// The open invitations, for those who may see them.
async fn open_invitations(
    svc: &Services,
    actor: &Actor,
    grant: &OrgGrant<AnyMember>,
) -> Result<Option<Vec<Invitation>>, Error> {
    if !may::<Admin>(grant.roles()) {
        return Ok(None);
    }
    let admin = actor.in_org::<Admin>(svc, grant.slug()).await?;
    members::open_invitations(svc, &admin).await.map(Some)
}

fn invitations(open: &[Invitation], slug: &str) -> AnyView {
    let list = if open.is_empty() {
        view! { <p class="muted">"Nobody is invited at the moment."</p> }.into_any()
    } else {
        table::invitations(open, slug)
    };
    view! {
        <section class="section" aria-labelledby="invitations">
            <div class="section__head"><h2 id="invitations">"Open invitations"</h2></div>
            {list}
        </section>
    }
    .into_any()
}
