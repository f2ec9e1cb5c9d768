//! The rows of inboxes, and of what people want mailed.

use domain::id::{NotificationId, OrgId, UserId};
use domain::notification::{Kind, MailFrequency};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::mails::DueMessage;
use super::{Mark, Message, Notification, Open, Which};
use crate::Error;
use crate::db::broken_row;

/// A message as it stands in the database.
pub(super) struct Row {
    notification_id: Uuid,
    kind: String,
    title: String,
    body: String,
    href: String,
    organization: Option<String>,
    created_at: OffsetDateTime,
    read_at: Option<OffsetDateTime>,
}

impl Row {
    pub(super) fn id(&self) -> NotificationId {
        NotificationId(self.notification_id)
    }

    /// The message, if this program knows what it is about.
    pub(super) fn known(self) -> Option<Notification> {
        Some(Notification {
            id: self.id(),
            kind: self.kind.parse().ok()?,
            title: self.title,
            body: self.body,
            href: self.href,
            organization: self.organization,
            created_at: self.created_at,
            read_at: self.read_at,
        })
    }
}

/// Where a message stands in the order of its inbox.
pub(super) struct Place {
    created_at: OffsetDateTime,
    notification_id: Uuid,
}

pub(super) async fn find_place(
    tx: &mut PgConnection,
    user: UserId,
    open: &Open,
    id: NotificationId,
) -> Result<Option<Place>, Error> {
    let found = sqlx::query_as!(
        Place,
        "select created_at, notification_id from notifications
         where user_id = $1 and notification_id = $2 and (org_id = any($3) or (org_id is null and $4))",
        user.0,
        id.0,
        &open.organizations,
        open.of_account
    );
    Ok(found.fetch_optional(tx).await?)
}

pub(super) async fn list(
    tx: &mut PgConnection,
    user: UserId,
    open: &Open,
    unread_only: bool,
    from: Option<Place>,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let (at, id) = match from {
        Some(place) => (Some(place.created_at), Some(place.notification_id)),
        None => (None, None),
    };
    let rows = sqlx::query_as!(
        Row,
        r#"select n.notification_id as "notification_id!", n.kind as "kind!", n.title as "title!",
               n.body as "body!", n.href as "href!", o.name as "organization?",
               n.created_at as "created_at!", n.read_at as "read_at?"
           from notifications n left join organizations o using (org_id)
           where n.user_id = $1 and n.archived_at is null and (not $2 or n.read_at is null)
             and ($3::timestamptz is null or (n.created_at, n.notification_id) < ($3, $4::uuid))
             and (n.org_id = any($6) or (n.org_id is null and $7))
           order by n.created_at desc, n.notification_id desc limit $5"#,
        user.0,
        unread_only,
        at,
        id,
        limit,
        &open.organizations,
        open.of_account
    );
    Ok(rows.fetch_all(tx).await?)
}

pub(super) async fn unread(tx: &mut PgConnection, user: UserId, open: &Open) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from notifications
           where user_id = $1 and archived_at is null and read_at is null
             and (org_id = any($2) or (org_id is null and $3))"#,
        user.0,
        &open.organizations,
        open.of_account
    );
    Ok(count.fetch_one(tx).await?)
}

pub(super) async fn mark(
    tx: &mut PgConnection,
    user: UserId,
    open: &Open,
    which: &Which,
    mark: Mark,
    now: OffsetDateTime,
) -> Result<u64, Error> {
    let (id, href) = match which {
        Which::All => (None, None),
        Which::One(id) => (Some(id.0), None),
        Which::About(href) => (None, Some(href.as_str())),
    };
    let done = sqlx::query!(
        "update notifications set
             read_at = case when $3 = 'unread' then null else coalesce(read_at, $4) end,
             archived_at = case when $3 = 'archived' then $4 else archived_at end,
             mail_due_at = case when $3 = 'unread' or mailed_at is not null then mail_due_at end
         where user_id = $1 and archived_at is null and ($2::uuid is null or notification_id = $2)
           and ($5::text is null or href = $5)
           and (org_id = any($6) or (org_id is null and $7))",
        user.0,
        id,
        match mark {
            Mark::Read => "read",
            Mark::Unread => "unread",
            Mark::Archived => "archived",
        },
        now,
        href,
        &open.organizations,
        open.of_account
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn insert(
    tx: &mut PgConnection,
    id: NotificationId,
    org: OrgId,
    message: &Message,
    mail_due_at: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into notifications (notification_id, user_id, org_id, kind, title, body, href, created_at, mail_due_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.0,
        message.to.0,
        (org != OrgId::INSTALLATION).then_some(org.0),
        message.kind.as_str(),
        message.title,
        message.body,
        message.href,
        now,
        mail_due_at
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What an account has chosen; kinds of a newer program are left out.
pub(super) async fn preferences(
    tx: &mut PgConnection,
    user: UserId,
) -> Result<Vec<(Kind, MailFrequency)>, Error> {
    let rows = sqlx::query!(
        "select kind, mail from notification_preferences where user_id = $1",
        user.0
    )
    .fetch_all(tx)
    .await?;
    let known = rows
        .into_iter()
        .filter_map(|row| Some((row.kind.parse::<Kind>().ok()?, row.mail)));
    known
        .map(|(kind, mail)| Ok((kind, frequency(&mail)?)))
        .collect()
}

fn frequency(word: &str) -> Result<MailFrequency, Error> {
    word.parse()
        .map_err(|_| broken_row("notification_preferences", "mail", 0))
}

pub(super) async fn set_preferences(
    tx: &mut PgConnection,
    user: UserId,
    wanted: &[(Kind, MailFrequency)],
) -> Result<(), Error> {
    let kinds: Vec<_> = wanted.iter().map(|(kind, _)| kind.to_string()).collect();
    let mails: Vec<_> = wanted.iter().map(|(_, mail)| mail.to_string()).collect();
    sqlx::query!(
        "insert into notification_preferences (user_id, kind, mail)
         select $1, w.kind, w.mail from unnest($2::text[], $3::text[]) as w (kind, mail)
         on conflict (user_id, kind) do update set mail = excluded.mail",
        user.0,
        &kinds,
        &mails
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Leaves messages of these kinds, which were not mailed yet, in the inbox.
pub(super) async fn cancel_mails(
    tx: &mut PgConnection,
    user: UserId,
    kinds: &[Kind],
) -> Result<(), Error> {
    let kinds: Vec<_> = kinds.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "update notifications set mail_due_at = null
         where user_id = $1 and kind = any($2) and mail_due_at is not null and mailed_at is null",
        user.0,
        &kinds
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Keeps what an account wants mailed as it is until the transaction ends: who
/// chooses waits for who writes to it. A statement of its own, because one that
/// has waited for a lock sees other tables as they were before.
pub(super) async fn hold_choices(tx: &mut PgConnection, user: UserId) -> Result<(), Error> {
    sqlx::query_scalar!(
        "select user_id from users where user_id = $1 for key share",
        user.0
    )
    .fetch_optional(tx)
    .await?;
    Ok(())
}

/// The same for whoever chooses, who also waits for other choices.
pub(super) async fn lock_choices(tx: &mut PgConnection, user: UserId) -> Result<(), Error> {
    sqlx::query_scalar!(
        "select user_id from users where user_id = $1 for update",
        user.0
    )
    .fetch_optional(tx)
    .await?;
    Ok(())
}

/// What the reader of a message has chosen, or else the default. `None` for who
/// is never mailed: a persona of the demo, an account that is disabled, an
/// address that nobody has confirmed.
pub(super) async fn mail_of_reader(
    tx: &mut PgConnection,
    user: UserId,
    kind: Kind,
) -> Result<Option<MailFrequency>, Error> {
    let word = sqlx::query_scalar!(
        r#"select coalesce(p.mail, $3) as "mail!" from users u
           left join notification_preferences p on p.user_id = u.user_id and p.kind = $2
           where u.user_id = $1 and u.email_verified_at is not null and not u.is_demo and u.disabled_at is null"#,
        user.0,
        kind.as_str(),
        kind.default_mail().as_str()
    )
    .fetch_optional(tx)
    .await?;
    word.map(|word| frequency(&word)).transpose()
}

/// People for whom a mail is due, those who have waited longest. They are locked
/// and not their messages alone, so that two replicas do not send a person half
/// of them each. What an organization wrote to somebody who is no member any more
/// is neither mailed nor shown.
pub(super) async fn people_due(
    tx: &mut PgConnection,
    now: OffsetDateTime,
    limit: i64,
) -> Result<Vec<Uuid>, Error> {
    let people = sqlx::query_scalar!(
        r#"select u.user_id as "user_id!" from users u
           join (select n.user_id, min(n.mail_due_at) as due_at from notifications n
                 where n.mail_due_at <= $1 and n.mailed_at is null and n.read_at is null and n.archived_at is null
                   and (n.org_id is null or exists (
                       select from members m where m.org_id = n.org_id and m.user_id = n.user_id))
                 group by n.user_id) d on d.user_id = u.user_id
           where u.email_verified_at is not null and not u.is_demo and u.disabled_at is null
           order by d.due_at limit $2
           for no key update of u skip locked"#,
        now,
        limit
    );
    Ok(people.fetch_all(tx).await?)
}

/// Marks what is due as mailed. What its reader is marking just now waits for
/// the next turn.
pub(super) async fn take_due(
    tx: &mut PgConnection,
    people: &[Uuid],
    now: OffsetDateTime,
) -> Result<Vec<DueMessage>, Error> {
    let rows = sqlx::query!(
        r#"update notifications n set mailed_at = $1
           from users u
           where u.user_id = n.user_id and n.notification_id in (
               select d.notification_id from notifications d
               where d.user_id = any($2) and d.mail_due_at <= $1 and d.mailed_at is null
                 and d.read_at is null and d.archived_at is null
                 and (d.org_id is null or exists (
                     select from members m where m.org_id = d.org_id and m.user_id = d.user_id))
               for update of d skip locked)
           returning n.notification_id as "notification_id!", n.user_id as "user_id!", u.email as "email!",
               n.title as "title!", n.body as "body!", n.href as "href!", n.created_at as "created_at!""#,
        now,
        people
    )
    .fetch_all(tx)
    .await?;
    let due = rows.into_iter().map(|row| DueMessage {
        id: NotificationId(row.notification_id),
        to: UserId(row.user_id),
        email: row.email,
        title: row.title,
        body: row.body,
        href: row.href,
        created_at: row.created_at,
    });
    Ok(due.collect())
}

/// What is tried again, and when.
pub(super) struct Again {
    /// What the messages were marked with.
    pub(super) mark: OffsetDateTime,
    pub(super) due_at: OffsetDateTime,
    /// Older ones stay marked.
    pub(super) since: OffsetDateTime,
}

/// Takes the mark off messages whose mail did not go out, unless their reader
/// has seen them, is marking them just now or wants no such mail any more.
pub(super) async fn put_back(
    tx: &mut PgConnection,
    messages: &[NotificationId],
    again: Again,
) -> Result<(), Error> {
    let ids: Vec<_> = messages.iter().map(|id| id.0).collect();
    sqlx::query!(
        "update notifications set mailed_at = null, mail_due_at = $3
         where notification_id in (
             select n.notification_id from notifications n
             where n.notification_id = any($1) and n.mailed_at = $2 and n.created_at > $4
               and n.read_at is null and n.archived_at is null
               and not exists (select from notification_preferences p
                               where p.user_id = n.user_id and p.kind = n.kind and p.mail = 'never')
             for update of n skip locked)",
        &ids,
        again.mark,
        again.due_at,
        again.since
    )
    .execute(tx)
    .await?;
    Ok(())
}
