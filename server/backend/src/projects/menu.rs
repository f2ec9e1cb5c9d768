//! The projects that the menus of a page show.

use domain::id::OrgId;

use super::sql;
use crate::authz::Actor;
use crate::db::ReadTx;
use crate::{Error, Services};

/// Most projects in a menu.
pub const IN_MENU: i64 = 10;

/// What a menu shows of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// The first [`IN_MENU`] projects in use of an organization of one's own, by
/// name. Menus stand on every page, so membership and projects are read in one
/// transaction instead of a grant in one and the projects in another; the rule
/// is that of [`Actor::in_org`].
///
/// # Errors
/// Those of [`Actor::in_org`].
pub async fn in_menu(svc: &Services, by: &Actor, org: OrgId) -> Result<Vec<Named>, Error> {
    let actor = by.clone();
    ReadTx::run(svc, by.scope().in_org(org), move |tx| {
        Box::pin(async move {
            let entrance = sql::entrance(tx, org, actor.user()).await?;
            actor.may_enter(org, entrance.ok_or(Error::NotFound)?)?;
            sql::in_menu(tx, org, IN_MENU).await
        })
    })
    .await
}
