//! Turning the second factor on: a secret is shown, and a code shows that the
//! app has it.

use super::codes::{self, Code};
use super::{sql, totp};
use crate::accounts::mails;
use crate::accounts::throttle::{self, Throttle};
use crate::audit::{Action, Event};
use crate::authz::Actor;
use crate::db::WriteTx;
use crate::{Error, Services};

/// What an authenticator app needs.
#[derive(Clone)]
pub struct Enrollment {
    /// The secret, to be typed where nothing can be scanned.
    pub secret_base32: String,
    /// The secret and its parameters as an address that apps open.
    pub otpauth_url: String,
    /// The same address as a picture: an SVG element.
    pub qr_svg: String,
}

impl std::fmt::Debug for Enrollment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrollment")
    }
}

/// Makes a secret for an app. Nothing is asked for until a code has shown that
/// it arrived. A secret that was begun before is replaced.
///
/// # Errors
/// [`Error::Conflict`] if the second factor is on already, or if the account
/// has no password for it to stand beside.
pub async fn begin_second_factor(svc: &Services, actor: &Actor) -> Result<Enrollment, Error> {
    actor.by_password()?;
    let secret = svc.entropy.bytes::<20>()?;
    let sealed = totp::seal(svc, actor.user(), secret)?;
    if !sql::begin(&svc.pool, actor.user(), &sealed).await? {
        let message = "The second factor is on already, or this account has no password.";
        return Err(Error::Conflict(message));
    }
    totp::enrollment(secret, actor.email())
}

/// What was begun and not turned on yet, to show it once more to whoever has
/// signed in with the password.
pub async fn enrollment(svc: &Services, actor: &Actor) -> Result<Option<Enrollment>, Error> {
    actor.by_password()?;
    let sealed = sql::find_pending(&svc.pool, actor.user()).await?;
    sealed
        .map(|sealed| {
            let secret = totp::open(svc, actor.user(), &sealed)?;
            totp::enrollment(secret, actor.email())
        })
        .transpose()
}

/// Turns the second factor on and gives the recovery codes, which are shown
/// once.
///
/// # Errors
/// [`Error::Invalid`] for a `code` that does not fit, [`Error::Conflict`] if
/// nothing was begun or the second factor is on already.
pub async fn enable_second_factor(
    svc: &Services,
    actor: &Actor,
    code: &str,
) -> Result<Vec<String>, Error> {
    actor.by_password()?;
    let user = actor.user();
    let throttle = Throttle::code(user);
    throttle.check(svc).await?;
    let sealed = sql::find_pending(&svc.pool, user).await?;
    let sealed = sealed.ok_or(Error::Conflict("Begin with a new secret."))?;
    let step = match Code::read(code) {
        Some(Code::App(code)) => totp::step_of(totp::open(svc, user, &sealed)?, &code, svc.now())?,
        _ => None,
    };
    let Some(step) = step else {
        throttle.spend(svc).await?;
        let message = "This code does not fit. Check that the clock of your device is right.";
        return Err(Error::invalid("code", message));
    };
    let codes = codes::make(svc)?;
    let hashes = codes::hashes(&codes);
    WriteTx::run(svc, actor.scope(), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            if !sql::enable(tx.conn(), user, &sealed, step, now).await? {
                return Err(Error::Conflict("Begin with a new secret."));
            }
            sql::replace_codes(tx.conn(), user, &hashes).await?;
            throttle::clear(tx.conn(), &throttle::forgiven_code(user)).await?;
            tx.commit(Event::new(Action::SecondFactorOn, user)).await
        })
    })
    .await?;
    let mail = mails::second_factor(svc, actor.email(), true);
    svc.mailer.send(mail).await;
    Ok(codes)
}
