//! What members of an organization may do.

use std::collections::BTreeSet;

vocabulary! {
    /// A role of a member. A member can hold several.
    pub enum Role ("role") {
        /// Everything.
        Owner = "owner", "Owner";
        /// Members, policies and limits.
        Admin = "admin", "Admin";
        /// Decides access requests.
        Approver = "approver", "Approver";
        /// Cost, statements and exports.
        Finance = "finance", "Finance";
        /// Requests, keys and calls.
        Developer = "developer", "Developer";
        /// Reads everything, changes nothing.
        Auditor = "auditor", "Auditor";
        /// Publishes listings, in an organization that sells.
        Publisher = "publisher", "Publisher";
    }
}

impl Role {
    /// What the role is for, in a few words.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Owner => "Everything, including who else is an owner",
            Self::Admin => "Members, projects, policies and limits",
            Self::Approver => "Decides access requests",
            Self::Finance => "Cost, statements and exports",
            Self::Developer => "Requests access, makes keys, calls models",
            Self::Auditor => "Reads everything, changes nothing",
            Self::Publisher => "Publishes listings",
        }
    }
}

/// The roles of one member; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles(BTreeSet<Role>);

/// Why roles cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RoleError {
    /// A member without a role could do nothing.
    #[error("Choose at least one role.")]
    None,
    /// Owners are made by owners.
    #[error("Only an owner can make or change an owner.")]
    OnlyOwners,
    /// Somebody must be able to do everything.
    #[error("This is the last owner: make somebody else an owner first.")]
    LastOwner,
}

impl Roles {
    /// A set of roles.
    pub fn new(roles: impl IntoIterator<Item = Role>) -> Result<Self, RoleError> {
        let roles: BTreeSet<_> = roles.into_iter().collect();
        if roles.is_empty() {
            Err(RoleError::None)
        } else {
            Ok(Self(roles))
        }
    }

    /// Whether this one is among them.
    pub fn contains(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Whether one of `wanted` is among them. An owner has every role but that
    /// of a publisher, which belongs to vendors.
    pub fn any_of(&self, wanted: &[Role]) -> bool {
        wanted.iter().any(|role| self.contains(*role))
            || self.contains(Role::Owner) && wanted.iter().any(|r| *r != Role::Publisher)
    }

    /// All of them, in their fixed order.
    pub fn iter(&self) -> impl Iterator<Item = Role> {
        self.0.iter().copied()
    }

    /// As they stand in the database.
    pub fn words(&self) -> Vec<String> {
        self.iter().map(|r| r.to_string()).collect()
    }

    /// Whether somebody with these roles may replace `before` by `after`
    /// (`None`: no member). `owners` is how many owners there are now.
    pub fn may_change(
        &self,
        before: Option<&Self>,
        after: Option<&Self>,
        owners: usize,
    ) -> Result<(), RoleError> {
        let is_owner = |roles: Option<&Self>| roles.is_some_and(|r| r.contains(Role::Owner));
        if (is_owner(before) || is_owner(after)) && !self.contains(Role::Owner) {
            return Err(RoleError::OnlyOwners);
        }
        if is_owner(before) && !is_owner(after) && owners <= 1 {
            return Err(RoleError::LastOwner);
        }
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn roles(list: &[Role]) -> Roles {
        Roles::new(list.iter().copied()).unwrap()
    }

    #[test]
    fn nobody_is_without_a_role() {
        assert_eq!(Roles::new([]), Err(RoleError::None));
    }

    #[test]
    fn owners_hold_every_role_but_a_vendors() {
        let owner = roles(&[Role::Owner]);
        assert!(owner.any_of(&[Role::Finance]) && !owner.any_of(&[Role::Publisher]));
        assert!(!roles(&[Role::Admin]).any_of(&[Role::Owner]));
    }

    #[test]
    fn owners_change_owners_and_one_always_stays() {
        let (owner, admin) = (roles(&[Role::Owner]), roles(&[Role::Admin]));
        let change = |by: &Roles, before, after, owners| by.may_change(before, after, owners);
        assert_eq!(
            change(&admin, Some(&owner), Some(&admin), 2),
            Err(RoleError::OnlyOwners)
        );
        assert_eq!(
            change(&admin, Some(&admin), Some(&owner), 2),
            Err(RoleError::OnlyOwners)
        );
        assert_eq!(
            change(&owner, Some(&owner), None, 1),
            Err(RoleError::LastOwner)
        );
        assert_eq!(
            change(&owner, Some(&owner), Some(&admin), 1),
            Err(RoleError::LastOwner)
        );
        assert_eq!(change(&owner, Some(&owner), None, 2), Ok(()));
        assert_eq!(change(&admin, None, Some(&admin), 1), Ok(()));
    }
}
