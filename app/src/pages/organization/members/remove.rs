//! `/organizations/{organization}/members/{member}/remove`.

use backend::authz::{Actor, Admin, AnyMember, OrgGrant};
use backend::{Error, Services, members};
use leptos::prelude::*;

use crate::components::form::{FormErrors, TextField};
use crate::pages::organization::{Place, frame, page, thing};

/// What removing a member means, and the button.
#[component]
pub fn RemoveMember() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, actor: Actor, grant: OrgGrant<Admin>) -> Result<AnyView, Error> {
    let user = thing()?;
    let reader = actor.in_org::<AnyMember>(&svc, grant.slug()).await?;
    let member = members::get(&svc, &reader, user).await?;
    let own = format!("/organizations/{}/members/{user}", grant.slug());
    let action = format!("{own}/remove");
    let title = format!("Remove {}", member.name);
    let body = view! {
        // A mistake points here: this form has no field of its own.
        <form class="org-form stack" id="roles" tabindex="-1" method="post" action=action>
            <FormErrors/>
            <div class="prose">
                <p>{member.name}" ("{member.email}") loses access at once. Tokens and open invitations they have made here end too."</p>
                <p>"What they have done stays in the audit log. To come back they need an invitation."</p>
            </div>
            <TextField name="reason" label="Reason" hint="For the audit log." optional=true max=500/>
            <div class="cluster">
                <button class="button button--danger">"Remove member"</button>
                <a class="button button--quiet" href=own>"Keep"</a>
            </div>
        </form>
    };
    Ok(frame(&grant, Place::Members, &title, "", body))
}
