//! Handing mail to an SMTP server, beside the request that wrote it.

use std::sync::Arc;
use std::time::Duration;

use lettre::transport::smtp::{AsyncSmtpTransportBuilder, Error as SmtpError};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use tokio::sync::Semaphore;
use url::Url;

use super::{MailError, Relay};

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

/// The way through an SMTP server.
pub(super) struct Smtp {
    relay: Relay,
    connections: AsyncSmtpTransportBuilder,
    places: Arc<Semaphore>,
    lanes: Semaphore,
}

impl Smtp {
    pub(super) fn new(relay: &Relay, home: &Url) -> Result<Self, MailError> {
        Ok(Self {
            relay: relay.clone(),
            connections: relay.connections(home)?,
            places: Arc::new(Semaphore::new(PLACES.into())),
            lanes: Semaphore::new(LANES.into()),
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
            self.deliver(&message, &domain).await;
            drop(place);
        });
    }

    async fn deliver(&self, message: &Message, domain: &str) {
        // Nobody closes the semaphore.
        let Ok(_lane) = self.lanes.acquire().await else {
            return;
        };
        let mut pauses = PAUSES.into_iter();
        while let Err(failure) = self.attempt(message).await {
            let pause = pauses.next().filter(|_| failure.may_pass);
            let Some(pause) = pause else {
                tracing::warn!(
                    domain,
                    relay = %self.relay,
                    reason = failure.reason,
                    "mail not sent"
                );
                return;
            };
            tokio::time::sleep(pause).await;
        }
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
