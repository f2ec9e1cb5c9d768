//! The rows of requests.

use domain::access::{RequestState, Volume};
use domain::id::{OrgId, ProjectId, RequestId, SubscriptionId, UserId};
use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use super::Moment;
use super::requests::{NewRequest, Request, expires_at};
use crate::Error;
use crate::db::broken_row;
use crate::error::on_constraint;

/// The moment in the organization, whose time zone says which day it is.
pub(super) async fn moment(
    tx: &mut PgConnection,
    org: OrgId,
    now: OffsetDateTime,
) -> Result<Moment, Error> {
    let today = sqlx::query_scalar!(
        r#"select ($2::timestamptz at time zone o.time_zone)::date as "today!"
           from organizations o where o.org_id = $1"#,
        org.0,
        now
    )
    .fetch_one(tx)
    .await?;
    Ok(Moment { now, today })
}

/// What is asked for: at most one request for it is open and one subscription
/// to it active.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) org: OrgId,
    pub(super) project: ProjectId,
    pub(super) offering: i64,
}

pub(super) struct Project {
    pub(super) id: ProjectId,
    pub(super) name: String,
    pub(super) archived: bool,
}

/// Locks a project against others who lock it, not against rows that refer to it.
pub(super) async fn lock_project(
    tx: &mut PgConnection,
    org: OrgId,
    slug: &str,
) -> Result<Option<Project>, Error> {
    let row = sqlx::query!(
        r#"select project_id, name, archived_at is not null as "archived!" from projects
           where org_id = $1 and slug = $2 for no key update"#,
        org.0,
        slug
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|row| Project {
        id: ProjectId(row.project_id),
        name: row.name,
        archived: row.archived,
    }))
}

/// Writes down that a request has expired, so that the unique index lets in
/// the next one.
pub(super) async fn settle(
    tx: &mut PgConnection,
    wanted: Wanted,
    moment: Moment,
) -> Result<(), Error> {
    sqlx::query!(
        "update access_requests set state = 'expired'
         where org_id = $1 and project_id = $2 and offering_id = $3 and state = 'pending'
           and effective_request_state(state, created_at, $4) = 'expired'",
        wanted.org.0,
        wanted.project.0,
        wanted.offering,
        moment.idle_since()
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The open request and who has made it, once what has expired is settled.
pub(super) async fn open_request(
    tx: &mut PgConnection,
    wanted: Wanted,
) -> Result<Option<(RequestId, UserId)>, Error> {
    let row = sqlx::query!(
        "select request_id, requested_by from access_requests
         where org_id = $1 and project_id = $2 and offering_id = $3 and state = 'pending'",
        wanted.org.0,
        wanted.project.0,
        wanted.offering
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|row| (RequestId(row.request_id), UserId(row.requested_by))))
}

pub(super) async fn insert(
    tx: &mut PgConnection,
    wanted: Wanted,
    id: RequestId,
    by: UserId,
    new: &NewRequest,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into access_requests (org_id, request_id, project_id, offering_id, requested_by, use_case,
             data_class, environment, requests_per_month, input_tokens, output_tokens, wanted_until, state, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'pending', $13)",
        wanted.org.0,
        id.0,
        wanted.project.0,
        wanted.offering,
        by.0,
        new.use_case.as_str(),
        new.data_class.as_str(),
        new.environment.as_str(),
        i64::from(new.volume.requests),
        i64::from(new.volume.input),
        i64::from(new.volume.output),
        new.until,
        now
    )
    .execute(tx)
    .await
    .map_err(|e| {
        let rule = ("access_requests_open_key", "project", "has an open request for this already");
        on_constraint(e, &[rule])
    })?;
    Ok(())
}

/// Joins a request; `false` for somebody who has joined before.
pub(super) async fn follow(
    tx: &mut PgConnection,
    org: OrgId,
    id: RequestId,
    user: UserId,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "insert into access_request_followers (org_id, request_id, user_id, joined_at) values ($1, $2, $3, $4)
         on conflict (org_id, request_id, user_id) do nothing",
        org.0,
        id.0,
        user.0,
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Who has made or joined a request and is a member still.
pub(super) async fn askers(
    tx: &mut PgConnection,
    org: OrgId,
    id: RequestId,
) -> Result<Vec<UserId>, Error> {
    let users = sqlx::query_scalar!(
        "select m.user_id from members m
         where m.org_id = $1
           and (exists (select from access_requests r
                    where r.org_id = $1 and r.request_id = $2 and r.requested_by = m.user_id)
                or exists (select from access_request_followers f
                    where f.org_id = $1 and f.request_id = $2 and f.user_id = m.user_id))
         order by m.user_id",
        org.0,
        id.0
    )
    .fetch_all(tx)
    .await?;
    Ok(users.into_iter().map(UserId).collect())
}

/// Who can decide, by name.
pub(super) async fn deciders(
    tx: &mut PgConnection,
    org: OrgId,
) -> Result<Vec<(UserId, String)>, Error> {
    let rows = sqlx::query!(
        "select u.user_id, u.name from members m join users u using (user_id)
         where m.org_id = $1 and u.disabled_at is null
           and exists (select from member_roles r where r.org_id = m.org_id and r.user_id = m.user_id
                   and r.role in ('owner', 'approver'))
         order by lower(u.name), u.user_id",
        org.0
    )
    .fetch_all(tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (UserId(row.user_id), row.name))
        .collect())
}

/// Locks a request until the transaction ends. What it is is read afterwards:
/// a statement that had to wait for the lock still sees the other tables as
/// they were before.
pub(super) async fn lock(tx: &mut PgConnection, org: OrgId, id: RequestId) -> Result<(), Error> {
    sqlx::query_scalar!(
        "select request_id from access_requests where org_id = $1 and request_id = $2 for update",
        org.0,
        id.0
    )
    .fetch_one(tx)
    .await?;
    Ok(())
}

/// How a request ends.
pub(super) struct Close<'a> {
    pub(super) state: RequestState,
    /// Who decided; nobody where it was withdrawn.
    pub(super) by: Option<UserId>,
    pub(super) reason: Option<&'a str>,
}

pub(super) async fn close(
    tx: &mut PgConnection,
    org: OrgId,
    id: RequestId,
    close: &Close<'_>,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "update access_requests set state = $3, decided_at = $4, decided_by = $5, reason = $6
         where org_id = $1 and request_id = $2 and state = 'pending'",
        org.0,
        id.0,
        close.state.as_str(),
        now,
        close.by.map(|user| user.0),
        close.reason
    )
    .execute(tx)
    .await?;
    Ok(())
}

struct Row {
    request_id: Uuid,
    project_slug: String,
    project_name: String,
    offering_id: i64,
    requested_by: Uuid,
    requester: String,
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
            project_slug: row.project_slug,
            project_name: row.project_name,
            offering: row.offering_id,
            requested_by: UserId(row.requested_by),
            requester: row.requester,
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

/// Which requests to read. What is `None` leaves all.
#[derive(Debug)]
pub(super) struct Which {
    pub(super) id: Option<RequestId>,
    pub(super) state: Option<RequestState>,
    /// Made or joined by this account.
    pub(super) of: Option<UserId>,
    /// Older than this one.
    pub(super) before: Option<RequestId>,
    pub(super) limit: i64,
}

/// Requests, newest first. Keyset paging over time and id. The page is cut
/// before it is joined: a plan that joins all of an organization's requests
/// first takes minutes at 50,000 of them.
pub(super) async fn list(
    tx: &mut PgConnection,
    org: OrgId,
    which: &Which,
    moment: Moment,
) -> Result<Vec<Request>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"with page as materialized (
               select r.* from access_requests r
               where r.org_id = $1
                 and ($3::uuid is null or r.request_id = $3)
                 and ($4::text is null or effective_request_state(r.state, r.created_at, $2) = $4)
                 and ($5::uuid is null or r.requested_by = $5
                      or exists (select from access_request_followers f
                             where f.org_id = r.org_id and f.request_id = r.request_id and f.user_id = $5))
                 and ($6::uuid is null or (r.created_at, r.request_id) <
                      (select b.created_at, b.request_id from access_requests b
                       where b.org_id = $1 and b.request_id = $6))
               order by r.created_at desc, r.request_id desc limit $7
           )
           select r.request_id as "request_id!", p.slug as "project_slug!", p.name as "project_name!",
               r.offering_id as "offering_id!", r.requested_by as "requested_by!", u.name as "requester!",
               r.use_case as "use_case!", r.data_class as "data_class!", r.environment as "environment!",
               r.requests_per_month as "requests_per_month!", r.input_tokens as "input_tokens!",
               r.output_tokens as "output_tokens!", r.wanted_until as "wanted_until?",
               effective_request_state(r.state, r.created_at, $2) as "state!", r.created_at as "created_at!",
               r.decided_at as "decided_at?", d.name as "decided_by?", r.reason as "reason?",
               s.subscription_id as "subscription_id?"
           from page r
           join projects p on p.org_id = $1 and p.project_id = r.project_id
           join users u on u.user_id = r.requested_by
           left join users d on d.user_id = r.decided_by
           left join subscriptions s on s.org_id = $1 and s.request_id = r.request_id
           order by r.created_at desc, r.request_id desc"#,
        org.0,
        moment.idle_since(),
        which.id.map(|id| id.0),
        which.state.map(RequestState::as_str),
        which.of.map(|user| user.0),
        which.before.map(|id| id.0),
        which.limit
    )
    .fetch_all(tx)
    .await?;
    rows.into_iter().map(Request::try_from).collect()
}

/// One request, of this account where one is given.
pub(super) async fn find(
    tx: &mut PgConnection,
    org: OrgId,
    id: RequestId,
    of: Option<UserId>,
    moment: Moment,
) -> Result<Request, Error> {
    let which = Which {
        id: Some(id),
        state: None,
        of,
        before: None,
        limit: 1,
    };
    let found = list(tx, org, &which, moment).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// How long the last decisions took.
pub(super) async fn waits(
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

/// Open requests that this account has neither made nor joined.
pub(super) async fn waiting(
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
