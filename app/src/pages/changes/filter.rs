//! Which changes are shown, as the address says.

use backend::catalog::changes::{Cursor, Filter as Listing, Kind};
use domain::catalog_query::QueryError;
use leptos::prelude::*;
use time::{Duration, OffsetDateTime};

use crate::components::workload::query_string;
use crate::components::{Icon, IconSize};

/// How far back the page looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    Days(u16),
    All,
}

const PERIODS: [(Period, &str); 4] = [
    (Period::Days(7), "Week"),
    (Period::Days(30), "Month"),
    (Period::Days(90), "Quarter"),
    (Period::All, "All"),
];

impl Period {
    const DEFAULT: Self = Self::Days(30);

    fn word(self) -> String {
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
    pub(super) period: Period,
    /// Where the page begins.
    pub(super) after: Option<Cursor>,
}

fn wrong(field: &'static str, reason: String) -> QueryError {
    QueryError { field, reason }
}

impl Filter {
    /// Reads decoded parameters.
    pub(super) fn from_pairs(pairs: &[(String, String)]) -> Result<Self, QueryError> {
        let mut filter = Self {
            kind: None,
            period: Period::DEFAULT,
            after: None,
        };
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            match name.as_str() {
                "kind" => filter.kind = Some(kind(value)?),
                "days" => filter.period = period(value)?,
                "after" => {
                    let cursor = Cursor::from_word(value);
                    let reason = || wrong("after", "is not the beginning of a page".to_owned());
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
            since,
            until: Some(now),
            after: self.after,
        }
    }

    /// The question for prices that are announced.
    pub(super) fn announced(now: OffsetDateTime) -> Listing {
        Listing {
            kind: Some(Kind::Repriced),
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

    fn over(&self, period: Period) -> Self {
        Self {
            period,
            ..self.first()
        }
    }

    /// The same over the next longer time.
    pub(super) fn wider(&self) -> Option<Self> {
        let now = PERIODS
            .iter()
            .position(|(period, _)| *period == self.period)?;
        PERIODS.get(now + 1).map(|(period, _)| self.over(*period))
    }

    /// The address.
    pub(super) fn href(&self) -> String {
        let mut pairs = Vec::new();
        if self.period != Period::DEFAULT {
            pairs.push(("days", self.period.word()));
        }
        pairs.extend(self.kind.map(|kind| ("kind", kind.as_str().to_owned())));
        pairs.extend(self.after.map(|cursor| ("after", cursor.to_word())));
        let query = query_string(pairs.iter().map(|(name, value)| (*name, value.as_str())));
        if query.is_empty() {
            "/changes".to_owned()
        } else {
            format!("/changes?{query}")
        }
    }

    /// What was looked for, as a sentence.
    pub(super) fn words(&self) -> String {
        let what = self
            .kind
            .map_or("change".to_owned(), |kind| format!("“{}”", kind.label()));
        match self.period {
            Period::Days(days) => format!("No source reported a {what} in the last {days} days."),
            Period::All => format!("No source has reported a {what}."),
        }
    }
}

fn kind(word: &str) -> Result<Kind, QueryError> {
    let words: Vec<_> = Kind::ALL.into_iter().map(Kind::as_str).collect();
    Kind::from_word(word)
        .ok_or_else(|| wrong("kind", format!("must be one of {}", words.join(", "))))
}

fn period(word: &str) -> Result<Period, QueryError> {
    let found = PERIODS
        .into_iter()
        .map(|(period, _)| period)
        .find(|period| period.word() == word);
    found.ok_or_else(|| wrong("days", "must be one of 7, 30, 90, all".to_owned()))
}

/// The filter form and the feed.
pub(super) fn toolbar(filter: &Filter) -> AnyView {
    let periods = PERIODS.into_iter().map(|(period, name)| {
        let current = (period == filter.period).then_some("true");
        view! { <a href=filter.over(period).href() aria-current=current>{name}</a> }
    });
    let kinds = Kind::ALL.into_iter().map(|kind| {
        view! { <option value=kind.as_str() selected=filter.kind == Some(kind)>{kind.label()}</option> }
    });
    let days = (filter.period != Period::DEFAULT)
        .then(|| view! { <input r#type="hidden" name="days" value=filter.period.word()/> });
    view! {
        <form class="toolbar" action="/changes" method="get" aria-label="Filter changes">
            <div class="segment" role="group" aria-label="Period">{periods.collect_view()}</div>
            {days}
            <label class="select-box">
                <span class="sr-only">"Kind"</span>
                <select class="select" name="kind"><option value="">"All kinds"</option>{kinds.collect_view()}</select>
                <Icon name="chevrons-up-down" size=IconSize::Small/>
            </label>
            <button class="button">"Show"</button>
            <a class="button button--quiet" href="/changes.atom"><Icon name="rss"/>"Atom feed"</a>
        </form>
    }
    .into_any()
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
        let filter = read(&[("kind", "")]).unwrap();
        assert_eq!(filter.href(), "/changes");
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
