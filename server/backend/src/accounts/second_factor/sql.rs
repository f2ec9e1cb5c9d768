//! The second factor in its account, and recovery codes.

use domain::id::UserId;
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;

use super::{Proof, SecondFactor};
use crate::Error;

pub(super) async fn state(pool: &PgPool, user: UserId) -> Result<Option<SecondFactor>, Error> {
    let found = sqlx::query_as!(
        SecondFactor,
        r#"select totp_enabled_at as enabled_at,
               totp_secret is not null and totp_enabled_at is null as "is_pending!",
               (select count(*) from recovery_codes r
                where r.user_id = u.user_id and r.used_at is null) as "recovery_codes_left!"
           from users u where user_id = $1 and disabled_at is null"#,
        user.0
    );
    Ok(found.fetch_optional(pool).await?)
}

/// Keeps a sealed secret that is not asked for yet.
pub(super) async fn begin(pool: &PgPool, user: UserId, sealed: &[u8]) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update users set totp_secret = $2, totp_last_step = null
         where user_id = $1 and totp_enabled_at is null and password_hash is not null
           and disabled_at is null",
        user.0,
        sealed
    );
    Ok(done.execute(pool).await?.rows_affected() == 1)
}

pub(super) async fn find_pending(pool: &PgPool, user: UserId) -> Result<Option<Vec<u8>>, Error> {
    let sealed = sqlx::query_scalar!(
        r#"select totp_secret as "sealed!" from users
           where user_id = $1 and totp_enabled_at is null and totp_secret is not null"#,
        user.0
    );
    Ok(sealed.fetch_optional(pool).await?)
}

/// The sealed secret of a second factor that is on.
pub(super) async fn find_secret(pool: &PgPool, user: UserId) -> Result<Option<Vec<u8>>, Error> {
    let sealed = sqlx::query_scalar!(
        r#"select totp_secret as "sealed!" from users
           where user_id = $1 and totp_enabled_at is not null and totp_secret is not null"#,
        user.0
    );
    Ok(sealed.fetch_optional(pool).await?)
}

/// Turns on what was begun, if it is still the same secret.
pub(super) async fn enable(
    tx: &mut PgConnection,
    user: UserId,
    sealed: &[u8],
    step: i64,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update users set totp_enabled_at = $4, totp_last_step = $3
         where user_id = $1 and totp_secret = $2 and totp_enabled_at is null",
        user.0,
        sealed,
        step,
        now
    );
    Ok(done.execute(tx).await?.rows_affected() == 1)
}

pub(super) async fn disable(tx: &mut PgConnection, user: UserId) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update users set totp_secret = null, totp_enabled_at = null, totp_last_step = null
         where user_id = $1 and totp_enabled_at is not null",
        user.0
    );
    Ok(done.execute(tx).await?.rows_affected() == 1)
}

/// Locks an account and tells whether its second factor is on.
pub(super) async fn lock_enabled(tx: &mut PgConnection, user: UserId) -> Result<bool, Error> {
    let found = sqlx::query_scalar!(
        "select user_id from users where user_id = $1 and totp_enabled_at is not null for update",
        user.0
    );
    Ok(found.fetch_optional(tx).await?.is_some())
}

pub(super) async fn replace_codes(
    tx: &mut PgConnection,
    user: UserId,
    hashes: &[Vec<u8>],
) -> Result<(), Error> {
    sqlx::query!("delete from recovery_codes where user_id = $1", user.0)
        .execute(&mut *tx)
        .await?;
    sqlx::query!(
        "insert into recovery_codes (user_id, code_hash) select $1, unnest($2::bytea[])",
        user.0,
        hashes
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Uses a code up. `false` if it was used before; a step counts as used with
/// every step before it.
pub(in crate::accounts) async fn redeem(
    tx: &mut PgConnection,
    user: UserId,
    proof: Proof,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let done = match proof {
        Proof::Step(step) => {
            let redeemed = sqlx::query!(
                "update users set totp_last_step = $2
                 where user_id = $1 and totp_enabled_at is not null
                   and coalesce(totp_last_step, -1) < $2",
                user.0,
                step
            );
            redeemed.execute(tx).await?
        }
        Proof::Recovery(hash) => {
            let redeemed = sqlx::query!(
                "update recovery_codes set used_at = $3
                 where user_id = $1 and code_hash = $2 and used_at is null",
                user.0,
                &hash[..],
                now
            );
            redeemed.execute(tx).await?
        }
    };
    Ok(done.rows_affected() == 1)
}
