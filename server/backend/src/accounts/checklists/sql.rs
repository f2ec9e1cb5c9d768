//! The rows of lists that were put away.

use domain::id::UserId;
use sqlx::{PgConnection, PgPool};

use crate::Error;

pub(super) async fn is_hidden(pool: &PgPool, user: UserId, list: &str) -> Result<bool, Error> {
    let hidden = sqlx::query_scalar!(
        r#"select exists (select from hidden_checklists
               where user_id = $1 and checklist = $2) as "hidden!""#,
        user.0,
        list
    );
    Ok(hidden.fetch_one(pool).await?)
}

pub(super) async fn hide(tx: &mut PgConnection, user: UserId, list: &str) -> Result<(), Error> {
    sqlx::query!(
        "insert into hidden_checklists (user_id, checklist) values ($1, $2) on conflict do nothing",
        user.0,
        list
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn show(tx: &mut PgConnection, user: UserId, list: &str) -> Result<(), Error> {
    sqlx::query!(
        "delete from hidden_checklists where user_id = $1 and checklist = $2",
        user.0,
        list
    )
    .execute(tx)
    .await?;
    Ok(())
}
