//! Subscriptions: which project may use which offering, until when.

mod sql;

use domain::access::{Reason, SubscriptionState};
use domain::id::{OrgId, RequestId, SubscriptionId, UserId};
use domain::notification::Kind;
use serde_json::json;
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::finding::Viewer;
use super::requests::href;
use super::{Called, Teller, called_or_number};
use crate::audit::{Action, Event};
use crate::authz::{AccessManager, AnyMember, OrgGrant};
use crate::db::{ReadTx, WriteTx};
use crate::notifications::{self, Message};
use crate::{Error, Services};

pub(super) use sql::{NewSubscription, is_active, settle, subscribe};

/// Most subscriptions on one page.
pub const PAGE_SIZE: i64 = 50;

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
    /// When somebody ended it.
    pub ended_at: Option<OffsetDateTime>,
    /// The name of who ended it.
    pub ended_by: Option<String>,
    /// Why, in the words of who ended it.
    pub end_reason: Option<String>,
    /// Whether the member who looks may open its request.
    pub may_open: bool,
}

/// A page of subscriptions: active ones first, then the newest.
#[derive(Debug)]
pub struct Page {
    /// The subscriptions.
    pub subscriptions: Vec<Subscription>,
    /// The day it is in the organization.
    pub today: Date,
    /// After which subscription the next page begins, if there is one.
    pub next: Option<SubscriptionId>,
}

/// The projects that may use an offering.
#[derive(Debug)]
pub struct InUse {
    /// Those with an active subscription, by name.
    pub projects: Vec<Holder>,
    /// The day it is in the organization.
    pub today: Date,
}

/// A project that may use an offering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The project in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// The subscriptions: active ones first, then the newest; those after `after`,
/// where it is given.
///
/// # Errors
/// [`Error::Invalid`] if `after` is no subscription of the organization.
pub async fn list(
    svc: &Services,
    grant: &OrgGrant<AnyMember>,
    after: Option<SubscriptionId>,
) -> Result<Page, Error> {
    let (org, now, viewer) = (grant.org(), svc.now(), Viewer::of(grant));
    let (mut subscriptions, today) = ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move {
            let today = super::sql::moment(tx, org, now).await?.today;
            let place = match after {
                Some(id) => Some(place(tx, org, id, viewer, today).await?),
                None => None,
            };
            let ids = sql::page(tx, org, place, PAGE_SIZE + 1, today).await?;
            Ok((sql::read(tx, org, &ids, viewer, today).await?, today))
        })
    })
    .await?;
    let size = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
    let more = subscriptions.len() > size;
    subscriptions.truncate(size);
    let next = subscriptions.last().filter(|_| more).map(|s| s.id);
    Ok(Page {
        subscriptions,
        today,
        next,
    })
}

/// Where the page ended that ended with this subscription.
async fn place(
    tx: &mut PgConnection,
    org: OrgId,
    after: SubscriptionId,
    viewer: Viewer,
    today: Date,
) -> Result<sql::Place, Error> {
    match sql::find(tx, org, after, viewer, today).await {
        Ok(last) => Ok(sql::Place {
            is_over: last.state != SubscriptionState::Active,
            at: last.starts_at,
            id: last.id,
        }),
        Err(Error::NotFound) => Err(Error::invalid(
            "after",
            "is not a subscription of this organization",
        )),
        Err(error) => Err(error),
    }
}

/// Which projects may use an offering today.
pub async fn active_of(
    svc: &Services,
    grant: &OrgGrant<AnyMember>,
    offering: i64,
) -> Result<InUse, Error> {
    let (org, now) = (grant.org(), svc.now());
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move {
            let today = super::sql::moment(tx, org, now).await?.today;
            let projects = sql::active_of(tx, org, offering, today).await?;
            Ok(InUse { projects, today })
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
    let (org, now, viewer) = (grant.org(), svc.now(), Viewer::of(grant));
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move {
            let moment = super::sql::moment(tx, org, now).await?;
            sql::find(tx, org, id, viewer, moment.today).await
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
            let viewer = Viewer::of_all(by);
            let subscription = sql::find(tx.conn(), org, id, viewer, moment.today).await?;
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
        kind: Kind::AccessEnded,
        title: format!("Access to {} has ended", offering.name),
        body: format!(
            "{} ended it for the project {}: {reason}",
            teller.name, subscription.project_name
        ),
        href: href(&teller.org, subscription.request),
    }
}
