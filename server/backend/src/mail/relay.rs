//! The address of an SMTP server.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{AsyncSmtpTransportBuilder, Error as SmtpError};
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use url::{Host, Url};

use super::smtp::TIMEOUT;

/// An SMTP server that takes mail from here.
///
/// | address | encrypted |
/// |---|---|
/// | `smtps://user:password@host` | from the start; port 465 |
/// | `smtp://user:password@host` | by STARTTLS, or nothing is sent; port 587 |
/// | `smtp://127.0.0.1:1025`, `smtp://localhost:1025` | not: it stays on this machine |
///
/// `?tls=required` asks for STARTTLS on this machine too. Characters that mean
/// something in an address are written as `%40` and the like.
#[derive(Clone, PartialEq, Eq)]
pub struct Relay(Url);

/// Text that is not the address of a mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a mail server such as `smtps://user:password@mail.example.com`")]
pub struct WrongRelay;

/// A mail server that cannot be used at all.
#[derive(Debug, thiserror::Error)]
#[error("the mail server cannot be used")]
pub struct MailError(#[source] SmtpError);

/// What lettre calls encryption that is not given up.
const STARTTLS: &str = "tls=required";

impl FromStr for Relay {
    type Err = WrongRelay;

    fn from_str(text: &str) -> Result<Self, WrongRelay> {
        let mut url = Url::parse(text).map_err(|_| WrongRelay)?;
        let local = match url.host() {
            Some(Host::Domain(name)) if !name.is_empty() => is_local(name),
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            // The client cannot connect to an IPv6 address that has no name.
            _ => return Err(WrongRelay),
        };
        let half_signed_in = url.username().is_empty() != url.password().is_none();
        let has_more = !matches!(url.path(), "" | "/") || url.fragment().is_some();
        if half_signed_in || has_more {
            return Err(WrongRelay);
        }
        match (url.scheme(), url.query()) {
            ("smtps", None) | ("smtp", Some(STARTTLS)) => {}
            ("smtp", None) if local => {}
            ("smtp", None) => url.set_query(Some(STARTTLS)),
            _ => return Err(WrongRelay),
        }
        Ok(Self(url))
    }
}

/// Whether what is sent there stays on this machine.
fn is_local(name: &str) -> bool {
    let ip = name.parse::<Ipv4Addr>();
    name == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

impl fmt::Display for Relay {
    /// Without user and password: with some providers the user is the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = if self.0.username().is_empty() {
            ""
        } else {
            "***@"
        };
        let host = self.0.host_str().unwrap_or_default();
        write!(f, "{}://{user}{host}", self.0.scheme())?;
        if let Some(port) = self.0.port() {
            write!(f, ":{port}")?;
        }
        match self.0.query() {
            Some(query) => write!(f, "?{query}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Relay({self})")
    }
}

impl Relay {
    /// What connections are made with. The installation at `home` says its own
    /// name to the server.
    ///
    /// TLS is that of rustls with aws-lc-rs, as everywhere in this program, and
    /// trusts whom the system trusts.
    pub(super) fn connections(&self, home: &Url) -> Result<AsyncSmtpTransportBuilder, MailError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(self.0.as_str());
        let builder = builder.map_err(MailError)?.timeout(Some(TIMEOUT));
        Ok(match home.host() {
            Some(Host::Domain(name)) => builder.hello_name(ClientId::Domain(name.to_owned())),
            Some(Host::Ipv4(ip)) => builder.hello_name(ClientId::Ipv4(ip)),
            Some(Host::Ipv6(ip)) => builder.hello_name(ClientId::Ipv6(ip)),
            None => builder,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        text.parse::<Relay>().ok().map(|relay| relay.to_string())
    }

    #[test]
    fn only_this_machine_is_written_to_in_the_clear() {
        for (text, expected) in [
            ("smtps://u:p@mail.example", "smtps://***@mail.example"),
            ("smtps://mail.example:4650", "smtps://mail.example:4650"),
            (
                "smtp://u:p@mail.example:587?tls=required",
                "smtp://***@mail.example:587?tls=required",
            ),
            ("smtp://mail.example", "smtp://mail.example?tls=required"),
            ("smtp://10.0.0.1:25", "smtp://10.0.0.1:25?tls=required"),
            ("smtp://127.0.0.1:1025", "smtp://127.0.0.1:1025"),
            ("smtp://localhost:1025/", "smtp://localhost:1025"),
            (
                "smtp://localhost?tls=required",
                "smtp://localhost?tls=required",
            ),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_would_fail_later_is_refused() {
        for bad in [
            "",
            "mail.example:25",
            "http://mail.example",
            "smtp://",
            "smtp://[::1]:1025",
            "smtp://mail.example?tls=opportunistic",
            "smtp://mail.example?tls=none",
            "smtps://user@mail.example",
            "smtps://:password@mail.example",
            "smtps://mail.example/path",
            "smtps://mail.example#x",
        ] {
            assert_eq!(shown(bad), None, "{bad}");
        }
    }

    #[test]
    fn user_and_password_are_not_shown() {
        let relay = "smtps://t0ken:s3cret@mail.example".parse::<Relay>();
        let shown = format!("{relay:?}");
        assert!(
            !shown.contains("t0ken") && !shown.contains("s3cret"),
            "{shown}"
        );
    }
}
