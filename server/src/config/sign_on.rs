//! Where identity providers of organizations may stand.

use backend::identity_providers::PrivateHosts;

use super::{
    Setting,
    env::{ConfigError, Env},
};

/// The setting of single sign-on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOnConfig {
    /// `TESSERA_IDENTITY_PROVIDER_HOSTS`: hosts of identity providers that may stand on a private
    /// network. Owners of organizations choose providers, so all others have to be public.
    pub private_hosts: PrivateHosts,
}

impl SignOnConfig {
    /// The documented defaults.
    pub fn defaults() -> Self {
        Self {
            private_hosts: PrivateHosts::default(),
        }
    }

    /// As by default.
    pub fn for_testing() -> Self {
        Self::defaults()
    }

    /// Reads the variable.
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        let hosts = env.parse(
            "TESSERA_IDENTITY_PROVIDER_HOSTS",
            "host names with commas between them, such as `id.corp.example,sso.corp.example:8443`",
            |text| text.parse().ok(),
        )?;
        Ok(Self {
            private_hosts: hosts.unwrap_or_default(),
        })
    }

    /// The setting as shown by `tessera doctor`.
    pub fn shown(&self) -> Vec<Setting> {
        let hosts = if self.private_hosts.is_empty() {
            "(not set: public ones only)".to_owned()
        } else {
            self.private_hosts.to_string()
        };
        vec![Setting::new("TESSERA_IDENTITY_PROVIDER_HOSTS", hosts)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        let env = Env::from_pairs(&[("TESSERA_IDENTITY_PROVIDER_HOSTS", text)]);
        let config = SignOnConfig::from_env(&env).ok()?;
        config.shown().pop().map(|setting| setting.value)
    }

    #[test]
    fn hosts_are_read_and_shown() {
        let both = "id.corp.example, sso.corp.example:8443";
        assert_eq!(shown(both).as_deref(), Some(both));
        assert_eq!(shown("").as_deref(), Some("(not set: public ones only)"));
        for bad in [
            "https://id.corp.example",
            "169.254.169.254",
            "*.corp.example",
        ] {
            assert_eq!(shown(bad), None, "{bad}");
        }
    }
}
