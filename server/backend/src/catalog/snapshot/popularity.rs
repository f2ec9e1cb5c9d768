//! Which entries are popular: how many projects, of all organizations, could
//! use one of their offerings in the last seven days. A project counts once for
//! an entry. The numbers are of tenants, so nothing but an order leaves the
//! snapshot, and what one organization uses alone is not in it.

use std::collections::HashMap;

use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime};

use super::Offering;
use super::entry::Entry;
use super::sql::{self, PopularityRow};

/// Opens the subscriptions of everybody to the transaction that counts them;
/// see their policies.
pub(super) const KEY: &str = "catalog:popularity";

/// The seven days before the day of `now`, in UTC: the first of them, and the
/// day after the last. Whole days, so that every replica that builds on one day
/// finds the same. The last day of a subscription is one of its organization's
/// time zone, which may be off by a day here: that changes no order worth
/// having.
fn week(now: OffsetDateTime) -> (Date, Date) {
    let today = now.date();
    (today.saturating_sub(Duration::days(7)), today)
}

/// How many projects could use what, as of `now`. Must be the last that its
/// transaction reads.
pub(super) async fn read(
    tx: &mut PgConnection,
    now: OffsetDateTime,
) -> Result<Vec<PopularityRow>, sqlx::Error> {
    let (since, until) = week(now);
    sql::open(&mut *tx, KEY).await?;
    sql::popularity(tx, since, until.midnight().assume_utc()).await
}

/// Notes the counts, each of which names one offering of its entry.
pub(super) fn note(rows: &[PopularityRow], entries: &mut [Entry], offerings: &[Offering]) {
    let counts: HashMap<i64, i64> = rows.iter().map(|r| (r.offering_id, r.projects)).collect();
    for entry in entries {
        let own = offerings.get(entry.offerings.clone()).unwrap_or_default();
        let projects: i64 = own.iter().filter_map(|o| counts.get(&o.id)).sum();
        entry.projects = u32::try_from(projects).unwrap_or(u32::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn a_week_is_seven_whole_days_before_today() {
        let expected = (date!(2026 - 11 - 15), date!(2026 - 11 - 22));
        assert_eq!(week(datetime!(2026-11-22 0:00 UTC)), expected);
        assert_eq!(week(datetime!(2026-11-22 23:59 UTC)), expected);
    }
}
