//! The rows of accounts and of mailed links.

use domain::id::UserId;
use sqlx::{PgConnection, PgExecutor, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::Error;

/// A new row of `users`.
#[derive(Debug)]
pub(super) struct NewUser {
    pub(super) user: UserId,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) password_hash: String,
    pub(super) is_operator: bool,
    /// Whether the address needs no mail to be believed.
    pub(super) is_verified: bool,
}

/// Makes an account unless the address has one.
pub(super) async fn insert(
    tx: &mut PgConnection,
    row: &NewUser,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let made = sqlx::query!(
        "insert into users (user_id, email, name, password_hash, is_operator, email_verified_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (lower(email)) do nothing",
        row.user.0,
        row.email,
        row.name,
        row.password_hash,
        row.is_operator,
        row.is_verified.then_some(now),
        now
    )
    .execute(tx)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// An account that is not disabled.
#[derive(Debug)]
pub(super) struct Holder {
    user_id: Uuid,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) password_hash: Option<String>,
}

impl Holder {
    pub(super) fn user(&self) -> UserId {
        UserId(self.user_id)
    }
}

pub(super) async fn find_by_email(pool: &PgPool, email: &str) -> Result<Option<Holder>, Error> {
    let found = sqlx::query_as!(
        Holder,
        "select user_id, email, name, password_hash from users
         where lower(email) = lower($1) and disabled_at is null",
        email
    );
    Ok(found.fetch_optional(pool).await?)
}

pub(super) async fn find(pool: &PgPool, user: UserId) -> Result<Option<Holder>, Error> {
    let found = sqlx::query_as!(
        Holder,
        "select user_id, email, name, password_hash from users
         where user_id = $1 and disabled_at is null",
        user.0
    );
    Ok(found.fetch_optional(pool).await?)
}

/// The account a link was mailed to, while the link works.
pub(super) async fn find_by_link(
    pool: &PgPool,
    purpose: Purpose,
    hash: [u8; 32],
    now: OffsetDateTime,
) -> Result<Option<Holder>, Error> {
    let found = sqlx::query_as!(
        Holder,
        "select u.user_id, u.email, u.name, u.password_hash
         from account_tokens t join users u using (user_id)
         where t.token_hash = $1 and t.purpose = $2 and t.used_at is null and t.expires_at > $3
           and u.disabled_at is null",
        &hash[..],
        purpose.as_str(),
        now
    );
    Ok(found.fetch_optional(pool).await?)
}

/// Sets a password and tells the epoch it begins; `None` if the account cannot
/// be changed any more. With `old` only while that is its hash.
pub(super) async fn set_password(
    tx: &mut PgConnection,
    user: UserId,
    hash: &str,
    old: Option<&str>,
) -> Result<Option<i32>, Error> {
    let epoch = sqlx::query_scalar!(
        "update users set password_hash = $2, credentials_epoch = credentials_epoch + 1
         where user_id = $1 and disabled_at is null and ($3::text is null or password_hash = $3)
         returning credentials_epoch",
        user.0,
        hash,
        old
    );
    Ok(epoch.fetch_optional(tx).await?)
}

/// The devices of an account.
pub(super) async fn devices(tx: &mut PgConnection, user: UserId) -> Result<Vec<[u8; 32]>, Error> {
    let hashes = sqlx::query_scalar!("select device_hash from devices where user_id = $1", user.0);
    let hashes = hashes.fetch_all(tx).await?;
    // The length is a constraint of the table.
    let hashes = hashes.into_iter().filter_map(|hash| hash.try_into().ok());
    Ok(hashes.collect())
}

/// Replaces a hash by one of the same password with the parameters of today.
pub(super) async fn renew_hash(
    pool: &PgPool,
    user: UserId,
    old: &str,
    new: &str,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update users set password_hash = $3 where user_id = $1 and password_hash = $2",
        user.0,
        old,
        new
    );
    Ok(done.execute(pool).await?.rows_affected() == 1)
}

/// Whoever has read a mail to the address has shown that it is theirs.
pub(super) async fn mark_verified(
    tx: &mut PgConnection,
    user: UserId,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "update users set email_verified_at = $2 where user_id = $1 and email_verified_at is null",
        user.0,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What a mailed link is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    ResetPassword,
    VerifyEmail,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::ResetPassword => "reset_password",
            Self::VerifyEmail => "verify_email",
        }
    }
}

/// Notes a link; older ones for the same purpose stop working.
pub(super) async fn insert_link(
    db: impl PgExecutor<'_>,
    user: UserId,
    purpose: Purpose,
    hash: [u8; 32],
    expires_at: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "with older as (delete from account_tokens where user_id = $2 and purpose = $3)
         insert into account_tokens (token_hash, user_id, purpose, expires_at) values ($1, $2, $3, $4)",
        &hash[..],
        user.0,
        purpose.as_str(),
        expires_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Uses a link up and tells whose it was.
pub(super) async fn use_link(
    tx: &mut PgConnection,
    purpose: Purpose,
    hash: [u8; 32],
    now: OffsetDateTime,
) -> Result<Option<UserId>, Error> {
    let user = sqlx::query_scalar!(
        "update account_tokens set used_at = $3
         where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3
         returning user_id",
        &hash[..],
        purpose.as_str(),
        now
    );
    Ok(user.fetch_optional(tx).await?.map(UserId))
}

/// Makes links stop working.
pub(super) async fn delete_links(
    tx: &mut PgConnection,
    user: UserId,
    purpose: Purpose,
) -> Result<(), Error> {
    sqlx::query!(
        "delete from account_tokens where user_id = $1 and purpose = $2",
        user.0,
        purpose.as_str()
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Forgets links that have expired.
pub(super) async fn remove_expired_links(pool: &PgPool, now: OffsetDateTime) -> Result<u64, Error> {
    let gone = sqlx::query!("delete from account_tokens where expires_at <= $1", now)
        .execute(pool)
        .await?;
    Ok(gone.rows_affected())
}

/// Marks an account as part of the demo.
pub(super) async fn mark_demo(tx: &mut PgConnection, user: UserId) -> Result<(), Error> {
    sqlx::query!("update users set is_demo = true where user_id = $1", user.0)
        .execute(tx)
        .await?;
    Ok(())
}
