//! The rows of requests, as they are read.

use domain::access::{RequestState, Volume};
use domain::id::{OrgId, ProjectId, RequestId, SubscriptionId, UserId};
use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use super::super::Moment;
use super::super::requests::{Request, expires_at};
use super::Which;
use crate::Error;
use crate::db::broken_row;

struct Row {
    request_id: Uuid,
    project_id: Uuid,
    project_slug: String,
    project_name: String,
    offering_id: i64,
    requested_by: Uuid,
    requester: String,
    is_asker: bool,
    use_case: String,
    data_class: String,
    environment: String,
    requests_per_month: i64,
    input_tokens: i64,
    output_tokens: i64,
    wanted_until: Option<Date>,
    state: String,
    created_at: OffsetDateTime,
    decided_at: Option<OffsetDateTime>,
    decided_by: Option<String>,
    reason: Option<String>,
    subscription_id: Option<Uuid>,
}

fn broken(column: &'static str) -> Error {
    broken_row("access_requests", column, 0)
}

fn count(number: i64, column: &'static str) -> Result<u32, Error> {
    u32::try_from(number).map_err(|_| broken(column))
}

impl TryFrom<Row> for Request {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: RequestId(row.request_id),
            project: ProjectId(row.project_id),
            project_slug: row.project_slug,
            project_name: row.project_name,
            offering: row.offering_id,
            requested_by: UserId(row.requested_by),
            requester: row.requester,
            is_asker: row.is_asker,
            use_case: row.use_case,
            data_class: row.data_class.parse().map_err(|_| broken("data_class"))?,
            environment: row.environment.parse().map_err(|_| broken("environment"))?,
            volume: Volume {
                requests: count(row.requests_per_month, "requests_per_month")?,
                input: count(row.input_tokens, "input_tokens")?,
                output: count(row.output_tokens, "output_tokens")?,
            },
            until: row.wanted_until,
            state: row.state.parse().map_err(|_| broken("state"))?,
            created_at: row.created_at,
            decided_at: row.decided_at,
            decided_by: row.decided_by,
            reason: row.reason,
            expires_at: expires_at(row.created_at),
            subscription: row.subscription_id.map(SubscriptionId),
        })
    }
}

/// These requests, newest first, as `by` sees them.
pub(super) async fn read(
    tx: &mut PgConnection,
    org: OrgId,
    ids: &[RequestId],
    by: UserId,
    moment: Moment,
) -> Result<Vec<Request>, Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"select r.request_id as "request_id!", r.project_id as "project_id!", p.slug as "project_slug!",
               p.name as "project_name!", r.offering_id as "offering_id!", r.requested_by as "requested_by!",
               u.name as "requester!",
               (r.requested_by = $4 or exists (select from access_request_followers f
                   where f.org_id = r.org_id and f.request_id = r.request_id and f.user_id = $4)) as "is_asker!",
               r.use_case as "use_case!", r.data_class as "data_class!", r.environment as "environment!",
               r.requests_per_month as "requests_per_month!", r.input_tokens as "input_tokens!",
               r.output_tokens as "output_tokens!", r.wanted_until as "wanted_until?",
               effective_request_state(r.state, r.created_at, $3) as "state!", r.created_at as "created_at!",
               r.decided_at as "decided_at?", d.name as "decided_by?", r.reason as "reason?",
               s.subscription_id as "subscription_id?"
           from access_requests r
           join projects p on p.org_id = $1 and p.project_id = r.project_id
           join users u on u.user_id = r.requested_by
           left join users d on d.user_id = r.decided_by
           left join subscriptions s on s.org_id = $1 and s.request_id = r.request_id
           where r.org_id = $1 and r.request_id = any($2)
           order by r.created_at desc, r.request_id desc"#,
        org.0,
        &ids,
        moment.idle_since(),
        by.0
    )
    .fetch_all(tx)
    .await?;
    rows.into_iter().map(Request::try_from).collect()
}

/// A page of what everybody has asked for. Keyset paging over time and id, as
/// in the two pages below.
pub(super) async fn everybodys(
    tx: &mut PgConnection,
    org: OrgId,
    which: &Which,
    moment: Moment,
) -> Result<Vec<RequestId>, Error> {
    let ids = sqlx::query_scalar!(
        "select r.request_id from access_requests r
         where r.org_id = $1
           and ($3::text is null or effective_request_state(r.state, r.created_at, $2) = $3)
           and ($4::timestamptz is null or (r.created_at, r.request_id) < ($4::timestamptz, $5::uuid))
         order by r.created_at desc, r.request_id desc limit $6",
        org.0,
        moment.idle_since(),
        which.state.map(RequestState::as_str),
        which.place.map(|place| place.at),
        which.place.map(|place| place.id.0),
        which.limit
    )
    .fetch_all(tx)
    .await?;
    Ok(ids.into_iter().map(RequestId).collect())
}

/// A page of what an account has made or joined: one index for each of them,
/// because a condition on either walks everybody's requests.
pub(super) async fn own(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
    which: &Which,
    moment: Moment,
) -> Result<Vec<RequestId>, Error> {
    let ids = sqlx::query_scalar!(
        r#"select own.request_id as "request_id!" from (
               (select r.request_id, r.created_at from access_requests r
                where r.org_id = $1 and r.requested_by = $7
                  and ($3::text is null or effective_request_state(r.state, r.created_at, $2) = $3)
                  and ($4::timestamptz is null or (r.created_at, r.request_id) < ($4::timestamptz, $5::uuid))
                order by r.created_at desc, r.request_id desc limit $6)
               union
               (select r.request_id, r.created_at from access_request_followers f
                join access_requests r on r.org_id = f.org_id and r.request_id = f.request_id
                where f.org_id = $1 and f.user_id = $7
                  and ($3::text is null or effective_request_state(r.state, r.created_at, $2) = $3)
                  and ($4::timestamptz is null or (r.created_at, r.request_id) < ($4::timestamptz, $5::uuid))
                order by r.created_at desc, r.request_id desc limit $6)
           ) own
           order by own.created_at desc, own.request_id desc limit $6"#,
        org.0,
        moment.idle_since(),
        which.state.map(RequestState::as_str),
        which.place.map(|place| place.at),
        which.place.map(|place| place.id.0),
        which.limit,
        user.0
    )
    .fetch_all(tx)
    .await?;
    Ok(ids.into_iter().map(RequestId).collect())
}

/// A page of what [`waiting`] counts.
pub(super) async fn waiting_page(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
    which: &Which,
    moment: Moment,
) -> Result<Vec<RequestId>, Error> {
    let ids = sqlx::query_scalar!(
        "select r.request_id from access_requests r
         where r.org_id = $1 and r.state = 'pending'
           and effective_request_state(r.state, r.created_at, $2) = 'pending' and r.requested_by <> $3
           and not exists (select from access_request_followers f
                   where f.org_id = r.org_id and f.request_id = r.request_id and f.user_id = $3)
           and ($4::timestamptz is null or (r.created_at, r.request_id) < ($4::timestamptz, $5::uuid))
         order by r.created_at desc, r.request_id desc limit $6",
        org.0,
        moment.idle_since(),
        user.0,
        which.place.map(|place| place.at),
        which.place.map(|place| place.id.0),
        which.limit
    )
    .fetch_all(tx)
    .await?;
    Ok(ids.into_iter().map(RequestId).collect())
}

/// Open requests that this account has neither made nor joined.
pub(in crate::access) async fn waiting(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
    moment: Moment,
) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from access_requests r
           where r.org_id = $1 and r.state = 'pending'
             and effective_request_state(r.state, r.created_at, $3) = 'pending' and r.requested_by <> $2
             and not exists (select from access_request_followers f
                     where f.org_id = r.org_id and f.request_id = r.request_id and f.user_id = $2)"#,
        org.0,
        user.0,
        moment.idle_since()
    );
    Ok(count.fetch_one(tx).await?)
}

/// How long the last decisions took.
pub(in crate::access) async fn waits(
    tx: &mut PgConnection,
    org: OrgId,
    limit: i64,
) -> Result<Vec<Duration>, Error> {
    let rows = sqlx::query!(
        r#"select created_at, decided_at as "decided_at!" from access_requests
           where org_id = $1 and state in ('approved', 'denied') order by decided_at desc, request_id desc limit $2"#,
        org.0,
        limit
    )
    .fetch_all(tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| row.decided_at - row.created_at)
        .collect())
}
