//! The snapshot that is served, and keeping it fresh.

use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use time::OffsetDateTime;
use tokio::sync::watch;

use super::snapshot::{self, Snapshot};
use super::sql;
use crate::Error;

/// How often the generation is looked at when no notification comes.
const POLL: Duration = Duration::from_secs(1);

/// A source of the current time, so that tests can set it.
pub type Clock = fn() -> OffsetDateTime;

/// The published catalog of this replica.
#[derive(Debug, Clone)]
pub struct Catalog {
    current: watch::Sender<Arc<Snapshot>>,
}

impl Catalog {
    /// Builds the first snapshot. Until this returns there is nothing to serve.
    pub async fn open(pool: &PgPool, clock: Clock) -> Result<Self, Error> {
        let first = snapshot::build(pool, clock()).await?;
        Ok(Self {
            current: watch::Sender::new(Arc::new(first)),
        })
    }

    /// The catalog as it is. Cheap; hold on to it for the whole of one answer.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.borrow())
    }

    /// Tells when the catalog has been replaced.
    pub fn changes(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.current.subscribe()
    }

    /// Waits until a snapshot of at least this generation is served.
    pub async fn reached(&self, generation: i64) {
        let mut changes = self.current.subscribe();
        // The sender lives as long as `self`, so this cannot fail.
        let _ = changes.wait_for(|s| s.generation >= generation).await;
    }

    /// Keeps the snapshot fresh for ever: rebuilds it when the database says
    /// that the generation moved, when a poll finds so, and when a price begins
    /// or ends or the day does. The caller stops it by dropping the future.
    pub async fn follow(&self, pool: &PgPool, clock: Clock) {
        let mut moved = sql::Notifications::default();
        loop {
            moved.wait(pool, POLL).await;
            let (generation, boundary) = {
                let current = self.current.borrow();
                (current.generation, current.next_boundary)
            };
            let stale = match sql::generation(pool).await {
                Ok(now) => now != generation || boundary.is_some_and(|at| at <= clock()),
                Err(_) => false,
            };
            if stale {
                self.rebuild(pool, clock()).await;
            }
        }
    }

    async fn rebuild(&self, pool: &PgPool, now: OffsetDateTime) {
        match snapshot::build(pool, now).await {
            Ok(new) => {
                tracing::info!(
                    generation = new.generation,
                    entries = new.entries.len(),
                    "catalog rebuilt"
                );
                self.current.send_replace(Arc::new(new));
            }
            // The old snapshot stays in service; the next poll tries again.
            Err(error) => tracing::warn!(%error, "catalog could not be rebuilt"),
        }
    }
}
