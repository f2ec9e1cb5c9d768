//! Whether a demo may be set up.

use super::{
    Setting,
    env::{ConfigError, Env},
};

/// The setting of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoConfig {
    /// `TESSERA_DEMO`: whether `serve --demo` may make accounts whose passwords everybody knows.
    pub allowed: bool,
}

impl DemoConfig {
    /// The documented defaults.
    pub fn defaults() -> Self {
        Self { allowed: true }
    }

    /// As by default.
    pub fn for_testing() -> Self {
        Self::defaults()
    }

    /// Reads the variable.
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        let expected = "`1`, or `0` to turn the demo off";
        let allowed = env.parse("TESSERA_DEMO", expected, |text| match text {
            "0" => Some(false),
            "1" => Some(true),
            _ => None,
        })?;
        Ok(Self {
            allowed: allowed.unwrap_or(Self::defaults().allowed),
        })
    }

    /// The setting as shown by `tessera doctor`.
    pub fn shown(&self) -> Vec<Setting> {
        let text = if self.allowed { "1" } else { "0" };
        vec![Setting::new("TESSERA_DEMO", text)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_turns_it_off() {
        let read = |text| {
            DemoConfig::from_env(&Env::from_pairs(&[("TESSERA_DEMO", text)]))
                .ok()
                .map(|demo| demo.allowed)
        };
        assert_eq!(read("0"), Some(false));
        assert_eq!(read("1"), Some(true));
        assert_eq!(read(""), Some(true));
        assert_eq!(read("off"), None);
    }
}
