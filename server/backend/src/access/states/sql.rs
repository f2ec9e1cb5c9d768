//! The states of offerings.

use std::collections::BTreeMap;

use domain::id::{OrgId, RequestId, UserId};
use sqlx::PgConnection;

use super::super::Moment;
use super::OfferingAccess;
use crate::Error;
use crate::db::broken_row;

/// The best state of each offering. One is denied where the newest decision
/// about it was; pending requests that `user` has made or joined come before
/// those of others.
pub(super) async fn states(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
    moment: Moment,
) -> Result<BTreeMap<i64, OfferingAccess>, Error> {
    let rows = sqlx::query!(
        r#"with mine as (
               select request_id from access_requests where org_id = $1 and requested_by = $4
               union
               select request_id from access_request_followers where org_id = $1 and user_id = $4
           ), found as (
               select offering_id, 'available' as state, starts_at as since, request_id, 1 as place
               from subscriptions
               where org_id = $1 and effective_subscription_state(state, expires_on, $3) = 'active'
               union all
               select offering_id, 'pending', created_at, request_id,
                   case when request_id in (select m.request_id from mine m) then 2 else 3 end
               from access_requests
               where org_id = $1 and state = 'pending'
                 and effective_request_state(state, created_at, $2) = 'pending'
               union all
               select r.offering_id, 'denied', r.decided_at, r.request_id, 4
               from access_requests r
               where r.org_id = $1 and r.state = 'denied'
                 and not exists (select from access_requests a
                     where a.org_id = $1 and a.offering_id = r.offering_id and a.state = 'approved'
                       and a.decided_at > r.decided_at)
           )
           select distinct on (offering_id) offering_id as "offering_id!", state as "state!",
               since as "since!", request_id as "request_id!",
               request_id in (select m.request_id from mine m) as "is_mine!"
           from found order by offering_id, place, since desc, request_id desc"#,
        org.0,
        moment.idle_since(),
        moment.today,
        user.0
    )
    .fetch_all(tx)
    .await?;
    let broken = || broken_row("access_requests", "state", 0);
    rows.into_iter()
        .map(|row| {
            let access = OfferingAccess {
                state: row.state.parse().map_err(|_| broken())?,
                since: row.since,
                request: RequestId(row.request_id),
                is_mine: row.is_mine,
            };
            Ok((row.offering_id, access))
        })
        .collect()
}
