//! `/organizations/{organization}/members/invite`.

use std::future::ready;

use backend::authz::{Admin, OrgGrant};
use backend::members::LIFETIME;
use leptos::prelude::*;

use crate::components::form::{Boxes, FormErrors, TextField};
use crate::pages::organization::{Place, frame, page, roles};

/// Inviting somebody by mail.
#[component]
pub fn Invite() -> impl IntoView {
    page(|_, _, grant: OrgGrant<Admin>| ready(Ok(draw(&grant))))
}

fn draw(grant: &OrgGrant<Admin>) -> AnyView {
    let members = format!("/organizations/{}/members", grant.slug());
    let action = format!("{members}/invite");
    let body = view! {
        <form class="org-form stack" method="post" action=action>
            <FormErrors/>
            <TextField name="email" label="Mail address" kind="email"/>
            <Boxes name="roles" label="Roles" options=roles::boxes(grant.roles())/>
            <div class="cluster">
                <button class="button button--primary">"Send invitation"</button>
                <a class="button button--quiet" href=members>"Cancel"</a>
            </div>
        </form>
    };
    let lead = format!(
        "The link in the mail works once, for {} days. Another invitation of the same address replaces it.",
        LIFETIME.whole_days()
    );
    frame(grant, Place::Members, "Invite somebody", &lead, body)
}
