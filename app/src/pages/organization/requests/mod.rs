//! `/organizations/{organization}/requests`.

mod decide;
mod filter;
mod form;
mod new;
mod prefill;
mod request;
mod table;
mod timeline;
mod toolbar;
mod withdraw;
mod words;

use backend::access;
use backend::authz::{Actor, AnyMember, OrgGrant, Requester};
use backend::{Error, Services};
use domain::role::{Role, Roles};
use futures::try_join;
use leptos::prelude::*;

pub use decide::DecideRequest;
pub use new::NewRequest;
pub use request::Request;
pub use withdraw::WithdrawRequest;

use self::filter::Filter;
use super::{Place, done, frame, may, page};
use crate::components::Icon;
use crate::context::query_pairs;
use crate::pages::errors;

/// Who asked for which model, and what was decided.
#[component]
pub fn Requests() -> impl IntoView {
    page(draw)
}

/// Whether members with these roles see the requests of others.
pub(super) fn see_all(roles: &Roles) -> bool {
    roles.any_of(&[Role::Admin, Role::Approver, Role::Auditor, Role::Finance])
}

async fn draw(svc: Services, _: Actor, grant: OrgGrant<AnyMember>) -> Result<AnyView, Error> {
    let pairs = match query_pairs() {
        Ok(pairs) => pairs,
        Err(error) => return Ok(errors::unreadable_query(error)),
    };
    let filter = match Filter::from_pairs(&pairs) {
        Ok(filter) => filter,
        Err(error) => return Ok(errors::bad_query(&error)),
    };
    let question = filter.question();
    let (found, waiting) = try_join!(
        access::list(&svc, &grant, &question),
        access::waiting(&svc, &grant)
    )?;
    let path = format!("/organizations/{}/requests", grant.slug());
    let snapshot = svc.catalog.snapshot();
    let list = if found.requests.is_empty() {
        empty(filter, &path, may::<Requester>(grant.roles()))
    } else {
        table::table(&found.requests, &snapshot, grant.slug(), svc.now())
    };
    let all = see_all(grant.roles());
    let body = view! {
        {done(&[("joined", "Somebody has asked for it for this project already; you do not need to ask again.")])}
        {toolbar::toolbar(filter, &path, waiting, all)}
        {list}
        {pager(filter, &path, &found)}
    };
    let lead = if all {
        "Who asked for which model, and what was decided."
    } else {
        "What you have asked for, and what was decided."
    };
    Ok(frame(&grant, Place::Requests, "Requests", lead, body))
}

fn empty(filter: Filter, path: &str, may_ask: bool) -> AnyView {
    if filter != Filter::default() {
        return view! {
            <div class="empty">
                <h2>"No such request"</h2>
                <p>"No request fits what you asked for."</p>
                <a class="button" href=path.to_owned()>"Show every request"</a>
            </div>
        }
        .into_any();
    }
    let way = may_ask
        .then(|| view! { <p>"Choose an offering of a model and ask for it there."</p> }.into_any());
    view! {
        <div class="empty">
            <h2>"No request yet"</h2>
            <p>"A request asks for a model for one project. When an approver agrees, the project may use it."</p>
            {way}
            <a class="button button--primary" href="/models">"Browse models"</a>
        </div>
    }
    .into_any()
}

/// The way to older requests and back to the newest.
fn pager(filter: Filter, path: &str, found: &access::Page) -> Option<AnyView> {
    let newest = filter.before.map(|_| {
        let href = filter.first().href(path);
        view! { <a href=href>"Newest requests"</a> }
    });
    let older = found.next.map(|before| {
        let href = filter.at(before).href(path);
        view! { <li class="pager__step"><a href=href rel="next">"Older requests"<Icon name="chevron-right"/></a></li> }
    });
    (newest.is_some() || older.is_some()).then(|| {
        view! { <nav class="pager" aria-label="Pages"><p>{newest}</p><ul>{older}</ul></nav> }
            .into_any()
    })
}
