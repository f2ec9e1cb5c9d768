//! `/organizations/{organization}/projects/new`.

use std::future::ready;

use backend::authz::{Admin, OrgGrant};
use leptos::prelude::*;

use crate::components::form::{FormErrors, TextField};
use crate::pages::organization::{Place, frame, page};

/// Making a project.
#[component]
pub fn NewProject() -> impl IntoView {
    page(|_, _, grant: OrgGrant<Admin>| ready(Ok(draw(&grant))))
}

fn draw(grant: &OrgGrant<Admin>) -> AnyView {
    let projects = format!("/organizations/{}/projects", grant.slug());
    let action = format!("{projects}/new");
    let body = view! {
        <form class="org-form stack" method="post" action=action>
            <FormErrors/>
            <TextField name="name" label="Name" max=100/>
            <TextField name="slug" label="Name in addresses" optional=true max=40
                hint="Left empty, it follows the name. It never changes."/>
            <TextField name="cost_center" label="Cost center" optional=true max=40
                hint="The code by which accounting knows it."/>
            <div class="cluster">
                <button class="button button--primary">"Create project"</button>
                <a class="button button--quiet" href=projects>"Cancel"</a>
            </div>
        </form>
    };
    let lead = "A project is the unit of cost: a team, an application.";
    frame(grant, Place::Projects, "New project", lead, body)
}
