//! `/organizations/{organization}/leave`.

use backend::authz::{Actor, AnyMember, OrgGrant, Owner};
use backend::{Error, Services, members};
use domain::role::Role;
use leptos::prelude::*;

use super::{Place, frame, may, page};
use crate::components::form::FormErrors;
use crate::components::{Notice, Tone};

/// What leaving means, and the button.
#[component]
pub fn Leave() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, _: Actor, grant: OrgGrant<AnyMember>) -> Result<AnyView, Error> {
    let is_last_owner = may::<Owner>(grant.roles()) && {
        let all = members::list(&svc, &grant).await?;
        all.iter().filter(|m| m.roles.contains(Role::Owner)).count() <= 1
    };
    let way = if is_last_owner {
        stay(grant.slug())
    } else {
        go(grant.slug())
    };
    let body = view! {
        // A mistake points here: this form has no field of its own.
        <div class="stack" id="roles" tabindex="-1"><FormErrors/>{way}</div>
    };
    let title = "Leave the organization";
    Ok(frame(&grant, Place::Overview, title, "", body))
}

fn stay(slug: &str) -> AnyView {
    let hand_over = format!("/organizations/{slug}/hand-over");
    view! {
        <Notice tone=Tone::Warn><p>"You are the last owner, and an organization always has one."</p></Notice>
        <div class="cluster"><a class="button button--primary" href=hand_over>"Hand it over first"</a></div>
    }
    .into_any()
}

fn go(slug: &str) -> AnyView {
    let home = format!("/organizations/{slug}");
    let action = format!("{home}/leave");
    view! {
        <form class="org-form stack" method="post" action=action>
            <div class="prose">
                <p>"You lose access at once. Tokens and open invitations you have made here end too."</p>
                <p>"What you have done stays in its audit log. To come back you need an invitation."</p>
            </div>
            <div class="cluster">
                <button class="button button--danger">"Leave"</button>
                <a class="button button--quiet" href=home>"Stay"</a>
            </div>
        </form>
    }
    .into_any()
}
