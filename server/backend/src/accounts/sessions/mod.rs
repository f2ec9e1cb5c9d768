//! Browsers that are signed in: what a store of sessions needs, and what people
//! see of their own.
//!
//! A session is found by the SHA-256 of its cookie, so that a dump is no set of
//! live sessions. [`save`] changes a row and never makes one: a request that is
//! still running when its session ends does not revive it.

mod own;
mod sql;

use domain::id::{OrgId, UserId};
use serde_json::Value;
use time::{Duration, OffsetDateTime};

pub use own::{SessionLine, end, end_others, id_of, list, sign_out};
pub(crate) use sql::{delete_all_of, delete_through};
pub(super) use sql::{delete_others, set_credentials};

use crate::authz::Origin;
use crate::{Error, Services};

/// The SHA-256 of a cookie.
pub type SessionHash = [u8; 32];

/// After how long without a sign-in a device is a stranger again.
const DEVICE_LIFETIME: Duration = Duration::days(365);

/// A session as it is kept.
#[derive(Debug, Clone)]
pub struct Stored {
    /// What it holds.
    pub data: Value,
    /// Whose it is, once somebody has signed in.
    pub user: Option<UserId>,
    /// When it began.
    pub created_at: OffsetDateTime,
    /// When it ends unless it is used before.
    pub expires_at: OffsetDateTime,
}

/// Makes a session; `provider` is the organization through whose provider it
/// came. `false` if there is one with this hash: take another.
pub async fn create(
    svc: &Services,
    hash: SessionHash,
    data: Value,
    user: Option<UserId>,
    provider: Option<OrgId>,
    origin: &Origin,
    expires_at: OffsetDateTime,
) -> Result<bool, Error> {
    let row = sql::NewSession {
        hash,
        data,
        user,
        provider,
        origin,
        expires_at,
    };
    sql::insert(&svc.pool, row, svc.now()).await
}

/// Changes a session and notes that it was used. `false` if it is not there any
/// more; it stays gone.
pub async fn save(
    svc: &Services,
    hash: SessionHash,
    data: Value,
    user: Option<UserId>,
    provider: Option<OrgId>,
    expires_at: OffsetDateTime,
) -> Result<bool, Error> {
    let now = svc.now();
    sql::update(&svc.pool, hash, data, user, provider, expires_at, now).await
}

/// A session that has not expired.
pub async fn load(svc: &Services, hash: SessionHash) -> Result<Option<Stored>, Error> {
    sql::find(&svc.pool, hash, svc.now()).await
}

/// Removes a session. Removing one that is gone, or has another id by now, is no
/// error and does nothing.
pub async fn delete(svc: &Services, hash: SessionHash) -> Result<(), Error> {
    sql::delete(&svc.pool, hash).await
}

/// Removes a session, also where it has another id by now.
pub async fn delete_renamed(svc: &Services, hash: SessionHash) -> Result<(), Error> {
    sql::delete_renamed(&svc.pool, hash).await
}

/// Gives a session another id. `false` if it is not there any more: one that was
/// ended meanwhile stays ended. The old id opens nothing from here on, and still
/// ends the session: [`sign_out`].
pub async fn rename(svc: &Services, hash: SessionHash, new: SessionHash) -> Result<bool, Error> {
    sql::rename(&svc.pool, hash, new).await
}

/// Removes what has expired: sessions, devices, throttles and links. For a
/// task that runs now and then; the number of rows is for its log.
pub async fn remove_expired(svc: &Services) -> Result<u64, Error> {
    let now = svc.now();
    let gone = [
        sql::remove_expired(&svc.pool, now).await?,
        sql::remove_devices(&svc.pool, now - DEVICE_LIFETIME).await?,
        super::throttle::remove_expired(svc).await?,
        super::sql::remove_expired_links(&svc.pool, now).await?,
        super::setup::remove_expired(svc).await?,
    ];
    Ok(gone.iter().sum())
}
