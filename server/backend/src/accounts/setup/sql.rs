//! Operators and the links that make the first one.

use sqlx::{PgConnection, PgExecutor, PgPool};
use time::OffsetDateTime;

use crate::Error;

/// Whether somebody can come in who is one.
pub(super) async fn has_operator(db: impl PgExecutor<'_>) -> Result<bool, Error> {
    let found = sqlx::query_scalar!(
        r#"select exists(select from users where is_operator and disabled_at is null) as "found!""#
    );
    Ok(found.fetch_one(db).await?)
}

pub(super) async fn insert_token(
    pool: &PgPool,
    hash: [u8; 32],
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into setup_tokens (token_hash, created_at) values ($1, $2)",
        &hash[..],
        now
    )
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn token_works(
    pool: &PgPool,
    hash: [u8; 32],
    since: OffsetDateTime,
) -> Result<bool, Error> {
    let found = sqlx::query_scalar!(
        r#"select exists(select from setup_tokens
                         where token_hash = $1 and used_at is null and created_at > $2) as "found!""#,
        &hash[..],
        since
    );
    Ok(found.fetch_one(pool).await?)
}

/// Uses every link up and tells which they were.
pub(super) async fn use_tokens(
    tx: &mut PgConnection,
    since: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<Vec<Vec<u8>>, Error> {
    let taken = sqlx::query_scalar!(
        "update setup_tokens set used_at = $2 where used_at is null and created_at > $1
         returning token_hash",
        since,
        now
    );
    Ok(taken.fetch_all(tx).await?)
}

pub(super) async fn remove_tokens(pool: &PgPool, since: OffsetDateTime) -> Result<u64, Error> {
    let gone = sqlx::query!(
        "delete from setup_tokens where created_at <= $1 or used_at is not null",
        since
    )
    .execute(pool)
    .await?;
    Ok(gone.rows_affected())
}
