//! Subscriptions: which project may use which offering, until when.

mod sql;

use domain::access::{Reason, SubscriptionState};
use domain::id::{RequestId, SubscriptionId, UserId};
use domain::notification::Kind;
use serde_json::json;
use time::{Date, OffsetDateTime};

use super::requests::href;
use super::{Called, Teller, called_or_number};
use crate::audit::{Action, Event};
use crate::authz::{AccessManager, AnyMember, OrgGrant};
use crate::db::{ReadTx, WriteTx};
use crate::notifications::{self, Message};
use crate::{Error, Services};

pub(super) use sql::{NewSubscription, is_active, settle, settle_beside, subscribe};

/// A subscription.
#[derive(Debug, Clone)]
pub struct Subscription {
    /// Its id.
    pub id: SubscriptionId,
    /// The project in addresses.
    pub project_slug: String,
    /// The name of the project.
    pub project_name: String,
    /// The key of the offering.
    pub offering: i64,
    /// The request whose approval made it.
    pub request: RequestId,
    /// Whether it can be used.
    pub state: SubscriptionState,
    /// Since when.
    pub starts_at: OffsetDateTime,
    /// Its last day, in the organization; `None` is without an end.
    pub until: Option<Date>,
    /// The name of who approved.
    pub created_by: String,
}

/// The subscriptions: active ones first, then the newest.
pub async fn list(svc: &Services, grant: &OrgGrant<AnyMember>) -> Result<Vec<Subscription>, Error> {
    let (org, now) = (grant.org(), svc.now());
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move {
            let moment = super::sql::moment(tx, org, now).await?;
            sql::list(tx, org, None, moment.today).await
        })
    })
    .await
}

/// One subscription.
///
/// # Errors
/// [`Error::NotFound`] if the organization has no such subscription.
pub async fn get(
    svc: &Services,
    grant: &OrgGrant<AnyMember>,
    id: SubscriptionId,
) -> Result<Subscription, Error> {
    let (org, now) = (grant.org(), svc.now());
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move {
            let moment = super::sql::moment(tx, org, now).await?;
            sql::find(tx, org, id, moment.today).await
        })
    })
    .await
}

/// Ends a subscription at once. Whoever has asked for it is told.
///
/// # Errors
/// [`Error::NotFound`] if the organization has no such subscription,
/// [`Error::Conflict`] if it has ended already.
pub async fn cancel(
    svc: &Services,
    grant: &OrgGrant<AccessManager>,
    id: SubscriptionId,
    reason: Reason,
) -> Result<(), Error> {
    let (org, by) = (grant.org(), grant.by());
    let (services, teller) = (svc.clone(), Teller::of(grant));
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            let moment = super::sql::moment(tx.conn(), org, now).await?;
            sql::lock(tx.conn(), org, id).await?;
            let subscription = sql::find(tx.conn(), org, id, moment.today).await?;
            if subscription.state != SubscriptionState::Active {
                return Err(Error::Conflict("This subscription has ended already."));
            }
            sql::cancel(tx.conn(), org, id, by, reason.as_str(), now).await?;
            let offering = called_or_number(&services, subscription.offering);
            let askers = super::sql::askers(tx.conn(), org, subscription.request).await?;
            for user in askers.into_iter().filter(|user| *user != by) {
                let message = told(&teller, user, &subscription, &offering, &reason);
                notifications::send(&services, &mut tx, org, &message).await?;
            }
            let event = Event::new(Action::SubscriptionCanceled, id)
                .before(json!({
                    "project": subscription.project_slug, "offering": offering.listing,
                    "until": subscription.until.map(|day| day.to_string()),
                }))
                .because(reason.as_str());
            tx.commit(event).await
        })
    })
    .await
}

fn told(
    teller: &Teller,
    to: UserId,
    subscription: &Subscription,
    offering: &Called,
    reason: &Reason,
) -> Message {
    Message {
        to,
        kind: Kind::AccessDecided,
        title: format!("Access to {} has ended", offering.name),
        body: format!(
            "{} ended it for the project {}: {reason}",
            teller.name, subscription.project_name
        ),
        href: href(&teller.org, subscription.request),
    }
}
