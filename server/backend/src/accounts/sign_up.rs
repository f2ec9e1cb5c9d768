//! Making an account.

use domain::id::UserId;
use time::Duration;

use super::sql::{self, NewUser, Purpose};
use super::throttle::Throttle;
use super::{NewAccount, in_person, mails, stale_link, strength};
use crate::audit::{Action, Event};
use crate::authz::{Actor, Origin, Scope};
use crate::db::WriteTx;
use crate::{Error, Services, token};

/// How long a link to confirm an address works.
const LIFETIME: Duration = Duration::hours(24);

/// What came of signing up. Whoever asks sees the same page for both: who has
/// an account is nobody else's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignUp {
    /// There is an account now, and a mail that confirms its address.
    Created(UserId),
    /// The address had one already, and its owner has been told.
    AlreadyKnown,
}

/// Makes an account.
///
/// # Errors
/// [`Error::Invalid`] for a `password` that is too easy; [`Error::TooMany`]
/// after many attempts from one network or with one address, or many passwords
/// that were too easy from one network.
pub async fn sign_up(svc: &Services, origin: &Origin, new: NewAccount) -> Result<SignUp, Error> {
    let email = new.email.to_string();
    let throttle = Throttle::sign_up(&email, origin);
    // Before anything that takes a core: whoever has tried too often makes no
    // work, and neither does whoever sends easy passwords all day.
    throttle.check(svc).await?;
    Throttle::judging(origin).spend(svc).await?;
    let hints = strength::hints(&email, new.name.as_str());
    svc.passwords
        .require_strong(new.password.clone(), hints)
        .await?;
    throttle.spend(svc).await?;
    let row = NewUser {
        user: UserId(svc.new_id()?),
        email: email.clone(),
        name: new.name.to_string(),
        password_hash: svc.passwords.hash(svc.entropy, new.password).await?,
        is_operator: false,
        is_verified: false,
    };
    let (user, secret) = (row.user, token::secret(svc)?);
    if create(svc, origin, row, token::sha256(&secret)).await? {
        let mail = mails::verification(svc, &email, &secret);
        svc.mailer.send(mail).await;
        return Ok(SignUp::Created(user));
    }
    // A disabled account is told nothing.
    if let Some(owner) = sql::find_by_email(&svc.pool, &email).await? {
        let mail = mails::already_known(svc, &owner.email);
        svc.mailer.send(mail).await;
    }
    Ok(SignUp::AlreadyKnown)
}

async fn create(
    svc: &Services,
    origin: &Origin,
    row: NewUser,
    link: [u8; 32],
) -> Result<bool, Error> {
    let user = row.user;
    let scope = Scope::visitor(origin).acting(user, &row.name);
    WriteTx::run(svc, scope, move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            if !sql::insert(tx.conn(), &row, now).await? {
                return Ok(false);
            }
            let expires_at = now + LIFETIME;
            sql::insert_link(tx.conn(), user, Purpose::VerifyEmail, link, expires_at).await?;
            tx.commit(Event::new(Action::AccountCreated, user)).await?;
            Ok(true)
        })
    })
    .await
}

/// Mails the link that confirms the address again. The one before stops
/// working.
pub async fn send_verification(svc: &Services, actor: &Actor) -> Result<(), Error> {
    in_person(actor)?;
    Throttle::verification(actor.user()).spend(svc).await?;
    let (secret, expires_at) = (token::secret(svc)?, svc.now() + LIFETIME);
    let (user, link) = (actor.user(), token::sha256(&secret));
    sql::insert_link(&svc.pool, user, Purpose::VerifyEmail, link, expires_at).await?;
    let mail = mails::verification(svc, actor.email(), &secret);
    svc.mailer.send(mail).await;
    Ok(())
}

/// Confirms an address with a mailed link, which is used up by it.
///
/// # Errors
/// [`Error::Invalid`] for `token` if the link does not work (any more).
pub async fn verify_email(svc: &Services, origin: &Origin, secret: &str) -> Result<UserId, Error> {
    let link = token::sha256(secret);
    WriteTx::run(svc, Scope::visitor(origin), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            let taken = sql::use_link(tx.conn(), Purpose::VerifyEmail, link, now).await?;
            let user = taken.ok_or_else(stale_link)?;
            sql::mark_verified(tx.conn(), user, now).await?;
            tx.commit(Event::new(Action::EmailVerified, user)).await?;
            Ok(user)
        })
    })
    .await
}
