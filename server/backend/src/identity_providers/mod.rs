//! Single sign-on: the provider of an organization (OIDC), and signing
//! in through it.
//!
//! Who somebody is at a provider is issuer and subject. A mail address says
//! nothing: providers let people choose it. An account is linked only from the
//! inside, by a member who has signed in.

mod flow;
mod http;
mod known;
mod oidc;
mod private_hosts;
mod reach;
mod reason;
mod sign_in;
mod sql;

use domain::id::OrgId;
use openidconnect::{ClientId, IssuerUrl, RedirectUrl};
use serde_json::{Value, json};
use time::OffsetDateTime;

pub use flow::LIFETIME;
pub use openidconnect::ClientSecret;
pub use private_hosts::{PrivateHosts, WrongHosts};
pub use reason::{Reason, Refused};
pub use sign_in::{Answer, Begin, Finished, begin, finish};

use crate::audit::{Action, Event};
use crate::authz::{OrgGrant, Owner};
use crate::db::{ReadTx, WriteTx};
use crate::secrets::PROVIDER;
use crate::{Error, Services, access_tokens, accounts};
use oidc::{Client, OidcError};
use reach::Reach;
use sql::Row;

/// Longest issuer, name of a client and secret, in bytes.
const MAX_TEXT: usize = 500;

/// The provider of an organization. Its secret is never shown again.
#[derive(Debug, Clone)]
pub struct Provider {
    /// How it calls itself: an address.
    pub issuer: String,
    /// How it calls this installation.
    pub client_id: String,
    /// Since when it is so.
    pub updated_at: OffsetDateTime,
    /// How many members are linked to somebody there.
    pub linked: i64,
}

/// What an owner enters.
#[derive(Debug)]
pub struct NewProvider {
    /// How the provider calls itself, to the letter.
    pub issuer: String,
    /// How it calls this installation.
    pub client_id: String,
    /// What it gave this installation; `None` to keep what is there.
    pub client_secret: Option<ClientSecret>,
}

/// Where providers send people back to: to be entered there.
pub fn callback_address(svc: &Services) -> String {
    svc.link("/single-sign-on/callback")
}

/// The provider of the organization, if it has one.
pub async fn get(svc: &Services, grant: &OrgGrant<Owner>) -> Result<Option<Provider>, Error> {
    let org = grant.org();
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move {
            let Some(row) = sql::find(tx, org).await? else {
                return Ok(None);
            };
            Ok(Some(Provider {
                issuer: row.issuer,
                client_id: row.client_id,
                updated_at: row.updated_at,
                linked: sql::count_linked(tx, org).await?,
            }))
        })
    })
    .await
}

/// Sets or changes the provider, after asking it what it is. Another provider or
/// client ends the sessions that came through the one before, and every access
/// token: whoever ran that provider could make them.
///
/// # Errors
/// [`Error::Invalid`] for an issuer that is no provider at a public address or
/// a listed host, for a secret that is missing, and for another provider while members have
/// to come through this one: it would lock everybody out.
pub async fn set(svc: &Services, grant: &OrgGrant<Owner>, new: NewProvider) -> Result<(), Error> {
    let issuer = issuer(svc, &new.issuer)?;
    check("client_id", &new.client_id)?;
    let org = grant.org();
    let sealed = match &new.client_secret {
        Some(secret) => {
            check("client_secret", secret.secret())?;
            Some(svc.seal(PROVIDER, org.0.as_bytes(), secret.secret().as_bytes())?)
        }
        None => None,
    };
    let reach = reach_of(svc, &issuer);
    let found = oidc::discover(&issuer, &reach, svc.now().into()).await;
    found.map_err(|error| not_found(&new.issuer, &error))?;
    let slug = grant.slug().to_owned();
    WriteTx::run(svc, grant.scope(), move |tx| {
        Box::pin(save(tx, org, slug, new, sealed))
    })
    .await
}

async fn save(
    mut tx: WriteTx,
    org: OrgId,
    slug: String,
    new: NewProvider,
    sealed: Option<Vec<u8>>,
) -> Result<(), Error> {
    let is_required = sql::lock_rule(tx.conn(), org).await?;
    let before = sql::find(tx.conn(), org).await?;
    let is_same = before
        .as_ref()
        .is_some_and(|row| row.issuer == new.issuer && row.client_id == new.client_id);
    if is_required && !is_same {
        let message = "Stop requiring single sign-on first: with another provider nobody gets in.";
        return Err(Error::invalid("issuer", message));
    }
    // A secret never goes to another provider than the one it came from.
    let kept = before.as_ref().filter(|_| is_same);
    let kept = kept.map(|row| row.client_secret.clone());
    let is_new = sealed.is_some();
    let secret = sealed.or(kept);
    let row = Row {
        client_secret: secret.ok_or_else(|| Error::invalid("client_secret", "is missing"))?,
        issuer: new.issuer,
        client_id: new.client_id,
        updated_at: tx.now(),
    };
    sql::save(tx.conn(), org, &row).await?;
    let mut after = json!({
        "issuer": row.issuer, "client_id": row.client_id, "new_secret": is_new,
    });
    let mut event = Event::new(Action::IdentityProviderChanged, slug);
    if let Some(before) = before {
        event = event.before(json!({ "issuer": before.issuer, "client_id": before.client_id }));
        if !is_same {
            end_all(&mut tx, org, &mut after).await?;
        }
    }
    tx.commit(event.after(after)).await
}

/// Ends what came through the provider, and tells it in what the event says.
/// Sessions are nobody's by the epoch alone; those that are there are deleted.
async fn end_all(tx: &mut WriteTx, org: OrgId, after: &mut Value) -> Result<(), Error> {
    sql::move_epoch(tx.conn(), org).await?;
    let sessions = accounts::sessions::delete_through(tx.conn(), org).await?;
    // Who came through it may have made some.
    let tokens = access_tokens::revoke_all(tx, org).await?;
    after["sessions_ended"] = sessions.into();
    after["tokens_revoked"] = tokens.into();
    Ok(())
}

/// Removes the provider, and with it the links of all members, the access tokens
/// of the organization and the sessions that came through it; the caller's own is
/// one of them if it did.
///
/// # Errors
/// [`Error::Conflict`] while members have to come through it,
/// [`Error::NotFound`] if there is none.
pub async fn remove(svc: &Services, grant: &OrgGrant<Owner>) -> Result<(), Error> {
    let (org, slug) = (grant.org(), grant.slug().to_owned());
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            if sql::lock_rule(tx.conn(), org).await? {
                return Err(Error::Conflict(
                    "Stop requiring single sign-on first: without the provider nobody gets in.",
                ));
            }
            let before = sql::find(tx.conn(), org).await?.ok_or(Error::NotFound)?;
            sql::delete(tx.conn(), org).await?;
            let links = sql::delete_links(tx.conn(), org).await?;
            let mut after = json!({});
            end_all(&mut tx, org, &mut after).await?;
            let event = Event::new(Action::IdentityProviderRemoved, slug)
                .before(json!({
                    "issuer": before.issuer, "client_id": before.client_id, "linked": links,
                }))
                .after(after);
            tx.commit(event).await
        })
    })
    .await
}

/// An issuer is compared letter by letter, so it is taken in one spelling only:
/// the one that addresses have in the end.
fn issuer(svc: &Services, text: &str) -> Result<IssuerUrl, Error> {
    check("issuer", text)?;
    let wrong = |message: &str| Error::invalid("issuer", message);
    let issuer =
        IssuerUrl::new(text.to_owned()).map_err(|_| wrong("is not an address with https://"))?;
    let url = issuer.url();
    let is_plain = url.query().is_none() && url.fragment().is_none();
    let is_usual = url.as_str() == text || url.as_str().strip_suffix('/') == Some(text);
    if !is_plain || !is_usual {
        return Err(wrong("has to be written as the provider itself writes it"));
    }
    if !reach_of(svc, &issuer).allows(url) {
        return Err(wrong(
            "has to be a public address that begins with https://",
        ));
    }
    Ok(issuer)
}

/// On this machine a provider may be only where Tessera is developed or tried
/// out.
fn reach_of(svc: &Services, issuer: &IssuerUrl) -> Reach {
    let is_trial = cfg!(debug_assertions) || reach::names_loopback(&svc.public_url);
    Reach::of(issuer.url(), is_trial, svc.provider_hosts.clone())
}

fn check(field: &str, text: &str) -> Result<(), Error> {
    if text.is_empty() {
        return Err(Error::invalid(field, "is missing"));
    }
    if text.len() > MAX_TEXT {
        return Err(Error::invalid(
            field,
            format!("is longer than {MAX_TEXT} characters"),
        ));
    }
    if text.chars().any(char::is_control) {
        return Err(Error::invalid(
            field,
            "contains a character that cannot be shown",
        ));
    }
    Ok(())
}

/// What an owner is told of a provider that is none.
fn not_found(issuer: &str, error: &OidcError) -> Error {
    tracing::info!(issuer, %error, "a provider was not accepted");
    let message = match error {
        OidcError::Unreachable(_) => "does not answer".to_owned(),
        OidcError::OtherName(_) => {
            "is not how the provider calls itself: copy it to the letter, with or without a slash at its end".to_owned()
        }
        other => other.to_string(),
    };
    Error::invalid("issuer", message)
}

/// This installation as a client of the organization's provider.
fn client(svc: &Services, org: OrgId, row: &Row) -> Result<Client, Error> {
    let issuer = IssuerUrl::new(row.issuer.clone()).map_err(|e| Error::internal(&e))?;
    let secret = svc.open(PROVIDER, org.0.as_bytes(), &row.client_secret)?;
    let secret = String::from_utf8(secret).map_err(|e| Error::internal(&e))?;
    let callback = RedirectUrl::new(callback_address(svc)).map_err(|e| Error::internal(&e))?;
    Ok(Client {
        reach: reach_of(svc, &issuer),
        issuer,
        id: ClientId::new(row.client_id.clone()),
        secret: ClientSecret::new(secret),
        callback,
    })
}
