//! Reading memberships.

use domain::id::OrgId;

use super::actor::{Entrance, Membership, Scope, roles_of};
use crate::db::ReadTx;
use crate::{Error, Services};

/// The membership of the account of `scope` in the organization `slug`.
pub(super) async fn membership(
    svc: &Services,
    scope: Scope,
    slug: &str,
) -> Result<Option<Membership>, Error> {
    let (slug, user) = (slug.to_owned(), scope.user);
    ReadTx::run(svc, scope, move |tx| {
        Box::pin(async move {
            let row = sqlx::query!(
                r#"select o.org_id, o.slug, o.name, o.time_zone, o.sso_required, o.provider_epoch,
                       array(select r.role from member_roles r
                             where r.org_id = m.org_id and r.user_id = m.user_id order by r.role) as "roles!"
                   from organizations o
                   join members m on m.org_id = o.org_id and m.user_id = $2
                   where o.slug = $1"#,
                slug,
                user.map(|u| u.0)
            )
            .fetch_optional(tx)
            .await?;
            row.map(|row| {
                Ok(Membership {
                    org: OrgId(row.org_id),
                    slug: row.slug,
                    name: row.name,
                    time_zone: row.time_zone,
                    entrance: Entrance {
                        sso_required: row.sso_required,
                        provider_epoch: row.provider_epoch,
                    },
                    roles: roles_of(&row.roles)?,
                })
            })
            .transpose()
        })
    })
    .await
}
