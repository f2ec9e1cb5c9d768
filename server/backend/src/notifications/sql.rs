//! The rows of inboxes.

use domain::id::{NotificationId, OrgId, UserId};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{Mark, Message, Notification};
use crate::Error;

pub(super) async fn list(
    tx: &mut PgConnection,
    user: UserId,
    unread_only: bool,
    limit: i64,
) -> Result<Vec<Notification>, Error> {
    let rows = sqlx::query!(
        r#"select n.notification_id, n.kind, n.title, n.body, n.href, o.name as "organization?", n.created_at, n.read_at
           from notifications n left join organizations o using (org_id)
           where n.user_id = $1 and n.archived_at is null and (not $2 or n.read_at is null)
           order by n.created_at desc, n.notification_id desc limit $3"#,
        user.0,
        unread_only,
        limit
    )
    .fetch_all(tx)
    .await?;
    let shown = rows.into_iter().map(|row| Notification {
        id: NotificationId(row.notification_id),
        kind: row.kind,
        title: row.title,
        body: row.body,
        href: row.href,
        organization: row.organization,
        created_at: row.created_at,
        read_at: row.read_at,
    });
    Ok(shown.collect())
}

pub(super) async fn unread(tx: &mut PgConnection, user: UserId) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from notifications
           where user_id = $1 and archived_at is null and read_at is null"#,
        user.0
    );
    Ok(count.fetch_one(tx).await?)
}

pub(super) async fn mark(
    tx: &mut PgConnection,
    user: UserId,
    which: Option<NotificationId>,
    mark: Mark,
    now: OffsetDateTime,
) -> Result<u64, Error> {
    let done = sqlx::query!(
        "update notifications set
             read_at = case when $3 = 'unread' then null else coalesce(read_at, $4) end,
             archived_at = case when $3 = 'archived' then $4 else archived_at end
         where user_id = $1 and archived_at is null and ($2::uuid is null or notification_id = $2)",
        user.0,
        which.map(|id| id.0),
        match mark {
            Mark::Read => "read",
            Mark::Unread => "unread",
            Mark::Archived => "archived",
        },
        now
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
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into notifications (notification_id, user_id, org_id, kind, title, body, href, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.0,
        message.to.0,
        (org != OrgId::INSTALLATION).then_some(org.0),
        message.kind,
        message.title,
        message.body,
        message.href,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
