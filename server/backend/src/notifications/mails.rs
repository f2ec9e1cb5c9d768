//! Messages by mail: each when it comes, or all of a day together, as their
//! reader has chosen. Which are due stands in the database, so a message is
//! mailed whichever replica is there, and by one of them only.

use std::cmp::Reverse;

use domain::id::{NotificationId, UserId};
use futures::future::join_all;
use time::{Duration, OffsetDateTime};

use super::sql;
use crate::authz::Scope;
use crate::db::{WriteTx, uncancelled};
use crate::mail::{Mail, NotSent};
use crate::{Error, Services};

/// Most people who are written to in one turn.
const PEOPLE: i64 = 50;
/// Most messages that one mail names.
const LINES: usize = 20;
/// How long a message rests that the mail server did not take.
const REST: Duration = Duration::minutes(10);
/// How old a message may be to be tried again. A daily mail is due up to a day
/// after its messages, so each is tried for a day at least.
const OLDEST: Duration = Duration::days(2);
/// Opens the messages of everybody to the transaction that mails them; see the
/// policies of `notifications`.
const KEY: &str = "mail:due";

/// A message whose mail is due.
#[derive(Debug, Clone)]
pub(super) struct DueMessage {
    pub(super) id: NotificationId,
    pub(super) to: UserId,
    pub(super) email: String,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) href: String,
    pub(super) created_at: OffsetDateTime,
}

/// What one turn has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// How many mails went out.
    pub mails: usize,
    /// Whether it wrote to as many people as fit: others may wait.
    pub is_full: bool,
}

/// Mails what is due and was not read meanwhile, one mail a person, to some
/// people at a time.
///
/// A message is marked before its mail goes out: if the program ends between
/// the two, it is in the inbox only, which is better than twice in a mailbox.
/// What the mail server did not take, and may take later, is due again after
/// [`REST`].
pub async fn send_due(svc: &Services) -> Result<Turn, Error> {
    let services = svc.clone();
    // In a task of its own, so that what was marked is sent even if the caller
    // goes away.
    uncancelled(async move {
        let taken = take(&services).await?;
        let is_full = taken.is_full && !taken.messages.is_empty();
        let tries = deliver(&services, letters(&services, taken.messages)).await;
        let mails = tries.iter().filter(|(_, sent)| sent.is_ok()).count();
        let later: Vec<_> = tries
            .into_iter()
            .filter(|(_, sent)| sent.is_err_and(|failed| failed.may_pass))
            .flat_map(|(messages, _)| messages)
            .collect();
        if !later.is_empty() {
            put_back(&services, later, taken.at).await?;
        }
        Ok(Turn { mails, is_full })
    })
    .await
}

/// Messages that are marked as mailed.
struct Taken {
    /// The mark.
    at: OffsetDateTime,
    messages: Vec<DueMessage>,
    /// Whether they are to as many people as one turn takes.
    is_full: bool,
}

fn scope() -> Scope {
    Scope::system().looking_up(KEY)
}

async fn take(svc: &Services) -> Result<Taken, Error> {
    WriteTx::run(svc, scope(), |mut tx| {
        Box::pin(async move {
            let at = tx.now();
            let people = sql::people_due(tx.conn(), at, PEOPLE).await?;
            let is_full = i64::try_from(people.len()).is_ok_and(|count| count >= PEOPLE);
            let messages = if people.is_empty() {
                Vec::new()
            } else {
                let due = sql::take_due(tx.conn(), &people, at).await?;
                tx.commit_unaudited().await?;
                due
            };
            Ok(Taken {
                at,
                messages,
                is_full,
            })
        })
    })
    .await
}

/// Tries all of them. How many at once is for the mailer to say.
async fn deliver(
    svc: &Services,
    letters: Vec<Letter>,
) -> Vec<(Vec<NotificationId>, Result<(), NotSent>)> {
    let mailer = &svc.mailer;
    let tries = letters.into_iter().map(|letter| async move {
        let sent = mailer.deliver(letter.mail).await;
        (letter.messages, sent)
    });
    join_all(tries).await
}

/// Makes messages due again that were marked with `mark` and did not go out.
async fn put_back(
    svc: &Services,
    messages: Vec<NotificationId>,
    mark: OffsetDateTime,
) -> Result<(), Error> {
    WriteTx::run(svc, scope(), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            let again = sql::Again {
                mark,
                due_at: now + REST,
                since: now - OLDEST,
            };
            sql::put_back(tx.conn(), &messages, again).await?;
            tx.commit_unaudited().await
        })
    })
    .await
}

/// The mail to one person.
struct Letter {
    /// What it tells of.
    messages: Vec<NotificationId>,
    mail: Mail,
}

/// One mail a person.
fn letters(svc: &Services, mut due: Vec<DueMessage>) -> Vec<Letter> {
    due.sort_by_key(|m| (m.to, Reverse(m.created_at), Reverse(m.id)));
    due.chunk_by(|a, b| a.to == b.to)
        .filter_map(|own| {
            Some(Letter {
                messages: own.iter().map(|message| message.id).collect(),
                mail: letter(own, &|path: &str| svc.link(path))?,
            })
        })
        .collect()
}

/// The mail about some messages of one person, the newest first.
fn letter(messages: &[DueMessage], link: &dyn Fn(&str) -> String) -> Option<Mail> {
    let mail = match messages {
        [] => return None,
        [one] => Mail::new(&one.email, &one.title)
            .text(one.body.as_str())
            .action("Open in Tessera", link(&one.href)),
        [newest, ..] => digest(&newest.email, messages, link),
    };
    Some(mail.text("A link opens once you have signed in.").link(
        "Choose which messages come by mail",
        link("/account/notifications"),
    ))
}

fn digest(to: &str, messages: &[DueMessage], link: &dyn Fn(&str) -> String) -> Mail {
    let subject = format!("{} messages from Tessera", messages.len());
    let mut mail = Mail::new(to, &subject);
    for one in messages.iter().take(LINES) {
        mail = mail.link(one.title.as_str(), link(&one.href));
    }
    let rest = messages.len().saturating_sub(LINES);
    if rest > 0 {
        mail = mail.text(format!("And {rest} more, which are in your inbox."));
    }
    mail.action("Open the inbox", link("/inbox"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::mail::{Mailer, SentMail};

    fn message(n: usize) -> DueMessage {
        DueMessage {
            id: NotificationId(Uuid::from_u128(7)),
            to: UserId(Uuid::from_u128(1)),
            email: "ann@acme.example".to_owned(),
            title: format!("Title {n}"),
            body: format!("Body {n}."),
            href: format!("/organizations/acme/{n}"),
            created_at: OffsetDateTime::UNIX_EPOCH,
        }
    }

    async fn sent(messages: &[DueMessage]) -> SentMail {
        let mailer = Mailer::memory();
        let link = |path: &str| format!("https://tessera.example{path}");
        mailer.send(letter(messages, &link).unwrap()).await;
        mailer.list().pop().unwrap()
    }

    #[tokio::test]
    async fn one_message_is_the_mail() {
        let mail = sent(&[message(1)]).await;
        assert_eq!(
            (mail.to.as_str(), mail.subject.as_str()),
            ("ann@acme.example", "Title 1")
        );
        for part in [
            "Body 1.",
            "https://tessera.example/organizations/acme/1",
            "https://tessera.example/account/notifications",
        ] {
            assert!(mail.text.contains(part), "{part}: {}", mail.text);
            assert!(mail.html.contains(part), "{part}: {}", mail.html);
        }
    }

    #[tokio::test]
    async fn several_are_a_list_with_an_end() {
        let all: Vec<_> = (1..=LINES + 3).map(message).collect();
        let mail = sent(&all).await;
        assert_eq!(mail.subject, format!("{} messages from Tessera", LINES + 3));
        assert!(mail.text.contains("Title 1\n"), "{}", mail.text);
        assert!(
            mail.text.contains("/organizations/acme/20\n"),
            "{}",
            mail.text
        );
        assert!(!mail.text.contains("Title 21"), "{}", mail.text);
        assert!(mail.text.contains("And 3 more"), "{}", mail.text);
        assert!(!mail.text.contains("Body"), "{}", mail.text);
    }

    #[test]
    fn nothing_is_no_mail() {
        assert!(letter(&[], &|path: &str| path.to_owned()).is_none());
    }
}
