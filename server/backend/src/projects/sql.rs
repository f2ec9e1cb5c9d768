//! The rows of projects.

use domain::id::{OrgId, ProjectId, UserId};
use domain::organization::CostCenter;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Named, NewProject, Project};
use crate::Error;
use crate::authz::Entrance;
use crate::error::on_constraint;

struct Row {
    project_id: Uuid,
    slug: String,
    name: String,
    cost_center: Option<String>,
    created_at: OffsetDateTime,
    archived_at: Option<OffsetDateTime>,
}

impl From<Row> for Project {
    fn from(row: Row) -> Self {
        Self {
            id: ProjectId(row.project_id),
            slug: row.slug,
            name: row.name,
            cost_center: row.cost_center,
            created_at: row.created_at,
            archived_at: row.archived_at,
        }
    }
}

pub(super) async fn list(tx: &mut PgConnection, org: OrgId) -> Result<Vec<Project>, Error> {
    let rows = sqlx::query_as!(
        Row,
        "select project_id, slug, name, cost_center, created_at, archived_at from projects
         where org_id = $1 order by archived_at is not null, lower(name), project_id",
        org.0
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(Project::from).collect())
}

/// What the organization of a member asks of the way in; `None` for those who are
/// not members.
pub(super) async fn entrance(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
) -> Result<Option<Entrance>, Error> {
    let found = sqlx::query_as!(
        Entrance,
        r#"select o.sso_required as "sso_required!", o.provider_epoch as "provider_epoch!"
           from organizations o join members m using (org_id)
           where o.org_id = $1 and m.user_id = $2"#,
        org.0,
        user.0
    );
    Ok(found.fetch_optional(tx).await?)
}

/// The first projects in use, by name.
pub(super) async fn in_menu(
    tx: &mut PgConnection,
    org: OrgId,
    limit: i64,
) -> Result<Vec<Named>, Error> {
    let rows = sqlx::query_as!(
        Named,
        "select slug, name from projects
         where org_id = $1 and archived_at is null order by lower(name), project_id limit $2",
        org.0,
        limit
    );
    Ok(rows.fetch_all(tx).await?)
}

pub(super) async fn without_cost_center(tx: &mut PgConnection, org: OrgId) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from projects
           where org_id = $1 and archived_at is null and cost_center is null"#,
        org.0
    );
    Ok(count.fetch_one(tx).await?)
}

pub(super) async fn find(
    tx: &mut PgConnection,
    org: OrgId,
    slug: &str,
) -> Result<Option<Project>, Error> {
    let row = sqlx::query_as!(
        Row,
        "select project_id, slug, name, cost_center, created_at, archived_at from projects
         where org_id = $1 and slug = $2",
        org.0,
        slug
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(Project::from))
}

pub(super) async fn lock(
    tx: &mut PgConnection,
    org: OrgId,
    slug: &str,
) -> Result<Option<Project>, Error> {
    let row = sqlx::query_as!(
        Row,
        "select project_id, slug, name, cost_center, created_at, archived_at from projects
         where org_id = $1 and slug = $2 for update",
        org.0,
        slug
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(Project::from))
}

pub(super) async fn insert(
    tx: &mut PgConnection,
    org: OrgId,
    id: ProjectId,
    new: &NewProject,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into projects (org_id, project_id, slug, name, cost_center, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        org.0,
        id.0,
        new.slug.as_str(),
        new.name.as_str(),
        new.cost_center.as_ref().map(CostCenter::as_str),
        now
    )
    .execute(tx)
    .await
    .map_err(|e| {
        let rule = ("projects_slug_key", "slug", "is taken by another project");
        on_constraint(e, &[rule])
    })?;
    Ok(())
}

/// Writes name and cost center.
pub(super) async fn update(
    tx: &mut PgConnection,
    org: OrgId,
    project: &Project,
) -> Result<(), Error> {
    sqlx::query!(
        "update projects set name = $3, cost_center = $4 where org_id = $1 and project_id = $2",
        org.0,
        project.id.0,
        project.name,
        project.cost_center
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn archive(
    tx: &mut PgConnection,
    org: OrgId,
    id: ProjectId,
    at: Option<OffsetDateTime>,
) -> Result<(), Error> {
    sqlx::query!(
        "update projects set archived_at = $3 where org_id = $1 and project_id = $2",
        org.0,
        id.0,
        at
    )
    .execute(tx)
    .await?;
    Ok(())
}
