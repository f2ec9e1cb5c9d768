//! Handing mail to an SMTP server, beside the request that wrote it.

use std::sync::Arc;
use std::time::Duration;

use lettre::transport::smtp::{AsyncSmtpTransportBuilder, Error as SmtpError};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use tokio::sync::Semaphore;
use url::Url;

use super::{MailError, NotSent, Relay};

/// How long one try may take.
pub(super) const TIMEOUT: Duration = Duration::from_secs(10);
/// How long the server may take to say hello when it is only looked at.
const GREETING: Duration = Duration::from_secs(5);
/// How long to wait before each further try.
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(5)];
/// How long a stop waits for mails that are on their way.
const DRAIN: Duration = Duration::from_secs(15);
/// Most mails that are on their way or wait.
const PLACES: u16 = 256;
/// Most connections at once.
const LANES: u16 = 4;
/// Most of them that mail of background work takes: who waits for a mail, such
/// as the link for a new password, always finds others.
const BACKGROUND: u16 = LANES / 2;

/// The way through an SMTP server.
pub(super) struct Smtp {
    relay: Relay,
    connections: AsyncSmtpTransportBuilder,
    places: Arc<Semaphore>,
    lanes: Semaphore,
    background: Semaphore,
}

impl Smtp {
    pub(super) fn new(relay: &Relay, home: &Url) -> Result<Self, MailError> {
        Ok(Self {
            relay: relay.clone(),
            connections: relay.connections(home)?,
            places: Arc::new(Semaphore::new(PLACES.into())),
            lanes: Semaphore::new(LANES.into()),
            background: Semaphore::new(BACKGROUND.into()),
        })
    }

    pub(super) fn relay(&self) -> &Relay {
        &self.relay
    }

    /// Delivers in the background. Of the address only the domain is logged.
    #[expect(
        clippy::disallowed_methods,
        reason = "`drain` waits for the task when the program stops"
    )]
    pub(super) fn hand_over(self: Arc<Self>, message: Message, domain: String) {
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            tracing::warn!(domain, "mail not sent: too many wait for the mail server");
            return;
        };
        tokio::spawn(async move {
            self.carry(&message, &domain).await;
            drop(place);
        });
    }

    /// Delivers a mail of background work, with one try. It takes no place:
    /// those are for mails that nobody keeps.
    pub(super) async fn deliver(&self, message: &Message, domain: &str) -> Result<(), NotSent> {
        let later = NotSent { may_pass: true };
        // Closed when the program ends.
        let Ok(_own) = self.background.acquire().await else {
            return Err(later);
        };
        let lane = tokio::time::timeout(TIMEOUT, self.lanes.acquire()).await;
        let Ok(Ok(_lane)) = lane else {
            tracing::warn!(domain, "mail not sent: others wait for the mail server");
            return Err(later);
        };
        self.attempt(message).await.map_err(|failure| {
            self.tell(domain, &failure);
            NotSent {
                may_pass: failure.may_pass,
            }
        })
    }

    /// Ends waiting for a lane of the background.
    pub(super) fn close_background(&self) {
        self.background.close();
    }

    async fn carry(&self, message: &Message, domain: &str) {
        // Nobody closes the semaphore.
        let Ok(_lane) = self.lanes.acquire().await else {
            return;
        };
        let mut pauses = PAUSES.into_iter();
        while let Err(failure) = self.attempt(message).await {
            let pause = pauses.next().filter(|_| failure.may_pass);
            let Some(pause) = pause else {
                self.tell(domain, &failure);
                return;
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// Logs why a mail is not sent.
    fn tell(&self, domain: &str, failure: &Failure) {
        let reason = failure.reason.as_str();
        tracing::warn!(domain, relay = %self.relay, reason, "mail not sent");
    }

    /// One try with a connection of its own: one that was given up in the middle
    /// of a mail would end up in the next mail.
    async fn attempt(&self, message: &Message) -> Result<(), Failure> {
        let transport: AsyncSmtpTransport<Tokio1Executor> = self.connections.clone().build();
        match tokio::time::timeout(TIMEOUT, transport.send(message.clone())).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(Failure::of(&error)),
            Err(_) => Err(Failure {
                reason: "the mail server did not answer in time".to_owned(),
                may_pass: true,
            }),
        }
    }

    /// Connects, says hello and signs in, and sends nothing.
    pub(super) async fn greet(&self) -> Result<(), NoAnswer> {
        let transport: AsyncSmtpTransport<Tokio1Executor> = self.connections.clone().build();
        match tokio::time::timeout(GREETING, transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(NoAnswer("the mail server hung up".to_owned())),
            Ok(Err(error)) => Err(NoAnswer(Failure::of(&error).reason)),
            Err(_) => Err(NoAnswer(format!(
                "the mail server did not answer in {} seconds",
                GREETING.as_secs()
            ))),
        }
    }

    /// Waits until nothing is on its way, for a while.
    pub(super) async fn drain(&self) {
        let nothing_left = self.places.acquire_many(PLACES.into());
        if tokio::time::timeout(DRAIN, nothing_left).await.is_err() {
            tracing::warn!(relay = %self.relay, "stopping although some mail is not sent");
        }
    }
}

/// Why a mail server that was only looked at takes no mail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoAnswer(String);

/// Why a try failed.
struct Failure {
    reason: String,
    /// Whether trying again makes sense.
    may_pass: bool,
}

impl Failure {
    fn of(error: &SmtpError) -> Self {
        let reason = match error.status() {
            // The words of the server may hold the address.
            Some(code) => format!("the mail server answered {code}"),
            None if error.is_response() => "the mail server speaks no SMTP".to_owned(),
            None => error.to_string(),
        };
        let stays = error.is_permanent() || error.is_client() || error.is_tls();
        Self {
            reason,
            may_pass: !stays,
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use std::net::TcpListener;

    use futures::future::join_all;
    use time::OffsetDateTime;

    use super::super::{Sender, SentMail, letter};
    use super::*;

    fn message() -> Message {
        let mail = SentMail {
            to: "ann@acme.example".to_owned(),
            subject: "Hello".to_owned(),
            text: "text".to_owned(),
            html: "<p>text</p>".to_owned(),
            sent_at: OffsetDateTime::UNIX_EPOCH,
        };
        let to = letter::recipient(&mail.to).unwrap();
        letter::message(&Sender::local(), to, mail).unwrap()
    }

    #[tokio::test]
    async fn mail_of_the_background_leaves_lanes_to_others() {
        // Takes connections and never says a word.
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let relay = format!("smtp://{}", silent.local_addr().unwrap());
        let home = "http://localhost:3000".parse().unwrap();
        let smtp = Smtp::new(&relay.parse().unwrap(), &home).unwrap();
        let message = message();
        let all = join_all((0..LANES).map(|_| smtp.deliver(&message, "acme.example")));
        let waited = tokio::time::timeout(Duration::from_millis(100), async {
            tokio::join!(all, async {
                tokio::time::sleep(Duration::from_millis(50)).await;
                let free = usize::from(LANES - BACKGROUND);
                assert_eq!(smtp.lanes.available_permits(), free);
            })
        });
        assert!(waited.await.is_err(), "nobody has answered");
        smtp.close_background();
        let later = NotSent { may_pass: true };
        assert_eq!(smtp.deliver(&message, "acme.example").await, Err(later));
    }
}
