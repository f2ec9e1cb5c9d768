//! Whose a file is, where it is not of the project its format is named after.

use domain::slug::{SlugError, check_slug};

use super::feed::Source;
use super::formats::display_name;

/// How far a given source ranks below the one of the format: it stands beside
/// that one and never in its place.
const BELOW: i16 = 5;

/// The source that a file is recorded as, given together with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenSource {
    slug: String,
    name: String,
}

impl GivenSource {
    /// The source of this name in addresses, and of this name for people; the
    /// latter follows from the former where there is none.
    pub fn new(slug: &str, name: Option<&str>) -> Result<Self, SlugError> {
        check_slug(slug)?;
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        Ok(Self {
            slug: slug.to_owned(),
            name: name.map_or_else(|| display_name(slug), str::to_owned),
        })
    }

    /// Takes the place of the source that the format has by itself, with a lower
    /// rank. What that one publishes its data under says nothing about the file
    /// of another.
    pub(super) fn replace(self, source: &mut Source, origin: &str) {
        source.slug = self.slug;
        source.name = self.name;
        source.url = origin.starts_with("https://").then(|| origin.to_owned());
        source.license = None;
        source.rank = source.rank.saturating_sub(BELOW);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_file_of_another_is_not_under_their_license() {
        let mut source = Source {
            slug: "models-dev".to_owned(),
            name: "models.dev".to_owned(),
            url: Some("https://models.dev".to_owned()),
            license: Some("MIT".to_owned()),
            as_of: datetime!(2026-11-22 0:00 UTC),
            rank: 20,
        };
        let given = GivenSource::new("acme-list", None).unwrap();
        given.replace(&mut source, "https://acme.example/api.json");
        assert_eq!(
            (source.slug.as_str(), source.name.as_str()),
            ("acme-list", "Acme List")
        );
        assert_eq!(source.url.as_deref(), Some("https://acme.example/api.json"));
        assert_eq!((source.license.as_deref(), source.rank), (None, 15));
        let given = GivenSource::new("acme-list", Some(" Our list ")).unwrap();
        given.replace(&mut source, "list.json");
        assert_eq!(
            (source.name.as_str(), source.url.as_deref()),
            ("Our list", None)
        );
        assert!(GivenSource::new("a/b", None).is_err() && GivenSource::new("", None).is_err());
    }
}
