//! The rows of the demo that no use-case makes.

use domain::access::RequestState;
use domain::id::{OrgId, ProjectId, RequestId, SubscriptionId, UserId};
use sqlx::{PgConnection, PgExecutor};
use time::{Date, OffsetDateTime};

use crate::Error;

pub(super) async fn has_accounts(db: impl PgExecutor<'_>) -> Result<bool, Error> {
    let found = sqlx::query_scalar!(r#"select exists (select from users) as "found!""#);
    Ok(found.fetch_one(db).await?)
}

/// Lets the accounts of the demo in, or nobody of them. Tells how many changed.
pub(super) async fn set_open(
    tx: &mut PgConnection,
    is_open: bool,
    now: OffsetDateTime,
) -> Result<u64, Error> {
    let done = sqlx::query!(
        "update users set disabled_at = case when $1 then null else $2::timestamptz end
         where is_demo and (disabled_at is null) <> $1",
        is_open,
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

/// One demo at a time; the lock ends with the transaction.
pub(super) async fn wait_for_turn(tx: &mut PgConnection) -> Result<(), Error> {
    sqlx::query!("select pg_advisory_xact_lock(7350202)")
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn insert_organization(
    tx: &mut PgConnection,
    org: OrgId,
    (slug, name, time_zone): (&str, &str, &str),
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into organizations (org_id, slug, name, time_zone, is_demo, created_at)
         values ($1, $2, $3, $4, true, $5)",
        org.0,
        slug,
        name,
        time_zone,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn insert_project(
    tx: &mut PgConnection,
    org: OrgId,
    id: ProjectId,
    (slug, name, cost_center): (&str, &str, &str),
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into projects (org_id, project_id, slug, name, cost_center, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        org.0,
        id.0,
        slug,
        name,
        cost_center,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// One offering of a listing that can be had; the plainest where there are several.
pub(super) async fn offering(
    tx: &mut PgConnection,
    provider: &str,
    upstream: &str,
) -> Result<Option<i64>, Error> {
    let found = sqlx::query_scalar!(
        "select o.offering_id from offerings o
         join listings l using (listing_id) join providers p using (provider_id)
         where p.slug = $1 and l.slug = $2 and o.retired_at is null and o.lifecycle <> 'retired'
         order by o.region_id nulls first, o.offering_id limit 1",
        provider,
        upstream
    );
    Ok(found.fetch_optional(tx).await?)
}

/// Who decided a request of the demo.
pub(super) struct Decided {
    pub(super) by: UserId,
    pub(super) at: OffsetDateTime,
    pub(super) reason: &'static str,
}

/// A request of the demo.
pub(super) struct NewRequest {
    pub(super) id: RequestId,
    pub(super) project: &'static str,
    pub(super) offering: i64,
    pub(super) by: UserId,
    pub(super) use_case: &'static str,
    pub(super) created_at: OffsetDateTime,
    pub(super) state: RequestState,
    pub(super) decided: Option<Decided>,
}

pub(super) async fn insert_request(
    tx: &mut PgConnection,
    org: OrgId,
    new: &NewRequest,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into access_requests (org_id, request_id, project_id, offering_id, requested_by, use_case,
             data_class, environment, requests_per_month, input_tokens, output_tokens, state, created_at,
             decided_at, decided_by, reason)
         select p.org_id, $2::uuid, p.project_id, $4::bigint, $5::uuid, $6::text, 'internal', 'production',
             100000, 2000, 500, $7::text, $8::timestamptz, $9::timestamptz, $10::uuid, $11::text
         from projects p where p.org_id = $1 and p.slug = $3",
        org.0,
        new.id.0,
        new.project,
        new.offering,
        new.by.0,
        new.use_case,
        new.state.as_str(),
        new.created_at,
        new.decided.as_ref().map(|d| d.at),
        new.decided.as_ref().map(|d| d.by.0),
        new.decided.as_ref().map(|d| d.reason)
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn insert_subscription(
    tx: &mut PgConnection,
    org: OrgId,
    request: RequestId,
    id: SubscriptionId,
    until: Date,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into subscriptions (org_id, subscription_id, project_id, offering_id, request_id, state,
               starts_at, expires_on, created_by)
           select r.org_id, $3::uuid, r.project_id, r.offering_id, r.request_id, 'active',
               r.decided_at, $4::date, r.decided_by
           from access_requests r where r.org_id = $1 and r.request_id = $2",
        org.0,
        request.0,
        id.0,
        until
    )
    .execute(tx)
    .await?;
    Ok(())
}
