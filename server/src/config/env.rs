//! Reading variables, with errors that name the variable and say what was expected.

use std::{collections::BTreeMap, num::NonZeroUsize, path::PathBuf, time::Duration};

/// Every variable Tessera reads. [`Env::unknown`] compares the environment with it, because a
/// misspelled `TESSERA_` variable would otherwise be ignored without a word.
pub(super) const KNOWN: &[&str] = &[
    "DATABASE_URL",
    "TESSERA_ADDR",
    "TESSERA_BODY_LIMIT",
    "TESSERA_DATA_DIR",
    "TESSERA_DB_ACQUIRE_TIMEOUT",
    "TESSERA_DB_BACKGROUND_POOL",
    "TESSERA_DB_POOL",
    "TESSERA_DEMO",
    "TESSERA_DRAIN_BUDGET",
    "TESSERA_DRAIN_DELAY",
    "TESSERA_HEADER_TIMEOUT",
    "TESSERA_IDENTITY_PROVIDER_HOSTS",
    "TESSERA_LOG",
    "TESSERA_LOG_FORMAT",
    "TESSERA_MAIL_FROM",
    "TESSERA_MAX_CONNECTIONS",
    "TESSERA_PUBLIC_URL",
    "TESSERA_REQUEST_TIMEOUT",
    "TESSERA_SECRET_KEYS",
    "TESSERA_SMTP_URL",
    "TESSERA_TRUSTED_PROXIES",
];

/// Variables of the scripts that build and test Tessera; they may be set where it runs.
const OF_SCRIPTS: &[&str] = &[
    "TESSERA_BIN",
    "TESSERA_CACHE",
    "TESSERA_CHROMIUM",
    "TESSERA_SHARED_DATA",
    "TESSERA_SITE_DIR",
    "TESSERA_WASM_OPT",
];

/// A variable that is set to something Tessera cannot use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} is `{value}`, but {expected} was expected")]
pub struct ConfigError {
    /// The variable's name.
    pub name: &'static str,
    /// What it was set to, with secrets masked.
    pub value: String,
    /// What would have been accepted.
    pub expected: &'static str,
}

impl ConfigError {
    /// An error about variable `name`; the value is masked before it is kept.
    pub fn new(name: &'static str, value: &str, expected: &'static str) -> Self {
        Self {
            name,
            value: super::mask::mask_url(value),
            expected,
        }
    }
}

/// A snapshot of the environment.
#[derive(Debug, Clone, Default)]
pub struct Env {
    values: BTreeMap<String, String>,
}

impl Env {
    /// The environment of this process. Values that are not UTF-8 are kept lossily, so that the
    /// parser of the variable refuses them by name instead of treating them as unset.
    pub fn of_process() -> Self {
        let values = std::env::vars_os()
            .map(|(name, value)| {
                (
                    name.to_string_lossy().into(),
                    value.to_string_lossy().into(),
                )
            })
            .collect();
        Self { values }
    }

    /// An environment made of the given pairs only.
    pub fn from_pairs(pairs: &[(&str, &str)]) -> Self {
        let values = pairs
            .iter()
            .map(|&(name, value)| (name.into(), value.into()))
            .collect();
        Self { values }
    }

    /// `TESSERA_` variables that are set but mean nothing: most likely misspelled.
    pub fn unknown(&self) -> Vec<&str> {
        self.values
            .keys()
            .map(String::as_str)
            .filter(|name| name.starts_with("TESSERA_"))
            .filter(|name| !KNOWN.contains(name) && !OF_SCRIPTS.contains(name))
            .collect()
    }

    /// The trimmed value, or nothing when the variable is unset or blank: `X= tessera serve` is
    /// the usual way to unset a variable for one command.
    pub fn text(&self, name: &'static str) -> Option<&str> {
        debug_assert!(KNOWN.contains(&name), "{name} is missing in KNOWN");
        self.values
            .get(name)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// A folder or file name.
    pub fn path(&self, name: &'static str, default: &str) -> PathBuf {
        PathBuf::from(self.text(name).unwrap_or(default))
    }

    /// A whole number of at least one.
    pub fn count(&self, name: &'static str, default: NonZeroUsize) -> Result<usize, ConfigError> {
        let parsed = self.parse(name, "a whole number of at least 1", |text| {
            text.parse::<NonZeroUsize>().ok()
        })?;
        Ok(parsed.unwrap_or(default).get())
    }

    /// A span of time: a number with a unit of `ms`, `s`, `m` or `h`.
    pub fn duration(&self, name: &'static str, default: Duration) -> Result<Duration, ConfigError> {
        let expected = "a time such as `500ms`, `30s`, `2m` or `1h`";
        Ok(self
            .parse(name, expected, parse_duration)?
            .unwrap_or(default))
    }

    /// A size in bytes: a number, or a number with `KiB`, `MiB` or `GiB`.
    pub fn bytes(&self, name: &'static str, default: usize) -> Result<usize, ConfigError> {
        let expected = "a size such as `65536`, `512KiB` or `2MiB`";
        Ok(self.parse(name, expected, parse_bytes)?.unwrap_or(default))
    }

    /// Applies `parse` to the value, when there is one.
    pub fn parse<T>(
        &self,
        name: &'static str,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        self.text(name)
            .map(|text| parse(text).ok_or_else(|| ConfigError::new(name, text, expected)))
            .transpose()
    }

    /// The same for a value of which an error must not show anything.
    pub fn secret<T>(
        &self,
        name: &'static str,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        self.text(name)
            .map(|text| parse(text).ok_or_else(|| ConfigError::new(name, "***", expected)))
            .transpose()
    }
}

fn parse_duration(text: &str) -> Option<Duration> {
    let (number, unit) = split_unit(text)?;
    let millis = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    number.checked_mul(millis).map(Duration::from_millis)
}

fn parse_bytes(text: &str) -> Option<usize> {
    let (number, unit) = split_unit(text)?;
    let scale = match unit {
        "" | "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    usize::try_from(number.checked_mul(scale)?).ok()
}

fn split_unit(text: &str) -> Option<(u64, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    Some((number.parse().ok()?, unit.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_need_a_unit() {
        assert_eq!(parse_duration("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(parse_duration("2 m"), Some(Duration::from_mins(2)));
        assert_eq!(parse_duration("0s"), Some(Duration::ZERO));
        for bad in [
            "",
            "10",
            "s",
            "-1s",
            "1.5s",
            "1d",
            "99999999999999999999s",
            "18446744073709551615h",
        ] {
            assert_eq!(parse_duration(bad), None, "{bad}");
        }
    }

    #[test]
    fn sizes_are_binary() {
        assert_eq!(parse_bytes("10"), Some(10));
        assert_eq!(parse_bytes("2MiB"), Some(2 << 20));
        for bad in ["2MB", "x", "-1", "1e3", "18446744073709551615GiB"] {
            assert_eq!(parse_bytes(bad), None, "{bad}");
        }
    }

    #[test]
    fn errors_name_the_variable_and_the_expectation() {
        let env = Env::from_pairs(&[("TESSERA_DB_POOL", "many")]);
        let error = env
            .count("TESSERA_DB_POOL", NonZeroUsize::MIN)
            .err()
            .map(|e| e.to_string());
        let expected = "TESSERA_DB_POOL is `many`, but a whole number of at least 1 was expected";
        assert_eq!(error.as_deref(), Some(expected));
    }

    #[test]
    fn blank_means_unset_and_misspellings_are_found() {
        let env = Env::from_pairs(&[("TESSERA_ADDR", "  "), ("TESSERA_ADRR", "x"), ("HOME", "/")]);
        assert_eq!(env.text("TESSERA_ADDR"), None);
        assert_eq!(env.unknown(), ["TESSERA_ADRR"]);
    }
}
