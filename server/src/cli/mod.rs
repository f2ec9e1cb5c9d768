//! The command line.

pub mod admin;
pub mod audit;
pub mod catalog;
mod console;
pub mod secrets;
mod serve;

use std::process::ExitCode;

use backend::Services;
use clap::{Parser, Subcommand};

pub(crate) use self::console::say;
use crate::{config::Config, database::Database, doctor, telemetry};

const EXAMPLES: &str = "\
Examples:
  tessera serve                                   start on http://127.0.0.1:3000
  TESSERA_ADDR=0.0.0.0:8080 tessera serve         listen on another address
  DATABASE_URL=postgres://tessera@db/tessera tessera serve
                                                  use an existing PostgreSQL
  tessera doctor                                  check the set-up and explain what is wrong
  tessera admin create-operator --email ann@example.com --name Ann
                                                  make an account that runs the installation
  tessera catalog import --format models-dev https://models.dev/api.json
                                                  bring in a feed of models and prices
  tessera audit verify                            check that nobody has changed the audit log

Settings are environment variables:
  DATABASE_URL                 an existing PostgreSQL (15 or newer); without it Tessera runs a
                               private one
  TESSERA_DATA_DIR             where the private one, keys and mails are     [.tessera]
  TESSERA_ADDR                 host:port to listen on                        [127.0.0.1:3000]
  TESSERA_PUBLIC_URL           the address people use, behind a proxy        [not set]
  TESSERA_SMTP_URL             the mail server, such as smtps://user:password@mail.example.com;
                               without it mails are kept in mail under TESSERA_DATA_DIR
  TESSERA_MAIL_FROM            who mails come from          [no-reply@ the host people use]
  TESSERA_SECRET_KEYS          keys that seal secrets in the database, the first seals; without it
                               those of secret.keys under TESSERA_DATA_DIR. Servers that share a
                               database need the same keys
  TESSERA_IDENTITY_PROVIDER_HOSTS
                               hosts of identity providers that may stand on a private network,
                               such as id.corp.example,sso.corp.example:8443  [public ones only]
  TESSERA_DEMO                 `0` turns the demo of `serve --demo` off      [1]
  TESSERA_LOG                  what is logged, such as `info,backend=debug`  [info]
  TESSERA_LOG_FORMAT           `text` or `json`                              [text]
  TESSERA_HEADER_TIMEOUT       time to send a request's headers              [10s]
  TESSERA_REQUEST_TIMEOUT      time to begin an answer                       [30s]
  TESSERA_BODY_LIMIT           largest request body                          [2MiB]
  TESSERA_MAX_CONNECTIONS      open connections                              [4096]
  TESSERA_TRUSTED_PROXIES      proxies in front that set X-Forwarded-For         [0]
  TESSERA_DRAIN_DELAY          go on accepting for so long when stopping     [0s]
  TESSERA_DRAIN_BUDGET         time for requests in flight when stopping     [25s]
  TESSERA_DB_POOL              database connections for requests             [16]
  TESSERA_DB_BACKGROUND_POOL   database connections for background work      [4]
  TESSERA_DB_ACQUIRE_TIMEOUT   time to wait for one of them                  [3s]";

/// A self-hosted marketplace for AI models: who sells which model, at what price, since when.
#[derive(Debug, Parser)]
#[command(name = "tessera", version, arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the server
    ///
    /// Without `DATABASE_URL` a private PostgreSQL is created under `TESSERA_DATA_DIR` and started;
    /// it stops with the server. The database is migrated before anything is served. On SIGTERM
    /// or Ctrl-C the server turns not ready, stops accepting and lets requests in flight finish;
    /// a second signal exits at once.
    Serve {
        /// Fill an empty installation with a demo: two organizations and one account for each role
        ///
        /// Passwords are made and printed once. Never for production; `TESSERA_DEMO=0` turns it off.
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database up to date and exit
    ///
    /// `serve` does this too. Run it on its own to migrate once before several servers start.
    Migrate,
    /// Import a feed into the catalog, or export the catalog
    #[command(subcommand)]
    Catalog(catalog::CatalogCommand),
    /// Make accounts that run the installation
    #[command(subcommand)]
    Admin(admin::AdminCommand),
    /// Check that nobody has changed the audit log
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Seal the secrets in the database under a new key
    #[command(subcommand)]
    Secrets(secrets::SecretsCommand),
    /// Check configuration, database, disk, clock, bundle, keys and mail, and say what is wrong
    ///
    /// Prints every setting with passwords masked. Exits with status 1 if a check failed.
    Doctor,
}

/// Runs a command to its end.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let config = match (Config::from_env(), &cli.command) {
        (Ok(config), _) => config,
        (Err(error), Command::Doctor) => return doctor::refuse(&error),
        (Err(error), _) => return Err(error.into()),
    };
    telemetry::init(&config.log)?;
    match cli.command {
        Command::Serve { demo } => serve::run(config, demo).await?,
        Command::Migrate => migrate(&config).await?,
        Command::Catalog(command) => catalog::run(&config, command).await?,
        Command::Admin(command) => admin::run(&config, command).await?,
        Command::Audit(command) => return audit::run(&config, command).await,
        Command::Secrets(command) => secrets::run(&config, command).await?,
        Command::Doctor => return doctor::run(&config).await,
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens the database, does some work with it and closes it again.
async fn with_services<T>(
    config: &Config,
    work: impl AsyncFnOnce(&Services) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let database = Database::open(&config.database).await?;
    let result = on_database(&database, config, work).await;
    database.close().await;
    result
}

async fn on_database<T>(
    database: &Database,
    config: &Config,
    work: impl AsyncFnOnce(&Services) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    backend::db::migrate(&database.owner).await?;
    let services = database.services(config).await?;
    let result = work(&services).await;
    services.mailer.drain().await;
    result
}

async fn migrate(config: &Config) -> anyhow::Result<()> {
    let database = Database::open(&config.database).await?;
    let result = apply(&database).await;
    database.close().await;
    say(&result?)
}

async fn apply(database: &Database) -> anyhow::Result<String> {
    let pending = backend::db::pending_migrations(&database.owner).await?;
    backend::db::migrate(&database.owner).await?;
    Ok(match pending {
        0 => "The database is up to date.".into(),
        1 => "Applied 1 migration; the database is up to date.".into(),
        _ => format!("Applied {pending} migrations; the database is up to date."),
    })
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, error::ErrorKind};

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_names_every_variable() {
        let help = Cli::command().render_long_help().to_string();
        let settings = Config::for_testing("postgres://db/t").masked();
        for setting in settings {
            assert!(help.contains(setting.name), "{}", setting.name);
        }
    }

    #[test]
    fn without_a_command_help_is_shown() {
        let error = Cli::try_parse_from(["tessera"])
            .err()
            .map(|error| error.kind());
        assert_eq!(
            error,
            Some(ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand)
        );
    }
}
