//! Reading an account, and its name.

use domain::id::UserId;
use sqlx::{PgConnection, PgPool};

use super::Profile;
use crate::Error;

/// What makes an actor.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) is_operator: bool,
    pub(super) authority_epoch: i32,
    pub(super) credentials_epoch: i32,
    pub(super) catalog_display: Option<String>,
}

pub(super) async fn find_person(pool: &PgPool, user: UserId) -> Result<Option<Person>, Error> {
    let found = sqlx::query_as!(
        Person,
        "select name, email, is_operator, authority_epoch, credentials_epoch, catalog_display from users
         where user_id = $1 and disabled_at is null",
        user.0
    );
    Ok(found.fetch_optional(pool).await?)
}

pub(super) async fn find_profile(pool: &PgPool, user: UserId) -> Result<Option<Profile>, Error> {
    let found = sqlx::query_as!(
        Profile,
        r#"select name, email, email_verified_at is not null as "email_verified!",
               totp_enabled_at is not null as "second_factor!",
               (select count(*) from recovery_codes r
                where r.user_id = u.user_id and r.used_at is null) as "recovery_codes_left!",
               password_hash is not null as "has_password!"
           from users u where user_id = $1 and disabled_at is null"#,
        user.0
    );
    Ok(found.fetch_optional(pool).await?)
}

pub(super) async fn lock_name(
    tx: &mut PgConnection,
    user: UserId,
) -> Result<Option<String>, Error> {
    let name = sqlx::query_scalar!(
        "select name from users where user_id = $1 and disabled_at is null for update",
        user.0
    );
    Ok(name.fetch_optional(tx).await?)
}

pub(super) async fn set_name(tx: &mut PgConnection, user: UserId, name: &str) -> Result<(), Error> {
    sqlx::query!(
        "update users set name = $2 where user_id = $1",
        user.0,
        name
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn set_display(
    tx: &mut PgConnection,
    user: UserId,
    display: Option<&str>,
) -> Result<(), Error> {
    sqlx::query!(
        "update users set catalog_display = $2 where user_id = $1",
        user.0,
        display
    )
    .execute(tx)
    .await?;
    Ok(())
}
