//! `/organizations/{organization}/projects/{project}`.

use backend::authz::{Actor, Admin, AnyMember, OrgGrant};
use backend::{Error, Services, projects};
use leptos::prelude::*;

use super::cost_center;
use crate::components::form::{FormErrors, TextField};
use crate::components::{Badge, CopyId, Day, Tone};
use crate::pages::organization::{Place, THING, frame, may, page, part};

/// One project; admins change it here.
#[component]
pub fn Project() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, _: Actor, grant: OrgGrant<AnyMember>) -> Result<AnyView, Error> {
    let project = projects::get(&svc, &grant, &part(THING)).await?;
    let change = may::<Admin>(grant.roles()).then(|| change(&project, grant.slug()));
    let state = match project.archived_at {
        Some(at) => {
            let since = view! { " since "<Day date=at.date()/> };
            view! { <Badge tone=Tone::Neutral icon="history" text="Archived"/>{since} }.into_any()
        }
        None => view! { <Badge tone=Tone::Ok icon="check" text="In use"/> }.into_any(),
    };
    let body = view! {
        <dl class="pairs">
            <dt>"State"</dt><dd>{state}</dd>
            <dt>"Name in addresses"</dt><dd><CopyId text=project.slug.clone() label="Copy name in addresses"/></dd>
            <dt>"Cost center"</dt><dd>{cost_center(&project)}</dd>
            <dt>"Created"</dt><dd><Day date=project.created_at.date()/></dd>
            <dt>"Id"</dt><dd><CopyId text=project.id.to_string() label="Copy id of the project"/></dd>
        </dl>
        {change}
    };
    Ok(frame(&grant, Place::Projects, &project.name, "", body))
}

fn change(project: &projects::Project, slug: &str) -> AnyView {
    let own = format!("/organizations/{slug}/projects/{}", project.slug);
    let away = format!("{own}/archive");
    let (words, about) = if project.archived_at.is_some() {
        ("Restore project", "It is archived and takes nothing new.")
    } else {
        (
            "Archive project",
            "An archived project takes nothing new; what it has stays.",
        )
    };
    view! {
        <section class="section" aria-labelledby="change">
            <div class="section__head"><h2 id="change">"Change the project"</h2></div>
            <form class="org-form stack" method="post" action=own>
                <FormErrors/>
                <TextField name="name" label="Name" value=project.name.clone() max=100/>
                <TextField name="cost_center" label="Cost center" optional=true max=40
                    value=project.cost_center.clone().unwrap_or_default()
                    hint="The code by which accounting knows it."/>
                <div class="cluster"><button class="button button--primary">"Save"</button></div>
            </form>
        </section>
        <section class="section" aria-labelledby="archive">
            <div class="section__head"><h2 id="archive">"Archive"</h2><p>{about}</p></div>
            <a class="button" href=away>{words}</a>
        </section>
    }
    .into_any()
}
