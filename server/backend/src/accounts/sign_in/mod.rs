//! Signing in: a password, then a code where there is a second factor.
//!
//! An address without an account costs the same work as a wrong password and
//! gets the same answer.

mod enter;
mod sql;

use domain::id::UserId;
use domain::organization::Email;
use serde_json::json;

pub use enter::SignedIn;

use super::passwords::Verdict;
use super::secret::Secret;
use super::throttle::{self, Throttle};
use super::{UNKNOWN, second_factor, sql as users};
use crate::audit::{Action, Event};
use crate::authz::{Origin, Scope};
use crate::db::WriteTx;
use crate::{Error, Services, token};
use enter::Entry;

/// How far somebody has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// They are in.
    Done(SignedIn),
    /// The password is right, and a code has to follow: [`confirm_code`].
    NeedsCode(AwaitedCode),
}

/// A password that was right, while the code is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AwaitedCode {
    /// Whose password it was.
    pub user: UserId,
    /// Which of them: once another is set, no code helps this one.
    pub credentials_epoch: i32,
}

/// Signs in with a password. `device` is the cookie an earlier sign-in gave to
/// this browser.
///
/// # Errors
/// [`Error::Invalid`] with one message for everything that is wrong,
/// [`Error::TooMany`] after many failures.
pub async fn sign_in(
    svc: &Services,
    origin: &Origin,
    email: &str,
    password: Secret,
    device: Option<&str>,
) -> Result<SignIn, Error> {
    let device = device.map(token::sha256);
    // What is no address finds nothing; the rest of the work is done anyway.
    let address = email.parse::<Email>().map(|e| e.to_string());
    let account = sql::find_by_email(&svc.pool, &address.unwrap_or_default(), device).await?;
    let known = device.filter(|_| account.as_ref().is_some_and(sql::Account::knows_device));
    let throttle = Throttle::sign_in(email, origin, known);
    throttle.check(svc).await?;
    let hash = account.as_ref().and_then(|a| a.password_hash.clone());
    let verdict = svc.passwords.verify(hash, password.clone()).await?;
    let who = account.as_ref().map(sql::Account::user);
    let account = account.filter(|a| verdict != Verdict::Wrong && !a.is_disabled);
    let Some(mut account) = account else {
        fail(svc, origin, &throttle, "password", who).await?;
        let message = "The mail address or the password is wrong.";
        return Err(Error::invalid("password", message));
    };
    // Others may have failed while this one was in the queue.
    throttle.check(svc).await?;
    if verdict == Verdict::Outdated {
        renew_hash(svc, &mut account, password).await?;
    }
    if account.has_second_factor {
        return Ok(SignIn::NeedsCode(AwaitedCode {
            user: account.user(),
            credentials_epoch: account.credentials_epoch,
        }));
    }
    let forgiven = throttle::forgiven(&account.email, known);
    let entry = Entry::new(svc, account, device, forgiven)?;
    let entered = enter::enter(svc, origin, entry).await?;
    // The password was changed, or the account disabled, a moment ago.
    entered.map(SignIn::Done).ok_or(Error::Unauthenticated)
}

/// Signs in with a code of the app or a recovery code, after the password that
/// `awaited` tells of was right in the same session.
///
/// # Errors
/// [`Error::Invalid`] for a `code` that does not fit or was used before,
/// [`Error::TooMany`] after many of them, [`Error::Unauthenticated`] if the
/// account cannot sign in this way any more: begin again.
pub async fn confirm_code(
    svc: &Services,
    origin: &Origin,
    awaited: AwaitedCode,
    code: &str,
    device: Option<&str>,
) -> Result<SignedIn, Error> {
    let (user, device) = (awaited.user, device.map(token::sha256));
    let account = sql::find(&svc.pool, user, device).await?;
    let account = account
        .filter(|a| a.has_second_factor && !a.is_disabled)
        .filter(|a| a.credentials_epoch == awaited.credentials_epoch)
        .ok_or(Error::Unauthenticated)?;
    let known = device.filter(|_| account.knows_device());
    let throttle = Throttle::code_after_password(user, known);
    throttle.check(svc).await?;
    if let Some(proof) = second_factor::prove(svc, user, code).await? {
        throttle.check(svc).await?;
        let mut forgiven = throttle::forgiven(&account.email, known);
        forgiven.extend(throttle.keys());
        let entry = Entry::new(svc, account, device, forgiven)?.proven_by(proof);
        if let Some(signed_in) = enter::enter(svc, origin, entry).await? {
            return Ok(signed_in);
        }
    }
    fail(svc, origin, &throttle, "code", Some(user)).await?;
    let message = "The code is wrong, or it was used already.";
    Err(Error::invalid("code", message))
}

/// Hashes the password again with the parameters of today. A busy server puts
/// it off until the next sign-in.
async fn renew_hash(
    svc: &Services,
    account: &mut sql::Account,
    password: Secret,
) -> Result<(), Error> {
    let new = svc.passwords.hash(svc.entropy, password).await;
    if let (Ok(new), Some(old)) = (new, &account.password_hash)
        && users::renew_hash(&svc.pool, account.user(), old, &new).await?
    {
        account.password_hash = Some(new);
    }
    Ok(())
}

/// Counts a failure and tells the log.
async fn fail(
    svc: &Services,
    origin: &Origin,
    throttle: &Throttle,
    step: &'static str,
    who: Option<UserId>,
) -> Result<(), Error> {
    let tally = throttle.count(svc).await?;
    if tally.is_logged() {
        let subject = who.map_or_else(|| UNKNOWN.to_owned(), |user| user.to_string());
        let after = json!({ "step": step, "failures": tally.most });
        let event = Event::new(Action::SignInFailed, subject).after(after);
        WriteTx::run(svc, Scope::visitor(origin), move |tx| {
            Box::pin(async move { tx.commit(event).await })
        })
        .await?;
    }
    tally.within_limits()
}
