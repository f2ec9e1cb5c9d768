//! The inbox of an account, and which of its messages also go out by mail.

pub mod mails;
mod open;
pub mod preferences;
mod sql;

use domain::id::{NotificationId, OrgId, UserId};
use domain::notification::Kind;
use sqlx::PgConnection;
use time::OffsetDateTime;

pub(crate) use open::Open;

use crate::authz::Actor;
use crate::db::{ReadTx, WriteTx};
use crate::{Error, Services};

/// Most messages on one page.
pub const PAGE_SIZE: i64 = 50;

/// A message in an inbox.
#[derive(Debug, Clone)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// What it is about.
    pub kind: Kind,
    /// One line.
    pub title: String,
    /// What happened and what can be done.
    pub body: String,
    /// The page it is about.
    pub href: String,
    /// The organization it is about.
    pub organization: Option<String>,
    /// When it came.
    pub created_at: OffsetDateTime,
    /// When it was read.
    pub read_at: Option<OffsetDateTime>,
}

/// A page of an inbox, newest first.
#[derive(Debug)]
pub struct Page {
    /// The messages.
    pub messages: Vec<Notification>,
    /// Where the next page begins: after this message, if there are older ones.
    pub next: Option<NotificationId>,
}

/// What to write into an inbox.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) to: UserId,
    pub(crate) kind: Kind,
    pub(crate) title: String,
    pub(crate) body: String,
    /// A path of this installation.
    pub(crate) href: String,
}

/// The messages of an account that are not archived and that the way of signing
/// in opens, newest first; those older than `before`, where it is given.
///
/// # Errors
/// [`Error::Invalid`] if `before` is no message of this inbox.
pub async fn list(
    svc: &Services,
    by: &Actor,
    unread_only: bool,
    before: Option<NotificationId>,
) -> Result<Page, Error> {
    let (user, by_whom) = (by.user(), by.clone());
    let mut rows = ReadTx::run(svc, by.scope(), move |tx| {
        Box::pin(async move {
            let open = Open::read(tx, &by_whom).await?;
            let from = match before {
                Some(id) => {
                    let place = sql::find_place(tx, user, &open, id).await?;
                    Some(place.ok_or_else(no_place)?)
                }
                None => None,
            };
            sql::list(tx, user, &open, unread_only, from, PAGE_SIZE + 1).await
        })
    })
    .await?;
    let size = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).map(sql::Row::id);
    // A word this program does not know is of a newer one, which runs beside it
    // while replicas are exchanged and shows the message.
    let messages = rows.into_iter().filter_map(sql::Row::known).collect();
    Ok(Page { messages, next })
}

fn no_place() -> Error {
    Error::invalid("before", "is not a message of your inbox")
}

/// How many messages wait to be read, of those that are open.
pub(crate) async fn unread(tx: &mut PgConnection, user: UserId, open: &Open) -> Result<i64, Error> {
    sql::unread(tx, user, open).await
}

/// What can be done with messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// They were read.
    Read,
    /// They were not.
    Unread,
    /// They are no longer shown.
    Archived,
}

/// Messages of one inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// This one.
    One(NotificationId),
    /// Those that lead to this page.
    About(String),
}

/// Marks messages that the way of signing in opens. What was read or archived
/// before its mail was due is not mailed any more. Nothing that the audit log
/// tells: the inbox is a convenience, and its state concerns nobody else.
///
/// # Errors
/// [`Error::NotFound`] if there is no such message.
pub async fn mark(svc: &Services, by: &Actor, which: Which, mark: Mark) -> Result<(), Error> {
    let (user, by_whom) = (by.user(), by.clone());
    WriteTx::run(svc, by.scope(), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            let open = Open::read(tx.conn(), &by_whom).await?;
            let done = sql::mark(tx.conn(), user, &open, &which, mark, now).await?;
            if which != Which::All && done == 0 {
                return Err(Error::NotFound);
            }
            tx.commit_unaudited().await
        })
    })
    .await
}

/// Writes into an inbox inside the transaction of whatever is told. Whether and
/// when it is mailed is settled here, by what its reader has chosen.
pub(crate) async fn send(
    svc: &Services,
    tx: &mut WriteTx,
    org: OrgId,
    message: &Message,
) -> Result<(), Error> {
    let id = NotificationId(svc.new_id()?);
    let now = tx.now();
    sql::hold_choices(tx.conn(), message.to).await?;
    let mail = sql::mail_of_reader(tx.conn(), message.to, message.kind).await?;
    let mail_due_at = mail.and_then(|mail| mail.due(now));
    sql::insert(tx.conn(), id, org, message, mail_due_at, now).await
}
