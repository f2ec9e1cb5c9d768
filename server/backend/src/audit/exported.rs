//! Whether the log was taken out, without walking it.

use time::OffsetDateTime;

use super::{Action, sql};
use crate::authz::{Allows as _, AnyMember, AuditReader, OrgGrant};
use crate::db::ReadTx;
use crate::{Error, Services};

/// What of a log was exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// How many events were written since; all of them if there was no export.
    pub since: i64,
    /// When somebody last began an export.
    pub at: Option<OffsetDateTime>,
}

/// What of the organization's log was exported; `None` for members who may not
/// read it. It says nothing about whether the log is whole: that takes
/// [`super::verify_for`], which walks it.
pub async fn exported(
    svc: &Services,
    grant: &OrgGrant<AnyMember>,
) -> Result<Option<Exported>, Error> {
    if !grant.roles().any_of(AuditReader::ROLES) {
        return Ok(None);
    }
    let org = grant.org();
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move {
            let last = sql::last(tx, org, Action::AuditExported).await?;
            let head = sql::head(tx, org).await?.map_or(0, |tip| tip.seq);
            Ok(Some(Exported {
                since: head - last.map_or(0, |(seq, _)| seq),
                at: last.map(|(_, at)| at),
            }))
        })
    })
    .await
}
