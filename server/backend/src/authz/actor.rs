//! Somebody who asks.

use domain::id::{OrgId, UserId};
use domain::organization::Slug;
use domain::role::{Role, Roles};

use super::grants::{Allows, OperatorGrant, OrgGrant, VendorGrant};
use super::sql;
use crate::{Error, Services};

/// Where a request comes from, for the audit log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address of the client.
    pub ip: Option<String>,
    /// What the client calls itself.
    pub user_agent: Option<String>,
}

/// How an actor has shown who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedInBy {
    /// With a password, and a second factor where there is one.
    Password,
    /// Through the provider of this organization, in this epoch: another provider
    /// is another epoch.
    Provider(OrgId, i32),
    /// With a token of this organization, which allows these scopes only.
    Token(OrgId, Vec<String>),
}

/// An account that has shown who it is. Made by `accounts` only.
#[derive(Debug, Clone)]
pub struct Actor {
    pub(crate) user: UserId,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) is_operator: bool,
    pub(crate) signed_in_by: SignedInBy,
    pub(crate) origin: Origin,
}

/// What one transaction may see, and in whose name it acts: the settings that
/// row-level security reads and the head of every audit event.
#[derive(Debug, Clone)]
pub struct Scope {
    pub(crate) org: OrgId,
    pub(crate) user: Option<UserId>,
    pub(crate) actor_name: String,
    pub(crate) operator: bool,
    /// A key that opens one row, such as the hash of an invitation.
    pub(crate) lookup: Option<String>,
    pub(crate) origin: Origin,
}

impl Scope {
    /// Nobody yet: signing up and in, and what a mailed link opens.
    pub(crate) fn visitor(origin: &Origin) -> Self {
        Self {
            org: OrgId::INSTALLATION,
            user: None,
            actor_name: "visitor".to_owned(),
            operator: false,
            lookup: None,
            origin: origin.clone(),
        }
    }

    /// The program itself: set-up, demo, commands of the shell.
    pub(crate) fn system() -> Self {
        Self {
            actor_name: "system".to_owned(),
            ..Self::visitor(&Origin::default())
        }
    }

    pub(crate) fn in_org(self, org: OrgId) -> Self {
        Self { org, ..self }
    }

    pub(crate) fn acting(self, user: UserId, name: &str) -> Self {
        Self {
            user: Some(user),
            actor_name: name.to_owned(),
            ..self
        }
    }

    pub(crate) fn looking_up(self, key: impl Into<String>) -> Self {
        Self {
            lookup: Some(key.into()),
            ..self
        }
    }
}

impl Actor {
    /// The account.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its mail address.
    pub fn email(&self) -> &str {
        &self.email
    }

    /// Whether it is staff of the installation.
    pub fn is_operator(&self) -> bool {
        self.is_operator
    }

    /// How it has shown who it is.
    pub fn signed_in_by(&self) -> &SignedInBy {
        &self.signed_in_by
    }

    /// What the account may do about itself.
    pub(crate) fn scope(&self) -> Scope {
        Scope::visitor(&self.origin).acting(self.user, &self.name)
    }

    /// Proves a role in the organization with this slug.
    ///
    /// # Errors
    /// [`Error::NotFound`] for those who are not members, whether the
    /// organization exists or not, and for whoever came through the provider or
    /// with a token of another one; [`Error::Forbidden`] for members without the
    /// role; [`Error::SsoRequired`] where the organization wants its own
    /// provider; [`Error::Unauthenticated`] for whoever came through a provider that
    /// was removed or replaced since.
    pub async fn in_org<R: Allows>(
        &self,
        svc: &Services,
        slug: &str,
    ) -> Result<OrgGrant<R>, Error> {
        // What is no slug names nothing, and costs no question to the database.
        slug.parse::<Slug>().map_err(|_| Error::NotFound)?;
        let membership = sql::membership(svc, self.scope(), slug).await?;
        let membership = membership.ok_or(Error::NotFound)?;
        self.may_enter(membership.org, membership.entrance)?;
        if !membership.roles.any_of(R::ROLES) {
            return Err(Error::Forbidden);
        }
        Ok(OrgGrant::new(membership, self))
    }

    /// Whether the way in which a member has signed in opens the organization.
    pub(crate) fn may_enter(&self, org: OrgId, entrance: Entrance) -> Result<(), Error> {
        match &self.signed_in_by {
            // A token is of one organization. Whoever runs a provider can come
            // as any of its members: that must not open other organizations,
            // nor tell who is a member of them.
            SignedInBy::Token(own, _) | SignedInBy::Provider(own, _) if *own != org => {
                Err(Error::NotFound)
            }
            // The provider was removed or replaced since: this is nobody.
            SignedInBy::Provider(_, epoch) if *epoch != entrance.provider_epoch => {
                Err(Error::Unauthenticated)
            }
            SignedInBy::Password if entrance.sso_required => Err(Error::SsoRequired),
            SignedInBy::Password | SignedInBy::Provider(..) | SignedInBy::Token(..) => Ok(()),
        }
    }

    /// Proves the role of a publisher in the organization with this slug.
    pub async fn as_vendor(&self, svc: &Services, slug: &str) -> Result<VendorGrant, Error> {
        self.in_org::<super::grants::Publishing>(svc, slug)
            .await
            .map(VendorGrant)
    }

    /// Proves that the account is staff. For others the page does not exist.
    pub fn as_operator(&self) -> Result<OperatorGrant, Error> {
        // Neither a token nor somebody else's provider makes staff.
        if self.is_operator && self.signed_in_by == SignedInBy::Password {
            Ok(OperatorGrant::new(self))
        } else {
            Err(Error::NotFound)
        }
    }

    /// Refuses those who have not shown a password: tokens, and sessions that
    /// came through an organization's provider.
    ///
    /// # Errors
    /// [`Error::PasswordRequired`] for such a session, [`Error::Forbidden`] for
    /// a token.
    pub fn by_password(&self) -> Result<(), Error> {
        match self.signed_in_by {
            SignedInBy::Password => Ok(()),
            SignedInBy::Provider(..) => Err(Error::PasswordRequired),
            SignedInBy::Token(..) => Err(Error::Forbidden),
        }
    }

    /// Whether a token allows this; sessions allow everything.
    pub fn has_scope(&self, wanted: &str) -> bool {
        match &self.signed_in_by {
            SignedInBy::Token(_, scopes) => scopes.iter().any(|s| s == wanted),
            _ => true,
        }
    }
}

/// What an organization asks of the way in which its members sign in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entrance {
    /// Whether they have to come through its own provider.
    pub(crate) sso_required: bool,
    /// Moves when the provider is removed or replaced.
    pub(crate) provider_epoch: i32,
}

/// A membership as the database knows it.
pub(crate) struct Membership {
    pub(crate) org: OrgId,
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) time_zone: String,
    pub(crate) entrance: Entrance,
    pub(crate) roles: Roles,
}

/// Roles as they stand in the database.
pub(crate) fn roles_of(words: &[String]) -> Result<Roles, Error> {
    let broken = || crate::db::broken_row("member_roles", "role", 0);
    let roles: Result<Vec<Role>, _> = words.iter().map(|w| w.parse()).collect();
    Roles::new(roles.map_err(|_| broken())?).map_err(|_| broken())
}
