//! The rows of organizations.

use domain::id::{OrgId, UserId};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{Change, Membership, NewOrganization, Overview, Profile};
use crate::Error;
use crate::authz::roles_of;
use crate::error::on_constraint;

const RULES: [(&str, &str, &str); 2] = [
    (
        "organizations_slug_key",
        "slug",
        "is taken by another organization",
    ),
    ("organizations_slug_form", "slug", "cannot be used"),
];

/// PostgreSQL says `invalid_parameter_value` for a time zone it does not know.
fn on_time_zone(error: sqlx::Error) -> Error {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    if code.as_deref() == Some("22023") {
        Error::invalid("time_zone", "is not a known time zone")
    } else {
        on_constraint(error, &RULES)
    }
}

pub(super) async fn insert(
    tx: &mut PgConnection,
    org: OrgId,
    new: &NewOrganization,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into organizations (org_id, slug, name, time_zone, created_at) values ($1, $2, $3, $4, $5)",
        org.0,
        new.slug.as_str(),
        new.name.as_str(),
        new.time_zone,
        now
    )
    .execute(tx)
    .await
    .map_err(on_time_zone)?;
    Ok(())
}

pub(super) async fn of_user(tx: &mut PgConnection, user: UserId) -> Result<Vec<Membership>, Error> {
    let rows = sqlx::query!(
        r#"select o.org_id, o.slug, o.name, o.sso_required, o.provider_epoch, o.is_demo,
               array(select r.role from member_roles r
                     where r.org_id = m.org_id and r.user_id = m.user_id order by r.role) as "roles!"
           from members m join organizations o using (org_id)
           where m.user_id = $1 order by lower(o.name), o.org_id"#,
        user.0
    )
    .fetch_all(tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Membership {
                org: OrgId(row.org_id),
                slug: row.slug,
                name: row.name,
                roles: roles_of(&row.roles)?,
                sso_required: row.sso_required,
                provider_epoch: row.provider_epoch,
                is_demo: row.is_demo,
            })
        })
        .collect()
}

pub(super) async fn profile(
    tx: &mut PgConnection,
    org: OrgId,
    now: OffsetDateTime,
) -> Result<Profile, Error> {
    let profile = sqlx::query_as!(
        Profile,
        r#"select o.name, o.time_zone, o.sso_required,
               (select count(*) from members m where m.org_id = o.org_id) as "members!",
               (select count(*) from projects p where p.org_id = o.org_id and p.archived_at is null) as "projects!",
               (select count(*) from invitations i where i.org_id = o.org_id and i.accepted_at is null
                   and i.revoked_at is null and i.expires_at > $2) as "invitations!",
               exists (select from identity_providers p where p.org_id = o.org_id) as "has_provider!"
           from organizations o where o.org_id = $1"#,
        org.0,
        now
    );
    Ok(profile.fetch_one(tx).await?)
}

pub(super) struct Locked {
    pub(super) name: String,
    pub(super) time_zone: String,
    pub(super) sso_required: bool,
    pub(super) provider_epoch: i32,
    pub(super) has_provider: bool,
}

pub(super) async fn lock(tx: &mut PgConnection, org: OrgId) -> Result<Locked, Error> {
    let row = sqlx::query_as!(
        Locked,
        r#"select name, time_zone, sso_required, provider_epoch,
               exists (select from identity_providers p where p.org_id = o.org_id) as "has_provider!"
           from organizations o where o.org_id = $1 for update"#,
        org.0
    );
    Ok(row.fetch_one(tx).await?)
}

pub(super) async fn update(
    tx: &mut PgConnection,
    org: OrgId,
    change: &Change,
) -> Result<(), Error> {
    sqlx::query!(
        "update organizations set name = $2, time_zone = $3, sso_required = $4 where org_id = $1",
        org.0,
        change.name.as_str(),
        change.time_zone,
        change.sso_required
    )
    .execute(tx)
    .await
    .map_err(on_time_zone)?;
    Ok(())
}

pub(super) async fn overview(tx: &mut PgConnection) -> Result<Vec<Overview>, Error> {
    let rows = sqlx::query_as!(
        Overview,
        r#"select o.slug, o.name, o.created_at, o.is_demo,
               (select count(*) from members m where m.org_id = o.org_id) as "members!"
           from organizations o order by o.created_at desc, o.org_id"#
    );
    Ok(rows.fetch_all(tx).await?)
}
