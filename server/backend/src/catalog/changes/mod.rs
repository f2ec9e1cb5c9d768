//! What changed in the catalog, in a form people can read.

mod life;
mod sql;

use domain::fact::Fact;
use domain::price::UnitPrice;
use domain::slug::check_slug;
use sqlx::PgPool;
use time::OffsetDateTime;

use crate::Error;

pub use life::{LIFECYCLE, LifeStep, RETIREMENT};

/// Most changes on one page.
pub const PAGE_SIZE: i64 = 50;

/// What kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An offering is new.
    Added,
    /// An offering is no longer sold.
    Retired,
    /// A retired offering is sold again.
    Returned,
    /// A price is another one.
    Repriced,
    /// A model is new.
    ModelAdded,
    /// A model or an offering is in another stage of life, or retires on another day.
    Lifecycle,
    /// A limit, a date or a license of a model or an offering is another one.
    Facts,
}

impl Kind {
    /// Every kind, in the order in which it is shown.
    pub const ALL: [Self; 7] = [
        Self::Repriced,
        Self::Added,
        Self::Retired,
        Self::Returned,
        Self::Lifecycle,
        Self::ModelAdded,
        Self::Facts,
    ];

    /// The word used in addresses and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Retired => "retired",
            Self::Returned => "returned",
            Self::Repriced => "repriced",
            Self::ModelAdded => "model_added",
            Self::Lifecycle => "lifecycle",
            Self::Facts => "facts",
        }
    }

    /// The words shown to people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Added => "New offering",
            Self::Retired => "Retired",
            Self::Returned => "Back again",
            Self::Repriced => "Price change",
            Self::ModelAdded => "New model",
            Self::Lifecycle => "Lifecycle",
            Self::Facts => "Limits and facts",
        }
    }

    /// The kind with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }
}

/// One change.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its key; larger is recorded later.
    pub id: i64,
    /// What kind.
    pub kind: Kind,
    /// When it took effect.
    pub at: OffsetDateTime,
    /// The name of the model or the offering.
    pub name: String,
    /// Slug of the model, if it is known.
    pub model: Option<String>,
    /// Slug of the provider, for offerings.
    pub provider: Option<String>,
    /// Name of the provider, for offerings.
    pub provider_name: Option<String>,
    /// The provider's name for the model, for offerings.
    pub upstream: Option<String>,
    /// For a price: which one. For a life: [`LIFECYCLE`] or [`RETIREMENT`]. For
    /// a fact: its name.
    pub component: Option<String>,
    /// For a price: what it was.
    pub old: Option<UnitPrice>,
    /// For a price: what it is.
    pub new: Option<UnitPrice>,
    /// For a life: the stage it was in, or the day on which it was to retire, if
    /// that was known. For a fact: its value.
    pub old_word: Option<String>,
    /// For a life: the stage it is in, or the day on which it retires, if that is
    /// known. For a fact: its value.
    pub new_word: Option<String>,
    /// Name of the source.
    pub source: String,
}

impl Change {
    /// The address of the page it is about.
    pub fn href(&self) -> String {
        use domain::slug::path_segment;
        match (&self.model, &self.provider, &self.upstream) {
            (Some(model), _, _) => format!("/models/{}", path_segment(model)),
            (None, Some(provider), Some(upstream)) => {
                format!(
                    "/providers/{}/{}",
                    path_segment(provider),
                    path_segment(upstream)
                )
            }
            _ => "/models".to_owned(),
        }
    }

    /// For a fact: what it was and what it is; `None` is unknown.
    pub fn fact_step(&self) -> Option<(Option<Fact>, Option<Fact>)> {
        let name = self
            .component
            .as_deref()
            .filter(|_| self.kind == Kind::Facts)?;
        let read = |word: &Option<String>| Fact::parse(name, word.as_deref()?);
        Some((read(&self.old_word), read(&self.new_word)))
    }

    /// By how much a price moved, in tenths of a percent. `None` without two
    /// prices or from zero.
    pub fn permille(&self) -> Option<i64> {
        let (old, new) = (i128::from(self.old?.raw()), i128::from(self.new?.raw()));
        if old == 0 {
            return None;
        }
        i64::try_from((new - old) * 1000 / old).ok()
    }
}

/// Where a page of changes begins: after this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// When it took effect.
    pub at: OffsetDateTime,
    /// Its key.
    pub id: i64,
}

impl Cursor {
    /// As it stands in an address: seconds and key.
    pub fn to_word(self) -> String {
        format!("{}.{}", self.at.unix_timestamp_nanos() / 1000, self.id)
    }

    /// Reads what [`to_word`](Self::to_word) wrote.
    pub fn from_word(word: &str) -> Option<Self> {
        let (micros, id) = word.split_once('.')?;
        let nanos = micros.parse::<i128>().ok()?.checked_mul(1000)?;
        Some(Self {
            at: OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?,
            id: id.parse().ok()?,
        })
    }
}

/// A page of changes, newest first.
#[derive(Debug, Default)]
pub struct Page {
    /// The changes.
    pub changes: Vec<Change>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// What to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only offerings of the provider with this slug.
    pub provider: Option<String>,
    /// Only what took effect from this instant on.
    pub since: Option<OffsetDateTime>,
    /// Only what took effect before this one, such as now: announced prices
    /// lie in the future.
    pub until: Option<OffsetDateTime>,
    /// Where the page begins.
    pub after: Option<Cursor>,
}

/// Lists changes, newest first.
pub async fn list(pool: &PgPool, filter: &Filter) -> Result<Page, Error> {
    // What cannot be the slug of a provider is none without asking.
    if filter
        .provider
        .as_deref()
        .is_some_and(|slug| check_slug(slug).is_err())
    {
        return Ok(Page::default());
    }
    let mut changes = sql::list(pool, filter, PAGE_SIZE + 1).await?;
    let more = changes.len() > usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
    changes.truncate(usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX));
    let next = changes
        .last()
        .filter(|_| more)
        .map(|c| Cursor { at: c.at, id: c.id });
    Ok(Page { changes, next })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_survive_an_address() {
        let cursor = Cursor {
            at: OffsetDateTime::UNIX_EPOCH + time::Duration::microseconds(1_700_000_000_123_456),
            id: 7,
        };
        assert_eq!(Cursor::from_word(&cursor.to_word()), Some(cursor));
        assert_eq!(Cursor::from_word("x.y"), None);
    }
}
