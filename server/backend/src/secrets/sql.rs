//! Sealed columns, for sealing them anew.

use domain::id::OrgId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// A sealed value and the row it is bound to.
pub(super) struct Sealed {
    pub(super) id: Uuid,
    pub(super) value: Vec<u8>,
}

/// Second factors that do not begin with `header`, locked so that nobody
/// replaces one meanwhile.
pub(super) async fn second_factors(
    tx: &mut PgConnection,
    header: &[u8],
    limit: i64,
) -> Result<Vec<Sealed>, Error> {
    let rows = sqlx::query_as!(
        Sealed,
        r#"select user_id as id, totp_secret as "value!" from users
           where totp_secret is not null and substring(totp_secret from 1 for length($1::bytea)) <> $1::bytea
           order by user_id limit $2
           for update"#,
        header,
        limit
    )
    .fetch_all(tx)
    .await?;
    Ok(rows)
}

pub(super) async fn update_second_factor(
    tx: &mut PgConnection,
    id: Uuid,
    value: &[u8],
) -> Result<(), Error> {
    sqlx::query!(
        "update users set totp_secret = $2 where user_id = $1",
        id,
        value
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The secret of the organization's provider, if it does not begin with
/// `header`.
pub(super) async fn provider(
    tx: &mut PgConnection,
    org: OrgId,
    header: &[u8],
) -> Result<Option<Sealed>, Error> {
    let row = sqlx::query_as!(
        Sealed,
        "select org_id as id, client_secret as value from identity_providers
         where org_id = $1 and substring(client_secret from 1 for length($2::bytea)) <> $2::bytea
         for update",
        org.0,
        header
    )
    .fetch_optional(tx)
    .await?;
    Ok(row)
}

pub(super) async fn update_provider(
    tx: &mut PgConnection,
    org: OrgId,
    value: &[u8],
) -> Result<(), Error> {
    sqlx::query!(
        "update identity_providers set client_secret = $2 where org_id = $1",
        org.0,
        value
    )
    .execute(tx)
    .await?;
    Ok(())
}
