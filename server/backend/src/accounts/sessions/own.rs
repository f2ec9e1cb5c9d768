//! What people see of their own sessions, and how they end them.

use domain::id::UserId;
use serde_json::json;
use time::OffsetDateTime;

use super::{SessionHash, sql};
use crate::accounts::in_person;
use crate::audit::{Action, Event};
use crate::authz::{Actor, Origin, Scope};
use crate::db::WriteTx;
use crate::{Error, Services, token};

/// Bytes of the hash that name a session on screen. Too few to find the
/// cookie, enough to tell the sessions of one account apart.
pub(super) const SHOWN: usize = 8;

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// Its name for [`end`]; see [`id_of`].
    pub id: String,
    /// The address it was opened from.
    pub ip: Option<String>,
    /// What the browser calls itself.
    pub user_agent: Option<String>,
    /// When it began.
    pub created_at: OffsetDateTime,
    /// When it was last used, to the minute.
    pub last_seen_at: OffsetDateTime,
}

/// The name of a session in [`SessionLine`].
pub fn id_of(hash: &SessionHash) -> String {
    token::hex(hash.get(..SHOWN).unwrap_or_default())
}

/// The sessions of the account, the last used first. Whoever came through a
/// provider sees `own` only: where else the account is signed in is not for
/// whoever runs the provider.
pub async fn list(
    svc: &Services,
    actor: &Actor,
    own: SessionHash,
) -> Result<Vec<SessionLine>, Error> {
    in_person(actor)?;
    let mut all = sql::list(&svc.pool, actor.user(), svc.now()).await?;
    if actor.by_password().is_err() {
        let own = id_of(&own);
        all.retain(|line| line.id == own);
    }
    Ok(all)
}

/// Ends one session of the account.
///
/// # Errors
/// [`Error::NotFound`] if the account has no such session (any more),
/// [`Error::PasswordRequired`] for those who came through a provider: they end
/// their own by signing out.
pub async fn end(svc: &Services, actor: &Actor, id: &str) -> Result<(), Error> {
    actor.by_password()?;
    let shown = token::from_hex::<SHOWN>(id).ok_or(Error::NotFound)?;
    let user = actor.user();
    WriteTx::run(svc, actor.scope(), move |mut tx| {
        Box::pin(async move {
            let ended = sql::delete_shown(tx.conn(), user, shown).await?;
            if ended == 0 {
                return Err(Error::NotFound);
            }
            tx.commit(ended_event(user, ended)).await
        })
    })
    .await
}

/// Ends every session of the account but `keep`, and tells how many.
///
/// # Errors
/// [`Error::PasswordRequired`] for those who came through a provider.
pub async fn end_others(svc: &Services, actor: &Actor, keep: SessionHash) -> Result<u64, Error> {
    actor.by_password()?;
    let user = actor.user();
    WriteTx::run(svc, actor.scope(), move |mut tx| {
        Box::pin(async move {
            let ended = sql::delete_others(tx.conn(), user, keep).await?;
            if ended > 0 {
                tx.commit(ended_event(user, ended)).await?;
            }
            Ok(ended)
        })
    })
    .await
}

/// Ends the session of a cookie, also of one that was replaced while its browser
/// sent this. The cookie is the proof: whoever holds it may end what it opened.
pub async fn sign_out(svc: &Services, origin: &Origin, hash: SessionHash) -> Result<(), Error> {
    let Some((user, name)) = sql::owner(&svc.pool, hash, svc.now()).await? else {
        return Ok(());
    };
    let scope = Scope::visitor(origin).acting(user, &name);
    WriteTx::run(svc, scope, move |mut tx| {
        Box::pin(async move {
            // A second click finds nothing to end and nothing to tell.
            if sql::delete_own(tx.conn(), user, hash).await? == 0 {
                return Ok(());
            }
            tx.commit(Event::new(Action::SignedOut, user)).await
        })
    })
    .await
}

fn ended_event(user: UserId, ended: u64) -> Event {
    Event::new(Action::SessionsEnded, user).after(json!({ "sessions_ended": ended }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_session_is_not_its_hash() {
        let id = id_of(&[0xab; 32]);
        assert_eq!(id, "ab".repeat(8));
        assert_eq!(token::from_hex::<SHOWN>(&id), Some([0xab; 8]));
    }
}
