//! From whom and to whom, in the form of RFC 5322.

use std::fmt;
use std::str::FromStr;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};
use url::{Host, Url};

use super::SentMail;
use crate::{Entropy, token};

/// What is the same on every mail of an installation.
#[derive(Debug, Clone)]
pub struct Letterhead {
    /// Who writes.
    pub from: Sender,
    /// Where the installation is.
    pub address: Url,
}

/// Who mails come from, such as `Tessera <no-reply@models.example.com>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender(Mailbox);

impl Sender {
    /// Who writes for the installation at `address` when nobody has said.
    pub fn at(address: &Url) -> Self {
        Self(no_reply(address.host_str().unwrap_or("localhost")))
    }

    pub(super) fn local() -> Self {
        Self(no_reply("localhost"))
    }
}

fn no_reply(host: &str) -> Mailbox {
    let address = Address::new("no-reply", host);
    let address = address.unwrap_or_else(|_| Address::new_dangerous("no-reply", "localhost"));
    Mailbox::new(Some("Tessera".to_owned()), address)
}

/// Text that does not say who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a mail address such as `Tessera <no-reply@models.example.com>`")]
pub struct WrongSender;

impl FromStr for Sender {
    type Err = WrongSender;

    fn from_str(text: &str) -> Result<Self, WrongSender> {
        if text.chars().any(char::is_control) {
            return Err(WrongSender);
        }
        text.parse().map(Self).map_err(|_| WrongSender)
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An address that can be written to. Domains of other scripts get the form
/// that every mail server takes.
pub(super) fn recipient(text: &str) -> Option<Address> {
    if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let (user, domain) = text.rsplit_once('@')?;
    let domain = Host::parse(domain).ok()?.to_string();
    Address::new(user, domain).ok()
}

/// The mail in the form of the wire.
pub(super) fn message(
    from: &Sender,
    to: Address,
    mail: SentMail,
) -> Result<Message, lettre::error::Error> {
    let from = from.0.clone();
    let id = Entropy::SYSTEM.bytes::<16>().ok();
    let id = id.map(|bytes| format!("<{}@{}>", token::hex(&bytes), from.email.domain()));
    // Keeps programs that answer by themselves from answering (RFC 3834).
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    let builder = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(mail.subject)
        .date(mail.sent_at.into())
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()));
    // The same at every try, so that a mail that arrives twice is seen as one.
    let builder = match id {
        Some(id) => builder.message_id(Some(id)),
        None => builder,
    };
    builder.multipart(MultiPart::alternative_plain_html(mail.text, mail.html))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use time::OffsetDateTime;

    use super::*;

    #[test]
    fn senders() {
        let sender: Sender = "Acme <models@acme.example>".parse().unwrap();
        assert_eq!(sender.to_string(), "Acme <models@acme.example>");
        assert!("models@acme.example".parse::<Sender>().is_ok());
        for bad in ["", "Acme", "Acme <models>", "a@b\r\nBcc: c@d", "a@b, c@d"] {
            assert_eq!(bad.parse::<Sender>(), Err(WrongSender), "{bad}");
        }
        let at = |url: &str| Sender::at(&url.parse().unwrap()).to_string();
        assert_eq!(
            at("https://models.example.com"),
            "Tessera <no-reply@models.example.com>"
        );
        assert_eq!(at("http://127.0.0.1:3000"), "Tessera <no-reply@127.0.0.1>");
    }

    #[test]
    fn recipients() {
        let domain = |text| recipient(text).map(|a| a.domain().to_owned());
        assert_eq!(domain("ann@Example.com").as_deref(), Some("example.com"));
        assert_eq!(
            domain("ann@bücher.example").as_deref(),
            Some("xn--bcher-kva.example")
        );
        for bad in ["ann", "@b", "ann@", "a b@c", "a@b\nX: y", "a@b c"] {
            assert_eq!(domain(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_message_has_both_parts_and_no_foreign_header() {
        let mail = SentMail {
            to: "ann@example.com".to_owned(),
            subject: "Join Acme\r\nBcc: eve@example.com".to_owned(),
            text: "the text".to_owned(),
            html: "<p>the page</p>".to_owned(),
            sent_at: OffsetDateTime::UNIX_EPOCH,
        };
        let to = recipient(&mail.to).unwrap();
        let message = message(&Sender::local(), to, mail).unwrap();
        let wire = String::from_utf8(message.formatted()).unwrap();
        assert!(
            wire.contains("text/plain") && wire.contains("the text"),
            "{wire}"
        );
        assert!(
            wire.contains("text/html") && wire.contains("the page"),
            "{wire}"
        );
        assert!(
            wire.contains("\r\nAuto-Submitted: auto-generated\r\n"),
            "{wire}"
        );
        // Even had nobody cleaned the subject.
        assert!(!wire.contains("\r\nBcc"), "{wire}");
    }
}
