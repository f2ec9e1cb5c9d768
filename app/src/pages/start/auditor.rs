//! What auditors have to do. Whether the log is whole takes a walk over all of
//! it, which its own page does; here is only how much of it nobody has taken out.

use backend::audit::{self, Exported};
use backend::authz::{AnyMember, OrgGrant};
use backend::{Error, Services};
use domain::role::Role;
use time::{Duration, OffsetDateTime};

use super::tasks::Task;
use crate::components::format::{count, day};

/// An export is fresh for so long.
const FRESH: Duration = Duration::days(30);

/// Reads how much of the log was exported, for auditors.
pub(super) async fn read(
    svc: &Services,
    grant: &OrgGrant<AnyMember>,
) -> Result<Option<Exported>, Error> {
    if grant.roles().contains(Role::Auditor) {
        audit::exported(svc, grant).await
    } else {
        Ok(None)
    }
}

/// The task in the organization `name` at the address `home`.
pub(super) fn task(exported: Exported, now: OffsetDateTime, (home, name): (&str, &str)) -> Task {
    let since = count(exported.since);
    let about = match exported.at {
        Some(at) => format!("Last export: {}. Events since: {since}", day(at.date())),
        None => format!("Its page verifies it. Events that nobody has exported: {since}"),
    };
    let is_fresh = exported.at.is_some_and(|at| now - at < FRESH);
    Task {
        title: format!("Check and export the audit log of {name}"),
        about,
        href: format!("{home}/audit"),
        is_done: is_fresh || exported.since == 0,
        somebody_waits: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_log_is_exported_once_in_a_while() {
        let now = datetime!(2026-11-22 12:00 UTC);
        let of = |since, at| task(Exported { since, at }, now, ("/organizations/acme", "Acme"));
        let never = of(12, None);
        assert!(!never.is_done);
        assert_eq!(never.href, "/organizations/acme/audit");
        assert!(never.about.ends_with(": 12"), "{}", never.about);
        let old = of(3, Some(now - Duration::days(31)));
        assert!(!old.is_done);
        assert_eq!(old.about, "Last export: 22 Oct 2026. Events since: 3");
        assert!(of(3, Some(now - Duration::days(29))).is_done);
        assert!(of(0, Some(now - Duration::days(31))).is_done);
    }
}
