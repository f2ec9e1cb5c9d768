//! The keys under which secrets are sealed in the database.

use std::path::{Path, PathBuf};

use backend::secrets::Keyring;

use super::{
    Setting,
    env::{ConfigError, Env},
};

/// Where keys are kept when none are set, under `TESSERA_DATA_DIR`.
const FILE: &str = "secret.keys";

/// Settings of sealed secrets.
#[derive(Debug, Clone)]
pub struct SecretsConfig {
    /// `TESSERA_SECRET_KEYS`: the keys, the first of which seals. Without it a file is used.
    pub keys: Option<Keyring>,
}

impl SecretsConfig {
    /// The documented defaults.
    pub fn defaults() -> Self {
        Self { keys: None }
    }

    /// A key that is no secret, and no file.
    pub fn for_testing() -> Self {
        Self {
            keys: Some(Keyring::for_testing()),
        }
    }

    /// Reads the variable.
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        let keys = env.secret(
            "TESSERA_SECRET_KEYS",
            "different keys of 32 bytes in base64 or hex, with commas between them (`openssl rand \
             -base64 32` makes one),",
            |text| text.parse().ok(),
        )?;
        Ok(Self { keys })
    }

    /// The keys: those that are set, or those of the file, which is made when there is none.
    pub fn keyring(&self, data_dir: &Path) -> anyhow::Result<Keyring> {
        match &self.keys {
            Some(keys) => Ok(keys.clone()),
            None => Ok(Keyring::of_file(&Self::file(data_dir))?),
        }
    }

    /// Where the keys are when none are set.
    pub fn file(data_dir: &Path) -> PathBuf {
        data_dir.join(FILE)
    }

    /// The setting as shown by `tessera doctor`.
    pub fn shown(&self) -> Vec<Setting> {
        let keys = match &self.keys {
            None => format!("(not set: {FILE} under TESSERA_DATA_DIR)"),
            Some(keys) => match keys.key_ids().len() {
                1 => "*** (1 key)".into(),
                count => format!("*** ({count} keys)"),
            },
        };
        vec![Setting::new("TESSERA_SECRET_KEYS", keys)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    fn read(text: &str) -> Result<SecretsConfig, ConfigError> {
        SecretsConfig::from_env(&Env::from_pairs(&[("TESSERA_SECRET_KEYS", text)]))
    }

    #[test]
    fn keys_are_read_and_never_shown() {
        let two = format!("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=, {KEY}");
        let shown: Vec<_> = read(&two)
            .iter()
            .flat_map(SecretsConfig::shown)
            .map(|setting| setting.value)
            .collect();
        assert_eq!(shown, ["*** (2 keys)"]);
        for bad in [&KEY[1..], &format!("{KEY},x"), &format!("{KEY},{KEY}")] {
            let error = read(bad).err();
            let text = error.map(|e| e.to_string()).unwrap_or_default();
            assert!(text.contains("TESSERA_SECRET_KEYS"), "{text}");
            assert!(!text.contains("112233"), "{text}");
        }
    }

    #[test]
    fn set_keys_need_no_file() {
        let ids = |ring: Keyring| ring.key_ids();
        let keys = SecretsConfig::for_testing().keyring(Path::new("/nowhere"));
        assert_eq!(keys.ok().map(ids), Some(Keyring::for_testing().key_ids()));
    }
}
