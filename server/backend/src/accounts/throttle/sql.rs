//! The rows of throttles.

use sqlx::{PgConnection, PgExecutor, PgPool};
use time::OffsetDateTime;

use super::Count;
use crate::Error;

/// The counts of windows that are not over.
pub(super) async fn counts(
    pool: &PgPool,
    keys: &[String],
    now: OffsetDateTime,
) -> Result<Vec<Count>, Error> {
    let counts = sqlx::query_as!(
        Count,
        "select key, failures, window_ends_at from throttles
         where key = any($1) and window_ends_at > $2",
        keys,
        now
    );
    Ok(counts.fetch_all(pool).await?)
}

/// Adds one to each and tells the sums. One statement: attempts at the same
/// moment count one by one. In the order of the keys, so that two of them
/// cannot wait for each other.
pub(super) async fn count(
    db: impl PgExecutor<'_>,
    keys: &[String],
    now: OffsetDateTime,
    ends_at: OffsetDateTime,
) -> Result<Vec<Count>, Error> {
    let counts = sqlx::query_as!(
        Count,
        "insert into throttles as t (key, failures, window_ends_at)
         select k.key, 1, $3::timestamptz from unnest($1::text[]) as k (key) order by k.key
         on conflict (key) do update set
             failures = case when t.window_ends_at > $2 then least(t.failures, 1000000) + 1 else 1 end,
             window_ends_at = case when t.window_ends_at > $2 then t.window_ends_at
                                   else excluded.window_ends_at end
         returning t.key, t.failures, t.window_ends_at",
        keys,
        now,
        ends_at
    );
    Ok(counts.fetch_all(db).await?)
}

/// Forgets attempts.
pub(in crate::accounts) async fn clear(
    tx: &mut PgConnection,
    keys: &[String],
) -> Result<(), Error> {
    sqlx::query!("delete from throttles where key = any($1)", keys)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn remove_expired(pool: &PgPool, now: OffsetDateTime) -> Result<u64, Error> {
    let gone = sqlx::query!("delete from throttles where window_ends_at <= $1", now)
        .execute(pool)
        .await?;
    Ok(gone.rows_affected())
}
