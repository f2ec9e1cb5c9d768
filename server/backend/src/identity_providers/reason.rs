//! Why somebody did not get in through a provider.

use crate::Error;

macro_rules! reasons {
    ($($(#[$meta:meta])* $name:ident = $word:literal, $words:literal;)+) => {
        /// Why somebody did not get in. The word stands in an address.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Reason { $($(#[$meta])* $name,)+ }

        impl Reason {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word in an address.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// What happened and what to do next, for people.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => $words),+ }
            }
        }
    };
}

reasons! {
    /// There is no such organization, or it has no provider.
    NoProvider = "sso-no-provider",
        "There is no single sign-on for an organization of this name. Check the name, or sign in with your password.";
    /// The flow is over, or another browser or tab began it.
    Expired = "sso-expired",
        "This sign-in was begun more than 10 minutes ago, or in another tab. Begin again.";
    /// The provider did not confirm it, or the person gave up there.
    Declined = "sso-declined",
        "The provider of your organization did not confirm the sign-in. Begin again.";
    /// The provider cannot be reached.
    Unreachable = "sso-unreachable",
        "The provider of your organization does not answer. Try again in a moment.";
    /// The answer of the provider cannot be believed.
    Untrusted = "sso-untrusted",
        "The answer of the provider could not be verified, so you are not signed in. Tell whoever runs it.";
    /// The organization has another provider now.
    Changed = "sso-changed",
        "The organization has changed its provider meanwhile. Begin again.";
    /// Nobody is linked to this person at the provider.
    Unknown = "sso-unknown",
        "No account is linked to you at the provider yet. Sign in with your password first, then link your account.";
    /// The person or the account is linked to another one.
    Taken = "sso-taken",
        "You or the account you are signed in to is linked to somebody else already. Ask an owner of the organization.";
    /// The account may not be used here.
    Closed = "sso-closed",
        "Your account is not a member of this organization, or it is disabled. Ask an owner of the organization.";
    /// Another account is signed in in this browser.
    OtherAccount = "sso-other-account",
        "This browser is signed in to another account, and stays in it. Sign out first, then begin again.";
    /// Whoever began to link has signed out meanwhile.
    SignedOut = "sso-signed-out",
        "You have signed out meanwhile. Sign in, then link your account.";
    /// A defect or a failure of this installation.
    Failed = "sso-failed",
        "This did not work on our side. Try again in a moment.";
}

impl Reason {
    /// The reason with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|reason| reason.as_str() == word)
    }

    pub(super) fn at(self, slug: &str) -> Refused {
        Refused {
            reason: self,
            organization: Some(slug.to_owned()),
        }
    }
}

/// Somebody did not get in.
#[derive(Debug, thiserror::Error)]
#[error("{}", .reason.words())]
pub struct Refused {
    /// Why.
    pub reason: Reason,
    /// The organization's name in addresses, where it is known.
    pub organization: Option<String>,
}

impl Refused {
    /// The same, where the organization is known by now.
    pub(super) fn at(self, slug: &str) -> Self {
        self.reason.at(slug)
    }
}

impl From<Reason> for Refused {
    fn from(reason: Reason) -> Self {
        Self {
            reason,
            organization: None,
        }
    }
}

/// The cause is in the log.
impl From<Error> for Refused {
    fn from(_: Error) -> Self {
        Reason::Failed.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_addresses_lead_back_to_their_reason() {
        for reason in Reason::ALL {
            assert!(reason.as_str().starts_with("sso-"));
            assert_eq!(Reason::from_word(reason.as_str()), Some(*reason));
        }
        assert_eq!(Reason::from_word("signed-up"), None);
    }
}
