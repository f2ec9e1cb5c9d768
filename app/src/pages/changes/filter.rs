//! Which changes are shown, as the address says.

use backend::catalog::changes::{Cursor, Filter as Listing, Kind};
use domain::catalog_query::QueryError;
use time::{Duration, OffsetDateTime};

use crate::components::workload::query_string;

/// How far back the page looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    Days(u16),
    All,
}

/// Every period with its name, the shortest first.
pub(super) const PERIODS: [(Period, &str); 4] = [
    (Period::Days(7), "Week"),
    (Period::Days(30), "Month"),
    (Period::Days(90), "Quarter"),
    (Period::All, "All"),
];

impl Period {
    pub(super) const DEFAULT: Self = Self::Days(30);

    /// As it stands in an address.
    pub(super) fn word(self) -> String {
        match self {
            Self::Days(days) => days.to_string(),
            Self::All => "all".to_owned(),
        }
    }
}

/// The whole state of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filter {
    /// Only this kind.
    pub(super) kind: Option<Kind>,
    /// Only offerings of the provider with this slug.
    pub(super) provider: Option<String>,
    pub(super) period: Period,
    /// Where the page begins.
    pub(super) after: Option<Cursor>,
}

impl Filter {
    /// Reads decoded parameters. A provider that the catalog does not have is one without changes.
    pub(super) fn from_pairs(pairs: &[(String, String)]) -> Result<Self, QueryError> {
        let mut filter = Self {
            kind: None,
            provider: None,
            period: Period::DEFAULT,
            after: None,
        };
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            match name.as_str() {
                "kind" => filter.kind = Some(kind(value)?),
                "provider" => filter.provider = Some(value.clone()),
                "days" => filter.period = period(value)?,
                "after" => {
                    let cursor = Cursor::from_word(value);
                    let reason = || QueryError::new("after", "is not the beginning of a page");
                    filter.after = Some(cursor.ok_or_else(reason)?);
                }
                _ => {}
            }
        }
        Ok(filter)
    }

    /// The question to the backend: what took effect until now.
    pub(super) fn listing(&self, now: OffsetDateTime) -> Listing {
        let since = match self.period {
            Period::Days(days) => now.checked_sub(Duration::days(i64::from(days))),
            Period::All => None,
        };
        Listing {
            kind: self.kind,
            provider: self.provider.clone(),
            since,
            until: Some(now),
            after: self.after,
        }
    }

    /// The question for prices that are announced.
    pub(super) fn announced(&self, now: OffsetDateTime) -> Listing {
        Listing {
            kind: Some(Kind::Repriced),
            provider: self.provider.clone(),
            since: Some(now + Duration::MICROSECOND),
            until: None,
            after: None,
        }
    }

    /// Whether price changes are among what is asked for.
    pub(super) fn shows_prices(&self) -> bool {
        self.kind.is_none_or(|kind| kind == Kind::Repriced)
    }

    /// This list on its first page.
    pub(super) fn first(&self) -> Self {
        Self {
            after: None,
            ..self.clone()
        }
    }

    /// This list from `cursor` on.
    pub(super) fn at(&self, cursor: Cursor) -> Self {
        Self {
            after: Some(cursor),
            ..self.clone()
        }
    }

    /// This list over another time.
    pub(super) fn over(&self, period: Period) -> Self {
        Self {
            period,
            ..self.first()
        }
    }

    /// The same over the next longer time.
    fn wider(&self) -> Option<Self> {
        let now = PERIODS
            .iter()
            .position(|(period, _)| *period == self.period)?;
        PERIODS.get(now + 1).map(|(period, _)| self.over(*period))
    }

    /// Questions that leave out one thing that was asked for, each with its
    /// words: what may find something where this finds nothing.
    pub(super) fn looser(&self) -> Vec<(Self, &'static str)> {
        let longer = self.wider().map(|wider| (wider, "Show a longer time"));
        let any_kind = || {
            let every = Self {
                kind: None,
                ..self.first()
            };
            self.kind.map(|_| (every, "Show every kind"))
        };
        let any_provider = self.provider.as_ref().map(|_| {
            let every = Self {
                provider: None,
                ..self.first()
            };
            (every, "Show every provider")
        });
        let first = longer.or_else(any_kind);
        first.into_iter().chain(any_provider).collect()
    }

    /// The address.
    pub(super) fn href(&self) -> String {
        let mut pairs = Vec::new();
        if self.period != Period::DEFAULT {
            pairs.push(("days", self.period.word()));
        }
        pairs.extend(self.kind.map(|kind| ("kind", kind.as_str().to_owned())));
        pairs.extend(self.provider.clone().map(|slug| ("provider", slug)));
        pairs.extend(self.after.map(|cursor| ("after", cursor.to_word())));
        let query = query_string(pairs.iter().map(|(name, value)| (*name, value.as_str())));
        if query.is_empty() {
            "/changes".to_owned()
        } else {
            format!("/changes?{query}")
        }
    }

    /// The address of the feed of the same changes. It has the newest ones, so
    /// how far back the page looks is not its question.
    pub(super) fn feed_href(&self) -> String {
        let kind = self.kind.iter().map(|kind| ("kind", kind.as_str()));
        let provider = self.provider.iter().map(|slug| ("provider", slug.as_str()));
        let query = query_string(kind.chain(provider));
        if query.is_empty() {
            "/changes.atom".to_owned()
        } else {
            format!("/changes.atom?{query}")
        }
    }

    /// What was looked for, as a sentence; `provider` is the name of the one
    /// that was asked for.
    pub(super) fn words(&self, provider: Option<&str>) -> String {
        let kind = self
            .kind
            .map(|kind| format!(" of the kind “{}”", kind.label()))
            .unwrap_or_default();
        let at = provider
            .map(|name| format!(" at {name}"))
            .unwrap_or_default();
        match self.period {
            Period::Days(days) => {
                format!("No source reported a change{kind}{at} in the last {days} days.")
            }
            Period::All => format!("No source has reported a change{kind}{at}."),
        }
    }
}

fn kind(word: &str) -> Result<Kind, QueryError> {
    let words: Vec<_> = Kind::ALL.into_iter().map(Kind::as_str).collect();
    Kind::from_word(word)
        .ok_or_else(|| QueryError::new("kind", format!("must be one of {}", words.join(", "))))
}

fn period(word: &str) -> Result<Period, QueryError> {
    let found = PERIODS
        .into_iter()
        .map(|(period, _)| period)
        .find(|period| period.word() == word);
    found.ok_or_else(|| QueryError::new("days", "must be one of 7, 30, 90, all"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn read(pairs: &[(&str, &str)]) -> Result<Filter, QueryError> {
        let owned: Vec<_> = pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        Filter::from_pairs(&owned)
    }

    #[test]
    fn a_month_of_everything_is_the_default() {
        let filter = read(&[("kind", ""), ("provider", "")]).unwrap();
        assert_eq!(filter.href(), "/changes");
        assert_eq!(filter.feed_href(), "/changes.atom");
        let now = datetime!(2026-11-22 0:00 UTC);
        assert_eq!(
            filter.listing(now).since,
            Some(datetime!(2026-10-23 0:00 UTC))
        );
        assert_eq!(filter.listing(now).until, Some(now));
    }

    #[test]
    fn the_address_is_the_state() {
        let filter = read(&[
            ("kind", "repriced"),
            ("days", "all"),
            ("after", "1700000000123456.7"),
        ])
        .unwrap();
        assert_eq!(
            filter.href(),
            "/changes?days=all&kind=repriced&after=1700000000123456.7"
        );
        assert_eq!(filter.wider(), None);
        assert_eq!(
            filter.over(Period::Days(90)).href(),
            "/changes?days=90&kind=repriced"
        );
        assert_eq!(filter.feed_href(), "/changes.atom?kind=repriced");
        let both = read(&[("provider", "acme"), ("kind", "added")]).unwrap();
        assert_eq!(both.feed_href(), "/changes.atom?kind=added&provider=acme");
    }

    #[test]
    fn a_provider_stays_on_every_way() {
        let filter = read(&[("provider", "acme"), ("days", "90")]).unwrap();
        assert_eq!(filter.href(), "/changes?days=90&provider=acme");
        assert_eq!(filter.feed_href(), "/changes.atom?provider=acme");
        assert_eq!(
            filter.over(Period::All).href(),
            "/changes?days=all&provider=acme"
        );
        let now = datetime!(2026-11-22 0:00 UTC);
        for listing in [filter.listing(now), filter.announced(now)] {
            assert_eq!(listing.provider.as_deref(), Some("acme"));
        }
        assert_eq!(
            filter.words(Some("Acme Cloud")),
            "No source reported a change at Acme Cloud in the last 90 days."
        );
    }

    #[test]
    fn where_nothing_is_found_less_is_asked() {
        let looser = |pairs: &[(&str, &str)]| {
            let questions = read(pairs).unwrap().looser();
            questions
                .iter()
                .map(|(filter, _)| filter.href())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            looser(&[("provider", "acme"), ("kind", "added")]),
            [
                "/changes?days=90&kind=added&provider=acme",
                "/changes?kind=added"
            ]
        );
        assert_eq!(
            looser(&[("provider", "acme"), ("kind", "added"), ("days", "all")]),
            [
                "/changes?days=all&provider=acme",
                "/changes?days=all&kind=added"
            ]
        );
        assert!(looser(&[("days", "all")]).is_empty());
    }

    #[test]
    fn wrong_words_name_their_field() {
        for (name, value) in [
            ("kind", "sold"),
            ("days", "8"),
            ("days", "-1"),
            ("after", "x"),
        ] {
            assert_eq!(read(&[(name, value)]).unwrap_err().field, name);
        }
    }
}
