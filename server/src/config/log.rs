//! What is logged, and in which form.

use tracing_subscriber::EnvFilter;

use super::{
    Setting,
    env::{ConfigError, Env},
};

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line, for collectors.
    Json,
}

/// Settings of the log.
#[derive(Debug, Clone)]
pub struct LogConfig {
    /// `TESSERA_LOG`: which targets log at which level.
    pub filter: String,
    /// `TESSERA_LOG_FORMAT`: `text` or `json`.
    pub format: LogFormat,
}

impl LogConfig {
    /// The documented defaults.
    pub fn defaults() -> Self {
        Self {
            filter: "info,sqlx=warn,tantivy=warn".into(),
            format: LogFormat::Text,
        }
    }

    /// Warnings only: a test's output is its assertions.
    pub fn for_testing() -> Self {
        Self {
            filter: "warn".into(),
            ..Self::defaults()
        }
    }

    /// Reads the variables.
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        let base = Self::defaults();
        let filter = env.parse(
            "TESSERA_LOG",
            "a filter such as `info`, `debug` or `info,backend=debug`",
            |text| EnvFilter::try_new(text).ok().map(|_| text.to_owned()),
        )?;
        let format = env.parse(
            "TESSERA_LOG_FORMAT",
            "`text` or `json`",
            |text| match text {
                "text" => Some(LogFormat::Text),
                "json" => Some(LogFormat::Json),
                _ => None,
            },
        )?;
        Ok(Self {
            filter: filter.unwrap_or(base.filter),
            format: format.unwrap_or(base.format),
        })
    }

    /// The settings as shown by `tessera doctor`.
    pub fn shown(&self) -> Vec<Setting> {
        let format = match self.format {
            LogFormat::Text => "text",
            LogFormat::Json => "json",
        };
        vec![
            Setting::new("TESSERA_LOG", &self.filter),
            Setting::new("TESSERA_LOG_FORMAT", format),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_filters_are_checked() {
        let read = |pairs: &[(&str, &str)]| LogConfig::from_env(&Env::from_pairs(pairs));
        assert!(read(&[("TESSERA_LOG", "info,backend=debug")]).is_ok());
        assert!(read(&[("TESSERA_LOG", "backend=loud")]).is_err());
        assert!(read(&[("TESSERA_LOG_FORMAT", "xml")]).is_err());
        assert_eq!(
            read(&[("TESSERA_LOG_FORMAT", "json")])
                .ok()
                .map(|c| c.format),
            Some(LogFormat::Json)
        );
    }
}
