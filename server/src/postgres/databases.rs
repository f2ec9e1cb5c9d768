//! Databases of the private cluster, made with `psql`.

use anyhow::Context;

use super::{Cluster, run_as::run_script};

/// Creates `:"name"` unless it is there. A client cannot create a database in a block, so the
/// statement is built and then executed by `\gexec`.
const CREATE: &str = "select format('create database %I', :'name')
 where not exists (select from pg_database where datname = :'name') \\gexec\n";

impl Cluster {
    /// Creates a database, unless it exists.
    pub async fn create_database(&self, name: &str) -> anyhow::Result<()> {
        let mut command = self.client("psql");
        // The name goes in as a variable, which `psql` quotes.
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]);
        command.args(["-v", &format!("name={name}"), "-d", "postgres"]);
        let said = tokio::task::spawn_blocking(move || run_script(&mut command, CREATE)).await?;
        match said {
            // Somebody else created it in between, which is what was wanted.
            Err(error) if error.to_string().contains("already exists") => Ok(()),
            other => other.with_context(|| format!("cannot create database {name}")),
        }
    }
}
