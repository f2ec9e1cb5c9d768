//! Invitations that nobody stands behind any more: they end with the authority
//! of whoever has made them, or whoever is removed could come back by one.

use domain::id::{OrgId, UserId};
use domain::role::Roles;
use serde_json::{Value, json};

use super::sql;
use crate::Error;
use crate::authz::{Admin, Allows as _};
use crate::db::WriteTx;

/// Whether a member with the roles `own` may offer these: owners and admins
/// invite, and only owners make owners.
pub(super) fn may_offer(own: &Roles, offered: &Roles) -> Result<(), Error> {
    if !own.any_of(Admin::ROLES) {
        return Err(Error::Forbidden);
    }
    own.may_change(None, Some(offered), 1)?;
    Ok(())
}

/// Takes back the open invitations of a member that somebody with the roles
/// `left` (`None`: no member) could not make, and tells their addresses. The
/// caller has locked the member; whoever accepts locks the invitation before the
/// accounts, so this comes before they are changed.
pub(super) async fn take_back(
    tx: &mut WriteTx,
    org: OrgId,
    user: UserId,
    left: Option<&Roles>,
) -> Result<Vec<String>, Error> {
    let now = tx.now();
    let stands = |offered: &Roles| left.is_some_and(|own| may_offer(own, offered).is_ok());
    let made = sql::lock_made_by(tx.conn(), org, user, now).await?;
    let (mut ids, mut addresses) = (Vec::new(), Vec::new());
    for invitation in made.into_iter().filter(|made| !stands(&made.roles)) {
        ids.push(invitation.id.0);
        addresses.push(invitation.email);
    }
    if !ids.is_empty() {
        sql::revoke_these(tx.conn(), org, &ids, now).await?;
    }
    Ok(addresses)
}

/// What an event tells, with the addresses of the invitations that were taken
/// back with it.
pub(crate) fn with_revoked(mut after: Value, addresses: &[String]) -> Value {
    if let Some(fields) = after.as_object_mut()
        && !addresses.is_empty()
    {
        fields.insert("invitations_revoked".to_owned(), json!(addresses));
    }
    after
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use domain::role::Role;

    use super::*;

    #[test]
    fn who_may_offer_what() {
        let roles = |list: &[Role]| Roles::new(list.iter().copied()).unwrap();
        let may = |own: &[Role], offered: &[Role]| may_offer(&roles(own), &roles(offered)).is_ok();
        assert!(may(&[Role::Owner], &[Role::Owner]));
        assert!(may(&[Role::Admin], &[Role::Admin, Role::Finance]));
        assert!(!may(&[Role::Admin], &[Role::Owner, Role::Finance]));
        assert!(!may(&[Role::Approver, Role::Auditor], &[Role::Developer]));
    }

    #[test]
    fn an_event_names_what_was_taken_back() {
        let roles = || json!({ "roles": ["admin"] });
        assert_eq!(with_revoked(roles(), &[]), roles());
        let told = with_revoked(roles(), &["a@b.example".to_owned()]);
        let expected = json!({ "roles": ["admin"], "invitations_revoked": ["a@b.example"] });
        assert_eq!(told, expected);
    }
}
