//! `/api/v1/organizations/{org}/audit`.

use axum::{Json, extract::State};
use backend::{
    Services,
    audit::{self, Action, Filter, Log},
    authz::AuditReader,
};
use domain::{catalog_query::MAX_TEXT, id::UserId};
use time::{Duration, OffsetDateTime};

use super::{
    super::{
        dto::{AuditPage, AuditVerification},
        input::{Pairs, Parameters},
        instant,
        problem::Problem,
    },
    caller::{AUDIT_READ, Caller},
    params::{AuditParams, OrganizationPath},
};

/// List events of the audit log.
///
/// Who did what, when and from where, newest first. Follow `links.next` for older ones. For owners,
/// admins and auditors.
#[utoipa::path(get, path = "/api/v1/organizations/{org}/audit", tag = "Audit", operation_id = "listAuditEvents",
    params(AuditParams), security(("token" = [AUDIT_READ])),
    responses((status = 200, description = "One page.", body = AuditPage)))]
pub(super) async fn list(
    State(services): State<Services>,
    caller: Caller,
    Parameters(org): Parameters<String>,
    pairs: Pairs,
) -> Result<Json<AuditPage>, Problem> {
    let grant = caller
        .in_org::<AuditReader>(&services, AUDIT_READ, &org)
        .await?;
    let (log, filter) = (Log::from(&grant), filter(&pairs)?);
    let (page, head) = tokio::try_join!(
        audit::list(&services, &log, filter),
        audit::head_of(&services, grant.org())
    )?;
    Ok(Json(AuditPage::new(grant.slug(), page, head, &pairs.0)))
}

/// Verify the audit log.
///
/// Walks the whole chain of events and says whether anything was changed, removed or put in
/// between. It takes a while for a long log. For owners, admins and auditors.
#[utoipa::path(get, path = "/api/v1/organizations/{org}/audit/verification", tag = "Audit", operation_id = "verifyAuditLog",
    params(OrganizationPath), security(("token" = [AUDIT_READ])),
    responses((status = 200, description = "What was found.", body = AuditVerification)))]
pub(super) async fn verify(
    State(services): State<Services>,
    caller: Caller,
    Parameters(org): Parameters<String>,
) -> Result<Json<AuditVerification>, Problem> {
    let grant = caller
        .in_org::<AuditReader>(&services, AUDIT_READ, &org)
        .await?;
    let found = audit::verify_for(&services, &Log::from(&grant)).await?;
    Ok(Json(found.into()))
}

fn filter(pairs: &Pairs) -> Result<Filter, Problem> {
    let read = |name| pairs.last(name);
    let since = read("since").map(|text| instant::parse("since", text));
    Ok(Filter {
        action: read("action").map(action).transpose()?,
        actor: read("actor").map(actor).transpose()?,
        since: since.transpose()?,
        until: read("until").map(until).transpose()?,
        text: read("text").map(text).transpose()?,
        before: read("before").map(before).transpose()?,
    })
}

fn action(word: &str) -> Result<Action, Problem> {
    let unknown = || Problem::field("action", "is not an action of the log");
    Action::from_word(word).ok_or_else(unknown)
}

fn actor(id: &str) -> Result<UserId, Problem> {
    id.parse()
        .map_err(|error: domain::id::WrongId| Problem::field("actor", error.to_string()))
}

/// A day is included, as on the page; an instant is where it ends.
fn until(text: &str) -> Result<OffsetDateTime, Problem> {
    let at = instant::parse("until", text)?;
    let is_day = !text.contains(['T', 't', ' ']);
    Ok(if is_day {
        at.checked_add(Duration::DAY).unwrap_or(at)
    } else {
        at
    })
}

fn text(text: &str) -> Result<String, Problem> {
    if text.chars().count() > MAX_TEXT {
        let message = format!("is longer than {MAX_TEXT} characters");
        return Err(Problem::field("text", message));
    }
    if text.chars().any(char::is_control) {
        let message = "contains a character that cannot be shown";
        return Err(Problem::field("text", message));
    }
    Ok(text.to_owned())
}

fn before(text: &str) -> Result<i64, Problem> {
    let number = text.parse().ok().filter(|number| *number >= 1);
    number.ok_or_else(|| Problem::field("before", "must be the number of an event"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn read(name: &str, value: &str) -> Result<Filter, Problem> {
        filter(&Pairs(vec![(name.to_owned(), value.to_owned())]))
    }

    #[test]
    fn everything_is_the_default() {
        assert_eq!(filter(&Pairs(Vec::new())), Ok(Filter::default()));
        assert_eq!(read("page", "2"), Ok(Filter::default()));
    }

    #[test]
    fn days_are_included_and_instants_end() {
        let until = |text| read("until", text).map(|filter| filter.until);
        assert_eq!(
            until("2026-01-31"),
            Ok(Some(datetime!(2026-02-01 0:00 UTC)))
        );
        assert_eq!(
            until("2026-01-31T12:00:00Z"),
            Ok(Some(datetime!(2026-01-31 12:00 UTC)))
        );
        assert!(until("9999-12-31").is_ok());
        let since = read("since", "2026-01-31").map(|filter| filter.since);
        assert_eq!(since, Ok(Some(datetime!(2026-01-31 0:00 UTC))));
    }

    #[test]
    fn wrong_parameters_are_named() {
        for (name, value) in [
            ("action", "member.married"),
            ("actor", "org_1"),
            ("since", "monday"),
            ("until", "2026-02-30"),
            ("text", "a\0b"),
            ("text", &"x".repeat(MAX_TEXT + 1)),
            ("before", "0"),
            ("before", "99999999999999999999"),
        ] {
            let problem = read(name, value).err();
            let found = problem.map(|p| (p.status, p.errors[0].field.clone()));
            assert_eq!(found, Some((400, name.to_owned())), "{value}");
        }
    }
}
