//! Members of an organization and the invitations that make them.

mod invitations;
mod outlived;
mod sql;

use domain::id::{OrgId, UserId};
use domain::notification::Kind;
use domain::role::{Role, Roles};
use serde_json::json;
use time::OffsetDateTime;

pub use invitations::{
    Invitation, LIFETIME, MOST, Offer, accept, invite, offer, open_invitations, revoke,
};
pub(crate) use outlived::with_revoked;

use crate::audit::{Action, Event};
use crate::authz::{Admin, Allows as _, AnyMember, OrgGrant, Owner};
use crate::db::{ReadTx, WriteTx};
use crate::notifications::{self, Message};
use crate::{Error, Services};

/// A member.
#[derive(Debug, Clone)]
pub struct Member {
    /// The account.
    pub user: UserId,
    /// Its name.
    pub name: String,
    /// Its mail address.
    pub email: String,
    /// What it may do.
    pub roles: Roles,
    /// Since when.
    pub joined_at: OffsetDateTime,
    /// Whether it has a second factor.
    pub second_factor: bool,
}

/// The members, by name.
pub async fn list(svc: &Services, grant: &OrgGrant<AnyMember>) -> Result<Vec<Member>, Error> {
    let org = grant.org();
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move { sql::list(tx, org).await })
    })
    .await
}

/// One member.
pub async fn get(
    svc: &Services,
    grant: &OrgGrant<AnyMember>,
    user: UserId,
) -> Result<Member, Error> {
    let all = list(svc, grant).await?;
    all.into_iter()
        .find(|m| m.user == user)
        .ok_or(Error::NotFound)
}

/// Gives a member other roles. Their sessions get a new id, and invitations of
/// theirs that they could not make any more are taken back.
///
/// # Errors
/// [`Error::NotFound`] if they are not a member, [`Error::Forbidden`] where
/// only an owner may, [`Error::Invalid`] for the last owner.
pub async fn change_roles(
    svc: &Services,
    grant: &OrgGrant<Admin>,
    user: UserId,
    roles: Roles,
) -> Result<(), Error> {
    let (org, by) = (grant.org(), grant.by());
    let (told, services) = (told_of_roles(grant, user, &roles), svc.clone());
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            let authority = Authority::read(&mut tx, org, by, Admin::ROLES).await?;
            let before = authority.may_change(&mut tx, user, Some(&roles)).await?;
            let revoked = outlived::take_back(&mut tx, org, user, Some(&roles)).await?;
            sql::set_roles(tx.conn(), org, user, &roles).await?;
            sql::move_epoch(tx.conn(), user).await?;
            if let Some(message) = &told {
                notifications::send(&services, &mut tx, org, message).await?;
            }
            let after = with_revoked(json!({ "roles": roles.words() }), &revoked);
            let event = Event::new(Action::RolesChanged, user)
                .before(json!({ "roles": before.words() }))
                .after(after);
            tx.commit(event).await
        })
    })
    .await
}

/// What somebody else is told about new roles.
fn told_of_roles(grant: &OrgGrant<Admin>, user: UserId, roles: &Roles) -> Option<Message> {
    let names: Vec<_> = roles.iter().map(Role::label).collect();
    (user != grant.by()).then(|| Message {
        to: user,
        kind: Kind::RolesChanged,
        title: format!("Your roles in {} have changed", grant.name()),
        body: format!("{} made you: {}.", grant.actor_name(), names.join(", ")),
        href: format!("/organizations/{}", grant.slug()),
    })
}

/// Removes a member; they lose access at once, and their open invitations end.
/// `reason` goes into the audit log.
///
/// # Errors
/// As for [`change_roles`].
pub async fn remove(
    svc: &Services,
    grant: &OrgGrant<Admin>,
    user: UserId,
    reason: Option<String>,
) -> Result<(), Error> {
    let (org, by) = (grant.org(), grant.by());
    let action = if user == by {
        Action::MemberLeft
    } else {
        Action::MemberRemoved
    };
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            let authority = Authority::read(&mut tx, org, by, Admin::ROLES).await?;
            take_out(tx, authority, user, action, reason).await
        })
    })
    .await
}

/// Leaves the organization.
///
/// # Errors
/// [`Error::Invalid`] for the last owner.
pub async fn leave(svc: &Services, grant: &OrgGrant<AnyMember>) -> Result<(), Error> {
    let (org, user) = (grant.org(), grant.by());
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            let authority = Authority::read(&mut tx, org, user, AnyMember::ROLES).await?;
            take_out(tx, authority, user, Action::MemberLeft, None).await
        })
    })
    .await
}

/// What whoever acts may do while no member of the organization can change. The
/// proof they came with is older: it may be gone since.
struct Authority {
    org: OrgId,
    roles: Roles,
    /// How many owners there are.
    owners: usize,
}

impl Authority {
    /// Keeps the members as they are until the transaction ends.
    ///
    /// # Errors
    /// [`Error::NotFound`] if `by` is no member any more, [`Error::Forbidden`]
    /// without one of the roles `needed`.
    async fn read(
        tx: &mut WriteTx,
        org: OrgId,
        by: UserId,
        needed: &[Role],
    ) -> Result<Self, Error> {
        let owners = sql::lock_owners(tx.conn(), org).await?;
        let roles = sql::roles(tx.conn(), org, by).await?;
        let roles = roles.ok_or(Error::NotFound)?;
        if !roles.any_of(needed) {
            return Err(Error::Forbidden);
        }
        Ok(Self { org, roles, owners })
    }

    /// The roles of a member who may get the roles `after`, or none.
    async fn may_change(
        &self,
        tx: &mut WriteTx,
        user: UserId,
        after: Option<&Roles>,
    ) -> Result<Roles, Error> {
        let before = sql::roles(tx.conn(), self.org, user).await?;
        let before = before.ok_or(Error::NotFound)?;
        self.roles.may_change(Some(&before), after, self.owners)?;
        Ok(before)
    }
}

async fn take_out(
    mut tx: WriteTx,
    authority: Authority,
    user: UserId,
    action: Action,
    reason: Option<String>,
) -> Result<(), Error> {
    let org = authority.org;
    let before = authority.may_change(&mut tx, user, None).await?;
    let revoked = outlived::take_back(&mut tx, org, user, None).await?;
    sql::delete(tx.conn(), org, user).await?;
    sql::move_epoch(tx.conn(), user).await?;
    let mut event = Event::new(action, user).before(json!({ "roles": before.words() }));
    if !revoked.is_empty() {
        event = event.after(with_revoked(json!({}), &revoked));
    }
    if let Some(reason) = reason {
        event = event.because(reason);
    }
    tx.commit(event).await
}

/// Adds a member inside the transaction of whatever made them one.
pub(crate) async fn join(
    tx: &mut WriteTx,
    org: OrgId,
    user: UserId,
    roles: &Roles,
) -> Result<(), Error> {
    let now = tx.now();
    sql::insert(tx.conn(), org, user, now).await?;
    sql::set_roles(tx.conn(), org, user, roles).await?;
    sql::move_epoch(tx.conn(), user).await
}

/// Makes `to` an owner and `from`, who is one, an admin. Tells the addresses whose
/// invitations `from` could not make any more; they are taken back.
pub(crate) async fn hand_over(
    tx: &mut WriteTx,
    org: OrgId,
    from: UserId,
    to: UserId,
) -> Result<Vec<String>, Error> {
    let own = Authority::read(tx, org, from, Owner::ROLES).await?.roles;
    let theirs = sql::roles(tx.conn(), org, to)
        .await?
        .ok_or(Error::NotFound)?;
    let theirs = Roles::new(theirs.iter().chain([Role::Owner]))?;
    let own = Roles::new(
        own.iter()
            .filter(|r| *r != Role::Owner)
            .chain([Role::Admin]),
    )?;
    let revoked = outlived::take_back(tx, org, from, Some(&own)).await?;
    for (user, roles) in [(to, theirs), (from, own)] {
        sql::set_roles(tx.conn(), org, user, &roles).await?;
        sql::move_epoch(tx.conn(), user).await?;
    }
    Ok(revoked)
}
