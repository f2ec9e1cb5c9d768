//! A new password for somebody who forgot the old one.

use domain::id::UserId;
use domain::organization::Email;
use time::Duration;

use super::secret::Secret;
use super::sql::{self, Holder, Purpose};
use super::throttle::{self, Throttle};
use super::{UNKNOWN, mails, sessions, stale_link, strength};
use crate::audit::{Action, Event};
use crate::authz::{Origin, Scope};
use crate::db::WriteTx;
use crate::{Error, Services, token};

/// How long a link to set a new password works.
const LIFETIME: Duration = Duration::hours(1);

/// Mails a link with which a new password can be set. The answer is the same
/// whether the address has an account or not.
pub async fn ask_reset(svc: &Services, origin: &Origin, email: &str) -> Result<(), Error> {
    Throttle::reset(email, origin).spend(svc).await?;
    // What is no address finds nothing; the rest of the work is done anyway.
    let address = email.parse::<Email>().map(|e| e.to_string());
    let account = sql::find_by_email(&svc.pool, &address.unwrap_or_default()).await?;
    let secret = token::secret(svc)?;
    let with_password = account.as_ref().filter(|a| a.password_hash.is_some());
    note(svc, origin, with_password.map(Holder::user), &secret).await?;
    if let Some(account) = account {
        let mail = match account.password_hash {
            Some(_) => mails::reset(svc, &account.email, &secret),
            None => mails::no_password(svc, &account.email),
        };
        svc.mailer.send(mail).await;
    }
    Ok(())
}

async fn note(
    svc: &Services,
    origin: &Origin,
    user: Option<UserId>,
    secret: &str,
) -> Result<(), Error> {
    let hash = token::sha256(secret);
    WriteTx::run(svc, Scope::visitor(origin), move |mut tx| {
        Box::pin(async move {
            let expires_at = tx.now() + LIFETIME;
            if let Some(user) = user {
                sql::insert_link(tx.conn(), user, Purpose::ResetPassword, hash, expires_at).await?;
            }
            let subject = user.map_or_else(|| UNKNOWN.to_owned(), |user| user.to_string());
            tx.commit(Event::new(Action::PasswordResetAsked, subject))
                .await
        })
    })
    .await
}

/// Sets a new password with a mailed link, which is used up by it. Every
/// session of the account ends: somebody else may be in one of them. So does every
/// sign-in that waits for a code.
///
/// # Errors
/// [`Error::Invalid`] for `token` if the link does not work (any more), and for
/// `password` if it is too easy.
pub async fn reset_password(
    svc: &Services,
    origin: &Origin,
    secret: &str,
    new: Secret,
) -> Result<UserId, Error> {
    let link = token::sha256(secret);
    let found = sql::find_by_link(&svc.pool, Purpose::ResetPassword, link, svc.now()).await?;
    let account = found.ok_or_else(stale_link)?;
    let hints = strength::hints(&account.email, &account.name);
    svc.passwords.require_strong(new.clone(), hints).await?;
    let hash = svc.passwords.hash(svc.entropy, new).await?;
    let (user, email) = (account.user(), account.email.clone());
    WriteTx::run(svc, Scope::visitor(origin), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            let taken = sql::use_link(tx.conn(), Purpose::ResetPassword, link, now).await?;
            if taken != Some(user) {
                return Err(stale_link());
            }
            let epoch = sql::set_password(tx.conn(), user, &hash, None).await?;
            epoch.ok_or_else(stale_link)?;
            sql::mark_verified(tx.conn(), user, now).await?;
            sql::delete_links(tx.conn(), user, Purpose::ResetPassword).await?;
            sessions::delete_all_of(tx.conn(), user).await?;
            let devices = sql::devices(tx.conn(), user).await?;
            let forgiven = throttle::forgiven_by_reset(user, &email, &devices);
            throttle::clear(tx.conn(), &forgiven).await?;
            tx.commit(Event::new(Action::PasswordReset, user)).await
        })
    })
    .await?;
    svc.mailer
        .send(mails::password_changed(svc, &account.email))
        .await;
    Ok(account.user())
}
