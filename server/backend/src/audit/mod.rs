//! The audit log: who did what, when, from where. One chain an organization;
//! every event carries the hash of the one before, so that an edit, a deletion
//! or another order is found by walking the chain.

mod chain;
mod event;
mod export;
mod exported;
mod list;
mod log;
mod sql;
mod verify;

use sqlx::PgConnection;
use time::OffsetDateTime;

pub use event::{Action, Event};
pub use export::{Export, MAX_EXPORT, export};
pub use exported::{Exported, exported};
pub use list::{Filter, Line, PAGE_SIZE, Page, list};
pub use log::Log;
pub use verify::{Finding, Head, Verified, chains, head_of, verify, verify_for};

use crate::Error;
use crate::authz::Scope;

/// Adds an event to the chain of the scope's organization. Writers of one chain
/// queue for its head, which is why a chain has neither gap nor fork.
pub(crate) async fn append(
    tx: &mut PgConnection,
    scope: &Scope,
    now: OffsetDateTime,
    event: Event,
) -> Result<(), Error> {
    let head = sql::lock_head(tx, scope.org).await?;
    let link = chain::Link::new(scope, head, now, event);
    sql::insert(tx, &link).await?;
    sql::move_head(tx, &link).await
}
