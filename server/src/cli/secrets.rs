//! `tessera secrets rotate`: sealing secrets under a new key.

use backend::{Services, secrets};
use clap::Subcommand;

use super::{say, with_services};
use crate::config::Config;

/// Working with the keys of sealed secrets.
#[derive(Debug, Subcommand)]
pub enum SecretsCommand {
    /// Seal all secrets in the database under the first key
    ///
    /// Second factors and secrets of identity providers are sealed in the database. The keys are in
    /// `TESSERA_SECRET_KEYS`, or in the file secret.keys under `TESSERA_DATA_DIR`, one a line. The
    /// first seals, all open. To replace a key:
    ///
    ///   1. make a key: `openssl rand -base64 32`
    ///   2. put it behind the others and restart the servers, so that all of them can open with it
    ///   3. put it before the others and restart them: from now on it seals
    ///   4. run `tessera secrets rotate`
    ///   5. take the old key away and restart them; keep it with backups of that time
    ///
    /// With one server step 2 can be left out. The command can be stopped and run again; what is
    /// under the first key already stays as it is.
    #[command(verbatim_doc_comment)]
    Rotate,
}

/// Runs a command on the sealed secrets of the configured database.
pub(super) async fn run(config: &Config, command: SecretsCommand) -> anyhow::Result<()> {
    match command {
        SecretsCommand::Rotate => with_services(config, rotate).await,
    }
}

async fn rotate(services: &Services) -> anyhow::Result<()> {
    let count = secrets::rotate(services).await?;
    let key = services.keyring.key_ids().into_iter().next();
    let key = key.unwrap_or_default();
    say(&match count {
        0 => format!("All secrets are sealed under the key {key} already."),
        1 => format!("Sealed 1 secret under the key {key}."),
        _ => format!("Sealed {count} secrets under the key {key}."),
    })
}
