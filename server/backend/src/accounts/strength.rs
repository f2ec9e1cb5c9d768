//! Which passwords are good enough: NIST SP 800-63B, section 3.1.1.2. Length
//! and what attackers try first count; rules about kinds of characters do not.

use zxcvbn::feedback::Feedback;
use zxcvbn::{Score, zxcvbn};

/// Fewest characters of a password.
pub const MIN_PASSWORD: usize = 8;
/// From how many characters on a password is good against somebody who has
/// the hash.
pub const ADVISED_PASSWORD: usize = 15;
/// Most characters of a password.
pub const MAX_PASSWORD: usize = 256;
/// The shortest part of an address or a name that is worth comparing with.
const MIN_HINT: usize = 3;

/// Refuses a password that others would guess, and says why. `hints` are words
/// that belong to the account.
pub fn check_password(password: &str, hints: &[&str]) -> Result<(), String> {
    let length = password.chars().count();
    if length < MIN_PASSWORD {
        return Err(format!(
            "Use at least {MIN_PASSWORD} characters; {ADVISED_PASSWORD} or more are better."
        ));
    }
    if length > MAX_PASSWORD {
        return Err(format!("Use at most {MAX_PASSWORD} characters."));
    }
    let estimate = zxcvbn(password, hints);
    if estimate.score() >= Score::Three {
        return Ok(());
    }
    let why = estimate.feedback().and_then(Feedback::warning).map_or_else(
        || "This password is easy to guess.".to_owned(),
        |warning| warning.to_string(),
    );
    Err(format!(
        "{why} Use a longer one, such as four words that do not belong together."
    ))
}

/// The words an attacker who knows the account would try.
pub(super) fn hints(email: &str, name: &str) -> Vec<String> {
    let parts = [email, name]
        .into_iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|part| part.chars().count() >= MIN_HINT);
    [email, name, "tessera"]
        .into_iter()
        .chain(parts)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), String> {
        let hints = hints("ada.lovelace@acme.example", "Ada Lovelace");
        let hints: Vec<_> = hints.iter().map(String::as_str).collect();
        check_password(password, &hints)
    }

    #[test]
    fn what_others_would_guess_is_refused() {
        for weak in [
            "",
            "short1!",
            "password",
            "Password1!",
            "qwertyuiop",
            "aaaaaaaaaaaaaaaa",
            "lovelace",
            "ada.lovelace@acme.example",
            "tessera1",
            "12345678901",
        ] {
            assert!(check(weak).is_err(), "{weak}");
        }
    }

    #[test]
    fn long_ones_need_no_signs() {
        for strong in [
            "plum tractor violet engine",
            "correct horse battery staple",
            "another long sentence here",
            "gW7kq2vXz9pT",
            "Straßenbahn hält am Mühlenweg",
            &"plum tractor violet engine ".repeat(3),
        ] {
            assert_eq!(check(strong), Ok(()), "{strong}");
        }
        assert!(check(&"plum tractor ".repeat(20)).is_err(), "too long");
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        assert_eq!(
            check("short1!"),
            Err("Use at least 8 characters; 15 or more are better.".to_owned())
        );
    }
}
