//! Looking for one request.

use domain::id::{OrgId, UserId};
use sqlx::PgConnection;

use crate::Error;

pub(super) async fn has_asked(
    tx: &mut PgConnection,
    org: OrgId,
    user: UserId,
) -> Result<bool, Error> {
    let asked = sqlx::query_scalar!(
        r#"select (exists (select from access_requests where org_id = $1 and requested_by = $2)
               or exists (select from access_request_followers where org_id = $1 and user_id = $2)) as "asked!""#,
        org.0,
        user.0
    );
    Ok(asked.fetch_one(tx).await?)
}
