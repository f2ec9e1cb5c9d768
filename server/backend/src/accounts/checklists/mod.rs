//! Lists of things to do, and whether an account has put them away.

mod sql;

use domain::id::OrgId;

use crate::authz::{Actor, Allows, OrgGrant};
use crate::db::WriteTx;
use crate::{Error, Services};

/// One list of things to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checklist(Place);

/// Where a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Home,
    Organization(OrgId),
}

impl Checklist {
    /// The list of the page where people begin.
    pub const HOME: Self = Self(Place::Home);

    /// The list of an organization, for one of its members.
    pub fn of<R: Allows>(grant: &OrgGrant<R>) -> Self {
        Self(Place::Organization(grant.org()))
    }

    /// How the database knows it.
    fn word(self) -> String {
        match self.0 {
            Place::Home => "home".to_owned(),
            Place::Organization(org) => org.to_string(),
        }
    }
}

/// Whether the account has put the list away.
pub async fn is_hidden(svc: &Services, by: &Actor, list: Checklist) -> Result<bool, Error> {
    sql::is_hidden(&svc.pool, by.user(), &list.word()).await
}

/// Puts a list away, or brings it back. Nothing that the audit log tells: it is
/// a convenience, and concerns nobody else.
pub async fn set_hidden(
    svc: &Services,
    by: &Actor,
    list: Checklist,
    hidden: bool,
) -> Result<(), Error> {
    let (user, word) = (by.user(), list.word());
    WriteTx::run(svc, by.scope(), move |mut tx| {
        Box::pin(async move {
            if hidden {
                sql::hide(tx.conn(), user, &word).await?;
            } else {
                sql::show(tx.conn(), user, &word).await?;
            }
            tx.commit_unaudited().await
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_its_own_word() {
        assert_eq!(Checklist::HOME.word(), "home");
        let own = Checklist(Place::Organization(OrgId::INSTALLATION));
        assert_eq!(own.word(), format!("org_{}", "0".repeat(32)));
    }
}
