//! Personal access tokens: what a member lets a program do in the member's
//! name, in one organization.
//!
//! `tsr_pat_<public id>_<secret><checksum>`: the public id is safe to show and
//! finds the row; the checksum finds typing errors and most inventions without
//! a question to the database; of the secret only a SHA-256 is kept, which is
//! enough for 178 bits that nobody chose.

mod sql;
mod text;

use domain::id::{OrgId, TokenId};
use domain::organization::Name;
use serde_json::json;
use time::{Duration, OffsetDateTime};

pub use text::TokenText;

use crate::accounts;
use crate::audit::{Action, Event};
use crate::authz::{Actor, AnyMember, OrgGrant, Origin, Owner, Scope, SignedInBy};
use crate::db::{ReadTx, WriteTx};
use crate::{Error, Services};

/// The longest life of a token.
pub const MAX_LIFETIME: Duration = Duration::days(366);
/// Most tokens of one member in one organization.
pub const MAX_TOKENS: usize = 50;

/// What a token can be allowed: reading and writing, by feature.
pub const SCOPES: [(&str, &str); 6] = [
    (
        "organization:read",
        "Read the organization and its projects",
    ),
    ("projects:write", "Create and change projects"),
    ("members:read", "Read members and invitations"),
    ("members:write", "Invite, change and remove members"),
    ("audit:read", "Read the audit log"),
    ("account:read", "Read your own account"),
];

/// A token as it is listed.
#[derive(Debug, Clone)]
pub struct AccessToken {
    /// Its id.
    pub id: TokenId,
    /// What its owner calls it.
    pub name: String,
    /// The part that is safe to show.
    pub public_id: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it stops working.
    pub expires_at: OffsetDateTime,
    /// When it was last used, to the minute.
    pub last_used_at: Option<OffsetDateTime>,
    /// When it was revoked.
    pub revoked_at: Option<OffsetDateTime>,
}

/// What a new token may do and how long.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What its owner calls it.
    pub name: Name,
    /// Words of [`SCOPES`].
    pub scopes: Vec<String>,
    /// How many days it lives.
    pub days: u16,
}

/// Makes a token. The text is shown once and kept nowhere.
///
/// # Errors
/// [`Error::Invalid`] for unknown scopes, a life that is too long or too many
/// tokens; [`Error::Forbidden`] with a token: tokens do not make tokens;
/// [`Error::SsoRequired`] where that has become the rule a moment ago, and
/// [`Error::Unauthenticated`] where the provider was removed or replaced then.
pub async fn create(
    svc: &Services,
    grant: &OrgGrant<AnyMember>,
    by: &Actor,
    new: NewToken,
) -> Result<TokenText, Error> {
    if matches!(by.signed_in_by(), SignedInBy::Token(..)) {
        return Err(Error::Forbidden);
    }
    check(&new)?;
    let (id, text) = (TokenId(svc.new_id()?), TokenText::new(svc)?);
    let (org, user, shown) = (grant.org(), grant.by(), text.clone());
    let actor = by.clone();
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            // The rule stays as it is until the token is there: who makes it
            // stricter, or removes the provider, revokes this one too, or has
            // done so before.
            actor.may_enter(org, sql::hold_rule(tx.conn(), org).await?)?;
            let live = sql::list(tx.conn(), org, user).await?;
            let now = tx.now();
            if live.iter().filter(|t| t.works_at(now)).count() >= MAX_TOKENS {
                return Err(Error::invalid("name", "You have too many tokens: revoke one first."));
            }
            sql::insert(tx.conn(), org, user, id, &new, &text, now).await?;
            let after = json!({ "name": new.name.as_str(), "scopes": new.scopes, "days": new.days, "public_id": text.public_id() });
            tx.commit(Event::new(Action::TokenCreated, id).after(after))
                .await
        })
    })
    .await?;
    Ok(shown)
}

fn check(new: &NewToken) -> Result<(), Error> {
    let known = |s: &String| SCOPES.iter().any(|(word, _)| word == s);
    if new.scopes.is_empty() || !new.scopes.iter().all(known) {
        return Err(Error::invalid("scopes", "Choose what the token may do."));
    }
    if new.days == 0 || i64::from(new.days) > MAX_LIFETIME.whole_days() {
        return Err(Error::invalid("days", "must be between 1 and 366"));
    }
    Ok(())
}

impl AccessToken {
    /// Whether it works at this moment.
    pub fn works_at(&self, now: OffsetDateTime) -> bool {
        self.revoked_at.is_none() && self.expires_at > now
    }
}

/// The tokens of the member in this organization, newest first.
pub async fn list(svc: &Services, grant: &OrgGrant<AnyMember>) -> Result<Vec<AccessToken>, Error> {
    let (org, user) = (grant.org(), grant.by());
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move { sql::list(tx, org, user).await })
    })
    .await
}

/// Revokes a token of the member; it stops working at once.
///
/// # Errors
/// [`Error::NotFound`] if the member has no such token that works.
pub async fn revoke(svc: &Services, grant: &OrgGrant<AnyMember>, id: TokenId) -> Result<(), Error> {
    let (org, user) = (grant.org(), grant.by());
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            if !sql::revoke(tx.conn(), org, user, id, now).await? {
                return Err(Error::NotFound);
            }
            tx.commit(Event::new(Action::TokenRevoked, id)).await
        })
    })
    .await
}

/// How many tokens of the organization work, those of all members together.
pub async fn count_live(svc: &Services, grant: &OrgGrant<Owner>) -> Result<i64, Error> {
    let (org, now) = (grant.org(), svc.now());
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move { sql::count_live(tx, org, now).await })
    })
    .await
}

/// Revokes every token of the organization inside the transaction of whatever
/// ends them, and tells how many worked until then.
pub(crate) async fn revoke_all(tx: &mut WriteTx, org: OrgId) -> Result<u64, Error> {
    let now = tx.now();
    sql::revoke_all(tx.conn(), org, now).await
}

/// Who a token stands for.
///
/// # Errors
/// [`Error::Unauthenticated`] for everything that does not work, without
/// saying why. What is no token by its form costs no question to the database.
pub async fn actor(svc: &Services, origin: Origin, text: &str) -> Result<Actor, Error> {
    let text = TokenText::parse(text).ok_or(Error::Unauthenticated)?;
    let (now, scope) = (
        svc.now(),
        Scope::visitor(&origin).looking_up(text.public_id()),
    );
    let found = ReadTx::run(svc, scope, move |tx| {
        Box::pin(async move { sql::find(tx, &text, now).await })
    })
    .await?
    .ok_or(Error::Unauthenticated)?;
    note_use(svc, &found, now).await?;
    let signed_in_by = SignedInBy::Token(found.org, found.scopes);
    accounts::actor_of(svc, found.user, signed_in_by, origin)
        .await?
        .map(|known| known.actor)
        .ok_or(Error::Unauthenticated)
}

/// Notes the use at most once a minute, so that a busy program does not write
/// with every call.
async fn note_use(svc: &Services, found: &sql::Found, now: OffsetDateTime) -> Result<(), Error> {
    let stale = found
        .last_used_at
        .is_none_or(|at| now - at >= Duration::MINUTE);
    if !stale {
        return Ok(());
    }
    let (org, id) = (found.org, found.id);
    WriteTx::run(svc, Scope::system().in_org(org), move |mut tx| {
        Box::pin(async move {
            sql::touch(tx.conn(), org, id, now).await?;
            tx.commit_unaudited().await
        })
    })
    .await
}
