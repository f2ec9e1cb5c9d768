//! Who an account is.

mod display;
mod sql;

use domain::id::UserId;
use domain::organization::Name;
use serde_json::json;

use super::Epochs;
use crate::audit::{Action, Event};
use crate::authz::{Actor, Origin, SignedInBy};
use crate::db::WriteTx;
use crate::{Error, Services};

pub use display::keep_display;

/// What an account sees of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Its mail address.
    pub email: String,
    /// Whether it has shown that the address is its own.
    pub email_verified: bool,
    /// Whether a second factor is asked for.
    pub second_factor: bool,
    /// Recovery codes that were not used.
    pub recovery_codes_left: i64,
    /// Whether it can sign in without the provider of an organization.
    pub has_password: bool,
}

/// An account that is signed in.
#[derive(Debug, Clone)]
pub struct Known {
    /// Who it is.
    pub actor: Actor,
    /// With which a session compares its own.
    pub epochs: Epochs,
    /// How it keeps the catalog, as the query string of its page; `None` where it
    /// has not said.
    pub display: Option<String>,
}

/// The account that is signed in. `None` if it is disabled or gone.
pub async fn actor_of(
    svc: &Services,
    user: UserId,
    signed_in_by: SignedInBy,
    origin: Origin,
) -> Result<Option<Known>, Error> {
    let row = sql::find_person(&svc.pool, user).await?;
    Ok(row.map(|row| Known {
        actor: Actor {
            user,
            name: row.name,
            email: row.email,
            is_operator: row.is_operator,
            signed_in_by,
            origin,
        },
        epochs: Epochs {
            authority: row.authority_epoch,
            credentials: row.credentials_epoch,
        },
        display: row.catalog_display,
    }))
}

/// What the account sees of itself.
pub async fn profile(svc: &Services, actor: &Actor) -> Result<Profile, Error> {
    let found = sql::find_profile(&svc.pool, actor.user()).await?;
    found.ok_or(Error::Unauthenticated)
}

/// Changes the name that others see, in every organization.
///
/// # Errors
/// [`Error::PasswordRequired`] for those who came through a provider.
pub async fn change_name(svc: &Services, actor: &Actor, name: Name) -> Result<(), Error> {
    actor.by_password()?;
    let user = actor.user();
    WriteTx::run(svc, actor.scope(), move |mut tx| {
        Box::pin(async move {
            let before = sql::lock_name(tx.conn(), user).await?;
            let before = before.ok_or(Error::Unauthenticated)?;
            sql::set_name(tx.conn(), user, name.as_str()).await?;
            let event = Event::new(Action::AccountChanged, user)
                .before(json!({ "name": before }))
                .after(json!({ "name": name.as_str() }));
            tx.commit(event).await
        })
    })
    .await
}
