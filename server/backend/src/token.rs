//! Secrets that are handed out once and kept as a hash: links in mails,
//! invitations, personal access tokens.

use sha2::{Digest, Sha256};

use crate::{Error, Services};

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Characters of a secret: 30 of 62 are 178 bits.
const SECRET: usize = 30;

/// SHA-256, which is enough for secrets that nobody can guess; passwords are
/// hashed with argon2id.
pub(crate) fn sha256(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// A new secret: letters and digits, each equally likely.
pub(crate) fn secret(svc: &Services) -> Result<String, Error> {
    letters(svc, SECRET)
}

/// `count` letters and digits that nobody can guess.
pub(crate) fn letters(svc: &Services, count: usize) -> Result<String, Error> {
    let mut text = String::with_capacity(count);
    while text.len() < count {
        // 248 is the largest multiple of 62 in a byte: the rest would make some
        // letters likelier.
        let bytes = svc.entropy.bytes::<64>()?;
        let usable = bytes.iter().filter(|b| **b < 248);
        let letters = usable.filter_map(|b| BASE62.get(usize::from(b % 62)));
        text.extend(letters.map(|b| char::from(*b)).take(count - text.len()));
    }
    Ok(text)
}

/// Bytes as small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Reads what [`hex`] wrote.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_there_and_back() {
        assert_eq!(hex(&[0, 10, 255]), "000aff");
        assert_eq!(from_hex("000aff"), Some([0, 10, 255]));
        assert_eq!(from_hex::<3>("000afg"), None);
        assert_eq!(from_hex::<3>("000a"), None);
    }
}
