//! Sealing and opening.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{Key as CipherKey, KeyInit as _, XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};

use super::key::{self, KeyBytes, WrongKeys};
use crate::{Error, token};

/// The version of the format: `version, key id, nonce, ciphertext and tag`.
const VERSION: u8 = 1;
/// Bytes of the version and the id of the key.
const HEADER: usize = 5;
/// Bytes of a nonce: long enough to be chosen at random for every value.
const NONCE: usize = 24;

/// The keys under which secrets are sealed (`XChaCha20-Poly1305`). The
/// first seals, all open. Cheap to clone.
#[derive(Clone)]
pub struct Keyring(Arc<Keys>);

struct Keys {
    first: Key,
    others: Vec<Key>,
}

struct Key {
    /// The first bytes of the key's SHA-256.
    id: [u8; HEADER - 1],
    cipher: XChaCha20Poly1305,
}

/// Why a value cannot be opened. It says nothing of what is in it.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("a value of {0} is not sealed")]
    Format(String),
    #[error("a value of {0} is sealed under the key {1}, which is not among the keys")]
    Key(String, String),
    #[error("a value of {0} was changed or belongs to another row")]
    Changed(String),
    #[error("a value of {0} is too long")]
    TooLong(String),
}

impl Keyring {
    /// The keys that texts spell.
    pub(super) fn of_texts<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Self, WrongKeys> {
        let mut keys: Vec<Key> = Vec::new();
        for (text, place) in texts.zip(1..) {
            let key = Key::new(&key::parse(text).ok_or(WrongKeys::NotAKey(place))?);
            if keys.iter().any(|other| other.id == key.id) {
                return Err(WrongKeys::Twice(place));
            }
            keys.push(key);
        }
        let mut keys = keys.into_iter();
        let first = keys.next().ok_or(WrongKeys::None)?;
        let others = keys.collect();
        Ok(Self(Arc::new(Keys { first, others })))
    }

    /// One key that is no secret.
    pub fn for_testing() -> Self {
        Self(Arc::new(Keys {
            first: Key::new(&[7; 32]),
            others: Vec::new(),
        }))
    }

    /// Seals a value for one purpose, such as a column, and one row: it cannot
    /// be opened elsewhere, so that whoever can write to the database cannot
    /// move it to another account.
    pub fn seal(&self, purpose: &str, row: &[u8], plain: &[u8]) -> Result<Vec<u8>, Error> {
        let key = &self.0.first;
        let mut nonce = [0_u8; NONCE];
        getrandom::fill(&mut nonce).map_err(|e| Error::internal(&e))?;
        let header = key.header();
        let payload = Payload {
            msg: plain,
            aad: &bound_to(header, purpose, row),
        };
        let sealed = key
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::internal(&Broken::TooLong(purpose.to_owned())))?;
        Ok([&header[..], &nonce[..], &sealed[..]].concat())
    }

    /// Opens what [`Keyring::seal`] sealed for the same purpose and row. A
    /// failure is logged, without the value.
    pub fn open(&self, purpose: &str, row: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Error> {
        self.try_open(purpose, row, sealed)
            .map_err(|e| Error::internal(&e))
    }

    /// Opens what a visitor has sent. What does not open is somebody's invention
    /// and no failure to be logged.
    pub(crate) fn open_foreign(&self, purpose: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        self.try_open(purpose, b"", sealed).ok()
    }

    fn try_open(&self, purpose: &str, row: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Broken> {
        let parts = sealed.split_first_chunk::<HEADER>();
        let parts = parts.and_then(|(header, rest)| {
            let (nonce, text) = rest.split_first_chunk::<NONCE>()?;
            Some((*header, *nonce, text))
        });
        let (header, nonce, text) = parts
            .filter(|(header, ..)| header[0] == VERSION)
            .ok_or_else(|| Broken::Format(purpose.to_owned()))?;
        let key = self.keys().find(|key| key.header() == header);
        let key = key.ok_or_else(|| Broken::Key(purpose.to_owned(), token::hex(&header[1..])))?;
        let payload = Payload {
            msg: text,
            aad: &bound_to(header, purpose, row),
        };
        key.cipher
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Broken::Changed(purpose.to_owned()))
    }

    /// How values begin that are sealed under the first key.
    pub(super) fn header(&self) -> [u8; HEADER] {
        self.0.first.header()
    }

    /// The names of the keys, which are no secrets. The first seals.
    pub fn key_ids(&self) -> Vec<String> {
        self.keys().map(|key| token::hex(&key.id)).collect()
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.0.first).chain(&self.0.others)
    }
}

impl Key {
    fn new(bytes: &KeyBytes) -> Self {
        let [a, b, c, d, ..]: [u8; 32] = Sha256::digest(bytes).into();
        Self {
            id: [a, b, c, d],
            cipher: XChaCha20Poly1305::new(&CipherKey::from(*bytes)),
        }
    }

    fn header(&self) -> [u8; HEADER] {
        let [a, b, c, d] = self.id;
        [VERSION, a, b, c, d]
    }
}

/// What is not in a sealed value and has to be the same when it is opened. The
/// length keeps a purpose and a row from being read as another pair.
fn bound_to(header: [u8; HEADER], purpose: &str, row: &[u8]) -> Vec<u8> {
    let length = (purpose.len() as u64).to_be_bytes();
    [&header[..], &length[..], purpose.as_bytes(), row].concat()
}

impl FromStr for Keyring {
    type Err = WrongKeys;

    /// Reads keys with commas between them.
    fn from_str(text: &str) -> Result<Self, WrongKeys> {
        let texts = text.split(',').map(str::trim);
        Self::of_texts(texts.filter(|text| !text.is_empty()))
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keyring({})", self.key_ids().join(", "))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    const OLD: &str = "1111111111111111111111111111111111111111111111111111111111111111";
    const NEW: &str = "2222222222222222222222222222222222222222222222222222222222222222";

    fn ring(keys: &[&str]) -> Keyring {
        keys.join(",").parse().unwrap()
    }

    #[test]
    fn what_was_sealed_opens_where_it_belongs() {
        let keys = ring(&[OLD]);
        let sealed = keys.seal("users.totp_secret", b"ann", b"s3cret").unwrap();
        assert_eq!(sealed.len(), HEADER + NONCE + 6 + 16);
        let open = |purpose, row: &[u8]| keys.open(purpose, row, &sealed).ok();
        assert_eq!(
            open("users.totp_secret", b"ann").as_deref(),
            Some(&b"s3cret"[..])
        );
        assert_eq!(open("users.totp_secret", b"bob"), None);
        assert_eq!(open("users.other", b"ann"), None);
        assert_eq!(open("users.totp_secreta", b"nn"), None);
        let empty = keys.seal("x", b"", b"").unwrap();
        assert_eq!(keys.open("x", b"", &empty).unwrap(), b"");
    }

    #[test]
    fn equal_values_look_different() {
        let keys = Keyring::for_testing();
        let seal = || keys.seal("x", b"row", b"plain").unwrap();
        assert_ne!(seal(), seal());
    }

    #[test]
    fn a_changed_byte_or_a_missing_one_is_noticed() {
        let keys = Keyring::for_testing();
        let sealed = keys.seal("x", b"row", b"plain").unwrap();
        for i in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[i] ^= 1;
            assert!(keys.open("x", b"row", &changed).is_err(), "byte {i}");
            assert!(keys.open("x", b"row", &sealed[..i]).is_err(), "cut at {i}");
        }
    }

    #[test]
    fn the_first_key_seals_and_all_open() {
        let (old, both, new) = (ring(&[OLD]), ring(&[NEW, OLD]), ring(&[NEW]));
        let before = old.seal("x", b"row", b"plain").unwrap();
        assert_eq!(both.open("x", b"row", &before).unwrap(), b"plain");
        assert!(new.open("x", b"row", &before).is_err());
        let after = both.seal("x", b"row", b"plain").unwrap();
        assert_eq!(new.open("x", b"row", &after).unwrap(), b"plain");
        assert!(old.open("x", b"row", &after).is_err());
        assert!(after.starts_with(&new.header()));
    }

    #[test]
    fn keys_are_named_and_not_shown() {
        let keys = ring(&[NEW, OLD]);
        let shown = format!("{keys:?}");
        assert_eq!(shown, format!("Keyring({})", keys.key_ids().join(", ")));
        assert!(keys.key_ids().iter().all(|id| id.len() == 8));
        assert!(
            !shown.contains("1111") && !shown.contains("2222"),
            "{shown}"
        );
        let wrong = |text: &str| text.parse::<Keyring>().err();
        assert_eq!(wrong(" , "), Some(WrongKeys::None));
        assert_eq!(wrong(&format!("{OLD},x")), Some(WrongKeys::NotAKey(2)));
        assert_eq!(
            wrong(&format!("{OLD},{NEW},{OLD}")),
            Some(WrongKeys::Twice(3))
        );
    }
}
