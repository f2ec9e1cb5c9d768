//! Access of an organization to offerings: who asks for what, for which use,
//! and what becomes of it.

use std::fmt;
use std::str::FromStr;

use time::{Date, Duration};

use crate::workload::Workload;

/// Days after which a request that nobody has decided expires.
pub const IDLE_DAYS: i64 = 30;
/// Most days from today for which access can be given.
pub const MAX_TERM_DAYS: i64 = 730;

vocabulary! {
    /// How sensitive the data is that would be sent.
    pub enum DataClass ("data class") {
        /// Anybody may know it.
        Public = "public", "Public";
        /// For people inside the organization.
        Internal = "internal", "Internal";
        /// For few people inside the organization.
        Confidential = "confidential", "Confidential";
        /// Law or contract says who may see it.
        Restricted = "restricted", "Restricted";
    }
}

impl DataClass {
    /// What belongs into the class, in a few words.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Public => "Anybody may know it",
            Self::Internal => "For everybody inside the organization",
            Self::Confidential => "For few people inside the organization",
            Self::Restricted => "Law or contract says who may see it",
        }
    }
}

vocabulary! {
    /// What kind of system would call.
    pub enum Environment ("environment") {
        /// People who build and try.
        Development = "development", "Development";
        /// A rehearsal of production.
        Staging = "staging", "Staging";
        /// Real use.
        Production = "production", "Production";
    }
}

vocabulary! {
    /// What became of a request.
    pub enum RequestState ("state") {
        /// Nobody has decided yet.
        Pending = "pending", "Pending";
        /// An approver agreed.
        Approved = "approved", "Approved";
        /// An approver refused.
        Denied = "denied", "Denied";
        /// Whoever asked took it back.
        Withdrawn = "withdrawn", "Withdrawn";
        /// Nobody decided for [`IDLE_DAYS`] days.
        Expired = "expired", "Expired";
    }
}

vocabulary! {
    /// Whether a subscription can be used.
    pub enum SubscriptionState ("state") {
        /// It can.
        Active = "active", "Active";
        /// Its last day has passed.
        Expired = "expired", "Expired";
        /// Somebody ended it.
        Canceled = "canceled", "Ended";
    }
}

vocabulary! {
    /// What an organization can do with an offering.
    pub enum AccessState ("access state") {
        /// A project of it may use the offering.
        Available = "available", "Available";
        /// Somebody has asked.
        Pending = "pending", "Pending";
        /// The latest request was denied.
        Denied = "denied", "Denied";
        /// Nobody has asked.
        Requestable = "request", "Not requested";
        /// It is on its way out or gone.
        Deprecated = "deprecated", "Deprecated";
    }
}

/// Why a text of several lines cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProseError {
    /// Nothing was given.
    #[error("is missing")]
    Missing,
    /// Too short to tell anything.
    #[error("is shorter than {0} characters")]
    TooShort(usize),
    /// Longer than allowed.
    #[error("is longer than {0} characters")]
    TooLong(usize),
    /// Neither a letter nor a line break.
    #[error("contains a character that cannot be shown")]
    Control,
}

macro_rules! prose {
    ($($(#[$meta:meta])* $name:ident in $min:literal..=$max:literal;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// Fewest characters.
            pub const MIN: usize = $min;
            /// Most characters.
            pub const MAX: usize = $max;

            /// As text, its lines separated by `\n`.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = ProseError;

            fn from_str(text: &str) -> Result<Self, ProseError> {
                check_prose(text, Self::MIN, Self::MAX).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

prose! {
    /// What somebody wants to do with an offering.
    UseCase in 10..=2_000;
    /// Why something was decided or ended.
    Reason in 3..=1_000;
}

fn check_prose(text: &str, min: usize, max: usize) -> Result<String, ProseError> {
    // Browsers send the lines of a text area with `\r\n` between them.
    let text = text.trim().replace("\r\n", "\n");
    let length = text.chars().count();
    if length == 0 {
        return Err(ProseError::Missing);
    }
    if length < min {
        return Err(ProseError::TooShort(min));
    }
    if length > max {
        return Err(ProseError::TooLong(max));
    }
    if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
    {
        return Err(ProseError::Control);
    }
    Ok(text)
}

/// How much somebody expects to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volume {
    /// Calls a month.
    pub requests: u32,
    /// Input tokens a call.
    pub input: u32,
    /// Output tokens a call.
    pub output: u32,
}

impl From<Volume> for Workload {
    fn from(volume: Volume) -> Self {
        Self {
            requests: volume.requests,
            input: volume.input,
            output: volume.output,
            cached_percent: 0,
            batch_percent: 0,
        }
    }
}

/// Why access cannot last until that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UntilError {
    /// It would be over before it has begun.
    #[error("must be after today")]
    Past,
    /// Further ahead than anybody can tell.
    #[error("is more than {0} days ahead")]
    TooFar(i64),
}

/// Whether access can last until `until`, its last day, both days being those
/// of the organization.
pub fn check_until(until: Date, today: Date) -> Result<(), UntilError> {
    if until <= today {
        return Err(UntilError::Past);
    }
    if until - today > Duration::days(MAX_TERM_DAYS) {
        return Err(UntilError::TooFar(MAX_TERM_DAYS));
    }
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_use_case_says_something() {
        let text = "  Answers customers.\r\nIn German.  ".parse::<UseCase>();
        assert_eq!(text.unwrap().as_str(), "Answers customers.\nIn German.");
        for (wrong, why) in [
            ("   ".to_owned(), ProseError::Missing),
            ("Testing".to_owned(), ProseError::TooShort(10)),
            ("x".repeat(2_001), ProseError::TooLong(2_000)),
            ("Answers \u{7} customers".to_owned(), ProseError::Control),
        ] {
            assert_eq!(wrong.parse::<UseCase>(), Err(why), "{wrong}");
        }
        assert!("x".repeat(2_000).parse::<UseCase>().is_ok());
    }

    #[test]
    fn a_reason_may_be_short() {
        assert!("old".parse::<Reason>().is_ok());
        assert_eq!("no".parse::<Reason>(), Err(ProseError::TooShort(3)));
    }

    #[test]
    fn access_lasts_from_a_day_to_two_years() {
        let today = date!(2026 - 11 - 22);
        assert_eq!(check_until(today, today), Err(UntilError::Past));
        assert_eq!(check_until(date!(2026 - 11 - 23), today), Ok(()));
        assert_eq!(check_until(today + Duration::days(730), today), Ok(()));
        assert_eq!(
            check_until(today + Duration::days(731), today),
            Err(UntilError::TooFar(730))
        );
    }

    #[test]
    fn a_volume_is_a_plain_workload() {
        let volume = Volume {
            requests: 100_000,
            input: 2_000,
            output: 500,
        };
        assert_eq!(Workload::from(volume), Workload::default());
    }
}
