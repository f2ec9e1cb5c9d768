//! `/organizations/{organization}/subscriptions`.

mod cancel;
mod table;

use backend::access::subscriptions::{self, Page};
use backend::authz::{Actor, AnyMember, OrgGrant};
use backend::{Error, Services};
use domain::catalog_query::QueryError;
use domain::id::SubscriptionId;
use leptos::prelude::*;

pub use cancel::CancelSubscription;

use super::{Place, done, frame, page};
use crate::components::older_pager;
use crate::context::query_pairs;
use crate::pages::errors;

/// Which project may use which offering, until when.
#[component]
pub fn Subscriptions() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, _: Actor, grant: OrgGrant<AnyMember>) -> Result<AnyView, Error> {
    let pairs = match query_pairs() {
        Ok(pairs) => pairs,
        Err(error) => return Ok(errors::unreadable_query(error)),
    };
    let after = match after(&pairs) {
        Ok(after) => after,
        Err(error) => return Ok(errors::bad_query(&error)),
    };
    let found = subscriptions::list(&svc, &grant, after).await?;
    let snapshot = svc.catalog.snapshot();
    let list = if found.subscriptions.is_empty() {
        empty()
    } else {
        table::table(&found, &snapshot, &grant)
    };
    let path = format!("/organizations/{}/subscriptions", grant.slug());
    let body = view! {
        {done(&[("ended", "The subscription has ended.")])}
        {list}
        {pager(after, &found, &path)}
    };
    Ok(frame(
        &grant,
        Place::Subscriptions,
        "Subscriptions",
        "What projects may use, and until when.",
        body,
    ))
}

/// After which subscription the page begins, as the address says.
fn after(pairs: &[(String, String)]) -> Result<Option<SubscriptionId>, QueryError> {
    let given = pairs.iter().rev().find(|(name, _)| name == "after");
    let id = given.map(|(_, id)| id.trim()).filter(|id| !id.is_empty());
    id.map(str::parse::<SubscriptionId>)
        .transpose()
        .map_err(|error| QueryError::new("after", error))
}

fn pager(after: Option<SubscriptionId>, found: &Page, path: &str) -> Option<AnyView> {
    let newest = after.map(|_| path.to_owned());
    let older = found.next.map(|after| format!("{path}?after={after}"));
    older_pager("subscriptions", newest, older)
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_where_a_page_begins() {
        let read = |value: &str| after(&[("after".to_owned(), value.to_owned())]);
        let id = "sub_00000000000000000000000000000007";
        assert_eq!(read(id).unwrap().unwrap().to_string(), id);
        assert_eq!(read(" ").unwrap(), None);
        assert_eq!(read("usr_1").unwrap_err().field, "after");
        assert_eq!(after(&[]).unwrap(), None);
    }
}
