//! Where sessions are kept: PostgreSQL, under the SHA-256 of their id.
//!
//! `save` changes a session that is there and never makes one, so a request
//! that overlaps with signing out cannot bring the session back. Nor does
//! `create` make one for a session that goes on under another id.

use std::fmt;

use async_trait::async_trait;
use backend::Services;
use backend::accounts::sessions;
use sha2::{Digest, Sha256};
use time::Duration;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

use super::state::{KEY, RENAMED, State};

/// A session that is not used ends after this time.
pub(super) const IDLE: Duration = Duration::days(7);
/// Every session ends after this time.
pub(super) const ABSOLUTE: Duration = Duration::days(30);

/// The store.
#[derive(Clone)]
pub(super) struct Store(pub(super) Services);

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

/// What is kept of an id.
pub(super) fn hash(id: &Id) -> [u8; 32] {
    Sha256::digest(id.to_string().as_bytes()).into()
}

fn failed(error: impl fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

/// What the program keeps of a session, out of the record of the library.
fn state(record: &Record) -> Option<State> {
    let value = record.data.get(KEY)?;
    serde_json::from_value(value.clone()).ok()
}

/// The id under which the session has a row already.
fn renamed(record: &Record) -> Result<Option<Id>> {
    let id = record.data.get(RENAMED).and_then(|id| id.as_str());
    id.map(str::parse).transpose().map_err(failed)
}

impl Store {
    /// Saves a session into the row that has this id already. Only then it has no
    /// more to take: whoever tries again after a failure must not make a row.
    async fn take(&self, record: &mut Record, id: Id) -> Result<()> {
        let mut renamed = record.clone();
        renamed.id = id;
        renamed.data.remove(RENAMED);
        self.save(&renamed).await?;
        *record = renamed;
        Ok(())
    }

    /// The earlier of idle and absolute expiry.
    fn expires_at(&self, state: Option<&State>) -> time::OffsetDateTime {
        let now = self.0.now();
        let idle = now + IDLE;
        state.map_or(idle, |s| idle.min(s.started_at + ABSOLUTE))
    }
}

#[async_trait]
impl SessionStore for Store {
    async fn create(&self, record: &mut Record) -> Result<()> {
        if let Some(id) = renamed(record)? {
            return self.take(record, id).await;
        }
        let state = state(record);
        let expires_at = self.expires_at(state.as_ref());
        loop {
            let data = serde_json::to_value(&record.data).map_err(failed)?;
            let user = state.as_ref().and_then(|s| s.user);
            let through = state.as_ref().and_then(State::provider);
            let origin = state.as_ref().map(State::origin).unwrap_or_default();
            let hash = hash(&record.id);
            let made = sessions::create(&self.0, hash, data, user, through, &origin, expires_at);
            if made.await.map_err(failed)? {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let state = state(record);
        let expires_at = self.expires_at(state.as_ref());
        let data = serde_json::to_value(&record.data).map_err(failed)?;
        let user = state.as_ref().and_then(|s| s.user);
        let through = state.as_ref().and_then(State::provider);
        sessions::save(&self.0, hash(&record.id), data, user, through, expires_at)
            .await
            .map(drop)
            .map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = sessions::load(&self.0, hash(id)).await.map_err(failed)?;
        found
            .map(|stored| {
                Ok(Record {
                    id: *id,
                    data: serde_json::from_value(stored.data).map_err(failed)?,
                    expiry_date: stored.expires_at,
                })
            })
            .transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::delete(&self.0, hash(id)).await.map_err(failed)
    }
}
