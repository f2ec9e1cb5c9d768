//! Configuration: environment variables, read once at boot. Nothing else in Tessera reads them.

mod database;
mod demo;
mod env;
mod log;
mod mail;
mod mask;
mod secrets;
mod server;
mod sign_on;

pub(crate) use self::server::names_loopback;
pub use self::{
    database::DatabaseConfig,
    demo::DemoConfig,
    env::{ConfigError, Env},
    log::{LogConfig, LogFormat},
    mail::MailConfig,
    mask::mask_url,
    secrets::SecretsConfig,
    server::ServerConfig,
    sign_on::SignOnConfig,
};

/// Where programs are looked for: the system's own variable, read here because every other part
/// of Tessera is kept from reading any.
#[expect(
    clippy::disallowed_methods,
    reason = "this module is where variables are read"
)]
pub(crate) fn search_path() -> Option<std::ffi::OsString> {
    std::env::var_os("PATH")
}

/// Everything that can be configured.
#[derive(Debug, Clone)]
pub struct Config {
    /// The HTTP server.
    pub server: ServerConfig,
    /// The database.
    pub database: DatabaseConfig,
    /// Mail.
    pub mail: MailConfig,
    /// Sealed secrets.
    pub secrets: SecretsConfig,
    /// Single sign-on.
    pub sign_on: SignOnConfig,
    /// The demo.
    pub demo: DemoConfig,
    /// The log.
    pub log: LogConfig,
    /// `TESSERA_` variables that are set but mean nothing.
    pub unknown: Vec<String>,
}

impl Config {
    /// Reads the environment of this process.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::read(&Env::of_process())
    }

    /// Reads the given environment.
    pub fn read(env: &Env) -> Result<Self, ConfigError> {
        Ok(Self {
            server: ServerConfig::from_env(env)?,
            database: DatabaseConfig::from_env(env)?,
            mail: MailConfig::from_env(env)?,
            secrets: SecretsConfig::from_env(env)?,
            sign_on: SignOnConfig::from_env(env)?,
            demo: DemoConfig::from_env(env)?,
            log: LogConfig::from_env(env)?,
            unknown: env.unknown().into_iter().map(str::to_owned).collect(),
        })
    }

    /// Settings for a test that uses the database at `url`.
    pub fn for_testing(url: impl Into<String>) -> Self {
        Self {
            server: ServerConfig::for_testing(),
            database: DatabaseConfig::for_testing(url),
            mail: MailConfig::for_testing(),
            secrets: SecretsConfig::for_testing(),
            sign_on: SignOnConfig::for_testing(),
            demo: DemoConfig::for_testing(),
            log: LogConfig::for_testing(),
            unknown: Vec::new(),
        }
    }

    /// Every setting with its value, secrets masked.
    pub fn masked(&self) -> Vec<Setting> {
        let parts = [
            self.server.shown(),
            self.database.shown(),
            self.mail.shown(),
            self.secrets.shown(),
            self.sign_on.shown(),
            self.demo.shown(),
            self.log.shown(),
        ];
        parts.into_iter().flatten().collect()
    }
}

/// One setting as a person may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The variable's name.
    pub name: &'static str,
    /// Its value, secrets masked.
    pub value: String,
}

impl Setting {
    fn new(name: &'static str, value: impl Into<String>) -> Self {
        Self {
            name,
            value: value.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_variable_is_shown_and_no_secret_is() {
        let key = "5ec2e7".repeat(11)[..64].to_owned();
        let env = Env::from_pairs(&[
            ("DATABASE_URL", "postgres://ann:s3cret@db/t"),
            ("TESSERA_SMTP_URL", "smtps://ann:s3cret@mail.example"),
            ("TESSERA_SECRET_KEYS", key.as_str()),
        ]);
        let settings = Config::read(&env)
            .map(|config| config.masked())
            .unwrap_or_default();
        let mut names: Vec<_> = settings.iter().map(|setting| setting.name).collect();
        names.sort_unstable();
        assert_eq!(names, env::KNOWN);
        for setting in settings {
            for secret in ["s3cret", "5ec2e7"] {
                assert!(!setting.value.contains(secret), "{}", setting.name);
            }
        }
    }
}
