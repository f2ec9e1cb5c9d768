//! Identifiers: one type for each kind of thing, so that they cannot be mixed
//! up. They are UUIDs of version 7, which sort by the time they were made; an
//! identifier is never a secret.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Text that is not an identifier of the expected kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not an id that begins with {0}_")]
pub struct WrongId(pub &'static str);

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl FromStr for $name {
            type Err = WrongId;

            fn from_str(text: &str) -> Result<Self, WrongId> {
                let digits = text.strip_prefix(concat!($prefix, "_"));
                digits
                    // Other spellings of a UUID would be other names of one thing.
                    .filter(|d| d.len() == 32 && !d.contains(|c: char| c.is_ascii_uppercase()))
                    .and_then(|d| Uuid::try_parse(d).ok())
                    .map(Self)
                    .ok_or(WrongId($prefix))
            }
        }

        impl TryFrom<String> for $name {
            type Error = WrongId;

            fn try_from(text: String) -> Result<Self, WrongId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    )+};
}

ids! {
    /// An organization, `org_…`.
    OrgId = "org";
    /// An account, `usr_…`.
    UserId = "usr";
    /// A project, `prj_…`.
    ProjectId = "prj";
    /// An invitation, `inv_…`.
    InvitationId = "inv";
    /// A personal access token, `pat_…`.
    TokenId = "pat";
    /// A notification, `ntf_…`.
    NotificationId = "ntf";
    /// A request for access, `req_…`.
    RequestId = "req";
    /// A subscription, `sub_…`.
    SubscriptionId = "sub";
}

impl OrgId {
    /// Stands for the installation itself where an organization is expected:
    /// the chain of audit events about accounts and operators.
    pub const INSTALLATION: Self = Self(Uuid::nil());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_an_id() {
        let id = UserId(Uuid::from_u128(0x0199_aaaa_bbbb));
        let text = id.to_string();
        assert_eq!(text, "usr_00000000000000000000".to_owned() + "0199aaaabbbb");
        assert_eq!(text.parse(), Ok(id));
        for wrong in [
            text.to_uppercase(),
            text.replace("usr", "org"),
            id.0.to_string(),
            format!("usr_{}", id.0),
            String::new(),
        ] {
            assert_eq!(wrong.parse::<UserId>(), Err(WrongId("usr")), "{wrong}");
        }
    }
}
