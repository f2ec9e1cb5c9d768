//! The inbox of an account.

mod sql;

use domain::id::{NotificationId, OrgId, UserId};
use time::OffsetDateTime;

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
    /// What it is about, in one word.
    pub kind: String,
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

/// What to write into an inbox.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) to: UserId,
    pub(crate) kind: &'static str,
    pub(crate) title: String,
    pub(crate) body: String,
    /// A path of this installation.
    pub(crate) href: String,
}

/// The messages of an account that are not archived, newest first.
pub async fn list(
    svc: &Services,
    by: &Actor,
    unread_only: bool,
) -> Result<Vec<Notification>, Error> {
    let user = by.user();
    ReadTx::run(svc, by.scope(), move |tx| {
        Box::pin(async move { sql::list(tx, user, unread_only, PAGE_SIZE).await })
    })
    .await
}

/// How many messages wait to be read.
pub async fn unread(svc: &Services, by: &Actor) -> Result<i64, Error> {
    let user = by.user();
    ReadTx::run(svc, by.scope(), move |tx| {
        Box::pin(async move { sql::unread(tx, user).await })
    })
    .await
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

/// Marks one message, or all of them. Nothing that the audit log tells: the
/// inbox is a convenience, and its state concerns nobody else.
pub async fn mark(
    svc: &Services,
    by: &Actor,
    which: Option<NotificationId>,
    mark: Mark,
) -> Result<(), Error> {
    let (user, scope) = (by.user(), by.scope());
    WriteTx::run(svc, scope, move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            let done = sql::mark(tx.conn(), user, which, mark, now).await?;
            if which.is_some() && done == 0 {
                return Err(Error::NotFound);
            }
            tx.commit_unaudited().await
        })
    })
    .await
}

/// Writes into an inbox inside the transaction of whatever is told.
pub(crate) async fn send(
    svc: &Services,
    tx: &mut WriteTx,
    org: OrgId,
    message: &Message,
) -> Result<(), Error> {
    let id = NotificationId(svc.new_id()?);
    let now = tx.now();
    sql::insert(tx.conn(), id, org, message, now).await
}
