//! `/organizations/{organization}/hand-over`.

use backend::authz::{Actor, AnyMember, OrgGrant, Owner};
use backend::members::Member;
use backend::{Error, Services, members};
use leptos::prelude::*;

use super::{Place, frame, page};
use crate::components::form::{Choice, FormErrors};
use crate::context::query_pairs;

/// Choosing who owns the organization from now on.
#[component]
pub fn HandOver() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, actor: Actor, grant: OrgGrant<Owner>) -> Result<AnyView, Error> {
    let member = actor.in_org::<AnyMember>(&svc, grant.slug()).await?;
    let mut others = members::list(&svc, &member).await?;
    others.retain(|m| m.user != grant.by());
    let body = if others.is_empty() {
        nobody(grant.slug())
    } else {
        form(grant.slug(), &others)
    };
    let title = "Hand the organization over";
    Ok(frame(&grant, Place::Settings, title, "", body))
}

fn nobody(slug: &str) -> AnyView {
    let invite = format!("/organizations/{slug}/members/invite");
    view! {
        <div class="empty">
            <h2>"There is nobody to hand it over to"</h2>
            <p>"You are the only member. Invite somebody first."</p>
            <a class="button button--primary" href=invite>"Invite"</a>
        </div>
    }
    .into_any()
}

fn form(slug: &str, others: &[Member]) -> AnyView {
    let home = format!("/organizations/{slug}");
    let nobody = (String::new(), "Choose a member".to_owned());
    let named = others
        .iter()
        .map(|m| (m.user.to_string(), format!("{} ({})", m.name, m.email)));
    let options: Vec<_> = std::iter::once(nobody).chain(named).collect();
    view! {
        <form class="org-form stack" method="post" action=format!("{home}/hand-over")>
            <FormErrors/>
            <div class="prose">
                <p>"The member you choose becomes an owner, and you become an admin: both in one step."</p>
                <p>"Afterwards only an owner can undo it."</p>
            </div>
            <Choice name="member" label="New owner" options value=proposed()/>
            <div class="cluster">
                <button class="button button--danger">"Hand over"</button>
                <a class="button button--quiet" href=format!("{home}/settings")>"Cancel"</a>
            </div>
        </form>
    }
    .into_any()
}

/// Who was chosen on the page before.
fn proposed() -> String {
    let pairs = query_pairs().unwrap_or_default();
    let member = pairs.into_iter().find(|(name, _)| name == "member");
    member.map(|(_, id)| id).unwrap_or_default()
}
