//! `/organizations/{organization}/projects`.

mod archive;
mod new;
mod project;

use backend::authz::{Actor, Admin, AnyMember, OrgGrant};
use backend::projects::{self, Project as Row};
use backend::{Error, Services};
use leptos::prelude::*;

pub use archive::ArchiveProject;
pub use new::NewProject;
pub use project::Project;

use super::{Place, done, frame, may, page};
use crate::components::format::plural;
use crate::components::{Day, Icon, IconSize, Scroller, cell};

/// The projects in use, and the archive.
#[component]
pub fn Projects() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, _: Actor, grant: OrgGrant<AnyMember>) -> Result<AnyView, Error> {
    let all = projects::list(&svc, &grant).await?;
    let (archived, live): (Vec<&Row>, Vec<&Row>) =
        all.iter().partition(|p| p.archived_at.is_some());
    let is_admin = may::<Admin>(grant.roles());
    let new = format!("/organizations/{}/projects/new", grant.slug());
    let list = if live.is_empty() {
        empty(is_admin, new)
    } else {
        let button = is_admin.then(|| {
            view! { <div class="cluster"><a class="button button--primary" href=new><Icon name="plus"/>"New project"</a></div> }
        });
        view! { {button}{table("Projects", &live, grant.slug())} }.into_any()
    };
    let body = view! {
        {done(&[
            ("created", "The project is there."),
            ("saved", "The project is saved."),
            ("archived", "The project is archived: it takes nothing new."),
            ("restored", "The project is in use again."),
        ])}
        {list}
        {(!archived.is_empty()).then(|| archive(&archived, grant.slug()))}
    };
    let lead = "A project is the unit of cost: a team, an application.";
    Ok(frame(&grant, Place::Projects, "Projects", lead, body))
}

fn empty(is_admin: bool, new: String) -> AnyView {
    let way = if is_admin {
        view! { <a class="button button--primary" href=new>"New project"</a> }.into_any()
    } else {
        view! { <p>"An admin creates the first one."</p> }.into_any()
    };
    view! {
        <div class="empty">
            <h2>"No project in use"</h2>
            <p>"Access and cost belong to a project."</p>
            {way}
        </div>
    }
    .into_any()
}

fn archive(archived: &[&Row], slug: &str) -> AnyView {
    let words = plural(archived.len(), "archived project", "archived projects");
    view! {
        <details class="fold">
            <summary><Icon name="chevron-right" size=IconSize::Small/>{words}</summary>
            {table("Archived projects", archived, slug)}
        </details>
    }
    .into_any()
}

fn table(caption: &'static str, projects: &[&Row], slug: &str) -> AnyView {
    let rows = projects.iter().map(|p| row(p, slug)).collect_view();
    view! {
        <Scroller label=format!("{caption}, table") stack=true>
            <table class="table table--stack">
                <caption class="sr-only">{caption}", by name"</caption>
                <thead><tr>
                    <th scope="col">"Project"</th>
                    <th scope="col">"Name in addresses"</th>
                    <th scope="col">"Cost center"</th>
                    <th scope="col">"Created"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

fn row(project: &Row, slug: &str) -> AnyView {
    let href = format!("/organizations/{slug}/projects/{}", project.slug);
    view! {
        <tr>
            <th scope="row"><a href=href>{project.name.clone()}</a></th>
            <td data-label="Name in addresses"><code>{project.slug.clone()}</code></td>
            <td data-label="Cost center">{cost_center(project)}</td>
            <td data-label="Created"><Day date=project.created_at.date()/></td>
        </tr>
    }
    .into_any()
}

/// The code by which accounting knows a project. A project needs none.
fn cost_center(project: &Row) -> AnyView {
    match project.cost_center.clone() {
        Some(code) => code.into_any(),
        None => cell::none(),
    }
}
