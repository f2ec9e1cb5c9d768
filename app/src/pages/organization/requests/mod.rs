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
use backend::authz::{Actor, AnyMember, OrgGrant, RequestReader, Requester};
use backend::{Error, Services};
use futures::try_join;
use leptos::prelude::*;

pub use decide::DecideRequest;
pub use new::NewRequest;
pub use request::Request;
pub use withdraw::WithdrawRequest;

use self::filter::Filter;
use super::{Place, done, frame, may, page};
use crate::components::older_pager;
use crate::context::query_pairs;
use crate::pages::errors;

/// Who asked for which model, and what was decided.
#[component]
pub fn Requests() -> impl IntoView {
    page(draw)
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
    let all = may::<RequestReader>(grant.roles());
    let newest = filter.before.map(|_| filter.first().href(&path));
    let older = found.next.map(|before| filter.at(before).href(&path));
    let body = view! {
        {done(&[
            ("joined", "Somebody has asked for it for this project already; you do not need to ask again."),
            ("handed-over", "You no longer ask for it. Others had joined your request, so it goes on: the first of them asks now."),
        ])}
        {toolbar::toolbar(filter, &path, waiting, all)}
        {list}
        {older_pager("requests", newest, older)}
    };
    let lead = if all {
        "Who asked for which model, and what was decided."
    } else {
        "What you have asked for, and what was decided."
    };
    Ok(frame(&grant, Place::Requests, "Requests", lead, body))
}

fn empty(filter: Filter, path: &str, may_ask: bool) -> AnyView {
    if filter.waiting {
        return view! {
            <div class="empty">
                <h2>"Nothing waits for you"</h2>
                <p>"No request of somebody else waits for your decision."</p>
                <a class="button" href=path.to_owned()>"Show every request"</a>
            </div>
        }
        .into_any();
    }
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
