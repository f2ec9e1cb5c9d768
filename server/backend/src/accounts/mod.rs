//! Accounts: signing up and in, the second factor, sessions, passwords and the
//! first operator.
//!
//! Nothing here tells a stranger whether an address has an account: answers
//! are the same, and so is the work behind them.

pub mod checklists;
mod epochs;
mod mails;
mod password;
mod passwords;
mod profile;
mod reset;
mod second_factor;
mod secret;
pub mod sessions;
mod setup;
mod sign_in;
mod sign_up;
mod sql;
mod standing;
mod strength;
mod throttle;

use domain::organization::{Email, Name};

pub use epochs::Epochs;
pub use password::change_password;
pub use passwords::Passwords;
pub use profile::{Known, Profile, actor_of, change_name, keep_display, profile};
pub use reset::{ask_reset, reset_password};
pub use second_factor::{
    Enrollment, SecondFactor, begin_second_factor, disable_second_factor, enable_second_factor,
    enrollment, make_recovery_codes, second_factor_state,
};
pub use secret::Secret;
pub(crate) use setup::insert_demo;
pub use setup::{create_operator, has_operator, make_setup_token, use_setup_token};
pub use sign_in::{AwaitedCode, SignIn, SignedIn, confirm_code, sign_in};
pub use sign_up::{SignUp, send_verification, sign_up, verify_email};
pub use standing::{Standing, standing};
pub use strength::{ADVISED_PASSWORD, MAX_PASSWORD, MIN_PASSWORD, check_password};
pub(crate) use throttle::count_invitation;

use crate::Error;
use crate::authz::{Actor, SignedInBy};

/// The subject of an event about an address that has no account. The address
/// itself stays out of the log: people type passwords into the wrong field.
const UNKNOWN: &str = "unknown account";

/// What somebody gives to get an account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The mail address.
    pub email: Email,
    /// The name others see.
    pub name: Name,
    /// The password.
    pub password: Secret,
}

/// Refuses access tokens: a program does not change the account it acts for.
fn in_person(actor: &Actor) -> Result<(), Error> {
    match actor.signed_in_by {
        SignedInBy::Token(..) => Err(Error::Forbidden),
        SignedInBy::Password | SignedInBy::Provider(..) => Ok(()),
    }
}

/// A link that was used, has expired or never was.
fn stale_link() -> Error {
    Error::invalid(
        "token",
        "This link does not work any more. Ask for a new one.",
    )
}
