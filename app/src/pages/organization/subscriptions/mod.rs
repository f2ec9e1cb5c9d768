//! `/organizations/{organization}/subscriptions`.

mod cancel;
mod table;

use std::collections::BTreeSet;

use backend::access::subscriptions;
use backend::access::{self, Filter};
use backend::authz::{Actor, AnyMember, OrgGrant};
use backend::{Error, Services};
use domain::id::RequestId;
use futures::try_join;
use leptos::prelude::*;

pub use cancel::CancelSubscription;

use super::requests::see_all;
use super::{Place, done, frame, page};
use crate::components::format::plural;

/// Which project may use which offering, until when.
#[component]
pub fn Subscriptions() -> impl IntoView {
    page(draw)
}

/// Whose requests the member may open.
enum Readable {
    All,
    Only(BTreeSet<RequestId>),
}

impl Readable {
    fn has(&self, request: RequestId) -> bool {
        match self {
            Self::All => true,
            Self::Only(own) => own.contains(&request),
        }
    }
}

async fn draw(svc: Services, _: Actor, grant: OrgGrant<AnyMember>) -> Result<AnyView, Error> {
    let (all, readable) = try_join!(subscriptions::list(&svc, &grant), readable(&svc, &grant))?;
    let snapshot = svc.catalog.snapshot();
    let list = if all.is_empty() {
        empty()
    } else {
        table::table(&all, &readable, &snapshot, &grant, svc.now().date())
    };
    let body = view! {
        {done(&[("ended", "The subscription has ended.")])}
        {list}
    };
    let lead = if all.is_empty() {
        "What projects may use, and until when.".to_owned()
    } else {
        let words = plural(all.len(), "subscription", "subscriptions");
        format!("{words}: what projects may use, and until when.")
    };
    Ok(frame(
        &grant,
        Place::Subscriptions,
        "Subscriptions",
        &lead,
        body,
    ))
}

/// Those who see only their own requests get links to these.
async fn readable(svc: &Services, grant: &OrgGrant<AnyMember>) -> Result<Readable, Error> {
    if see_all(grant.roles()) {
        return Ok(Readable::All);
    }
    let own = access::list(svc, grant, &Filter::default()).await?;
    let ids = own.requests.into_iter().map(|request| request.id);
    Ok(Readable::Only(ids.collect()))
}

fn empty() -> AnyView {
    view! {
        <div class="empty">
            <h2>"No subscription yet"</h2>
            <p>"When a request is approved, the project has a subscription: it may use the model until a day."</p>
            <a class="button button--primary" href="/models">"Browse models"</a>
        </div>
    }
    .into_any()
}
