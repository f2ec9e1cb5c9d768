//! Where facts come from.

use backend::catalog::snapshot::{self, Snapshot};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::instant::instant;

/// All sources.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceList {
    /// By name.
    pub items: Vec<Source>,
}

/// Where facts come from.
#[derive(Debug, Serialize, ToSchema)]
pub struct Source {
    /// Its id.
    #[schema(example = "models-dev")]
    pub id: String,
    /// Its name for people.
    #[schema(example = "models.dev")]
    pub name: String,
    /// Where it is published.
    #[schema(required, format = "uri")]
    pub url: Option<String>,
    /// Under which license.
    #[schema(required, example = "MIT")]
    pub license: Option<String>,
    /// The edition in use.
    #[schema(format = DateTime, example = "2026-08-18T00:00:00Z")]
    pub as_of: String,
    /// Precedence where sources disagree: the higher one is shown, then the newer edition, then
    /// the lower price.
    #[schema(example = 30)]
    pub rank: i16,
}

impl Source {
    /// A source.
    pub(crate) fn new(source: &snapshot::Source) -> Self {
        Self {
            id: source.slug.clone(),
            name: source.name.clone(),
            url: source.url.clone(),
            license: source.license.clone(),
            as_of: instant(source.as_of),
            rank: source.rank,
        }
    }
}

/// Which source says so, and in which edition.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceRef {
    /// Its id, as in the list of sources.
    #[schema(example = "models-dev")]
    pub id: String,
    /// The edition.
    #[schema(format = DateTime, example = "2026-08-18T00:00:00Z")]
    pub as_of: String,
}

impl SourceRef {
    /// The source at this position.
    pub(crate) fn at(snapshot: &Snapshot, index: usize) -> Self {
        let source = snapshot.editions.get(index);
        Self {
            id: source.map(|s| s.slug.clone()).unwrap_or_default(),
            as_of: source.map(|s| instant(s.as_of)).unwrap_or_default(),
        }
    }
}
