//! Where mail goes.

use std::path::Path;

use anyhow::Context as _;
use backend::mail::{Letterhead, Mailer, Relay, Sender};
use url::Url;

use super::{
    Setting,
    env::{ConfigError, Env},
};
use crate::clock;

/// Where mail is kept without a mail server, under `TESSERA_DATA_DIR`.
const FOLDER: &str = "mail";

/// Settings of mail.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// `TESSERA_SMTP_URL`: the mail server. Without it mails are kept as files and reach nobody.
    pub smtp: Option<Relay>,
    /// `TESSERA_MAIL_FROM`: who mails come from.
    pub from: Option<Sender>,
}

impl MailConfig {
    /// The documented defaults.
    pub fn defaults() -> Self {
        Self {
            smtp: None,
            from: None,
        }
    }

    /// No mail leaves a test.
    pub fn for_testing() -> Self {
        Self::defaults()
    }

    /// Reads the variables.
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        Ok(Self {
            smtp: env.secret(
                "TESSERA_SMTP_URL",
                "a mail server such as smtps://user:password@mail.example.com or \
                 smtp://mail.example.com:587",
                |text| text.parse().ok(),
            )?,
            from: env.parse(
                "TESSERA_MAIL_FROM",
                "a mail address such as `Tessera <no-reply@models.example.com>`",
                |text| text.parse().ok(),
            )?,
        })
    }

    /// What sends mail for the installation at `public_url`.
    pub fn mailer(&self, data_dir: &Path, public_url: &Url) -> anyhow::Result<Mailer> {
        let from = self.from.clone();
        let letterhead = Letterhead {
            from: from.unwrap_or_else(|| Sender::at(public_url)),
            address: public_url.clone(),
        };
        match &self.smtp {
            Some(relay) => Mailer::smtp(relay, letterhead, clock::now)
                .with_context(|| format!("cannot send mail through {relay} (TESSERA_SMTP_URL)")),
            None => Ok(Mailer::folder(
                data_dir.join(FOLDER),
                letterhead,
                clock::now,
            )),
        }
    }

    /// The settings as shown by `tessera doctor`.
    pub fn shown(&self) -> Vec<Setting> {
        let smtp = self.smtp.as_ref().map_or_else(
            || format!("(not set: mails are kept in {FOLDER} under TESSERA_DATA_DIR)"),
            Relay::to_string,
        );
        let from = self.from.as_ref().map_or_else(
            || "(not set: no-reply@ the host of TESSERA_PUBLIC_URL)".into(),
            Sender::to_string,
        );
        vec![
            Setting::new("TESSERA_SMTP_URL", smtp),
            Setting::new("TESSERA_MAIL_FROM", from),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<MailConfig, ConfigError> {
        MailConfig::from_env(&Env::from_pairs(pairs))
    }

    #[test]
    fn user_and_password_are_shown_neither_as_settings_nor_in_errors() {
        let good = read(&[("TESSERA_SMTP_URL", "smtps://ann:s3cret@mail.example")]);
        let shown: Vec<_> = good
            .iter()
            .flat_map(MailConfig::shown)
            .map(|setting| setting.value)
            .collect();
        assert!(shown.contains(&"smtps://***@mail.example".to_owned()));
        for bad in [
            "ann:s3cret@mail.example",
            "smtps://ann:s3cret@mail.example/path",
            "http://ann:s3cret@mail.example",
        ] {
            let error = read(&[("TESSERA_SMTP_URL", bad)]).err();
            let text = error.map(|e| e.to_string()).unwrap_or_default();
            assert!(text.contains("TESSERA_SMTP_URL"), "{text}");
            assert!(!text.contains("s3cret") && !text.contains("ann"), "{text}");
        }
    }

    #[test]
    fn senders_are_checked() {
        assert!(read(&[("TESSERA_MAIL_FROM", "Acme <models@acme.example>")]).is_ok());
        let error = read(&[("TESSERA_MAIL_FROM", "Acme")]).err();
        assert_eq!(error.map(|e| e.name), Some("TESSERA_MAIL_FROM"));
    }

    #[test]
    fn without_a_server_mail_stays_here() {
        let mailer = Url::parse("https://models.example.com")
            .ok()
            .and_then(|url| MailConfig::defaults().mailer(Path::new("data"), &url).ok());
        assert_eq!(
            mailer.map(|m| (m.keeps(), m.to_string())),
            Some((true, "into data/mail".to_owned()))
        );
    }
}
