//! The rows of sessions.
//!
//! A request may hold the hash that its session had when it began. By that one
//! (`former_hashes`) a session can be told from others and ended, and never be
//! read.

use domain::id::{OrgId, UserId};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;

use super::own::SHOWN;
use super::{SessionHash, SessionLine, Stored, id_of};
use crate::Error;
use crate::authz::Origin;

/// A new row.
pub(super) struct NewSession<'a> {
    pub(super) hash: SessionHash,
    pub(super) data: Value,
    pub(super) user: Option<UserId>,
    /// The organization through whose provider it came.
    pub(super) provider: Option<OrgId>,
    pub(super) origin: &'a Origin,
    pub(super) expires_at: OffsetDateTime,
}

pub(super) async fn insert(
    pool: &PgPool,
    row: NewSession<'_>,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let made = sqlx::query!(
        "insert into sessions (session_hash, user_id, provider_org_id, data, ip, user_agent, created_at, last_seen_at, expires_at)
         values ($1, $2, $8, $3, $4, $5, $6, $6, $7)
         on conflict (session_hash) do nothing",
        &row.hash[..],
        row.user.map(|u| u.0),
        row.data,
        row.origin.ip,
        row.origin.user_agent,
        now,
        row.expires_at,
        row.provider.map(|org| org.0)
    );
    Ok(made.execute(pool).await?.rows_affected() == 1)
}

pub(super) async fn update(
    pool: &PgPool,
    hash: SessionHash,
    data: Value,
    user: Option<UserId>,
    provider: Option<OrgId>,
    expires_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update sessions set data = $2, user_id = $3, provider_org_id = $6, expires_at = $4, last_seen_at = $5
         where session_hash = $1",
        &hash[..],
        data,
        user.map(|u| u.0),
        expires_at,
        now,
        provider.map(|org| org.0)
    );
    Ok(done.execute(pool).await?.rows_affected() == 1)
}

pub(super) async fn find(
    pool: &PgPool,
    hash: SessionHash,
    now: OffsetDateTime,
) -> Result<Option<Stored>, Error> {
    let row = sqlx::query!(
        "select data, user_id, created_at, expires_at from sessions
         where session_hash = $1 and expires_at > $2",
        &hash[..],
        now
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| Stored {
        data: row.data,
        user: row.user_id.map(UserId),
        created_at: row.created_at,
        expires_at: row.expires_at,
    }))
}

pub(super) async fn delete(pool: &PgPool, hash: SessionHash) -> Result<(), Error> {
    sqlx::query!("delete from sessions where session_hash = $1", &hash[..])
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn delete_renamed(pool: &PgPool, hash: SessionHash) -> Result<(), Error> {
    sqlx::query!(
        "delete from sessions
         where session_hash = $1 or former_hashes <> '{}' and former_hashes @> array[$1]::bytea[]",
        &hash[..]
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// In one statement, so that whoever ends the session meanwhile waits for it and
/// finds the row by the hash it had.
pub(super) async fn rename(
    pool: &PgPool,
    hash: SessionHash,
    new: SessionHash,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update sessions set session_hash = $2, former_hashes = array_append(former_hashes, session_hash)
         where session_hash = $1",
        &hash[..],
        &new[..]
    );
    Ok(done.execute(pool).await?.rows_affected() == 1)
}

/// Whose session it is or was, and their name.
pub(super) async fn owner(
    pool: &PgPool,
    hash: SessionHash,
    now: OffsetDateTime,
) -> Result<Option<(UserId, String)>, Error> {
    let row = sqlx::query!(
        r#"select user_id as "user_id!", name from sessions join users using (user_id)
         where (session_hash = $1 or former_hashes <> '{}' and former_hashes @> array[$1]::bytea[])
         and expires_at > $2"#,
        &hash[..],
        now
    );
    let row = row.fetch_optional(pool).await?;
    Ok(row.map(|row| (UserId(row.user_id), row.name)))
}

pub(super) async fn list(
    pool: &PgPool,
    user: UserId,
    now: OffsetDateTime,
) -> Result<Vec<SessionLine>, Error> {
    let rows = sqlx::query!(
        "select session_hash, ip, user_agent, created_at, last_seen_at from sessions
         where user_id = $1 and expires_at > $2
         order by last_seen_at desc, session_hash",
        user.0,
        now
    )
    .fetch_all(pool)
    .await?;
    let lines = rows.into_iter().map(|row| SessionLine {
        // The length is a constraint of the table.
        id: id_of(&row.session_hash.try_into().unwrap_or_default()),
        ip: row.ip,
        user_agent: row.user_agent,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
    });
    Ok(lines.collect())
}

pub(super) async fn delete_shown(
    tx: &mut PgConnection,
    user: UserId,
    shown: [u8; SHOWN],
) -> Result<u64, Error> {
    let gone = sqlx::query!(
        "delete from sessions where user_id = $1
         and exists (select from unnest(array_append(former_hashes, session_hash)) as hash where substring(hash from 1 for 8) = $2)",
        user.0,
        &shown[..]
    );
    Ok(gone.execute(tx).await?.rows_affected())
}

pub(super) async fn delete_own(
    tx: &mut PgConnection,
    user: UserId,
    hash: SessionHash,
) -> Result<u64, Error> {
    let gone = sqlx::query!(
        "delete from sessions where user_id = $1 and (session_hash = $2 or former_hashes @> array[$2]::bytea[])",
        user.0,
        &hash[..]
    );
    Ok(gone.execute(tx).await?.rows_affected())
}

/// Ends the sessions of an account but one.
pub(in crate::accounts) async fn delete_others(
    tx: &mut PgConnection,
    user: UserId,
    keep: SessionHash,
) -> Result<u64, Error> {
    let gone = sqlx::query!(
        "delete from sessions where user_id = $1 and not (session_hash = $2 or former_hashes @> array[$2]::bytea[])",
        user.0,
        &keep[..]
    );
    Ok(gone.execute(tx).await?.rows_affected())
}

/// Lets a session of an account go on with another password. In the transaction
/// that changes it: the answer may reach nobody. The words are those that the
/// store of sessions writes.
pub(in crate::accounts) async fn set_credentials(
    tx: &mut PgConnection,
    user: UserId,
    hash: SessionHash,
    epoch: i32,
) -> Result<(), Error> {
    sqlx::query!(
        "update sessions set data = jsonb_set(data, '{state,credentials}', to_jsonb($3::integer))
         where user_id = $1 and (session_hash = $2 or former_hashes @> array[$2]::bytea[])",
        user.0,
        &hash[..],
        epoch
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Ends every session of an account.
pub(crate) async fn delete_all_of(tx: &mut PgConnection, user: UserId) -> Result<u64, Error> {
    let gone = sqlx::query!("delete from sessions where user_id = $1", user.0);
    Ok(gone.execute(tx).await?.rows_affected())
}

/// Ends every session that came through the provider of an organization.
pub(crate) async fn delete_through(tx: &mut PgConnection, org: OrgId) -> Result<u64, Error> {
    let gone = sqlx::query!("delete from sessions where provider_org_id = $1", org.0);
    Ok(gone.execute(tx).await?.rows_affected())
}

pub(super) async fn remove_expired(pool: &PgPool, now: OffsetDateTime) -> Result<u64, Error> {
    let gone = sqlx::query!("delete from sessions where expires_at <= $1", now);
    Ok(gone.execute(pool).await?.rows_affected())
}

pub(super) async fn remove_devices(pool: &PgPool, before: OffsetDateTime) -> Result<u64, Error> {
    let gone = sqlx::query!("delete from devices where last_seen_at <= $1", before);
    Ok(gone.execute(pool).await?.rows_affected())
}
