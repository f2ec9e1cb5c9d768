//! What the browser keeps between beginning a sign-in and coming back from the
//! provider: sealed, so that it can neither be read nor made up.

use domain::id::{OrgId, UserId};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::oidc::Once;
use super::sql::Row;
use crate::{Error, Services, token};

/// What the value of the cookie is sealed for; it belongs to no row.
const PURPOSE: &str = "oidc.state";
/// How long somebody may take at the provider.
pub const LIFETIME: Duration = Duration::minutes(10);
/// Longest path to go on to, in bytes: a cookie has room for 4 KiB.
const MAX_NEXT: usize = 1000;
/// Letters of the verifier (RFC 7636, section 4.1: 43 to 128).
const VERIFIER: usize = 64;

/// One sign-in on its way.
#[derive(Serialize, Deserialize)]
pub(super) struct Flow {
    pub(super) org: OrgId,
    /// The organization's name in addresses.
    pub(super) slug: String,
    /// Where to go afterwards.
    pub(super) next: String,
    /// Whose account is to be linked.
    pub(super) link: Option<UserId>,
    /// The provider it was begun with.
    provider: String,
    state: String,
    nonce: String,
    verifier: String,
    #[serde(with = "time::serde::timestamp")]
    expires_at: OffsetDateTime,
}

impl Flow {
    pub(super) fn new(
        svc: &Services,
        (org, slug): (OrgId, &str),
        provider: &Row,
        next: &str,
        link: Option<UserId>,
    ) -> Result<Self, Error> {
        let next = if next.len() <= MAX_NEXT {
            next
        } else {
            "/home"
        };
        Ok(Self {
            org,
            slug: slug.to_owned(),
            next: next.to_owned(),
            link,
            provider: fingerprint(provider),
            state: token::secret(svc)?,
            nonce: token::secret(svc)?,
            verifier: token::letters(svc, VERIFIER)?,
            expires_at: svc.now() + LIFETIME,
        })
    }

    /// The value of the cookie.
    pub(super) fn seal(&self, svc: &Services) -> Result<String, Error> {
        let plain = serde_json::to_vec(self).map_err(|e| Error::internal(&e))?;
        Ok(token::hex(&svc.seal(PURPOSE, b"", &plain)?))
    }

    /// Reads what [`Flow::seal`] wrote, unless it has expired.
    pub(super) fn open(svc: &Services, cookie: &str) -> Option<Self> {
        let plain = svc.keyring.open_foreign(PURPOSE, &from_hex(cookie)?)?;
        let flow: Self = serde_json::from_slice(&plain).ok()?;
        (flow.expires_at > svc.now()).then_some(flow)
    }

    /// Whether this came back from the same flow.
    pub(super) fn is_answered_by(&self, state: Option<&str>) -> bool {
        state.is_some_and(|state| token::sha256(state) == token::sha256(&self.state))
    }

    /// Whether the organization still has the provider of the beginning.
    pub(super) fn is_with(&self, provider: &Row) -> bool {
        self.provider == fingerprint(provider)
    }

    pub(super) fn once(&self) -> Once<'_> {
        Once {
            state: &self.state,
            nonce: &self.nonce,
            verifier: &self.verifier,
        }
    }
}

fn fingerprint(provider: &Row) -> String {
    let text = format!("{}\n{}", provider.issuer, provider.client_id);
    token::hex(&token::sha256(&text))
}

/// Reads what [`token::hex`] wrote.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = |[high, low]: &[u8; 2]| u8::try_from((digit(*high)? << 4) | digit(*low)?).ok();
    rest.is_empty().then(|| pairs.iter().map(byte).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_of_any_length_is_read() {
        assert_eq!(from_hex("000aff"), Some(vec![0, 10, 255]));
        assert_eq!(from_hex(""), Some(Vec::new()));
        for wrong in ["0", "0g", "é", "000"] {
            assert_eq!(from_hex(wrong), None, "{wrong}");
        }
    }
}
