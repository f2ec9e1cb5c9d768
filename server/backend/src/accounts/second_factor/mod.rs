//! The second factor: codes of an authenticator app (RFC 6238), and recovery
//! codes for the day on which the app is lost.

mod codes;
mod enroll;
mod sql;
mod totp;

use domain::id::UserId;
use time::OffsetDateTime;

pub use enroll::{Enrollment, begin_second_factor, enable_second_factor, enrollment};
pub(super) use sql::redeem;

use super::secret::Secret;
use super::{mails, password};
use crate::audit::{Action, Event};
use crate::authz::Actor;
use crate::db::WriteTx;
use crate::{Error, Services, token};
use codes::Code;

/// The second factor of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondFactor {
    /// Since when it is asked for; `None`: it is not.
    pub enabled_at: Option<OffsetDateTime>,
    /// Whether it was begun and not turned on yet.
    pub is_pending: bool,
    /// Recovery codes that were not used.
    pub recovery_codes_left: i64,
}

/// A code that fits, to be used up.
#[derive(Debug, Clone, Copy)]
pub(super) enum Proof {
    /// The time step of a code of the app.
    Step(i64),
    /// The hash of a recovery code.
    Recovery([u8; 32]),
}

/// How it stands with the second factor.
pub async fn second_factor_state(svc: &Services, actor: &Actor) -> Result<SecondFactor, Error> {
    let found = sql::state(&svc.pool, actor.user()).await?;
    found.ok_or(Error::Unauthenticated)
}

/// Turns the second factor off. Asks for the password, so that an open browser
/// is not enough.
///
/// # Errors
/// [`Error::Invalid`] for `password` if it is wrong, [`Error::Conflict`] if the
/// second factor is off.
pub async fn disable_second_factor(
    svc: &Services,
    actor: &Actor,
    password: Secret,
) -> Result<(), Error> {
    actor.by_password()?;
    let account = password::confirm(svc, actor, "password", password).await?;
    let user = actor.user();
    WriteTx::run(svc, actor.scope(), move |mut tx| {
        Box::pin(async move {
            if !sql::disable(tx.conn(), user).await? {
                return Err(Error::Conflict("The second factor is off."));
            }
            sql::replace_codes(tx.conn(), user, &[]).await?;
            tx.commit(Event::new(Action::SecondFactorOff, user)).await
        })
    })
    .await?;
    let mail = mails::second_factor(svc, &account.email, false);
    svc.mailer.send(mail).await;
    Ok(())
}

/// New recovery codes; the ones before stop working. They are shown once.
///
/// # Errors
/// [`Error::Invalid`] for `password` if it is wrong, [`Error::Conflict`] if the
/// second factor is off.
pub async fn make_recovery_codes(
    svc: &Services,
    actor: &Actor,
    password: Secret,
) -> Result<Vec<String>, Error> {
    actor.by_password()?;
    password::confirm(svc, actor, "password", password).await?;
    let codes = codes::make(svc)?;
    let (user, hashes) = (actor.user(), codes::hashes(&codes));
    WriteTx::run(svc, actor.scope(), move |mut tx| {
        Box::pin(async move {
            if !sql::lock_enabled(tx.conn(), user).await? {
                return Err(Error::Conflict("The second factor is off."));
            }
            sql::replace_codes(tx.conn(), user, &hashes).await?;
            tx.commit(Event::new(Action::RecoveryCodesMade, user)).await
        })
    })
    .await?;
    Ok(codes)
}

/// Whether a code fits the account. It is not used up yet.
pub(super) async fn prove(
    svc: &Services,
    user: UserId,
    code: &str,
) -> Result<Option<Proof>, Error> {
    match Code::read(code) {
        None => Ok(None),
        Some(Code::Recovery(code)) => Ok(Some(Proof::Recovery(token::sha256(&code)))),
        Some(Code::App(code)) => {
            let Some(sealed) = sql::find_secret(&svc.pool, user).await? else {
                return Ok(None);
            };
            let step = totp::step_of(totp::open(svc, user, &sealed)?, &code, svc.now())?;
            Ok(step.map(Proof::Step))
        }
    }
}
