//! The checks of what people need to sign in: mail, the keys of secrets, and cookies.

use std::{fs, io, os::unix::fs::PermissionsExt as _, path::Path};

use super::Finding;
use crate::config::{Config, SecretsConfig, ServerConfig, names_loopback};

/// The bits of a mode that let others than the owner at a file.
const OTHERS: u32 = 0o077;

/// Whether the mail server answers, or where mails stay.
pub(super) async fn mail(config: &Config) -> Finding {
    let home = match config.server.link_base() {
        Ok(home) => home,
        Err(error) => {
            let advice = "set TESSERA_PUBLIC_URL to the address people use";
            return Finding::failure("mail", format!("{error:#}"), advice);
        }
    };
    let mailer = match config.mail.mailer(&config.database.data_dir, &home) {
        Ok(mailer) => mailer,
        Err(error) => {
            let advice =
                "correct TESSERA_SMTP_URL; a server with TLS needs certificates of the system";
            return Finding::failure("mail", format!("{error:#}"), advice);
        }
    };
    if mailer.keeps() {
        let text = format!("goes {mailer} and reaches nobody");
        return if config.server.is_private() {
            Finding::good("mail", text)
        } else {
            let advice = "set TESSERA_SMTP_URL: invitations and new passwords come by mail";
            Finding::warning("mail", text, advice)
        };
    }
    match mailer.check().await {
        Ok(()) => Finding::good("mail", format!("goes {mailer}, which answers")),
        Err(error) => Finding::failure(
            "mail",
            format!("goes {mailer}: {error}"),
            "check host, port, user and password in TESSERA_SMTP_URL, and the way there",
        ),
    }
}

/// Where the keys are, and who else can read them. A file that is not there is not made: looking
/// must not change anything.
pub(super) fn keys(config: &Config) -> Finding {
    if let Some(keys) = &config.secrets.keys {
        let text = match keys.key_ids().len() {
            1 => "1 key is set".to_owned(),
            count => format!("{count} keys are set"),
        };
        return Finding::good("keys", text);
    }
    let path = SecretsConfig::file(&config.database.data_dir);
    match mode(&path) {
        Ok(mode) if mode & OTHERS != 0 => Finding::failure(
            "keys",
            format!("other users can read {} (mode {mode:04o})", path.display()),
            "run `chmod 600` on it, or set TESSERA_SECRET_KEYS",
        ),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Finding::warning(
            "keys",
            format!("{} cannot be looked at: {error}", path.display()),
            "ask as the user who runs `tessera serve`, or set TESSERA_SECRET_KEYS",
        ),
        _ if config.database.url.is_some() => Finding::warning(
            "keys",
            format!(
                "TESSERA_SECRET_KEYS is not set: what DATABASE_URL holds sealed is opened only by {}",
                path.display()
            ),
            "set TESSERA_SECRET_KEYS to the keys of that file, the same for every server on this database",
        ),
        Ok(_) => Finding::good("keys", format!("in {}: keep a copy", path.display())),
        Err(_) => Finding::good(
            "keys",
            format!(
                "not made yet; `tessera serve` makes {} for its owner alone",
                path.display()
            ),
        ),
    }
}

/// The permissions of a file.
fn mode(path: &Path) -> io::Result<u32> {
    let mode = fs::metadata(path)?.permissions().mode();
    Ok(mode & 0o777)
}

/// Whether browsers keep the cookies of people who sign in: those are `Secure`, which over plain
/// http holds on this machine only.
pub(super) fn sign_in(server: &ServerConfig) -> Finding {
    let cure = "put a proxy with TLS in front and set TESSERA_PUBLIC_URL to its https address";
    match &server.public_url {
        Some(url) if url.scheme() == "https" => Finding::good("sign-in", "people come over https"),
        Some(url) if !names_loopback(url) => Finding::failure(
            "sign-in",
            format!(
                "nobody can sign in at {url}: browsers keep the cookies of a session over https only"
            ),
            cure,
        ),
        None if !server.is_loopback() => Finding::warning(
            "sign-in",
            format!(
                "{} is open to other machines, and their browsers keep the cookies of a session over https only",
                server.addr
            ),
            cure,
        ),
        _ => Finding::good("sign-in", "works over http, on this machine only"),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::super::Verdict;
    use super::*;

    fn config(addr: &str, public_url: Option<&str>) -> Config {
        let mut config = Config::for_testing("postgres://db/t");
        config.server.addr = addr.to_owned();
        config.server.public_url = public_url.map(|url| url.parse().unwrap());
        config
    }

    #[test]
    fn sign_in_needs_https_or_this_machine() {
        for (addr, public_url, expected) in [
            ("127.0.0.1:3000", None, Verdict::Good),
            ("0.0.0.0:3000", None, Verdict::Warning),
            (
                "127.0.0.1:3000",
                Some("http://localhost:8080"),
                Verdict::Good,
            ),
            ("0.0.0.0:3000", Some("http://127.0.0.1:8080"), Verdict::Good),
            ("0.0.0.0:3000", Some("http://[::1]:8080"), Verdict::Good),
            ("0.0.0.0:3000", Some("https://m.example"), Verdict::Good),
            ("127.0.0.1:3000", Some("http://m.example"), Verdict::Failure),
            ("127.0.0.1:3000", Some("http://10.0.0.7"), Verdict::Failure),
        ] {
            let found = sign_in(&config(addr, public_url).server);
            assert_eq!(found.verdict, expected, "{addr} {public_url:?}");
        }
    }

    #[test]
    fn a_file_of_keys_is_for_its_owner_alone() {
        let dir = std::env::temp_dir().join(format!("tessera-doctor-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        let mut own = config("127.0.0.1:3000", None);
        assert_eq!(keys(&own).verdict, Verdict::Good, "keys are set");
        own.secrets = SecretsConfig::defaults();
        own.database.url = None;
        own.database.data_dir = dir.clone();
        let path = SecretsConfig::file(&dir);
        assert_eq!(keys(&own).verdict, Verdict::Good, "not made yet");
        assert!(!path.exists(), "looking changes nothing");
        fs::write(&path, "").unwrap();
        for (mode, expected) in [
            (0o600, Verdict::Good),
            (0o640, Verdict::Failure),
            (0o604, Verdict::Failure),
        ] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(keys(&own).verdict, expected, "{mode:o}");
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        // Nobody, not even root, looks into a folder that is a file.
        own.database.data_dir = path;
        let hidden = keys(&own);
        assert_eq!(hidden.verdict, Verdict::Warning, "{}", hidden.text);
        own.database.data_dir = dir.clone();
        own.database.url = Some("postgres://db/t".to_owned());
        assert_eq!(keys(&own).verdict, Verdict::Warning, "shared database");
        fs::remove_dir_all(&dir).unwrap();
    }

    #[tokio::test]
    async fn mail_that_reaches_nobody_is_told() {
        let mut own = config("127.0.0.1:3000", None);
        let here = mail(&own).await;
        assert_eq!(here.verdict, Verdict::Good, "{}", here.text);
        own.server.public_url = Some("https://m.example".parse().unwrap());
        let kept = mail(&own).await;
        assert_eq!(kept.verdict, Verdict::Warning, "{}", kept.text);
        // Nobody listens at the first port.
        own.mail.smtp = Some("smtp://127.0.0.1:1".parse().unwrap());
        let refused = mail(&own).await;
        assert_eq!(refused.verdict, Verdict::Failure, "{}", refused.text);
        assert!(refused.text.contains("127.0.0.1:1"), "{}", refused.text);
    }
}
