//! `tessera catalog import` and `tessera catalog export`: what they take.

use std::{io::IsTerminal as _, path::PathBuf};

use anyhow::{Context as _, bail};
use backend::catalog::{
    export,
    import::{self, GivenSource, Input, Report, Step},
};
use clap::{Args, Subcommand, ValueEnum};
use time::{Date, Duration, macros::format_description};

use super::say;
use crate::{
    config::{Config, DatabaseConfig, mask_url},
    database::Database,
};

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
    ///   tessera catalog import --format models-dev https://models.dev/api.json --as-of 2026-11-22
    ///   tessera catalog import --format models-dev --source acme-list --source-name "Acme's list" acme.json
    ///   tessera catalog import --format tessera catalog.json
    ///   tessera catalog import --format tessera measurements.json
    #[command(verbatim_doc_comment)]
    #[expect(clippy::doc_markdown, reason = "people read it as it is")]
    Import(ImportArgs),
    /// Write the catalog as it is listed now in Tessera's own format
    ///
    /// The file can be imported again with `--format tessera`. It is no backup: offerings that no
    /// source lists any more, and the list of changes, stay in the database.
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
    pub file: String,
    /// The day the feed describes: new prices hold from then on [default: the date the feed states; for litellm, api.json of models.dev and the table of price-history, which state none, the date of the file]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    pub as_of: Option<Date>,
    /// Whose feed it is, where it only has the shape of another: the name of the source in addresses. What that other source lists stays as it is and is shown first. Not for tessera, which names its own
    #[arg(long, value_name = "SLUG", value_parser = parse_slug)]
    pub source: Option<String>,
    /// The name of that source for people [default: follows from the slug]
    #[arg(long, value_name = "NAME", requires = "source")]
    pub source_name: Option<String>,
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
    /// Tessera's own: exports, and how fast offerings were measured to be
    Tessera,
}

impl From<Format> for import::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::ModelsDev => Self::ModelsDev,
            Format::Litellm => Self::LiteLlm,
            Format::PriceHistory => Self::PriceHistory,
            Format::Tessera => Self::Tessera,
        }
    }
}

/// Runs a command on the catalog of the configured database.
pub(super) async fn run(config: &Config, command: CatalogCommand) -> anyhow::Result<()> {
    match command {
        CatalogCommand::Import(args) => import(config, args).await,
        CatalogCommand::Export(args) => export(config, args).await,
    }
}

async fn import(config: &Config, args: ImportArgs) -> anyhow::Result<()> {
    // What is wrong with the file is said before a database is opened, or even made.
    let input = fetch(args).await?;
    let database = Database::open(&config.database).await?;
    let result = write(&database, input).await;
    database.close().await;
    say(&result?.to_string())?;
    say(&format!("into {}", place(&config.database)))
}

/// The database, as people know it.
fn place(config: &DatabaseConfig) -> String {
    config.url.as_ref().map_or_else(
        || format!("the private database in {}", config.data_dir.display()),
        |url| mask_url(url),
    )
}

async fn fetch(args: ImportArgs) -> anyhow::Result<Input> {
    let now = crate::clock::now();
    if args.as_of > now.date().next_day() {
        bail!("--as-of: an edition of the future, which would keep every later one out");
    }
    let name = args.source_name.as_deref();
    let source = args.source.as_deref();
    let source = source
        .map(|slug| GivenSource::new(slug, name))
        .transpose()?;
    let file = import::fetch(&args.file, progress()).await;
    if is_watched() && file.is_err() {
        // The count of what came is not to run into the error.
        eprintln!();
    }
    Ok(Input {
        format: args.format.into(),
        file: file?,
        as_of: args.as_of.map(|day| day.midnight().assume_utc()),
        // Days are ahead of UTC by half a day in some places.
        until: Some(now + Duration::DAY),
        source,
    })
}

async fn write(database: &Database, input: Input) -> anyhow::Result<Report> {
    backend::db::migrate(&database.owner).await?;
    Ok(import::import(&database.web, input, progress()).await?)
}

fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}

/// Shows steps where somebody watches.
fn progress() -> impl Fn(Step) + Send + Sync + 'static {
    let is_watched = is_watched();
    move |step| {
        if is_watched {
            show(step);
        }
    }
}

/// A line for each step; what is fetched counts up in one.
fn show(step: Step) {
    const CLEAR: &str = "\r\x1b[K";
    let words = describe(step);
    if matches!(step, Step::Fetching { .. }) {
        eprint!("{CLEAR}{words}");
    } else {
        eprintln!("{CLEAR}{words}");
    }
}

fn describe(step: Step) -> String {
    match step {
        Step::Fetching { received, total } => {
            let of = total.map(|total| format!(" of {}", total.div_ceil(1 << 20)));
            format!("Fetched {}{} MiB", received >> 20, of.unwrap_or_default())
        }
        Step::Reading => "Reading the feed".to_owned(),
        Step::Offerings(count) => format!("Writing {count} offerings"),
        Step::Prices(count) => format!("Writing {count} prices"),
        Step::Committing => "Committing".to_owned(),
    }
}

async fn export(config: &Config, args: ExportArgs) -> anyhow::Result<()> {
    let database = Database::open(&config.database).await?;
    let text = read(&database).await;
    database.close().await;
    let text = text?;
    match args.file {
        None => say(text.trim_end()),
        Some(path) => tokio::fs::write(&path, text)
            .await
            .with_context(|| format!("cannot write {}", path.display())),
    }
}

async fn read(database: &Database) -> anyhow::Result<String> {
    backend::db::migrate(&database.owner).await?;
    Ok(export::export(&database.web, crate::clock::now()).await?)
}

fn parse_date(text: &str) -> Result<Date, String> {
    let format = format_description!("[year]-[month]-[day]");
    Date::parse(text, format).map_err(|_| "a date such as 2026-07-02 is expected".into())
}

fn parse_slug(text: &str) -> Result<String, String> {
    let checked = domain::slug::check_slug(text);
    checked
        .map(|()| text.to_owned())
        .map_err(|error| format!("it {error}"))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn slugs_say_what_is_wrong_with_them() {
        assert_eq!(parse_slug("acme-list"), Ok("acme-list".to_owned()));
        assert_eq!(parse_slug(""), Err("it is empty".to_owned()));
        assert!(parse_slug("a/b").is_err_and(|error| error.contains("'/'")));
    }

    #[test]
    fn dates_are_whole_and_real() {
        assert_eq!(parse_date("2026-07-02"), Ok(date!(2026 - 07 - 02)));
        for bad in ["2026-7-2", "2026-02-30", "today", "2026-07-02T00:00:00Z"] {
            assert!(parse_date(bad).is_err(), "{bad}");
        }
    }
}
