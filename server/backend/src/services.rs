//! What use-cases need besides their arguments.

use std::fmt;
use std::sync::Arc;

use sqlx::PgPool;
use time::OffsetDateTime;
use url::Url;
use uuid::Uuid;

use crate::Error;
use crate::accounts::Passwords;
use crate::catalog::{Catalog, Clock};
use crate::identity_providers::PrivateHosts;
use crate::mail::Mailer;
use crate::secrets::Keyring;

/// The database, the published catalog, the time and the other things that
/// use-cases share. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Services {
    /// Connections for pages and the API.
    pub pool: PgPool,
    /// The published catalog of this replica.
    pub catalog: Catalog,
    /// The current time.
    pub clock: Clock,
    /// Random bytes that nobody can guess.
    pub entropy: Entropy,
    /// Hashing of passwords, a few at a time.
    pub passwords: Passwords,
    /// The keys under which secrets are sealed.
    pub keyring: Keyring,
    /// How mail is sent.
    pub mailer: Mailer,
    /// The address people use: what links in mails begin with. Never taken
    /// from a request, whose `Host` anybody can choose.
    pub public_url: Arc<Url>,
    /// Identity providers that may stand on a private network.
    pub provider_hosts: PrivateHosts,
}

impl Services {
    /// The current time, to the microsecond: what a database can keep.
    pub fn now(&self) -> OffsetDateTime {
        let now = (self.clock)();
        now.replace_nanosecond(now.nanosecond() / 1000 * 1000)
            .unwrap_or(now)
    }

    /// A new id: a UUID of version 7 (RFC 9562, section 5.7).
    pub(crate) fn new_id(&self) -> Result<Uuid, Error> {
        let millis = self.now().unix_timestamp_nanos() / 1_000_000;
        let random = self.entropy.bytes::<10>()?;
        let millis = u64::try_from(millis).unwrap_or_default();
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// An absolute address of this installation.
    pub(crate) fn link(&self, path: &str) -> String {
        let base = self.public_url.as_str().trim_end_matches('/');
        format!("{base}{path}")
    }
}

/// The source of randomness.
#[derive(Clone, Copy)]
pub struct Entropy(fn(&mut [u8]) -> Result<(), getrandom::Error>);

impl Entropy {
    /// The operating system's.
    pub const SYSTEM: Self = Self(getrandom::fill);

    /// Bytes that nobody can guess.
    pub(crate) fn bytes<const N: usize>(self) -> Result<[u8; N], Error> {
        let mut bytes = [0; N];
        (self.0)(&mut bytes).map_err(|e| Error::internal(&e))?;
        Ok(bytes)
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy")
    }
}
