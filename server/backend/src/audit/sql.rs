//! Writing and reading chains.

use domain::id::{OrgId, UserId};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::chain::{Hash, Link, Tip};
use super::list::Filter;
use crate::Error;
use crate::authz::{Allows as _, AuditReader, roles_of};

fn hash(bytes: &[u8]) -> Hash {
    // A hash of another length is not one this program wrote; zeros never fit.
    bytes.try_into().unwrap_or_default()
}

/// Locks the head of a chain, and makes it if there is none.
pub(super) async fn lock_head(tx: &mut PgConnection, org: OrgId) -> Result<Tip, Error> {
    let row = sqlx::query!(
        "insert into audit_heads as h (org_id, seq, hash) values ($1, 0, $2)
         on conflict (org_id) do update set seq = h.seq
         returning seq, hash",
        org.0,
        &[0_u8; 32][..]
    )
    .fetch_one(tx)
    .await?;
    Ok(Tip {
        seq: row.seq,
        hash: hash(&row.hash),
    })
}

pub(super) async fn insert(tx: &mut PgConnection, link: &Link) -> Result<(), Error> {
    sqlx::query!(
        "insert into audit_events (org_id, seq, happened_at, actor_id, actor_name, action, subject, reason,
             before, after, ip, user_agent, previous_hash, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::json, $10::text::json, $11, $12, $13, $14)",
        link.org.0,
        link.seq,
        link.happened_at,
        link.actor,
        link.actor_name,
        link.action,
        link.subject,
        link.reason,
        link.before,
        link.after,
        link.ip,
        link.user_agent,
        &link.previous[..],
        &link.hash[..]
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn move_head(tx: &mut PgConnection, link: &Link) -> Result<(), Error> {
    sqlx::query!(
        "update audit_heads set seq = $2, hash = $3 where org_id = $1",
        link.org.0,
        link.seq,
        &link.hash[..]
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn head(tx: &mut PgConnection, org: OrgId) -> Result<Option<Tip>, Error> {
    let row = sqlx::query!("select seq, hash from audit_heads where org_id = $1", org.0)
        .fetch_optional(tx)
        .await?;
    Ok(row.map(|row| Tip {
        seq: row.seq,
        hash: hash(&row.hash),
    }))
}

/// Number and time of the newest event of this kind.
pub(super) async fn last(
    tx: &mut PgConnection,
    org: OrgId,
    action: super::Action,
) -> Result<Option<(i64, OffsetDateTime)>, Error> {
    let row = sqlx::query!(
        "select seq, happened_at from audit_events
         where org_id = $1 and action = $2 order by seq desc limit 1",
        org.0,
        action.as_str()
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|row| (row.seq, row.happened_at)))
}

struct Row {
    seq: i64,
    happened_at: OffsetDateTime,
    actor_id: Option<Uuid>,
    actor_name: String,
    action: String,
    subject: String,
    reason: Option<String>,
    before: Option<String>,
    after: Option<String>,
    ip: Option<String>,
    user_agent: Option<String>,
    previous_hash: Vec<u8>,
    hash: Vec<u8>,
}

impl Row {
    fn link(self, org: OrgId) -> Link {
        Link {
            org,
            seq: self.seq,
            happened_at: self.happened_at,
            actor: self.actor_id,
            actor_name: self.actor_name,
            action: self.action,
            subject: self.subject,
            reason: self.reason,
            before: self.before,
            after: self.after,
            ip: self.ip,
            user_agent: self.user_agent,
            previous: hash(&self.previous_hash),
            hash: hash(&self.hash),
        }
    }
}

/// Events after `seq`, oldest first.
pub(super) async fn walk(
    tx: &mut PgConnection,
    org: OrgId,
    after: i64,
    limit: i64,
) -> Result<Vec<Link>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select seq, happened_at, actor_id, actor_name, action, subject, reason, before::text as before,
               after::text as after, ip, user_agent, previous_hash, hash
           from audit_events where org_id = $1 and seq > $2 order by seq limit $3"#,
        org.0,
        after,
        limit
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(|row| row.link(org)).collect())
}

/// Whether somebody may read the log of an organization, or that of the installation,
/// at this moment.
pub(super) async fn may_read(
    tx: &mut PgConnection,
    org: OrgId,
    user: Option<UserId>,
) -> Result<bool, Error> {
    let found = sqlx::query!(
        r#"select is_operator, array(
               select role from member_roles m where m.org_id = $1 and m.user_id = u.user_id) as "roles!"
           from users u where user_id = $2 and disabled_at is null"#,
        org.0,
        user.map(|u| u.0)
    );
    let Some(reader) = found.fetch_optional(tx).await? else {
        return Ok(false);
    };
    if org == OrgId::INSTALLATION {
        return Ok(reader.is_operator);
    }
    Ok(!reader.roles.is_empty() && roles_of(&reader.roles)?.any_of(AuditReader::ROLES))
}

/// Events that fit the filter, newest first. Keyset paging on the primary key;
/// the two filters people use most have an index of their own.
pub(super) async fn list(
    tx: &mut PgConnection,
    org: OrgId,
    filter: &Filter,
    limit: i64,
) -> Result<Vec<Link>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select seq, happened_at, actor_id, actor_name, action, subject, reason, before::text as before,
               after::text as after, ip, user_agent, previous_hash, hash
           from audit_events
           where org_id = $1
             and ($2::text is null or action = $2)
             and ($3::uuid is null or actor_id = $3)
             and ($4::timestamptz is null or happened_at >= $4)
             and ($5::timestamptz is null or happened_at < $5)
             and ($6::bigint is null or seq < $6)
             and ($7::text is null or subject ilike '%' || $7 || '%' or actor_name ilike '%' || $7 || '%')
           order by seq desc limit $8"#,
        org.0,
        filter.action.map(super::Action::as_str),
        filter.actor.map(|a| a.0),
        filter.since,
        filter.until,
        filter.before,
        filter.text.as_deref().map(escape_like),
        limit
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(|row| row.link(org)).collect())
}

/// How many events fit the filter, counted up to `limit`.
pub(super) async fn count(
    tx: &mut PgConnection,
    org: OrgId,
    filter: &Filter,
    limit: i64,
) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select from audit_events
               where org_id = $1
                 and ($2::text is null or action = $2)
                 and ($3::uuid is null or actor_id = $3)
                 and ($4::timestamptz is null or happened_at >= $4)
                 and ($5::timestamptz is null or happened_at < $5)
                 and ($6::bigint is null or seq < $6)
                 and ($7::text is null or subject ilike '%' || $7 || '%' or actor_name ilike '%' || $7 || '%')
               limit $8) found"#,
        org.0,
        filter.action.map(super::Action::as_str),
        filter.actor.map(|a| a.0),
        filter.since,
        filter.until,
        filter.before,
        filter.text.as_deref().map(escape_like),
        limit
    );
    Ok(count.fetch_one(tx).await?)
}

/// Text that `ilike` takes as it is.
fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

/// Every organization, for a walk over all chains.
pub(super) async fn organizations(tx: &mut PgConnection) -> Result<Vec<(OrgId, String)>, Error> {
    let rows = sqlx::query!("select org_id, slug from organizations order by slug")
        .fetch_all(tx)
        .await?;
    Ok(rows
        .into_iter()
        .map(|r| (OrgId(r.org_id), r.slug))
        .collect())
}
