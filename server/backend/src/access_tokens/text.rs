//! The text of a token.

use std::fmt;

use crate::{Error, Services, token};

const PREFIX: &str = "tsr_pat_";
const PUBLIC: usize = 12;
const SECRET: usize = 30;
const CHECKSUM: usize = 6;

/// A whole token. Its debug form shows the public part only.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenText {
    public_id: String,
    secret: String,
}

impl TokenText {
    /// A new one.
    pub(super) fn new(svc: &Services) -> Result<Self, Error> {
        Ok(Self {
            public_id: token::letters(svc, PUBLIC)?,
            secret: token::letters(svc, SECRET)?,
        })
    }

    /// Reads a token; `None` for anything whose form or checksum is wrong.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (public_id, rest) = text.strip_prefix(PREFIX)?.split_once('_')?;
        let fits = |text: &str, length| {
            text.len() == length && text.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        if !fits(public_id, PUBLIC) || !fits(rest, SECRET + CHECKSUM) {
            return None;
        }
        let (secret, checksum) = rest.split_at(SECRET);
        let token = Self {
            public_id: public_id.to_owned(),
            secret: secret.to_owned(),
        };
        (token.checksum() == checksum).then_some(token)
    }

    /// The part that is safe to show.
    pub fn public_id(&self) -> &str {
        &self.public_id
    }

    /// The whole text, to be shown once.
    pub fn reveal(&self) -> String {
        let (public_id, secret) = (&self.public_id, &self.secret);
        format!("{PREFIX}{public_id}_{secret}{}", self.checksum())
    }

    /// What is kept of the secret.
    pub(super) fn hash(&self) -> [u8; 32] {
        token::sha256(&self.secret)
    }

    /// The first digits of a hash over everything before it. Not a protection:
    /// it tells a token from a text that looks like one.
    fn checksum(&self) -> String {
        let text = format!("{PREFIX}{}_{}", self.public_id, self.secret);
        token::hex(&token::sha256(&text))
            .chars()
            .take(CHECKSUM)
            .collect()
    }
}

impl fmt::Debug for TokenText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}_…", self.public_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> TokenText {
        TokenText {
            public_id: "a".repeat(PUBLIC),
            secret: "B".repeat(SECRET),
        }
    }

    #[test]
    fn one_form_and_no_other() {
        let text = sample().reveal();
        assert_eq!(TokenText::parse(&text), Some(sample()));
        assert_eq!(text.len(), PREFIX.len() + PUBLIC + 1 + SECRET + CHECKSUM);
        for wrong in [
            text.replace('B', "C"),
            text.to_lowercase(),
            text.replace("tsr_pat", "tsr_live"),
            format!("{text}0"),
            format!(" {text}"),
            text.replacen('a', "é", 1),
            String::new(),
        ] {
            assert_eq!(TokenText::parse(&wrong), None, "{wrong}");
        }
        assert!(!format!("{:?}", sample()).contains('B'));
    }
}
