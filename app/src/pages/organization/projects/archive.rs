//! `/organizations/{organization}/projects/{project}/archive`.

use backend::authz::{Actor, Admin, AnyMember, OrgGrant};
use backend::{Error, Services, projects};
use leptos::prelude::*;

use crate::components::form::FormErrors;
use crate::pages::organization::{Place, THING, frame, page, part};

/// Archiving a project, or taking it out of the archive.
#[component]
pub fn ArchiveProject() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, actor: Actor, grant: OrgGrant<Admin>) -> Result<AnyView, Error> {
    let reader = actor.in_org::<AnyMember>(&svc, grant.slug()).await?;
    let project = projects::get(&svc, &reader, &part(THING)).await?;
    let own = format!("/organizations/{}/projects/{}", grant.slug(), project.slug);
    let action = format!("{own}/archive");
    let (verb, wanted, about) = if project.archived_at.is_some() {
        (
            "Restore",
            "0",
            "It is listed with the others again and takes new things.",
        )
    } else {
        (
            "Archive",
            "1",
            "It takes nothing new. What it has stays, and it can be restored at any time.",
        )
    };
    let body = view! {
        <form class="org-form stack" method="post" action=action>
            <FormErrors/>
            <p>{about}</p>
            <input r#type="hidden" name="archived" value=wanted/>
            <div class="cluster">
                <button class="button button--primary">{verb}" project"</button>
                <a class="button button--quiet" href=own>"Cancel"</a>
            </div>
        </form>
    };
    let title = format!("{verb} {}", project.name);
    Ok(frame(&grant, Place::Projects, &title, "", body))
}
