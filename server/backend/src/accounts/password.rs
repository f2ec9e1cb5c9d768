//! The password of somebody who is signed in.

use serde_json::json;

use super::passwords::Verdict;
use super::secret::Secret;
use super::sql::{self, Purpose};
use super::throttle::Throttle;
use super::{mails, sessions, strength};
use crate::audit::{Action, Event};
use crate::authz::Actor;
use crate::db::WriteTx;
use crate::{Error, Services};

/// Changes the password and ends the other sessions: whoever knew the old one
/// is out. `keep` is the hash of the session this happens in, which goes on: its
/// row has the epoch that is returned.
///
/// # Errors
/// [`Error::Invalid`] for `current` if it is not the password, and for
/// `password` if the new one is too easy.
pub async fn change_password(
    svc: &Services,
    actor: &Actor,
    current: Secret,
    new: Secret,
    keep: [u8; 32],
) -> Result<i32, Error> {
    let account = confirm(svc, actor, "current", current).await?;
    let hints = strength::hints(&account.email, &account.name);
    svc.passwords.require_strong(new.clone(), hints).await?;
    let hash = svc.passwords.hash(svc.entropy, new).await?;
    let (user, old) = (actor.user(), account.password_hash);
    let epoch = WriteTx::run(svc, actor.scope(), move |mut tx| {
        Box::pin(async move {
            // Not over a password that was set since the old one was said.
            let epoch = sql::set_password(tx.conn(), user, &hash, old.as_deref()).await?;
            let epoch = epoch.ok_or(Error::Unauthenticated)?;
            sql::delete_links(tx.conn(), user, Purpose::ResetPassword).await?;
            let ended = sessions::delete_others(tx.conn(), user, keep).await?;
            sessions::set_credentials(tx.conn(), user, keep, epoch).await?;
            let event = Event::new(Action::PasswordChanged, user);
            tx.commit(event.after(json!({ "sessions_ended": ended })))
                .await?;
            Ok(epoch)
        })
    })
    .await?;
    svc.mailer
        .send(mails::password_changed(svc, &account.email))
        .await;
    Ok(epoch)
}

/// Asks for the password again, before something that an open browser alone
/// must not be enough for. Whoever came through a provider may not even guess.
///
/// Wrong ones count against the account, whichever the browser: somebody else
/// who can try them sits in a session, and ending that, or a new password by
/// mail, asks for no old one.
pub(super) async fn confirm(
    svc: &Services,
    actor: &Actor,
    field: &'static str,
    password: Secret,
) -> Result<sql::Holder, Error> {
    actor.by_password()?;
    let throttle = Throttle::password(actor.user());
    throttle.check(svc).await?;
    let account = sql::find(&svc.pool, actor.user()).await?;
    let account = account.ok_or(Error::Unauthenticated)?;
    let Some(hash) = account.password_hash.clone() else {
        return Err(Error::invalid(field, "This account has no password."));
    };
    if svc.passwords.verify(Some(hash), password).await? == Verdict::Wrong {
        throttle.spend(svc).await?;
        return Err(Error::invalid(field, "This is not your password."));
    }
    throttle.check(svc).await?;
    Ok(account)
}
