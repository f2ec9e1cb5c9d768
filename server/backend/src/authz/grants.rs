//! The proofs.

use std::marker::PhantomData;

use domain::id::{OrgId, UserId};
use domain::role::{Role, Roles};

use super::actor::{Actor, Membership, Scope};

/// Which roles are enough. An owner always is, except for publishing.
pub trait Allows {
    /// One of these is enough.
    const ROLES: &'static [Role];
}

macro_rules! proofs {
    ($($(#[$meta:meta])* $name:ident = [$($role:ident),+];)+) => {$(
        $(#[$meta])*
        #[derive(Debug)]
        pub enum $name {}

        impl Allows for $name {
            const ROLES: &'static [Role] = &[$(Role::$role),+];
        }
    )+};
}

proofs! {
    /// Every member.
    AnyMember = [Owner, Admin, Approver, Finance, Developer, Auditor, Publisher];
    /// Owners.
    Owner = [Owner];
    /// Owners and admins.
    Admin = [Admin];
    /// Those who may read the audit log: owners, admins and auditors.
    AuditReader = [Admin, Auditor];
    /// Publishers.
    Publishing = [Publisher];
    /// Those who may ask for access: owners, admins and developers.
    Requester = [Developer, Admin];
    /// Those who decide requests: owners and approvers.
    Approver = [Approver];
    /// Those who see what others have asked for: owners, admins, approvers,
    /// finance and auditors.
    RequestReader = [Admin, Approver, Finance, Auditor];
    /// Those who may end a subscription: owners, admins and approvers.
    AccessManager = [Admin, Approver];
}

/// Proof that somebody holds role `R` in an organization. Only
/// [`Actor::in_org`] makes one, and nobody can copy it.
#[derive(Debug)]
pub struct OrgGrant<R: Allows> {
    membership: MembershipFacts,
    by: UserId,
    scope: Scope,
    role: PhantomData<R>,
}

#[derive(Debug)]
struct MembershipFacts {
    org: OrgId,
    slug: String,
    name: String,
    time_zone: String,
    roles: Roles,
}

impl<R: Allows> OrgGrant<R> {
    pub(super) fn new(membership: Membership, actor: &Actor) -> Self {
        let scope = actor.scope().in_org(membership.org);
        Self {
            membership: MembershipFacts {
                org: membership.org,
                slug: membership.slug,
                name: membership.name,
                time_zone: membership.time_zone,
                roles: membership.roles,
            },
            by: actor.user,
            scope,
            role: PhantomData,
        }
    }

    /// The organization.
    pub fn org(&self) -> OrgId {
        self.membership.org
    }

    /// Its name in addresses.
    pub fn slug(&self) -> &str {
        &self.membership.slug
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.membership.name
    }

    /// The time zone in which its days are counted (IANA name).
    pub fn time_zone(&self) -> &str {
        &self.membership.time_zone
    }

    /// Who acts.
    pub fn by(&self) -> UserId {
        self.by
    }

    /// The name of who acts.
    pub fn actor_name(&self) -> &str {
        &self.scope.actor_name
    }

    /// Every role the member holds, for what a page offers.
    pub fn roles(&self) -> &Roles {
        &self.membership.roles
    }

    pub(crate) fn scope(&self) -> Scope {
        self.scope.clone()
    }
}

/// Proof that somebody publishes for a vendor.
#[derive(Debug)]
pub struct VendorGrant(pub(super) OrgGrant<Publishing>);

impl VendorGrant {
    /// The organization that sells.
    pub fn org(&self) -> OrgId {
        self.0.org()
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.0.name()
    }
}

/// Proof that somebody is staff of the installation.
#[derive(Debug)]
pub struct OperatorGrant {
    by: UserId,
    scope: Scope,
}

impl OperatorGrant {
    pub(super) fn new(actor: &Actor) -> Self {
        Self {
            by: actor.user,
            scope: Scope {
                operator: true,
                ..actor.scope()
            },
        }
    }

    /// Who acts.
    pub fn by(&self) -> UserId {
        self.by
    }

    pub(crate) fn scope(&self) -> Scope {
        self.scope.clone()
    }
}
