//! The rows of members and invitations.

use domain::id::{InvitationId, OrgId, UserId};
use domain::organization::Email;
use domain::role::Roles;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::invitations::LIFETIME;
use super::{Invitation, Member, Offer};
use crate::Error;
use crate::authz::roles_of;

pub(super) async fn list(tx: &mut PgConnection, org: OrgId) -> Result<Vec<Member>, Error> {
    let rows = sqlx::query!(
        r#"select u.user_id, u.name, u.email, m.joined_at, u.totp_enabled_at is not null as "second_factor!",
               array(select r.role from member_roles r
                     where r.org_id = m.org_id and r.user_id = m.user_id order by r.role) as "roles!"
           from members m join users u using (user_id)
           where m.org_id = $1 order by lower(u.name), u.user_id"#,
        org.0
    )
    .fetch_all(tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Member {
                user: UserId(row.user_id),
                name: row.name,
                email: row.email,
                roles: roles_of(&row.roles)?,
                joined_at: row.joined_at,
                second_factor: row.second_factor,
            })
        })
        .collect()
}

/// Locks the owners of an organization and counts them, so that two of them
/// cannot leave at the same moment.
pub(super) async fn lock_owners(tx: &mut PgConnection, org: OrgId) -> Result<usize, Error> {
    let owners = sqlx::query_scalar!(
        "select user_id from member_roles where org_id = $1 and role = 'owner' order by user_id for update",
        org.0
    )
    .fetch_all(tx)
    .await?;
    Ok(owners.len())
}

/// Locks an organization, so that what it may do so many times is counted one
/// after the other. Whoever only refers to it does not wait.
pub(super) async fn lock_organization(tx: &mut PgConnection, org: OrgId) -> Result<(), Error> {
    sqlx::query_scalar!(
        "select org_id from organizations where org_id = $1 for no key update",
        org.0
    )
    .fetch_one(tx)
    .await?;
    Ok(())
}

/// Locks a member and tells the roles.
pub(super) async fn roles(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
) -> Result<Option<Roles>, Error> {
    let member = sqlx::query_scalar!(
        "select user_id from members where org_id = $1 and user_id = $2 for update",
        org.0,
        user.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    if member.is_none() {
        return Ok(None);
    }
    let words = sqlx::query_scalar!(
        "select role from member_roles where org_id = $1 and user_id = $2",
        org.0,
        user.0
    )
    .fetch_all(tx)
    .await?;
    roles_of(&words).map(Some)
}

pub(super) async fn insert(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let done = sqlx::query!(
        "insert into members (org_id, user_id, joined_at) values ($1, $2, $3)
         on conflict (org_id, user_id) do nothing",
        org.0,
        user.0,
        now
    )
    .execute(tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Conflict("You are a member already."));
    }
    Ok(())
}

pub(super) async fn set_roles(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
    roles: &Roles,
) -> Result<(), Error> {
    sqlx::query!(
        "delete from member_roles where org_id = $1 and user_id = $2 and role <> all($3)",
        org.0,
        user.0,
        &roles.words()
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into member_roles (org_id, user_id, role) select $1, $2, unnest($3::text[])
         on conflict (org_id, user_id, role) do nothing",
        org.0,
        user.0,
        &roles.words()
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut PgConnection, org: OrgId, user: UserId) -> Result<(), Error> {
    sqlx::query!(
        "delete from members where org_id = $1 and user_id = $2",
        org.0,
        user.0
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Sessions of an older epoch get a new id with their next request.
pub(super) async fn move_epoch(tx: &mut PgConnection, user: UserId) -> Result<(), Error> {
    sqlx::query!(
        "update users set authority_epoch = authority_epoch + 1 where user_id = $1",
        user.0
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn is_member(
    tx: &mut PgConnection,
    org: OrgId,
    email: &Email,
) -> Result<bool, Error> {
    let found = sqlx::query_scalar!(
        r#"select exists (select from members m join users u using (user_id)
               where m.org_id = $1 and lower(u.email) = $2) as "found!""#,
        org.0,
        email.folded()
    );
    Ok(found.fetch_one(tx).await?)
}

pub(super) struct NewInvitation<'a> {
    pub(super) org: OrgId,
    pub(super) id: InvitationId,
    pub(super) email: &'a Email,
    pub(super) roles: &'a Roles,
    pub(super) hash: [u8; 32],
    pub(super) by: UserId,
    pub(super) now: OffsetDateTime,
}

pub(super) async fn insert_invitation(
    tx: &mut PgConnection,
    new: NewInvitation<'_>,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into invitations (org_id, invitation_id, email, roles, token_hash, invited_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        new.org.0,
        new.id.0,
        new.email.as_str(),
        &new.roles.words(),
        &new.hash[..],
        new.by.0,
        new.now,
        new.now + LIFETIME
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// When the `nth` newest of the invitations made after `since` was made.
pub(super) async fn nth_invitation(
    tx: &mut PgConnection,
    org: OrgId,
    since: OffsetDateTime,
    nth: u16,
) -> Result<Option<OffsetDateTime>, Error> {
    let at = sqlx::query_scalar!(
        "select created_at from invitations where org_id = $1 and created_at > $2
         order by created_at desc offset $3 limit 1",
        org.0,
        since,
        i64::from(nth.saturating_sub(1))
    );
    Ok(at.fetch_optional(tx).await?)
}

pub(super) async fn revoke_open(
    tx: &mut PgConnection,
    org: OrgId,
    email: &Email,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "update invitations set revoked_at = $3
         where org_id = $1 and lower(email) = $2 and accepted_at is null and revoked_at is null",
        org.0,
        email.folded(),
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn revoke(
    tx: &mut PgConnection,
    org: OrgId,
    id: InvitationId,
    now: OffsetDateTime,
) -> Result<Option<String>, Error> {
    let email = sqlx::query_scalar!(
        "update invitations set revoked_at = $3
         where org_id = $1 and invitation_id = $2 and accepted_at is null and revoked_at is null
         returning email",
        org.0,
        id.0,
        now
    );
    Ok(email.fetch_optional(tx).await?)
}

/// An open invitation that a member has made.
pub(super) struct Made {
    pub(super) id: InvitationId,
    pub(super) email: String,
    pub(super) roles: Roles,
}

/// Locks the invitations of a member that can be accepted, so that none of them
/// is accepted meanwhile.
pub(super) async fn lock_made_by(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
    now: OffsetDateTime,
) -> Result<Vec<Made>, Error> {
    let rows = sqlx::query!(
        "select invitation_id, email, roles from invitations
         where org_id = $1 and invited_by = $2 and accepted_at is null and revoked_at is null and expires_at > $3
         order by created_at, invitation_id for update",
        org.0,
        user.0,
        now
    )
    .fetch_all(tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Made {
                id: InvitationId(row.invitation_id),
                email: row.email,
                roles: roles_of(&row.roles)?,
            })
        })
        .collect()
}

pub(super) async fn revoke_these(
    tx: &mut PgConnection,
    org: OrgId,
    ids: &[Uuid],
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query!(
        "update invitations set revoked_at = $3
         where org_id = $1 and invitation_id = any($2) and accepted_at is null and revoked_at is null",
        org.0,
        ids,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn open_invitations(
    tx: &mut PgConnection,
    org: OrgId,
    now: OffsetDateTime,
) -> Result<Vec<Invitation>, Error> {
    let rows = sqlx::query!(
        "select i.invitation_id, i.email, i.roles, i.expires_at, u.name
         from invitations i join users u on u.user_id = i.invited_by
         where i.org_id = $1 and i.accepted_at is null and i.revoked_at is null and i.expires_at > $2
         order by i.created_at desc, i.invitation_id",
        org.0,
        now
    )
    .fetch_all(tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Invitation {
                id: InvitationId(row.invitation_id),
                email: row.email,
                roles: roles_of(&row.roles)?,
                invited_by: row.name,
                expires_at: row.expires_at,
            })
        })
        .collect()
}

/// An invitation before its organization may be looked at.
pub(super) struct Found {
    pub(super) org: OrgId,
    id: InvitationId,
    email: String,
    roles: Roles,
    invited_by: UserId,
}

pub(super) async fn find_offer(
    tx: &mut PgConnection,
    hash: [u8; 32],
    now: OffsetDateTime,
) -> Result<Option<Found>, Error> {
    let row = sqlx::query!(
        "select org_id, invitation_id, email, roles, invited_by from invitations
         where token_hash = $1 and accepted_at is null and revoked_at is null and expires_at > $2",
        &hash[..],
        now
    )
    .fetch_optional(tx)
    .await?;
    row.map(|row| {
        Ok(Found {
            org: OrgId(row.org_id),
            id: InvitationId(row.invitation_id),
            email: row.email,
            roles: roles_of(&row.roles)?,
            invited_by: UserId(row.invited_by),
        })
    })
    .transpose()
}

pub(super) async fn describe_offer(tx: &mut PgConnection, found: Found) -> Result<Offer, Error> {
    let row = sqlx::query!(
        "select o.slug, o.name, u.name as invited_by from organizations o, users u
         where o.org_id = $1 and u.user_id = $2",
        found.org.0,
        found.invited_by.0
    )
    .fetch_one(tx)
    .await?;
    Ok(Offer {
        org: found.org,
        id: found.id,
        by: found.invited_by,
        organization: row.name,
        slug: row.slug,
        email: found.email,
        roles: found.roles,
        invited_by: row.invited_by,
    })
}

/// Uses an invitation; `false` if somebody did before.
pub(super) async fn use_invitation(
    tx: &mut PgConnection,
    org: OrgId,
    id: InvitationId,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update invitations set accepted_at = $3
         where org_id = $1 and invitation_id = $2 and accepted_at is null and revoked_at is null and expires_at > $3",
        org.0,
        id.0,
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
