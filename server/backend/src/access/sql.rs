//! The rows of requests, as they are written.

use domain::access::RequestState;
use domain::id::{OrgId, ProjectId, RequestId, UserId};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::Moment;
use super::requests::NewRequest;
use crate::Error;
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

/// The project of a request, locked against being archived; says whether it is.
/// Projects are locked before requests: whoever asks does so too, and of two
/// who take both in another order each would wait for the other.
pub(super) async fn share_project(
    tx: &mut PgConnection,
    org: OrgId,
    id: RequestId,
) -> Result<bool, Error> {
    let archived = sqlx::query_scalar!(
        r#"select p.archived_at is not null as "archived!" from projects p
           join access_requests r on r.org_id = p.org_id and r.project_id = p.project_id
           where r.org_id = $1 and r.request_id = $2 for share of p"#,
        org.0,
        id.0
    );
    Ok(archived.fetch_one(tx).await?)
}

/// The open request and who has made it, once what has expired is settled. It
/// stays open until the transaction ends: where somebody decides it just now,
/// this waits and then looks at its state again.
pub(super) async fn open_request(
    tx: &mut PgConnection,
    wanted: Wanted,
) -> Result<Option<(RequestId, UserId)>, Error> {
    let row = sqlx::query!(
        "select request_id, requested_by from access_requests
         where org_id = $1 and project_id = $2 and offering_id = $3 and state = 'pending' for share",
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

/// The first who has joined a request and is a member still, but for who gives
/// it up.
pub(super) async fn heir(
    tx: &mut PgConnection,
    org: OrgId,
    id: RequestId,
    by: UserId,
) -> Result<Option<UserId>, Error> {
    let user = sqlx::query_scalar!(
        "select f.user_id from access_request_followers f
         join members m on m.org_id = f.org_id and m.user_id = f.user_id
         join users u on u.user_id = f.user_id
         where f.org_id = $1 and f.request_id = $2 and f.user_id <> $3 and u.disabled_at is null
         order by f.joined_at, f.user_id limit 1",
        org.0,
        id.0,
        by.0
    )
    .fetch_optional(tx)
    .await?;
    Ok(user.map(UserId))
}

/// Makes a request that of somebody who has joined it.
pub(super) async fn hand_over(
    tx: &mut PgConnection,
    org: OrgId,
    id: RequestId,
    to: UserId,
) -> Result<(), Error> {
    sqlx::query!(
        "update access_requests set requested_by = $3
         where org_id = $1 and request_id = $2 and state = 'pending'",
        org.0,
        id.0,
        to.0
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "delete from access_request_followers where org_id = $1 and request_id = $2 and user_id = $3",
        org.0,
        id.0,
        to.0
    )
    .execute(tx)
    .await?;
    Ok(())
}
