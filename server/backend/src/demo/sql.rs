//! The rows of the demo that no use-case makes.

use domain::id::{OrgId, ProjectId};
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;

use crate::Error;

pub(super) async fn has_accounts(pool: &PgPool) -> Result<bool, Error> {
    let found = sqlx::query_scalar!(r#"select exists (select from users) as "found!""#);
    Ok(found.fetch_one(pool).await?)
}

pub(super) async fn insert_organization(
    tx: &mut PgConnection,
    org: OrgId,
    (slug, name, time_zone): (&str, &str, &str),
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into organizations (org_id, slug, name, time_zone, is_demo, created_at)
         values ($1, $2, $3, $4, true, $5)",
        org.0,
        slug,
        name,
        time_zone,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn insert_project(
    tx: &mut PgConnection,
    org: OrgId,
    id: ProjectId,
    (slug, name, cost_center): (&str, &str, &str),
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into projects (org_id, project_id, slug, name, cost_center, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        org.0,
        id.0,
        slug,
        name,
        cost_center,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
