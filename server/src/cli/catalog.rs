//! `tessera catalog import` and `tessera catalog export`: what they take.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use time::{Date, macros::format_description};

/// Working with the catalog from the command line.
#[derive(Debug, Subcommand)]
pub enum CatalogCommand {
    /// Bring in a feed of models and prices
    ///
    /// An import is one transaction: a feed with an error changes nothing, and the message names
    /// the place inside it. The same feed twice changes nothing either.
    ///
    /// Examples:
    ///   tessera catalog import --format models-dev api.json.gz --as-of 2026-07-02
    ///   tessera catalog import --format models-dev <https://models.dev/api.json>
    ///   tessera catalog import --format tessera backup.json
    #[command(verbatim_doc_comment)]
    Import(ImportArgs),
    /// Write the whole catalog in Tessera's own format
    ///
    /// The file can be imported again with `--format tessera`.
    Export(ExportArgs),
}

/// What to import.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The shape of the feed
    #[arg(long, value_enum)]
    pub format: Format,
    /// A file or an https address; either may be compressed with gzip
    #[arg(value_name = "FILE or URL")]
    pub source: String,
    /// The day the feed describes: new prices hold from then on [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    pub as_of: Option<Date>,
}

/// Where to export to.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The file to write; without it the catalog goes to standard output
    pub file: Option<PathBuf>,
}

/// The shapes of feed that Tessera reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The JSON of models.dev: providers with their models
    ModelsDev,
    /// The price map of `LiteLLM`: one object a model
    Litellm,
    /// Dated price segments, one a line
    PriceHistory,
    /// Tessera's own export
    Tessera,
}

fn parse_date(text: &str) -> Result<Date, String> {
    let format = format_description!("[year]-[month]-[day]");
    Date::parse(text, format).map_err(|_| "a date such as 2026-07-02 is expected".into())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn dates_are_whole_and_real() {
        assert_eq!(parse_date("2026-07-02"), Ok(date!(2026 - 07 - 02)));
        for bad in ["2026-7-2", "2026-02-30", "today", "2026-07-02T00:00:00Z"] {
            assert!(parse_date(bad).is_err(), "{bad}");
        }
    }
}
