//! `/organizations/{organization}/invitations/{invitation}/revoke`.

use backend::authz::{Actor, Admin, OrgGrant};
use backend::{Error, Services, members};
use domain::id::InvitationId;
use leptos::prelude::*;

use super::{Place, frame, page, thing};
use crate::components::When;
use crate::components::form::FormErrors;

/// Taking an invitation back.
#[component]
pub fn RevokeInvitation() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, _: Actor, grant: OrgGrant<Admin>) -> Result<AnyView, Error> {
    let id: InvitationId = thing()?;
    let open = members::open_invitations(&svc, &grant).await?;
    let invitation = open.into_iter().find(|i| i.id == id);
    let invitation = invitation.ok_or(Error::NotFound)?;
    let home = format!("/organizations/{}", grant.slug());
    let body = view! {
        <form class="org-form stack" method="post" action=format!("{home}/invitations/{id}/revoke")>
            <FormErrors/>
            <div class="prose">
                <p>
                    <strong>{invitation.email}</strong>" could join until "<When at=invitation.expires_at/>
                    ". The link in the mail stops working at once. You can invite the same address again."
                </p>
            </div>
            <div class="cluster">
                <button class="button button--danger">"Revoke invitation"</button>
                <a class="button button--quiet" href=format!("{home}/members")>"Keep it"</a>
            </div>
        </form>
    };
    let title = "Revoke the invitation";
    Ok(frame(&grant, Place::Members, title, "", body))
}
