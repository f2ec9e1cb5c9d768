//! What messages in an inbox are about, and when they also go out by mail.

use time::macros::time;
use time::{Duration, OffsetDateTime, Time, UtcOffset};

/// When the mails of a day go out, in UTC.
pub const DAILY_AT: Time = time!(8:00);

vocabulary! {
    /// What a message is about.
    pub enum Kind ("kind of message") {
        /// Somebody has given you other roles.
        RolesChanged = "roles_changed", "Roles changed";
        /// Somebody has accepted your invitation.
        MemberJoined = "member_joined", "Member joined";
        /// Somebody asks for access, and you can decide.
        AccessRequested = "access_requested", "Access requested";
        /// Somebody has decided what you asked for.
        AccessDecided = "access_decided", "Access decided";
        /// Somebody has ended what you asked for and got.
        AccessEnded = "access_ended", "Access ended";
    }
}

impl Kind {
    /// When such a message is sent, in one line.
    pub const fn about(self) -> &'static str {
        match self {
            Self::RolesChanged => "Somebody has changed what you may do in an organization",
            Self::MemberJoined => "Somebody has accepted an invitation of yours",
            Self::AccessRequested => "Somebody asks for access, and you can decide",
            Self::AccessDecided => "Your request for access was approved or denied",
            Self::AccessEnded => "Somebody has ended access that you had asked for",
        }
    }

    /// How it is mailed to those who have not chosen: at once where somebody
    /// waits or access is at stake, not at all where nothing has to be done.
    pub const fn default_mail(self) -> MailFrequency {
        match self {
            Self::RolesChanged
            | Self::AccessRequested
            | Self::AccessDecided
            | Self::AccessEnded => MailFrequency::AtOnce,
            Self::MemberJoined => MailFrequency::Never,
        }
    }
}

vocabulary! {
    /// How often messages of one kind go out by mail. The inbox has them all.
    pub enum MailFrequency ("mail frequency") {
        /// Each when it comes.
        AtOnce = "at_once", "At once";
        /// All of a day in one mail.
        Daily = "daily", "Once a day";
        /// They stay in the inbox.
        Never = "never", "Never";
    }
}

impl MailFrequency {
    /// When the mail about a message of `now` is due; `None` without one.
    pub fn due(self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        match self {
            Self::AtOnce => Some(now),
            Self::Daily => Some(next_daily(now)),
            Self::Never => None,
        }
    }
}

/// The next [`DAILY_AT`], which may be this very moment.
fn next_daily(now: OffsetDateTime) -> OffsetDateTime {
    let day = now.to_offset(UtcOffset::UTC).date();
    let today = day.with_time(DAILY_AT).assume_utc();
    if now <= today {
        today
    } else {
        today.saturating_add(Duration::DAY)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn mails_of_a_day_go_out_in_the_morning() {
        let due = |now| MailFrequency::Daily.due(now);
        for (now, morning) in [
            (
                datetime!(2026-11-22 07:59:59 UTC),
                datetime!(2026-11-22 08:00 UTC),
            ),
            (
                datetime!(2026-11-22 08:00 UTC),
                datetime!(2026-11-22 08:00 UTC),
            ),
            (
                datetime!(2026-11-22 08:00:00.000001 UTC),
                datetime!(2026-11-23 08:00 UTC),
            ),
            (
                datetime!(2026-12-31 12:00 UTC),
                datetime!(2027-01-01 08:00 UTC),
            ),
            // Already the next day in UTC.
            (
                datetime!(2026-11-22 23:00 -05:00),
                datetime!(2026-11-23 08:00 UTC),
            ),
        ] {
            assert_eq!(due(now), Some(morning), "{now}");
        }
    }

    #[test]
    fn the_others_need_no_calendar() {
        let now = datetime!(2026-11-22 12:00 UTC);
        assert_eq!(MailFrequency::AtOnce.due(now), Some(now));
        assert_eq!(MailFrequency::Never.due(now), None);
    }

    #[test]
    fn nobody_is_mailed_about_what_needs_nothing() {
        let quiet: Vec<_> = Kind::ALL
            .iter()
            .filter(|kind| kind.default_mail() == MailFrequency::Never)
            .collect();
        assert_eq!(quiet, [&Kind::MemberJoined]);
    }
}
