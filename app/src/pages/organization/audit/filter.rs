//! Which events are shown, as the address says. The exports read the same
//! address.

use backend::audit::{self, Action};
use domain::catalog_query::{MAX_TEXT, QueryError};
use domain::id::UserId;
use time::Date;
use time::macros::format_description;

use crate::components::workload::query_string;

/// The whole state of the page, and of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this action.
    pub action: Option<Action>,
    /// Only by this account.
    pub actor: Option<UserId>,
    /// Only where subject or actor contain this.
    pub text: Option<String>,
    /// Only from this day on, in UTC.
    pub since: Option<Date>,
    /// Only until this day, in UTC; the day itself is among them.
    pub until: Option<Date>,
    /// Only events before this number: where a page begins.
    pub before: Option<i64>,
}

impl Filter {
    /// Reads decoded parameters. Those it does not know are not its own.
    pub fn from_pairs(pairs: &[(String, String)]) -> Result<Self, QueryError> {
        let mut filter = Self::default();
        for (name, value) in pairs {
            let value = value.trim();
            match name.as_str() {
                _ if value.is_empty() => {}
                "action" => filter.action = Some(action(value)?),
                "actor" => filter.actor = Some(actor(value)?),
                "text" => filter.text = Some(text(value)?),
                "since" => filter.since = Some(day("since", value)?),
                "until" => filter.until = Some(day("until", value)?),
                "before" => filter.before = Some(number(value)?),
                _ => {}
            }
        }
        if let (Some(since), Some(until)) = (filter.since, filter.until)
            && until < since
        {
            return Err(QueryError::new("until", "is before the first day"));
        }
        Ok(filter)
    }

    /// The question to the backend.
    pub fn question(&self) -> audit::Filter {
        let after = self.until.and_then(Date::next_day);
        audit::Filter {
            action: self.action,
            actor: self.actor,
            since: self.since.map(|day| day.midnight().assume_utc()),
            until: after.map(|day| day.midnight().assume_utc()),
            text: self.text.clone(),
            before: self.before,
        }
    }

    /// This list on its first page.
    pub(super) fn first(&self) -> Self {
        Self {
            before: None,
            ..self.clone()
        }
    }

    /// This list from before the event with this number.
    pub(super) fn at(&self, before: i64) -> Self {
        Self {
            before: Some(before),
            ..self.clone()
        }
    }

    /// Whether something is left out.
    pub(super) fn is_narrow(&self) -> bool {
        self.first() != Self::default()
    }

    /// The address, where `path` is that of the page or of an export.
    pub(super) fn href(&self, path: &str) -> String {
        let mut pairs = Vec::new();
        pairs.extend(self.action.map(|a| ("action", a.as_str().to_owned())));
        pairs.extend(self.actor.map(|a| ("actor", a.to_string())));
        pairs.extend(self.text.clone().map(|t| ("text", t)));
        pairs.extend(self.since.map(|d| ("since", d.to_string())));
        pairs.extend(self.until.map(|d| ("until", d.to_string())));
        pairs.extend(self.before.map(|n| ("before", n.to_string())));
        let query = query_string(pairs.iter().map(|(name, value)| (*name, value.as_str())));
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }
}

fn action(word: &str) -> Result<Action, QueryError> {
    Action::from_word(word).ok_or_else(|| QueryError::new("action", "is not an action of the log"))
}

fn actor(id: &str) -> Result<UserId, QueryError> {
    id.parse::<UserId>()
        .map_err(|error| QueryError::new("actor", error))
}

fn text(text: &str) -> Result<String, QueryError> {
    if text.chars().count() > MAX_TEXT {
        return Err(QueryError::new(
            "text",
            format!("is longer than {MAX_TEXT} characters"),
        ));
    }
    if text.chars().any(char::is_control) {
        return Err(QueryError::new(
            "text",
            "contains a character that cannot be shown",
        ));
    }
    Ok(text.to_owned())
}

fn day(field: &'static str, text: &str) -> Result<Date, QueryError> {
    let form = format_description!("[year]-[month]-[day]");
    Date::parse(text, form).map_err(|_| QueryError::new(field, "must be a day such as 2026-01-31"))
}

fn number(text: &str) -> Result<i64, QueryError> {
    let number = text.parse::<i64>().ok().filter(|n| *n >= 1);
    number.ok_or_else(|| QueryError::new("before", "must be the number of an event"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use time::macros::datetime;

    const PATH: &str = "/organizations/acme/audit";
    const SOMEBODY: &str = "usr_00000000000000000000000000000007";

    fn read(pairs: &[(&str, &str)]) -> Result<Filter, QueryError> {
        let owned: Vec<_> = pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        Filter::from_pairs(&owned)
    }

    #[test]
    fn everything_is_the_default() {
        let filter = read(&[("action", ""), ("text", " "), ("done", "x")]).unwrap();
        assert!(!filter.is_narrow());
        assert_eq!(filter.href(PATH), PATH);
        assert_eq!(filter.question(), audit::Filter::default());
    }

    #[test]
    fn the_address_is_the_state() {
        let filter = read(&[
            ("until", "2026-02-01"),
            ("since", "2026-01-31"),
            ("text", "a b"),
            ("actor", SOMEBODY),
            ("action", "member.joined"),
            ("before", "12"),
        ]);
        let filter = filter.unwrap();
        let rest = format!(
            "action=member.joined&actor={SOMEBODY}&text=a+b&since=2026-01-31&until=2026-02-01"
        );
        assert_eq!(filter.href(PATH), format!("{PATH}?{rest}&before=12"));
        assert_eq!(filter.first().href(PATH), format!("{PATH}?{rest}"));
        assert_eq!(filter.first().at(12), filter);
        assert!(filter.is_narrow());
        assert!(!read(&[("before", "3")]).unwrap().is_narrow());
    }

    #[test]
    fn the_last_day_is_among_them() {
        let filter = read(&[("since", "2026-01-31"), ("until", "2026-01-31")]).unwrap();
        let question = filter.question();
        assert_eq!(question.since, Some(datetime!(2026-01-31 0:00 UTC)));
        assert_eq!(question.until, Some(datetime!(2026-02-01 0:00 UTC)));
    }

    #[test]
    fn wrong_words_name_their_field() {
        let long = "x".repeat(MAX_TEXT + 1);
        for (name, value) in [
            ("action", "member.married"),
            ("actor", "org_1"),
            ("text", long.as_str()),
            ("since", "yesterday"),
            ("until", "2026-02-30"),
            ("before", "0"),
            ("before", "x"),
        ] {
            assert_eq!(read(&[(name, value)]).unwrap_err().field, name);
        }
        let turned = read(&[("since", "2026-02-01"), ("until", "2026-01-01")]);
        assert_eq!(turned.unwrap_err().field, "until");
    }
}
