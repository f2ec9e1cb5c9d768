//! The rows of personal access tokens.

use domain::id::{OrgId, TokenId, UserId};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use super::{AccessToken, NewToken, TokenText};
use crate::Error;
use crate::authz::Entrance;

pub(super) async fn insert(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
    id: TokenId,
    new: &NewToken,
    text: &TokenText,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into access_tokens (org_id, token_id, user_id, name, public_id, secret_hash, scopes, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        org.0,
        id.0,
        user.0,
        new.name.as_str(),
        text.public_id(),
        &text.hash()[..],
        &new.scopes,
        now,
        now + Duration::days(i64::from(new.days))
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn list(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
) -> Result<Vec<AccessToken>, Error> {
    let rows = sqlx::query!(
        "select token_id, name, public_id, scopes, created_at, expires_at, last_used_at, revoked_at
         from access_tokens where org_id = $1 and user_id = $2 order by created_at desc, token_id",
        org.0,
        user.0
    )
    .fetch_all(tx)
    .await?;
    let tokens = rows.into_iter().map(|row| AccessToken {
        id: TokenId(row.token_id),
        name: row.name,
        public_id: row.public_id,
        scopes: row.scopes,
        created_at: row.created_at,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
        revoked_at: row.revoked_at,
    });
    Ok(tokens.collect())
}

pub(super) async fn revoke(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
    id: TokenId,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update access_tokens set revoked_at = $4
         where org_id = $1 and user_id = $2 and token_id = $3 and revoked_at is null",
        org.0,
        user.0,
        id.0,
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps the rule of the organization and its provider as they are until the
/// transaction ends, and tells them.
pub(super) async fn hold_rule(tx: &mut PgConnection, org: OrgId) -> Result<Entrance, Error> {
    let entrance = sqlx::query_as!(
        Entrance,
        "select sso_required, provider_epoch from organizations where org_id = $1 for share",
        org.0
    );
    Ok(entrance.fetch_one(tx).await?)
}

pub(super) async fn count_live(
    tx: &mut PgConnection,
    org: OrgId,
    now: OffsetDateTime,
) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from access_tokens
           where org_id = $1 and revoked_at is null and expires_at > $2"#,
        org.0,
        now
    );
    Ok(count.fetch_one(tx).await?)
}

/// Revokes what works, and tells how many that were.
pub(super) async fn revoke_all(
    tx: &mut PgConnection,
    org: OrgId,
    now: OffsetDateTime,
) -> Result<u64, Error> {
    let done = sqlx::query!(
        "update access_tokens set revoked_at = $2
         where org_id = $1 and revoked_at is null and expires_at > $2",
        org.0,
        now
    );
    Ok(done.execute(tx).await?.rows_affected())
}

pub(super) struct Found {
    pub(super) org: OrgId,
    pub(super) id: TokenId,
    pub(super) user: UserId,
    pub(super) scopes: Vec<String>,
    pub(super) last_used_at: Option<OffsetDateTime>,
}

/// The token that works now. The hash of the secret is compared by the
/// database: what its time tells is the hash of a guess, from which nothing
/// follows about the secret.
pub(super) async fn find(
    tx: &mut PgConnection,
    text: &TokenText,
    now: OffsetDateTime,
) -> Result<Option<Found>, Error> {
    let row = sqlx::query!(
        "select org_id, token_id, user_id, scopes, last_used_at from access_tokens
         where public_id = $1 and secret_hash = $2 and revoked_at is null and expires_at > $3",
        text.public_id(),
        &text.hash()[..],
        now
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|row| Found {
        org: OrgId(row.org_id),
        id: TokenId(row.token_id),
        user: UserId(row.user_id),
        scopes: row.scopes,
        last_used_at: row.last_used_at,
    }))
}

pub(super) async fn touch(
    tx: &mut PgConnection,
    org: OrgId,
    id: TokenId,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "update access_tokens set last_used_at = $3 where org_id = $1 and token_id = $2",
        org.0,
        id.0,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
