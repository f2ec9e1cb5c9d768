//! Reading the account somebody signs in to.

use domain::id::UserId;
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::Error;
use crate::accounts::Epochs;

/// What signing in needs to know.
pub(super) struct Account {
    user_id: Uuid,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) password_hash: Option<String>,
    pub(super) credentials_epoch: i32,
    pub(super) is_disabled: bool,
    pub(super) has_second_factor: bool,
    /// Whether it is this account that has signed in from what the browser has
    /// shown, or only others have; `None` if nobody has.
    pub(super) device_is_own: Option<bool>,
}

impl Account {
    pub(super) fn user(&self) -> UserId {
        UserId(self.user_id)
    }

    /// Whether it has signed in from what the browser has shown.
    pub(super) fn knows_device(&self) -> bool {
        self.device_is_own == Some(true)
    }
}

/// The account of an address; `device` is what a browser has shown.
pub(super) async fn find_by_email(
    pool: &PgPool,
    email: &str,
    device: Option<[u8; 32]>,
) -> Result<Option<Account>, Error> {
    let found = sqlx::query_as!(
        Account,
        r#"select user_id, name, email, password_hash, credentials_epoch, disabled_at is not null as "is_disabled!",
               totp_enabled_at is not null as "has_second_factor!",
               (select bool_or(d.user_id = u.user_id) from devices d where d.device_hash = $2) as device_is_own
           from users u where lower(email) = lower($1)"#,
        email,
        device.as_ref().map(|d| &d[..])
    );
    Ok(found.fetch_optional(pool).await?)
}

pub(super) async fn find(
    pool: &PgPool,
    user: UserId,
    device: Option<[u8; 32]>,
) -> Result<Option<Account>, Error> {
    let found = sqlx::query_as!(
        Account,
        r#"select user_id, name, email, password_hash, credentials_epoch, disabled_at is not null as "is_disabled!",
               totp_enabled_at is not null as "has_second_factor!",
               (select bool_or(d.user_id = u.user_id) from devices d where d.device_hash = $2) as device_is_own
           from users u where user_id = $1"#,
        user.0,
        device.as_ref().map(|d| &d[..])
    );
    Ok(found.fetch_optional(pool).await?)
}

/// Locks the account if it can still be entered with this password hash, and
/// tells its epochs.
pub(super) async fn lock(
    tx: &mut PgConnection,
    user: UserId,
    password_hash: Option<&str>,
) -> Result<Option<Epochs>, Error> {
    let epochs = sqlx::query_as!(
        Epochs,
        "select authority_epoch as authority, credentials_epoch as credentials from users
         where user_id = $1 and password_hash = $2 and disabled_at is null
         for update",
        user.0,
        password_hash
    );
    Ok(epochs.fetch_optional(tx).await?)
}

pub(super) async fn remember_device(
    tx: &mut PgConnection,
    user: UserId,
    device: [u8; 32],
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into devices (user_id, device_hash, last_seen_at) values ($1, $2, $3)
         on conflict (user_id, device_hash) do update set last_seen_at = excluded.last_seen_at",
        user.0,
        &device[..],
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
