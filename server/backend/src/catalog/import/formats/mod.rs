//! Readers of the feed formats, one a file. Each turns the text of a file into
//! a [`Feed`] or says where in the file it stopped and what it expected there.
//!
//! Each format is described in the module of its reader, with a sample: a feed
//! of a third party in one of these shapes imports as it is.
//!
//! What all readers have in common:
//!
//! - A price is read from its text and never passes through a float.
//! - What is not understood is tolerated. If it is a price, it is counted in
//!   [`Feed::skipped`] by its name.
//! - A wrong type, a negative price, a name that comes twice or a broken file
//!   is an error, and nothing of the file is returned.

mod build;
mod dates;
mod error;
mod json;
mod litellm;
mod models_dev;
mod names;
mod place;
mod price_history;
mod scalar;
#[cfg(test)]
mod shared_data;
mod tessera;

use std::fmt;
use std::str::FromStr;

use domain::UnknownWord;
use time::OffsetDateTime;

pub use error::FeedError;
pub(super) use names::display_name;
pub use tessera::write_tessera;

use super::feed::Feed;

/// The shape of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// models.dev, in each of its shapes.
    ModelsDev,
    /// The price map of LiteLLM.
    LiteLlm,
    /// The dated history of model-prices, as JSON or CSV.
    PriceHistory,
    /// Our own.
    Tessera,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [
        Self::ModelsDev,
        Self::LiteLlm,
        Self::PriceHistory,
        Self::Tessera,
    ];

    /// Its name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ModelsDev => "models-dev",
            Self::LiteLlm => "litellm",
            Self::PriceHistory => "price-history",
            Self::Tessera => "tessera",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let found = Self::ALL.into_iter().find(|format| format.as_str() == text);
        found.ok_or_else(|| UnknownWord::new("feed format", text, &Self::ALL.map(Self::as_str)))
    }
}

/// Whether a file of this format says nothing about its date, so that the date
/// of the file itself has to do.
pub(super) fn is_undated(format: Format, text: &[u8]) -> bool {
    match format {
        Format::LiteLlm => true,
        Format::ModelsDev => models_dev::is_undated(text),
        Format::PriceHistory => price_history::is_undated(text),
        Format::Tessera => false,
    }
}

/// Reads a feed from the unpacked text of a file. `as_of` is the date of the
/// edition; it goes before the one in the file and is needed where the format
/// has none.
pub fn read(format: Format, text: &[u8], as_of: Option<OffsetDateTime>) -> Result<Feed, FeedError> {
    let feed = match format {
        Format::ModelsDev => models_dev::read(text, as_of),
        Format::LiteLlm => litellm::read(text, as_of),
        Format::PriceHistory => price_history::read(text, as_of),
        Format::Tessera => tessera::read(text, as_of),
    }?;
    // A complete feed retires what it does not list: an empty one is a mistake.
    if feed.complete && feed.offerings.is_empty() {
        return Err(FeedError::new(
            "the whole file",
            "at least one offering",
            "none",
        ));
    }
    Ok(feed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_names() {
        for format in Format::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
        assert_eq!(
            "xml".parse::<Format>().map_err(|e| e.to_string()),
            Err("\"xml\" is no feed format; expected one of models-dev, litellm, price-history, tessera".to_owned())
        );
    }

    #[test]
    fn no_format_takes_a_broken_file() {
        for format in Format::ALL {
            for text in [
                &b""[..],
                b"{",
                b"[]",
                b"7",
                b"<html></html>",
                b"{\"a\": NaN}",
                b"\xff\xfe{}",
                b"{\"a\":1}",
                b"{}",
            ] {
                let as_of = Some(time::macros::datetime!(2026-01-01 0:00 UTC));
                assert!(read(format, text, as_of).is_err(), "{format}: {text:?}");
            }
        }
    }
}
