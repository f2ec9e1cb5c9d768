//! Subscriptions that end soon.

mod sql;

use time::Duration;

use crate::authz::{AnyMember, OrgGrant};
use crate::db::ReadTx;
use crate::{Error, Services};

/// A subscription ends soon when its last day is at most so many days away.
pub const SOON_DAYS: i64 = 14;

/// How many subscriptions are active and end soon, in the days of the
/// organization.
pub async fn ending(svc: &Services, grant: &OrgGrant<AnyMember>) -> Result<i64, Error> {
    let (org, now) = (grant.org(), svc.now());
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move {
            let today = super::sql::moment(tx, org, now).await?.today;
            let last = today.saturating_add(Duration::days(SOON_DAYS));
            sql::ending(tx, org, today, last).await
        })
    })
    .await
}
