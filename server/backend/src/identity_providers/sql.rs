//! The rows of providers and of who is linked there.

use domain::id::{OrgId, UserId};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::Error;
use crate::accounts::Epochs;

/// A provider as it is kept; the secret is sealed.
pub(super) struct Row {
    pub(super) issuer: String,
    pub(super) client_id: String,
    pub(super) client_secret: Vec<u8>,
    pub(super) updated_at: OffsetDateTime,
}

pub(super) async fn find(tx: &mut PgConnection, org: OrgId) -> Result<Option<Row>, Error> {
    let row = sqlx::query_as!(
        Row,
        "select issuer, client_id, client_secret, updated_at from identity_providers where org_id = $1",
        org.0
    );
    Ok(row.fetch_optional(tx).await?)
}

/// How many members are linked to somebody at the provider.
pub(super) async fn count_linked(tx: &mut PgConnection, org: OrgId) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from identities i
           join identity_providers p using (org_id, issuer)
           join members m using (org_id, user_id)
           where org_id = $1"#,
        org.0
    );
    Ok(count.fetch_one(tx).await?)
}

/// Locks the organization, so that its rule does not change meanwhile, and
/// tells whether members have to come through the provider.
pub(super) async fn lock_rule(tx: &mut PgConnection, org: OrgId) -> Result<bool, Error> {
    let is_required = sqlx::query_scalar!(
        "select sso_required from organizations where org_id = $1 for update",
        org.0
    );
    Ok(is_required.fetch_one(tx).await?)
}

/// Keeps the organization as it is until the transaction ends, and tells the
/// epoch of its provider: who changes the provider waits. A statement of its own,
/// because one that has waited for a lock sees other tables as they were before.
pub(super) async fn hold(tx: &mut PgConnection, org: OrgId) -> Result<i32, Error> {
    let epoch = sqlx::query_scalar!(
        "select provider_epoch from organizations where org_id = $1 for share",
        org.0
    );
    Ok(epoch.fetch_one(tx).await?)
}

/// Sessions of the epoch before are nobody's, also those that are written only
/// after this.
pub(super) async fn move_epoch(tx: &mut PgConnection, org: OrgId) -> Result<(), Error> {
    sqlx::query!(
        "update organizations set provider_epoch = provider_epoch + 1 where org_id = $1",
        org.0
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn save(tx: &mut PgConnection, org: OrgId, row: &Row) -> Result<(), Error> {
    sqlx::query!(
        "insert into identity_providers (org_id, issuer, client_id, client_secret, updated_at)
         values ($1, $2, $3, $4, $5)
         on conflict (org_id) do update set issuer = excluded.issuer, client_id = excluded.client_id,
             client_secret = excluded.client_secret, updated_at = excluded.updated_at",
        org.0,
        row.issuer,
        row.client_id,
        row.client_secret,
        row.updated_at
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut PgConnection, org: OrgId) -> Result<(), Error> {
    sqlx::query!("delete from identity_providers where org_id = $1", org.0)
        .execute(tx)
        .await?;
    Ok(())
}

/// Unlinks everybody of the organization.
pub(super) async fn delete_links(tx: &mut PgConnection, org: OrgId) -> Result<u64, Error> {
    let gone = sqlx::query!("delete from identities where org_id = $1", org.0);
    Ok(gone.execute(tx).await?.rows_affected())
}

/// The organization that the caller has named. Its name is the key that shows
/// this one row.
pub(super) async fn find_organization(
    tx: &mut PgConnection,
    slug: &str,
) -> Result<Option<OrgId>, Error> {
    let org = sqlx::query_scalar!("select org_id from organizations where slug = $1", slug);
    Ok(org.fetch_optional(tx).await?.map(OrgId))
}

/// Somebody at a provider.
#[derive(Clone)]
pub(super) struct Identity {
    pub(super) org: OrgId,
    pub(super) issuer: String,
    pub(super) subject: String,
}

pub(super) async fn find_linked(
    tx: &mut PgConnection,
    identity: &Identity,
) -> Result<Option<UserId>, Error> {
    let user = sqlx::query_scalar!(
        "select user_id from identities where org_id = $1 and issuer = $2 and subject = $3",
        identity.org.0,
        identity.issuer,
        identity.subject
    );
    Ok(user.fetch_optional(tx).await?.map(UserId))
}

/// Links an account; `false` if it or the identity is linked already.
pub(super) async fn link(
    tx: &mut PgConnection,
    identity: &Identity,
    user: UserId,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let made = sqlx::query!(
        "insert into identities (org_id, issuer, subject, user_id, linked_at) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        identity.org.0,
        identity.issuer,
        identity.subject,
        user.0,
        now
    );
    Ok(made.execute(tx).await?.rows_affected() == 1)
}

/// A member whose account is not disabled.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) email: String,
    /// The name of the organization.
    pub(super) organization: String,
}

pub(super) async fn find_person(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
) -> Result<Option<Person>, Error> {
    let person = sqlx::query_as!(
        Person,
        "select u.name, u.email, o.name as organization
         from members m join users u using (user_id) join organizations o using (org_id)
         where m.org_id = $1 and m.user_id = $2 and u.disabled_at is null",
        org.0,
        user.0
    );
    Ok(person.fetch_optional(tx).await?)
}

/// Locks a member whose account is not disabled, and tells its epochs.
pub(super) async fn lock_person(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
) -> Result<Option<Epochs>, Error> {
    let epochs = sqlx::query_as!(
        Epochs,
        "select u.authority_epoch as authority, u.credentials_epoch as credentials
         from members m join users u using (user_id)
         where m.org_id = $1 and m.user_id = $2 and u.disabled_at is null
         for update",
        org.0,
        user.0
    );
    Ok(epochs.fetch_optional(tx).await?)
}
