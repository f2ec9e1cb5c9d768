//! Counting last days.

use domain::id::OrgId;
use sqlx::PgConnection;
use time::Date;

use crate::Error;

/// Active subscriptions whose last day is one of these.
pub(super) async fn ending(
    tx: &mut PgConnection,
    org: OrgId,
    from: Date,
    to: Date,
) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from subscriptions
           where org_id = $1 and state = 'active' and expires_on between $2 and $3"#,
        org.0,
        from,
        to
    );
    Ok(count.fetch_one(tx).await?)
}
