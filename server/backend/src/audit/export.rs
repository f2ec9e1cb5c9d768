//! Taking the log out: every event that fits, read a portion at a time.

use domain::id::OrgId;

use super::{Action, Event, Filter, Line, Log, sql};
use crate::authz::Scope;
use crate::db::{ReadTx, WriteTx};
use crate::{Error, Services};

/// Most events in one export.
pub const MAX_EXPORT: i64 = 1_000_000;

/// Events that are read, and kept in memory, at a time.
const PORTION: i64 = 1000;

/// An export that was told in the log and is being read. It holds no
/// connection between two portions, so a slow reader keeps nothing from others.
#[derive(Debug)]
pub struct Export {
    svc: Services,
    /// That of the grant with which it began: for the request it belongs to.
    scope: Scope,
    org: OrgId,
    /// Its `before` moves on with every portion.
    filter: Filter,
    /// How many events are still to come.
    left: i64,
}

/// Begins an export of the newest events that fit, up to [`MAX_EXPORT`]. Taking
/// the log out is itself told in it, with how many events were taken.
///
/// The export ends where the log ended when it began: a chain only grows, so
/// its portions are one state of the log although they are read one by one.
pub async fn export(svc: &Services, log: &Log, filter: Filter) -> Result<Export, Error> {
    let (org, subject) = (log.org, log.name.clone());
    let (filter, left) = WriteTx::run(svc, log.scope.clone(), move |mut tx| {
        Box::pin(async move {
            let head = sql::head(tx.conn(), org).await?;
            let end = head.map_or(0, |tip| tip.seq) + 1;
            let filter = Filter {
                before: Some(filter.before.map_or(end, |before| before.min(end))),
                ..filter
            };
            let count = sql::count(tx.conn(), org, &filter, MAX_EXPORT).await?;
            let after = serde_json::json!({ "events": count });
            tx.commit(Event::new(Action::AuditExported, subject).after(after))
                .await?;
            Ok((filter, count))
        })
    })
    .await?;
    Ok(Export {
        svc: svc.clone(),
        scope: log.scope.clone(),
        org,
        filter,
        left,
    })
}

impl Export {
    /// The next events, newest first; none when all were read.
    ///
    /// # Errors
    /// [`Error::Forbidden`] once whoever reads may no longer read the log.
    pub async fn read(&mut self) -> Result<Vec<Line>, Error> {
        let limit = PORTION.min(self.left);
        if limit == 0 {
            return Ok(Vec::new());
        }
        let (org, filter, reader) = (self.org, self.filter.clone(), self.scope.user);
        let links = ReadTx::run(&self.svc, self.scope.clone(), move |tx| {
            Box::pin(async move {
                // It may take minutes, and whoever reads may be removed meanwhile.
                if !sql::may_read(tx, org, reader).await? {
                    return Err(Error::Forbidden);
                }
                sql::list(tx, org, &filter, limit).await
            })
        })
        .await?;
        self.left -= limit;
        if let Some(last) = links.last() {
            self.filter.before = Some(last.seq);
        }
        Ok(links.into_iter().map(Line::from).collect())
    }
}
