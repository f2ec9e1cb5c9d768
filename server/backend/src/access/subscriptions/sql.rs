//! The rows of subscriptions.

use domain::id::{OrgId, RequestId, SubscriptionId, UserId};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::super::Moment;
use super::super::finding::Viewer;
use super::super::sql::Wanted;
use super::{Holder, Subscription};
use crate::Error;
use crate::db::broken_row;
use crate::error::on_constraint;

/// Where the last page ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Whether it ended among those that are no longer active.
    pub(super) is_over: bool,
    pub(super) at: OffsetDateTime,
    pub(super) id: SubscriptionId,
}

/// A page of subscriptions: active ones first, then the newest. Either kind is
/// read from its own index.
pub(super) async fn page(
    tx: &mut PgConnection,
    org: OrgId,
    from: Option<Place>,
    limit: i64,
    today: Date,
) -> Result<Vec<SubscriptionId>, Error> {
    let ids = sqlx::query_scalar!(
        r#"select page.subscription_id as "subscription_id!" from (
               (select s.subscription_id, s.starts_at, false as is_over from subscriptions s
                where s.org_id = $1 and s.state = 'active'
                  and effective_subscription_state(s.state, s.expires_on, $2) = 'active'
                  and ($3::bool is null or not $3::bool
                       and (s.starts_at, s.subscription_id) < ($4::timestamptz, $5::uuid))
                order by s.starts_at desc, s.subscription_id desc limit $6)
               union all
               (select s.subscription_id, s.starts_at, true as is_over from subscriptions s
                where s.org_id = $1 and effective_subscription_state(s.state, s.expires_on, $2) <> 'active'
                  and ($3::bool is null or not $3::bool
                       or (s.starts_at, s.subscription_id) < ($4::timestamptz, $5::uuid))
                order by s.starts_at desc, s.subscription_id desc limit $6)
           ) page
           order by page.is_over, page.starts_at desc, page.subscription_id desc limit $6"#,
        org.0,
        today,
        from.map(|place| place.is_over),
        from.map(|place| place.at),
        from.map(|place| place.id.0),
        limit
    )
    .fetch_all(tx)
    .await?;
    Ok(ids.into_iter().map(SubscriptionId).collect())
}

/// These subscriptions, in the order of a page.
pub(super) async fn read(
    tx: &mut PgConnection,
    org: OrgId,
    ids: &[SubscriptionId],
    viewer: Viewer,
    today: Date,
) -> Result<Vec<Subscription>, Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select s.subscription_id as "subscription_id!", p.slug as "project_slug!", p.name as "project_name!",
               s.offering_id as "offering_id!", s.request_id as "request_id!",
               effective_subscription_state(s.state, s.expires_on, $3) as "state!", s.starts_at as "starts_at!",
               s.expires_on as "expires_on?", u.name as "created_by!",
               s.ended_at as "ended_at?", e.name as "ended_by?", s.end_reason as "end_reason?",
               ($4::bool or r.requested_by = $5 or exists (select from access_request_followers f
                   where f.org_id = r.org_id and f.request_id = r.request_id and f.user_id = $5)) as "may_open!"
           from subscriptions s
           join projects p on p.org_id = $1 and p.project_id = s.project_id
           join access_requests r on r.org_id = $1 and r.request_id = s.request_id
           join users u on u.user_id = s.created_by
           left join users e on e.user_id = s.ended_by
           where s.org_id = $1 and s.subscription_id = any($2)
           order by effective_subscription_state(s.state, s.expires_on, $3) <> 'active',
               s.starts_at desc, s.subscription_id desc"#,
        org.0,
        &ids,
        today,
        viewer.sees_all,
        viewer.by.0
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
                ended_at: row.ended_at,
                ended_by: row.ended_by,
                end_reason: row.end_reason,
                may_open: row.may_open,
            })
        })
        .collect()
}

pub(super) async fn find(
    tx: &mut PgConnection,
    org: OrgId,
    id: SubscriptionId,
    viewer: Viewer,
    today: Date,
) -> Result<Subscription, Error> {
    let found = read(tx, org, &[id], viewer, today).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The projects that may use an offering on this day, by name.
pub(super) async fn active_of(
    tx: &mut PgConnection,
    org: OrgId,
    offering: i64,
    today: Date,
) -> Result<Vec<Holder>, Error> {
    let rows = sqlx::query_as!(
        Holder,
        "select p.slug, p.name from subscriptions s
         join projects p on p.org_id = $1 and p.project_id = s.project_id
         where s.org_id = $1 and s.offering_id = $2 and s.state = 'active'
           and effective_subscription_state(s.state, s.expires_on, $3) = 'active'
         order by lower(p.name), p.project_id",
        org.0,
        offering,
        today
    );
    Ok(rows.fetch_all(tx).await?)
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

/// Makes the subscription of a request, whose project is locked.
pub(in crate::access) async fn subscribe(
    tx: &mut PgConnection,
    wanted: Wanted,
    new: &NewSubscription,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into subscriptions (org_id, subscription_id, project_id, offering_id, request_id, state,
             starts_at, expires_on, created_by)
         values ($1, $2, $3, $4, $5, 'active', $6, $7, $8)",
        wanted.org.0,
        new.id.0,
        wanted.project.0,
        wanted.offering,
        new.request.0,
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
    Ok(())
}
