//! Mail to people: links that prove an address, invitations, warnings. It goes
//! out through an SMTP server; without one it stays here, in a folder.

mod folder;
mod letter;
mod message;
mod relay;
mod render;
mod smtp;

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lettre::Message;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub use letter::{Letterhead, Sender, WrongSender};
pub use message::Mail;
pub use relay::{MailError, Relay, WrongRelay};
pub use smtp::NoAnswer;

use crate::catalog::Clock;
use folder::Folder;
use smtp::Smtp;

/// A mail as it was sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentMail {
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// What programs show that show no HTML.
    pub text: String,
    /// The same as a page.
    pub html: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub sent_at: OffsetDateTime,
}

impl fmt::Debug for SentMail {
    /// Without the body, in which links are secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SentMail")
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

/// A mail did not go out. Why stands in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the mail did not go out")]
pub struct NotSent {
    /// Whether it may go out later.
    pub may_pass: bool,
}

/// How mail is sent. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    from: Arc<Sender>,
    /// The address of the installation, as it is shown.
    home: Arc<str>,
    clock: Clock,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Smtp(Arc<Smtp>),
    Folder(Arc<Folder>),
    Memory(Arc<Mutex<Vec<SentMail>>>),
}

/// A mail that leaves this machine.
struct Outgoing {
    smtp: Arc<Smtp>,
    message: Message,
    /// All of the address that the log may hold.
    domain: String,
}

impl Mailer {
    /// Through an SMTP server.
    pub fn smtp(relay: &Relay, letterhead: Letterhead, clock: Clock) -> Result<Self, MailError> {
        let smtp = Smtp::new(relay, &letterhead.address)?;
        Ok(Self::by(Way::Smtp(Arc::new(smtp)), letterhead, clock))
    }

    /// Into files of a folder that only its owner can enter.
    pub fn folder(dir: impl Into<PathBuf>, letterhead: Letterhead, clock: Clock) -> Self {
        let folder = Folder::new(dir.into());
        Self::by(Way::Folder(Arc::new(folder)), letterhead, clock)
    }

    /// Into memory, for tests. Every mail is sent in 1970.
    pub fn memory() -> Self {
        Self {
            from: Arc::new(Sender::local()),
            home: Arc::from("http://localhost:3000"),
            clock: || OffsetDateTime::UNIX_EPOCH,
            way: Way::Memory(Arc::default()),
        }
    }

    fn by(way: Way, letterhead: Letterhead, clock: Clock) -> Self {
        let home = letterhead.address.as_str().trim_end_matches('/');
        Self {
            home: Arc::from(home),
            from: Arc::new(letterhead.from),
            clock,
            way,
        }
    }

    /// Sends a mail. A failure is logged and is not the caller's: what the mail
    /// tells of has happened. With SMTP this returns before the server has
    /// answered, so that how long a page takes does not say whether there was
    /// somebody to write to.
    pub async fn send(&self, mail: Mail) {
        if let Ok(Some(outgoing)) = self.write(&mail).await {
            outgoing.smtp.hand_over(outgoing.message, outgoing.domain);
        }
    }

    /// Sends a mail of background work and waits for the answer of the server,
    /// with one try: whoever calls this tries again later. Many at once keep no
    /// mail waiting that somebody has just asked for.
    pub async fn deliver(&self, mail: Mail) -> Result<(), NotSent> {
        match self.write(&mail).await? {
            Some(outgoing) => {
                let (message, domain) = (&outgoing.message, &outgoing.domain);
                outgoing.smtp.deliver(message, domain).await
            }
            None => Ok(()),
        }
    }

    /// Writes a mail. Where mails stay here nothing is left to do then.
    async fn write(&self, mail: &Mail) -> Result<Option<Outgoing>, NotSent> {
        let unwritable = NotSent { may_pass: false };
        let Some(to) = letter::recipient(mail.to()) else {
            tracing::warn!("mail not sent: the address cannot be written to");
            return Err(unwritable);
        };
        let sent = SentMail {
            to: mail.to().to_owned(),
            subject: mail.subject().to_owned(),
            text: render::text(mail, &self.home),
            html: render::html(mail, &self.home),
            sent_at: (self.clock)(),
        };
        match &self.way {
            Way::Memory(kept) => lock(kept).push(sent),
            Way::Folder(folder) => Arc::clone(folder).keep(sent).await,
            Way::Smtp(smtp) => {
                let domain = to.domain().to_owned();
                let message = letter::message(&self.from, to, sent).map_err(|error| {
                    tracing::warn!(domain, %error, "mail not sent");
                    unwritable
                })?;
                return Ok(Some(Outgoing {
                    smtp: Arc::clone(smtp),
                    message,
                    domain,
                }));
            }
        }
        Ok(None)
    }

    /// From now on what background work delivers is not tried: the program
    /// ends, and a server that does not answer must not hold it up.
    pub fn close_background(&self) {
        if let Way::Smtp(smtp) = &self.way {
            smtp.close_background();
        }
    }

    /// Whether the mail server takes mail from here: connects and signs in, and
    /// sends nothing. Where mails stay here there is nobody to ask.
    pub async fn check(&self) -> Result<(), NoAnswer> {
        match &self.way {
            Way::Smtp(smtp) => smtp.greet().await,
            Way::Folder(_) | Way::Memory(_) => Ok(()),
        }
    }

    /// Waits for mails that are on their way, for a while: before the program
    /// ends.
    pub async fn drain(&self) {
        if let Way::Smtp(smtp) = &self.way {
            smtp.drain().await;
        }
    }

    /// Whether mails stay here, where [`Mailer::list`] finds them, and reach
    /// nobody.
    pub fn keeps(&self) -> bool {
        !matches!(self.way, Way::Smtp(_))
    }

    /// The mails that stayed here, the newest first.
    pub fn list(&self) -> Vec<SentMail> {
        match &self.way {
            Way::Smtp(_) => Vec::new(),
            Way::Folder(folder) => folder.list(),
            Way::Memory(kept) => lock(kept).iter().rev().cloned().collect(),
        }
    }

    /// The mails that stayed here, in the order in which they were sent.
    pub fn sent(&self) -> Vec<SentMail> {
        let mut mails = self.list();
        mails.reverse();
        mails
    }
}

fn lock(kept: &Mutex<Vec<SentMail>>) -> MutexGuard<'_, Vec<SentMail>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Display for Mailer {
    /// Where mail goes, in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.way {
            Way::Smtp(smtp) => write!(f, "through {}", smtp.relay()),
            Way::Folder(folder) => write!(f, "into {}", folder.dir().display()),
            Way::Memory(_) => f.write_str("into memory"),
        }
    }
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mailer({self})")
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn reset(to: &str) -> Mail {
        Mail::new(to, "Set a new password")
            .text("Somebody asked for it.")
            .action(
                "Set a new password",
                "https://models.example.com/reset/s3cret",
            )
    }

    #[tokio::test]
    async fn memory_keeps_what_was_sent() {
        let mailer = Mailer::memory();
        mailer.send(reset("ann@example.com")).await;
        let hello = Mail::new("bob@example.com", "Hello");
        assert_eq!(mailer.deliver(hello).await, Ok(()));
        let to =
            |mails: Vec<SentMail>| -> Vec<String> { mails.into_iter().map(|m| m.to).collect() };
        assert_eq!(to(mailer.sent()), ["ann@example.com", "bob@example.com"]);
        assert_eq!(to(mailer.list()), ["bob@example.com", "ann@example.com"]);
        assert!(mailer.keeps());
    }

    #[tokio::test]
    async fn addresses_with_control_characters_get_nothing() {
        let mailer = Mailer::memory();
        for bad in [
            "ann@example.com\r\nBcc: eve@example.com",
            "ann",
            "",
            "a\0@b",
        ] {
            mailer.send(reset(bad)).await;
            let refused = mailer.deliver(reset(bad)).await;
            assert_eq!(refused, Err(NotSent { may_pass: false }), "{bad}");
        }
        assert!(mailer.sent().is_empty());
    }

    #[tokio::test]
    async fn nothing_secret_is_shown_for_debugging() {
        let relay: Relay = "smtps://ann:s3cret@mail.example.com".parse().unwrap();
        let letterhead = Letterhead {
            from: Sender::local(),
            address: "http://localhost:3000".parse().unwrap(),
        };
        let mailer = Mailer::smtp(&relay, letterhead, || OffsetDateTime::UNIX_EPOCH);
        // Without certificates of the system there is no mailer to look at.
        if let Ok(mailer) = mailer {
            assert_eq!(
                format!("{mailer:?}"),
                "Mailer(through smtps://***@mail.example.com)"
            );
        }
        let memory = Mailer::memory();
        memory.send(reset("ann@example.com")).await;
        let shown = format!(
            "{memory:?} {:?} {:?}",
            memory.sent(),
            reset("ann@example.com")
        );
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(!shown.contains("ann@"), "{shown}");
    }
}
