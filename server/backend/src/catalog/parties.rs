//! Who and where: the parties of the catalog, the places where offerings run,
//! and the sources of facts. Feeds and snapshots speak of the same ones.

use time::OffsetDateTime;

/// Where facts come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name in addresses and files.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Where it is published.
    pub url: Option<String>,
    /// Under which license.
    pub license: Option<String>,
    /// The date of this edition.
    pub as_of: OffsetDateTime,
    /// Precedence where sources disagree; the higher one is shown.
    pub rank: i16,
}

/// Who made models.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Publisher {
    /// Its name in addresses.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Its site.
    pub url: Option<String>,
    /// One line.
    pub description: Option<String>,
}

/// Who sells offerings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provider {
    /// Its name in addresses.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Its site.
    pub url: Option<String>,
    /// Its documentation.
    pub docs_url: Option<String>,
    /// The base address of its API.
    pub api_url: Option<String>,
    /// One line.
    pub description: Option<String>,
}

/// A place where offerings run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The cloud's name for it.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Whose region it is.
    pub cloud: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}
