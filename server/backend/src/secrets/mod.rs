//! Secrets that the program itself has to read again: second factors and what
//! providers gave it. They are sealed before they reach the database, so that a
//! dump of it opens nothing.

mod file;
mod key;
mod keyring;
mod rotate;
mod sql;

pub use file::KeyFileError;
pub use key::WrongKeys;
pub use keyring::Keyring;
pub use rotate::rotate;

use crate::{Error, Services, token};

/// What the secret of a second factor is sealed for; its row is the account.
pub(crate) const SECOND_FACTOR: &str = "users.totp_secret";
/// What the secret of an identity provider is sealed for; its row is the
/// organization.
pub(crate) const PROVIDER: &str = "identity_providers.client_secret";

/// Letters of a password that is made for somebody.
const PASSWORD: usize = 24;

/// A password that nobody can guess.
pub fn new_password(svc: &Services) -> Result<String, Error> {
    token::letters(svc, PASSWORD)
}

impl Services {
    /// [`Keyring::seal`] under the first key.
    pub(crate) fn seal(&self, purpose: &str, row: &[u8], plain: &[u8]) -> Result<Vec<u8>, Error> {
        self.keyring.seal(purpose, row, plain)
    }

    /// [`Keyring::open`] with every key.
    pub(crate) fn open(&self, purpose: &str, row: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Error> {
        self.keyring.open(purpose, row, sealed)
    }
}
