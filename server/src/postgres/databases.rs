//! Databases of the private cluster, made and dropped with `psql`.

use anyhow::Context;

use super::{Cluster, run_as::run_script};

/// Creates `:"name"` from `:"template"` unless it is there. A client cannot create a database in
/// a block, so the statement is built and then executed by `\gexec`.
const CREATE: &str = "select format('create database %I template %I', :'name', :'template')
 where not exists (select from pg_database where datname = :'name') \\gexec\n";

const DROP: &str = "drop database if exists :\"name\" with (force);\n";

impl Cluster {
    /// Creates a database, unless it exists.
    pub async fn create_database(&self, name: &str) -> anyhow::Result<()> {
        self.create_database_from(name, "template1").await
    }

    /// Creates a database as a copy of another one, unless it exists. Nobody may be connected to
    /// the template meanwhile.
    pub async fn create_database_from(&self, name: &str, template: &str) -> anyhow::Result<()> {
        let variables = [("name", name), ("template", template)];
        self.psql(CREATE, &variables)
            .await
            .with_context(|| format!("cannot create database {name}"))
    }

    /// Drops a database and whoever is connected to it.
    pub async fn drop_database(&self, name: &str) -> anyhow::Result<()> {
        self.psql(DROP, &[("name", name)])
            .await
            .with_context(|| format!("cannot drop database {name}"))
    }

    /// Runs a script of this file; values go in as variables, which `psql` quotes.
    async fn psql(&self, script: &'static str, variables: &[(&str, &str)]) -> anyhow::Result<()> {
        let mut command = self.client("psql");
        command.args([
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            "postgres",
        ]);
        for (name, value) in variables {
            command.args(["-v".into(), format!("{name}={value}")]);
        }
        let said = tokio::task::spawn_blocking(move || run_script(&mut command, script)).await?;
        match said {
            // Somebody else created it in between, which is what was wanted.
            Err(error) if error.to_string().contains("already exists") => Ok(()),
            other => other,
        }
    }
}
