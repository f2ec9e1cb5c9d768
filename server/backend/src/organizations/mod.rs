//! Organizations: making them, naming them, handing them over.

mod sql;

use domain::id::{OrgId, UserId};
use domain::organization::{Name, Slug};
use domain::role::{Role, RoleError, Roles};
use serde_json::json;
use sqlx::PgConnection;

use crate::audit::{Action, Event};
use crate::authz::{Actor, AnyMember, Entrance, OperatorGrant, OrgGrant, Owner, SignedInBy};
use crate::db::{ReadTx, WriteTx};
use crate::{Error, Services, access_tokens, members};

/// What a new organization is called.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name.
    pub name: Name,
    /// An IANA time zone, such as `Europe/Berlin`.
    pub time_zone: String,
}

/// An organization that an account belongs to.
#[derive(Debug, Clone)]
pub struct Membership {
    /// Its id.
    pub org: OrgId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What the account may do in it.
    pub roles: Roles,
    /// Whether members must come through its own provider.
    pub sso_required: bool,
    /// Moves when that provider is removed or replaced.
    pub provider_epoch: i32,
    /// Whether it is part of the demo.
    pub is_demo: bool,
}

impl Membership {
    /// What it asks of the way in which the account has signed in.
    pub(crate) fn entrance(&self) -> Entrance {
        Entrance {
            sso_required: self.sso_required,
            provider_epoch: self.provider_epoch,
        }
    }
}

/// What members may know of their organization.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Its time zone, an IANA name.
    pub time_zone: String,
    /// Whether members must come through its own provider.
    pub sso_required: bool,
    /// How many members it has.
    pub members: i64,
    /// How many projects are not archived.
    pub projects: i64,
    /// How many invitations are open.
    pub invitations: i64,
    /// Whether it has a provider for single sign-on.
    pub has_provider: bool,
}

/// One organization as staff sees it.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// How many members it has.
    pub members: i64,
    /// When it was made.
    pub created_at: time::OffsetDateTime,
    /// Whether it is part of the demo.
    pub is_demo: bool,
}

/// Makes an organization; whoever makes it is its owner.
///
/// # Errors
/// [`Error::Invalid`] for a slug that is taken or a time zone that does not
/// exist; [`Error::PasswordRequired`] for those who came through a provider.
pub async fn create(svc: &Services, by: &Actor, new: NewOrganization) -> Result<OrgId, Error> {
    by.by_password()?;
    let org = OrgId(svc.new_id()?);
    let (scope, user) = (by.scope().in_org(org), by.user());
    WriteTx::run(svc, scope, move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            sql::insert(tx.conn(), org, &new, now).await?;
            let roles = Roles::new([Role::Owner])?;
            members::join(&mut tx, org, user, &roles).await?;
            let after = json!({ "slug": new.slug.as_str(), "name": new.name.as_str(), "time_zone": new.time_zone });
            tx.commit(Event::new(Action::OrganizationCreated, new.slug).after(after))
                .await?;
            Ok(org)
        })
    })
    .await
}

/// The organizations of an account, by name: for whoever came through a provider
/// or with a token, the one it is of.
///
/// # Errors
/// [`Error::Unauthenticated`] for whoever came through a provider that was removed
/// or replaced since.
pub async fn list_of(svc: &Services, by: &Actor) -> Result<Vec<Membership>, Error> {
    let actor = by.clone();
    ReadTx::run(svc, by.scope(), move |tx| {
        Box::pin(async move { of_actor(tx, &actor).await })
    })
    .await
}

/// The same inside a transaction.
pub(crate) async fn of_actor(tx: &mut PgConnection, by: &Actor) -> Result<Vec<Membership>, Error> {
    let only = match by.signed_in_by() {
        SignedInBy::Token(org, _) | SignedInBy::Provider(org, _) => Some(*org),
        SignedInBy::Password => None,
    };
    let mut all = sql::of_user(tx, by.user()).await?;
    all.retain(|m| only.is_none_or(|org| org == m.org));
    // Every page asks for this, so here a session ends whose provider was removed
    // or replaced, whenever its row was written.
    if let SignedInBy::Provider(_, epoch) = by.signed_in_by()
        && all.iter().any(|m| m.provider_epoch != *epoch)
    {
        return Err(Error::Unauthenticated);
    }
    Ok(all)
}

/// What members may know of their organization.
pub async fn profile(svc: &Services, grant: &OrgGrant<AnyMember>) -> Result<Profile, Error> {
    let (org, now) = (grant.org(), svc.now());
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move { sql::profile(tx, org, now).await })
    })
    .await
}

/// What an owner may change.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its name.
    pub name: Name,
    /// Its time zone, an IANA name.
    pub time_zone: String,
    /// Whether members must come through its own provider.
    pub sso_required: bool,
}

/// Changes name, time zone and rules. Requiring the provider ends every access
/// token: they were made by whoever had a password.
///
/// # Errors
/// [`Error::Invalid`] for an unknown time zone, or for requiring a provider
/// that is not set up or through which the owner has not come: it would lock
/// everybody out.
pub async fn change(
    svc: &Services,
    grant: &OrgGrant<Owner>,
    by: &Actor,
    change: Change,
) -> Result<(), Error> {
    let (org, slug) = (grant.org(), grant.slug().to_owned());
    let came_through = match by.signed_in_by() {
        SignedInBy::Provider(own, epoch) if *own == org => Some(*epoch),
        _ => None,
    };
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            let before = sql::lock(tx.conn(), org).await?;
            let is_through = came_through == Some(before.provider_epoch);
            if change.sso_required && !before.sso_required && !is_through {
                return Err(Error::invalid(
                    "sso_required",
                    "Sign in through your provider first, so that you cannot lock yourself out.",
                ));
            }
            if change.sso_required && !before.has_provider {
                return Err(Error::invalid("sso_required", "Set up your provider first."));
            }
            sql::update(tx.conn(), org, &change).await?;
            let facts = |name: &str, zone: &str, sso: bool| json!({ "name": name, "time_zone": zone, "sso_required": sso });
            let mut after = facts(change.name.as_str(), &change.time_zone, change.sso_required);
            if change.sso_required && !before.sso_required {
                after["tokens_revoked"] = access_tokens::revoke_all(&mut tx, org).await?.into();
            }
            let event = Event::new(Action::OrganizationChanged, slug)
                .before(facts(&before.name, &before.time_zone, before.sso_required))
                .after(after);
            tx.commit(event).await
        })
    })
    .await
}

/// Makes another member the owner and the caller an admin, in one step.
///
/// # Errors
/// [`Error::NotFound`] if `to` is not a member; [`Error::Invalid`] if it is the
/// caller.
pub async fn hand_over(svc: &Services, grant: &OrgGrant<Owner>, to: UserId) -> Result<(), Error> {
    let (org, from, slug) = (grant.org(), grant.by(), grant.slug().to_owned());
    if from == to {
        return Err(Error::invalid("member", "You are the owner already."));
    }
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            let revoked = members::hand_over(&mut tx, org, from, to).await?;
            let after = members::with_revoked(json!({ "owner": to.to_string() }), &revoked);
            let event = Event::new(Action::OwnershipHandedOver, slug)
                .before(json!({ "owner": from.to_string() }))
                .after(after);
            tx.commit(event).await
        })
    })
    .await
}

/// Every organization of the installation, for staff.
pub async fn overview(svc: &Services, grant: &OperatorGrant) -> Result<Vec<Overview>, Error> {
    ReadTx::run(svc, grant.scope(), |tx| Box::pin(sql::overview(tx))).await
}

impl From<RoleError> for Error {
    fn from(error: RoleError) -> Self {
        match error {
            RoleError::OnlyOwners => Self::Forbidden,
            RoleError::None | RoleError::LastOwner => Self::invalid("roles", error),
        }
    }
}
