//! Which PostgreSQL to use and how many connections.

use std::{num::NonZeroUsize, path::PathBuf, time::Duration};

use super::{
    Setting,
    env::{ConfigError, Env},
    mask::mask_url,
};

/// Settings of the database.
#[derive(Debug, Clone)]
pub struct DatabaseConfig {
    /// `DATABASE_URL`: an existing PostgreSQL. Without it Tessera runs a private one.
    pub url: Option<String>,
    /// `TESSERA_DATA_DIR`: where the private PostgreSQL keeps its files.
    pub data_dir: PathBuf,
    /// `TESSERA_DB_POOL`: connections for requests.
    pub pool: usize,
    /// `TESSERA_DB_BACKGROUND_POOL`: connections for background work, kept apart so that a slow
    /// job cannot starve requests.
    pub background_pool: usize,
    /// `TESSERA_DB_ACQUIRE_TIMEOUT`: how long to wait for a free connection.
    pub acquire_timeout: Duration,
}

impl DatabaseConfig {
    /// The documented defaults.
    pub fn defaults() -> Self {
        Self {
            url: None,
            data_dir: ".tessera".into(),
            pool: 16,
            background_pool: 4,
            acquire_timeout: Duration::from_secs(3),
        }
    }

    /// Few connections: every test has a database and pools of its own on one cluster.
    pub fn for_testing(url: impl Into<String>) -> Self {
        Self {
            url: Some(url.into()),
            pool: 4,
            background_pool: 2,
            ..Self::defaults()
        }
    }

    /// Reads the variables.
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        let base = Self::defaults();
        let at_least_one = |n| NonZeroUsize::new(n).unwrap_or(NonZeroUsize::MIN);
        let url = env.parse(
            "DATABASE_URL",
            "a PostgreSQL address such as postgres://user:password@host:5432/tessera",
            parse_url,
        )?;
        let background_pool = env.count(
            "TESSERA_DB_BACKGROUND_POOL",
            at_least_one(base.background_pool),
        )?;
        Ok(Self {
            url,
            data_dir: env.path("TESSERA_DATA_DIR", ".tessera"),
            pool: env.count("TESSERA_DB_POOL", at_least_one(base.pool))?,
            // One connection listens for changes and is never free.
            background_pool: background_pool.max(2),
            acquire_timeout: env.duration("TESSERA_DB_ACQUIRE_TIMEOUT", base.acquire_timeout)?,
        })
    }

    /// The settings as shown by `tessera doctor`.
    pub fn shown(&self) -> Vec<Setting> {
        let url = self.url.as_deref().map_or_else(
            || "(not set: a private PostgreSQL under TESSERA_DATA_DIR)".into(),
            mask_url,
        );
        vec![
            Setting::new("DATABASE_URL", url),
            Setting::new("TESSERA_DATA_DIR", self.data_dir.display().to_string()),
            Setting::new("TESSERA_DB_POOL", self.pool.to_string()),
            Setting::new(
                "TESSERA_DB_BACKGROUND_POOL",
                self.background_pool.to_string(),
            ),
            Setting::new(
                "TESSERA_DB_ACQUIRE_TIMEOUT",
                format!("{:?}", self.acquire_timeout),
            ),
        ]
    }
}

fn parse_url(text: &str) -> Option<String> {
    let scheme = url::Url::parse(text).ok()?.scheme().to_owned();
    matches!(scheme.as_str(), "postgres" | "postgresql").then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_postgres_addresses_are_taken() {
        assert!(parse_url("postgresql://db/t").is_some());
        assert!(parse_url("postgres:///t?host=%2Ftmp").is_some());
        for bad in ["mysql://db/t", "db/t", "host=db"] {
            assert!(parse_url(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn an_error_does_not_show_the_password() {
        let env = Env::from_pairs(&[("DATABASE_URL", "mysql://ann:s3cret@db/t")]);
        let error = DatabaseConfig::from_env(&env).err().map(|e| e.to_string());
        assert!(
            error.is_some_and(|text| !text.contains("s3cret") && text.contains("DATABASE_URL"))
        );
    }
}
