//! Importing a feed into the catalog.
//!
//! One import is one transaction: it happens as a whole or not at all, and
//! every change it makes is also a row that people can read.

mod editions;
pub mod feed;
mod fetch;
pub mod formats;
mod given;
mod lifecycle;
mod links;
mod names;
mod prices;
mod rows;
mod run;
mod speeds;
mod sql;
mod statements;
mod way;

use std::fmt;

use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use time::OffsetDateTime;

use feed::{Feed, Source};
pub use fetch::{FetchError, Fetched, fetch};
pub use formats::{FeedError, Format};
pub use given::GivenSource;

/// The catalog that comes with Tessera, in its own format.
static STARTER: &[u8] = include_bytes!("../../../starter/catalog.json");
/// The slug of its source.
const STARTER_SOURCE: &str = "tessera-starter";

/// Why an import changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file could not be had.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The file is not what its format promises.
    #[error("{origin}: {error}")]
    Feed {
        /// File or address.
        origin: String,
        /// Where in it and what was expected.
        error: FeedError,
    },
    /// A newer edition of the same source is already in the catalog.
    #[error("{origin}: this edition is of {}, but one of {} was already imported", edition(*given), edition(*known))]
    Older {
        /// File or address.
        origin: String,
        /// The date of the file.
        given: OffsetDateTime,
        /// The date that is known.
        known: OffsetDateTime,
    },
    /// An edition of tomorrow would keep every later one out.
    #[error("{origin}: the edition of {slug} is dated {}, which is in the future", edition(*given))]
    Future {
        /// File or address.
        origin: String,
        /// Slug of the source.
        slug: String,
        /// Its date.
        given: OffsetDateTime,
    },
    /// A source was given for a file that names its own.
    #[error("{origin}: a file of this format names its own source, so none can be given with it")]
    NamesItself {
        /// File or address.
        origin: String,
    },
    /// The database refused.
    #[error(transparent)]
    Backend(#[from] crate::Error),
}

/// A day or, where it is not its midnight, a minute.
fn edition(at: OffsetDateTime) -> String {
    let (day, time) = (at.date(), at.time());
    if time == time::Time::MIDNIGHT {
        return day.to_string();
    }
    format!("{day} {:02}:{:02} UTC", time.hour(), time.minute())
}

impl From<sqlx::Error> for ImportError {
    fn from(error: sqlx::Error) -> Self {
        Self::Backend(error.into())
    }
}

/// What an import has done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Slug of the source.
    pub source: String,
    /// Providers in the feed.
    pub providers: usize,
    /// Models in the feed.
    pub models: usize,
    /// Offerings in the feed.
    pub offerings: usize,
    /// Offerings that say which model they are.
    pub linked: usize,
    /// Offerings with at least one price.
    pub priced: usize,
    /// Price periods of a history.
    pub segments: usize,
    /// Offerings that the source did not list before.
    pub added: usize,
    /// Offerings that the source no longer lists.
    pub retired: usize,
    /// Offerings whose base input or output price changed.
    pub repriced: usize,
    /// Offerings, models, providers ... whose other facts changed.
    pub updated: u64,
    /// Price rows opened, closed or corrected.
    pub price_rows: usize,
    /// Benchmark scores added or changed.
    pub scores: u64,
    /// Measured speeds added or changed.
    pub speeds: u64,
    /// What sources say of limits, dates and licenses: words that are new, changed or taken back.
    pub statements: u64,
    /// What the file had that Tessera does not keep.
    pub skipped: std::collections::BTreeMap<String, usize>,
}

impl Report {
    /// Whether the catalog is as it was.
    pub fn is_unchanged(&self) -> bool {
        self.added + self.retired + self.repriced + self.price_rows == 0
            && self.updated + self.scores + self.speeds + self.statements == 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}: {} providers, {} offerings, {} models, {} offerings linked to a model, {} priced",
            self.source, self.providers, self.offerings, self.models, self.linked, self.priced
        )?;
        if self.segments > 0 {
            writeln!(f, "{} price segments", self.segments)?;
        }
        if self.is_unchanged() {
            write!(f, "nothing changed")?;
        } else {
            write!(
                f,
                "+{} added, \u{2212}{} retired, {} repriced, {} price rows, {} scores, {} speeds, \
                 {} other facts, {} statements",
                self.added,
                self.retired,
                self.repriced,
                self.price_rows,
                self.scores,
                self.speeds,
                self.updated,
                self.statements
            )?;
        }
        for (name, count) in &self.skipped {
            write!(f, "\nnot kept: {name} ({count})")?;
        }
        Ok(())
    }
}

/// How far an import is, for somebody who watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The file is coming over the network: bytes so far, and of how many if that is known.
    Fetching {
        /// So many have come.
        received: u64,
        /// So many it will be.
        total: Option<u64>,
    },
    /// The file is being read.
    Reading,
    /// Offerings are being written.
    Offerings(usize),
    /// Prices are being written.
    Prices(usize),
    /// All is written; the transaction is being committed.
    Committing,
}

/// A file to import.
#[derive(Debug, Clone)]
pub struct Input {
    /// How to read it.
    pub format: Format,
    /// The file.
    pub file: Fetched,
    /// The date of the edition, where the file does not say or says wrong.
    pub as_of: Option<OffsetDateTime>,
    /// The latest date that an edition may have, if there is one.
    pub until: Option<OffsetDateTime>,
    /// Whose it is, where it is not of the project the format is named after.
    pub source: Option<GivenSource>,
}

/// Imports a file. When this fails, nothing has changed.
pub async fn import(
    pool: &PgPool,
    input: Input,
    progress: impl Fn(Step) + Send + Sync + 'static,
) -> Result<Report, ImportError> {
    progress(Step::Reading);
    let Input {
        format,
        file: Fetched {
            origin,
            bytes,
            modified,
        },
        as_of,
        until,
        source,
    } = input;
    if source.is_some() && format == Format::Tessera {
        return Err(ImportError::NamesItself { origin });
    }
    let as_of = as_of.or_else(|| modified.filter(|_| formats::is_undated(format, &bytes)));
    let mut feed = formats::read(format, &bytes, as_of).map_err(|error| ImportError::Feed {
        origin: origin.clone(),
        error,
    })?;
    if let Some(late) = later_than(&feed, until) {
        return Err(ImportError::Future {
            origin,
            slug: late.slug.clone(),
            given: late.as_of,
        });
    }
    if let Some(given) = source {
        given.replace(&mut feed.source, &origin);
    }
    let file = run::File {
        format: format.as_str(),
        origin,
        sha256: hex(&Sha256::digest(&bytes)),
    };
    let pool = pool.clone();
    crate::db::uncancelled(async move { run::run(&pool, &feed, &file, &progress).await }).await
}

/// A source of the feed whose edition is later than `until`.
fn later_than(feed: &Feed, until: Option<OffsetDateTime>) -> Option<&Source> {
    let until = until?;
    let mut sources = std::iter::once(&feed.source).chain(&feed.sources);
    sources.find(|source| source.as_of > until)
}

/// The date of the built-in catalog.
pub fn starter_edition() -> Option<OffsetDateTime> {
    let feed = formats::read(Format::Tessera, STARTER, None);
    feed.ok().map(|feed| feed.source.as_of)
}

/// Loads the built-in catalog unless exactly this edition was loaded before.
pub async fn load_starter(pool: &PgPool) -> Result<Option<Report>, ImportError> {
    let sha256 = hex(&Sha256::digest(STARTER));
    if sql::last_import(pool, STARTER_SOURCE).await?.as_deref() == Some(sha256.as_str()) {
        return Ok(None);
    }
    let file = Fetched {
        origin: "built-in catalog".to_owned(),
        bytes: STARTER.to_vec(),
        modified: None,
    };
    let input = Input {
        format: Format::Tessera,
        file,
        as_of: None,
        until: None,
        source: None,
    };
    match import(pool, input, |_| {}).await {
        // After a step back to an earlier release the newer catalog stays.
        Err(ImportError::Older { .. }) => Ok(None),
        done => done.map(Some),
    }
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
}
