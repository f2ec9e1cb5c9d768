//! `/organizations/new`: making an organization.

use leptos::prelude::*;

use super::organization::time_zones;
use super::{by_password, errors};
use crate::components::PageTitle;
use crate::components::form::{Choice, FormErrors, TextField};
use crate::context::actor;

/// The form; whoever sends it becomes the owner.
#[component]
pub fn NewOrganization() -> impl IntoView {
    if let Err(error) = actor() {
        return errors::refused(&error);
    }
    let body = by_password::notice("create an organization").unwrap_or_else(form);
    view! {
        <PageTitle text="New organization"/>
        <div class="page page--narrow">
            <div class="page__head">
                <h1 tabindex="-1">"New organization"</h1>
                <p class="page__lead">"Members, projects and spend belong to an organization. You will be its owner."</p>
            </div>
            <div class="stack">{body}</div>
        </div>
    }
    .into_any()
}

fn form() -> AnyView {
    view! {
        <form class="org-form stack" method="post" action="/organizations/new">
            <FormErrors/>
            <TextField name="name" label="Name" autocomplete="organization" max=100/>
            <TextField name="slug" label="Name in addresses" optional=true max=40
                hint="Left empty, it follows the name. It never changes."/>
            <Choice name="time_zone" label="Time zone" options=time_zones::options(time_zones::DEFAULT)
                value=time_zones::DEFAULT hint="Its days and months begin by this clock."/>
            <div class="cluster">
                <button class="button button--primary">"Create organization"</button>
                <a class="button button--quiet" href="/home">"Cancel"</a>
            </div>
        </form>
    }
    .into_any()
}
