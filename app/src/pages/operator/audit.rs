//! `/operator/audit`: what happened to accounts and to the installation.

use backend::audit::{self, Log};
use backend::authz::OperatorGrant;
use backend::{Error, Services};
use leptos::prelude::*;

use crate::components::{Crumbs, PageTitle};
use crate::context::query_pairs;
use crate::pages::errors;
use crate::pages::organization::audit::{Filter, Shown, Whose, actors};

/// The address of the page.
const PATH: &str = "/operator/audit";
/// What the page is about.
const LEAD: &str = "What happened to accounts and to this installation: who, what, when and from \
                    where. Who comes through an organization's provider is in the log of that \
                    organization. Times are in UTC.";

/// Sign-ins, passwords, second factors and operators.
#[component]
pub fn Audit() -> impl IntoView {
    super::page(draw)
}

async fn draw(svc: Services, grant: OperatorGrant) -> Result<AnyView, Error> {
    let log = Log::from(&grant);
    let pairs = match query_pairs() {
        Ok(pairs) => pairs,
        Err(error) => return Ok(errors::unreadable_query(error)),
    };
    let filter = match Filter::from_pairs(&pairs) {
        Ok(filter) => filter,
        Err(error) => return Ok(errors::bad_query(&error)),
    };
    let events = audit::list(&svc, &log, filter.question()).await?;
    let people = actors(&events.lines);
    let shown = Shown {
        whose: Whose::Installation,
        path: PATH,
        filter: &filter,
        people: &people,
        events: &events,
    };
    let view = view! {
        <PageTitle text="Audit log"/>
        <div class="page page--narrow">
            <Crumbs items=vec![("/operator".to_owned(), "Operator".to_owned())]/>
            <div class="page__head"><h1 tabindex="-1">"Audit log"</h1><p class="page__lead">{LEAD}</p></div>
            <div class="stack">
                // Every sign-in is an event: too many to be checked for a page.
                <p class="muted"><code>"tessera audit verify"</code>" checks that nobody has changed the log."</p>
                {shown.draw()}
            </div>
        </div>
    };
    Ok(view.into_any())
}
