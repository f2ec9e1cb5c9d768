//! Keys as people write them down.

use crate::token;

/// The bytes of a key.
pub(super) type KeyBytes = [u8; 32];

/// Text that holds no usable keys. It never shows any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrongKeys {
    /// There is none.
    #[error("there is no key")]
    None,
    /// The key at this place, from 1, is something else.
    #[error("key {0} is not 32 bytes in base64 or hex")]
    NotAKey(usize),
    /// The key at this place, from 1, has been given before.
    #[error("key {0} is there twice")]
    Twice(usize),
}

/// Reads a key: 64 hexadecimal digits, or base64 with either alphabet, with or
/// without the `=` at its end.
pub(super) fn parse(text: &str) -> Option<KeyBytes> {
    token::from_hex(text).or_else(|| from_base64(text))
}

fn from_base64(text: &str) -> Option<KeyBytes> {
    let digits = text.strip_suffix('=').unwrap_or(text);
    // 32 bytes are 42 digits and two thirds of one.
    if digits.len() != 43 {
        return None;
    }
    let (mut key, mut bytes) = ([0; 32], 0);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for digit in digits.bytes() {
        bits = (bits << 6) | u32::from(value(digit)?);
        count += 6;
        if count >= 8 {
            count -= 8;
            *key.get_mut(bytes)? = u8::try_from(bits >> count).ok()?;
            bits &= (1 << count) - 1;
            bytes += 1;
        }
    }
    // What the last digit has too much has to be zero: one spelling a key.
    (bits == 0).then_some(key)
}

fn value(digit: u8) -> Option<u8> {
    Some(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_and_base64() {
        let mut key = [0_u8; 32];
        for (byte, n) in key.iter_mut().zip(0..) {
            *byte = n;
        }
        let hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
        let base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
        assert_eq!(parse(hex), Some(key));
        assert_eq!(parse(base64), Some(key));
        assert_eq!(parse(&format!("{base64}=")), Some(key));
        let full = "_".repeat(42) + "8";
        assert_eq!(parse(&full), Some([255; 32]));
        assert_eq!(parse(&full.replace('_', "/")), Some([255; 32]));
    }

    #[test]
    fn other_text_is_no_key() {
        let full = "_".repeat(42) + "8";
        for bad in [
            String::new(),
            "password".to_owned(),
            "0".repeat(63),
            "g".repeat(64),
            "A".repeat(42),
            "A".repeat(44),
            format!("{full}=="),
            "_".repeat(43),
            full.replace('8', "!"),
            "ä".repeat(32),
        ] {
            assert_eq!(parse(&bad), None, "{bad}");
        }
    }
}
