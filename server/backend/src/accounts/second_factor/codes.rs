//! Recovery codes, and what somebody types as a code.

use crate::{Error, Services, token};

/// Digits and small letters without those that look alike (Crockford's base
/// 32).
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Digits of a recovery code: 80 bits, so that the hash alone is no way back
/// to it.
const LENGTH: usize = 16;
/// How many digits stand together.
const GROUP: usize = 4;
/// How many codes an account gets.
const CODES: usize = 10;
/// Digits of a code of the app.
const APP_LENGTH: usize = 6;

/// A code as somebody has typed it, without blanks and hyphens.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Code {
    /// Of the app.
    App(String),
    /// A recovery code.
    Recovery(String),
}

impl Code {
    pub(super) fn read(text: &str) -> Option<Self> {
        let typed: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .take(LENGTH + 1)
            .collect();
        if typed.len() == APP_LENGTH && typed.bytes().all(|b| b.is_ascii_digit()) {
            return Some(Self::App(typed));
        }
        let code: String = typed.chars().map(unmistakable).collect();
        let fits = code.len() == LENGTH && code.bytes().all(|b| DIGITS.contains(&b));
        fits.then_some(Self::Recovery(code))
    }
}

/// The digit that was meant.
fn unmistakable(c: char) -> char {
    match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    }
}

/// New codes as they are shown.
pub(super) fn make(svc: &Services) -> Result<Vec<String>, Error> {
    (0..CODES)
        .map(|_| Ok(spell(svc.entropy.bytes::<LENGTH>()?)))
        .collect()
}

/// What the database keeps of them.
pub(super) fn hashes(codes: &[String]) -> Vec<Vec<u8>> {
    codes
        .iter()
        .map(|code| token::sha256(&code.replace('-', "")).to_vec())
        .collect()
}

/// Five bits of each byte, in groups: `0000-0000-0000-0000`.
fn spell(random: [u8; LENGTH]) -> String {
    let digit = |byte: &u8| DIGITS.get(usize::from(byte % 32)).map(|b| char::from(*b));
    let groups: Vec<String> = random
        .chunks(GROUP)
        .map(|group| group.iter().filter_map(digit).collect())
        .collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recovery_codes_are_read_as_people_write_them() {
        let spelled = spell(std::array::from_fn(|i| u8::try_from(i * 17).unwrap_or(0)));
        assert_eq!(spelled, "0h2k-4n6q-8sav-cxez");
        let read = Code::read(&spelled);
        assert_eq!(read, Some(Code::Recovery("0h2k4n6q8savcxez".to_owned())));
        for same in [
            "0H2K 4N6Q 8SAV CXEZ",
            "oh2k4n6q8savcxez",
            " Oh2k-4n6q-8sav-cxez ",
        ] {
            assert_eq!(Code::read(same), read, "{same}");
        }
        let ones = Code::read(&"1".repeat(LENGTH));
        assert_eq!(Code::read("iIlL-1111-1111-1111"), ones);
    }

    #[test]
    fn every_digit_is_as_likely() {
        let mut seen = [0_u32; 32];
        for byte in 0..=u8::MAX {
            for c in spell([byte; LENGTH]).bytes().filter(|b| *b != b'-') {
                if let Some(at) = DIGITS.iter().position(|d| *d == c) {
                    seen[at] += 1;
                }
            }
        }
        assert_eq!(seen, [128; 32]);
    }

    #[test]
    fn the_database_keeps_the_hash_of_what_is_read() {
        let code = "0h2k-4n6q-8sav-cxez".to_owned();
        let Some(Code::Recovery(read)) = Code::read(&code) else {
            unreachable!("it is a recovery code");
        };
        assert_eq!(hashes(&[code]), [token::sha256(&read).to_vec()]);
    }

    #[test]
    fn codes_of_the_app_have_six_digits() {
        assert_eq!(Code::read("012 345"), Some(Code::App("012345".to_owned())));
        for wrong in [
            "",
            "12345",
            "1234567",
            "+12345",
            "１２３４５６",
            "u234-5678-9abc-defg",
        ] {
            assert_eq!(Code::read(wrong), None, "{wrong}");
        }
        assert_eq!(Code::read(&"0".repeat(17)), None);
    }
}
