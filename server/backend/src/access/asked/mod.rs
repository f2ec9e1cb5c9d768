//! Whether a member has begun to ask.

mod sql;

use crate::authz::{AnyMember, OrgGrant};
use crate::db::ReadTx;
use crate::{Error, Services};

/// Whether the member has ever made or joined a request here.
pub async fn has_asked(svc: &Services, grant: &OrgGrant<AnyMember>) -> Result<bool, Error> {
    let (org, by) = (grant.org(), grant.by());
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move { sql::has_asked(tx, org, by).await })
    })
    .await
}
