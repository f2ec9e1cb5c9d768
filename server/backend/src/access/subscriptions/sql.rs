//! The rows of subscriptions.

use domain::id::{OrgId, RequestId, SubscriptionId, UserId};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::super::Moment;
use super::super::sql::Wanted;
use super::Subscription;
use crate::Error;
use crate::db::broken_row;
use crate::error::on_constraint;

/// All subscriptions, or one: active ones first, then the newest.
pub(super) async fn list(
    tx: &mut PgConnection,
    org: OrgId,
    id: Option<SubscriptionId>,
    today: Date,
) -> Result<Vec<Subscription>, Error> {
    let rows = sqlx::query!(
        r#"select s.subscription_id, p.slug as project_slug, p.name as project_name, s.offering_id, s.request_id,
               effective_subscription_state(s.state, s.expires_on, $3) as "state!", s.starts_at, s.expires_on,
               u.name as created_by
           from subscriptions s
           join projects p on p.org_id = s.org_id and p.project_id = s.project_id
           join users u on u.user_id = s.created_by
           where s.org_id = $1 and ($2::uuid is null or s.subscription_id = $2)
           order by effective_subscription_state(s.state, s.expires_on, $3) <> 'active',
               s.starts_at desc, s.subscription_id desc"#,
        org.0,
        id.map(|id| id.0),
        today
    )
    .fetch_all(tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let state = row.state.parse();
            Ok(Subscription {
                id: SubscriptionId(row.subscription_id),
                project_slug: row.project_slug,
                project_name: row.project_name,
                offering: row.offering_id,
                request: RequestId(row.request_id),
                state: state.map_err(|_| broken_row("subscriptions", "state", 0))?,
                starts_at: row.starts_at,
                until: row.expires_on,
                created_by: row.created_by,
            })
        })
        .collect()
}

pub(super) async fn find(
    tx: &mut PgConnection,
    org: OrgId,
    id: SubscriptionId,
    today: Date,
) -> Result<Subscription, Error> {
    let found = list(tx, org, Some(id), today).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Locks a subscription until the transaction ends; read it afterwards.
pub(super) async fn lock(
    tx: &mut PgConnection,
    org: OrgId,
    id: SubscriptionId,
) -> Result<(), Error> {
    sqlx::query_scalar!(
        "select subscription_id from subscriptions where org_id = $1 and subscription_id = $2 for update",
        org.0,
        id.0
    )
    .fetch_one(tx)
    .await?;
    Ok(())
}

pub(super) async fn cancel(
    tx: &mut PgConnection,
    org: OrgId,
    id: SubscriptionId,
    by: UserId,
    reason: &str,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "update subscriptions set state = 'canceled', ended_at = $3, ended_by = $4, end_reason = $5
         where org_id = $1 and subscription_id = $2 and state = 'active'",
        org.0,
        id.0,
        now,
        by.0,
        reason
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Writes down what has expired of one project and offering, so that the
/// unique index lets in the next subscription.
pub(in crate::access) async fn settle(
    tx: &mut PgConnection,
    wanted: Wanted,
    moment: Moment,
) -> Result<(), Error> {
    sqlx::query!(
        "update subscriptions set state = 'expired'
         where org_id = $1 and project_id = $2 and offering_id = $3 and state = 'active'
           and effective_subscription_state(state, expires_on, $4) = 'expired'",
        wanted.org.0,
        wanted.project.0,
        wanted.offering,
        moment.today
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The same for the subscriptions that one of this request would stand beside.
pub(in crate::access) async fn settle_beside(
    tx: &mut PgConnection,
    org: OrgId,
    id: RequestId,
    moment: Moment,
) -> Result<(), Error> {
    sqlx::query!(
        "update subscriptions s set state = 'expired' from access_requests r
         where r.org_id = $1 and r.request_id = $2
           and s.org_id = r.org_id and s.project_id = r.project_id and s.offering_id = r.offering_id
           and s.state = 'active' and effective_subscription_state(s.state, s.expires_on, $3) = 'expired'",
        org.0,
        id.0,
        moment.today
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Whether there is an active subscription, once what has expired is settled.
pub(in crate::access) async fn is_active(
    tx: &mut PgConnection,
    wanted: Wanted,
) -> Result<bool, Error> {
    let found = sqlx::query_scalar!(
        r#"select exists (select from subscriptions where org_id = $1 and project_id = $2
               and offering_id = $3 and state = 'active') as "found!""#,
        wanted.org.0,
        wanted.project.0,
        wanted.offering
    );
    Ok(found.fetch_one(tx).await?)
}

pub(in crate::access) struct NewSubscription {
    pub(in crate::access) id: SubscriptionId,
    pub(in crate::access) request: RequestId,
    pub(in crate::access) expires_on: Option<Date>,
    pub(in crate::access) by: UserId,
}

/// Makes the subscription of a request; `false` if its project is archived.
pub(in crate::access) async fn subscribe(
    tx: &mut PgConnection,
    org: OrgId,
    new: &NewSubscription,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "insert into subscriptions (org_id, subscription_id, project_id, offering_id, request_id, state,
             starts_at, expires_on, created_by)
         select r.org_id, $3::uuid, r.project_id, r.offering_id, r.request_id, 'active',
             $4::timestamptz, $5::date, $6::uuid
         from access_requests r join projects p on p.org_id = r.org_id and p.project_id = r.project_id
         where r.org_id = $1 and r.request_id = $2 and p.archived_at is null",
        org.0,
        new.request.0,
        new.id.0,
        now,
        new.expires_on,
        new.by.0
    )
    .execute(tx)
    .await
    .map_err(|e| {
        let words = "The project can already use this offering.";
        on_constraint(e, &[("subscriptions_active_key", "decision", words)])
    })?;
    Ok(done.rows_affected() == 1)
}
