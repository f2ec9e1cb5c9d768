//! The audit log of an organization, or of the installation, as a file: what the
//! page shows, whole.
//!
//! A form and not a link, because taking the log out is told in the log: a
//! `GET` writes nothing.

use app::context::{Visitor, parse_pairs};
use app::pages::organization::audit::Filter;
use axum::BoxError;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::audit::Log;
use backend::authz::{Actor, AuditReader};
use backend::{Error, Services, audit};
use domain::organization::Slug;
use futures::stream;
use serde_json::json;
use serde_json::value::RawValue;

use crate::api::Problem;
use crate::api::dto::AuditEvent;
use crate::middleware::failure;
use crate::middleware::request_id::RequestId;

/// The first row of a table.
const HEAD: [&str; 12] = [
    "seq",
    "at",
    "action",
    "actor",
    "actor_name",
    "subject",
    "reason",
    "before",
    "after",
    "ip",
    "user_agent",
    "hash",
];

/// Beginnings with which spreadsheets take a cell for a formula.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// The organization of the address.
pub(super) type Organization = Result<Path<String>, PathRejection>;

/// The log of an organization as a table.
pub(super) async fn csv(
    State(services): State<Services>,
    org: Organization,
    parts: Parts,
) -> Response {
    let taken = of_organization(&services, org, &parts).await;
    answer(&services, taken, &parts, Form::Csv).await
}

/// The log of an organization as a list.
pub(super) async fn json(
    State(services): State<Services>,
    org: Organization,
    parts: Parts,
) -> Response {
    let taken = of_organization(&services, org, &parts).await;
    answer(&services, taken, &parts, Form::Json).await
}

/// The log of the installation as a table.
pub(super) async fn installation_csv(State(services): State<Services>, parts: Parts) -> Response {
    answer(&services, of_installation(&parts), &parts, Form::Csv).await
}

/// The log of the installation as a list.
pub(super) async fn installation_json(State(services): State<Services>, parts: Parts) -> Response {
    answer(&services, of_installation(&parts), &parts, Form::Json).await
}

/// What somebody wants to have.
#[derive(Debug, Clone, Copy)]
enum Form {
    Csv,
    Json,
}

/// A log that may be taken out.
struct Taken {
    log: Log,
    /// Whose it is; `None` for that of the installation.
    organization: Option<String>,
}

/// What is exported.
#[derive(Debug)]
struct About {
    organization: Option<String>,
    /// When the events were taken out.
    day: String,
}

impl About {
    /// Names the file. A slug holds nothing that could break out of the header.
    fn disposition(&self, ending: &str) -> String {
        let whose = self.organization.as_deref().unwrap_or("installation");
        let day = &self.day;
        format!("attachment; filename=\"audit-{whose}-{day}.{ending}\"")
    }
}

async fn answer(
    services: &Services,
    taken: Result<Taken, Error>,
    parts: &Parts,
    form: Form,
) -> Response {
    let (export, about) = match export(services, taken, parts).await {
        Ok(begun) => begun,
        Err(problem) => return failed(&problem, parts),
    };
    let (kind, ending, file) = match form {
        Form::Csv => ("text/csv; charset=utf-8", "csv", File::csv()),
        Form::Json => ("application/json", "json", File::json(&about)),
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, about.disposition(ending)),
    ];
    (headers, body(export, file)).into_response()
}

fn actor(parts: &Parts) -> Result<&Actor, Error> {
    let visitor = parts.extensions.get::<Visitor>();
    let actor = visitor.and_then(|v| v.actor.as_ref());
    actor.ok_or(Error::Unauthenticated)
}

fn of_installation(parts: &Parts) -> Result<Taken, Error> {
    Ok(Taken {
        log: Log::from(&actor(parts)?.as_operator()?),
        organization: None,
    })
}

async fn of_organization(
    services: &Services,
    org: Organization,
    parts: &Parts,
) -> Result<Taken, Error> {
    let actor = actor(parts)?;
    // What is no slug names nothing, and costs no question to the database.
    let slug = |Path(org): Path<String>| {
        let slug = org.parse::<Slug>().ok();
        slug.filter(|slug| slug.as_str() == org)
    };
    let org = org.ok().and_then(slug).ok_or(Error::NotFound)?;
    let grant = actor.in_org::<AuditReader>(services, org.as_str()).await?;
    Ok(Taken {
        log: Log::from(&grant),
        organization: Some(grant.slug().to_owned()),
    })
}

async fn export(
    services: &Services,
    taken: Result<Taken, Error>,
    parts: &Parts,
) -> Result<(audit::Export, About), Problem> {
    let Taken { log, organization } = taken?;
    let filter = filter(parts.uri.query().unwrap_or_default())?;
    let export = audit::export(services, &log, filter).await?;
    let about = About {
        organization,
        day: services.now().date().to_string(),
    };
    Ok((export, about))
}

/// Sends one portion before it reads the next, so that a log of any length
/// takes the memory of one. Whoever stops reading stops the export; where a
/// portion cannot be read the connection ends in the middle, which every client
/// takes for a failure.
fn body(export: audit::Export, file: File) -> Body {
    let portions = stream::try_unfold(Some((export, file)), |state| async move {
        let Some((mut export, mut file)) = state else {
            return Ok::<_, BoxError>(None);
        };
        let lines = export.read().await?;
        if lines.is_empty() {
            return Ok(Some((file.end(), None)));
        }
        for line in lines {
            file.write(&AuditEvent::from(line))?;
        }
        Ok(Some((file.take(), Some((export, file)))))
    });
    Body::from_stream(portions)
}

/// A file in the making: the text of it that was not sent yet.
#[derive(Debug)]
struct File {
    text: String,
    kind: Kind,
}

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Csv,
    Json {
        /// Whether no event was written yet: a comma stands between two.
        is_empty: bool,
    },
}

impl File {
    /// A table as RFC 4180 has it.
    fn csv() -> Self {
        let mut text = String::new();
        write_row(&mut text, HEAD);
        let kind = Kind::Csv;
        Self { text, kind }
    }

    /// An object with a list of the events.
    fn json(about: &About) -> Self {
        let (organization, day) = (json!(about.organization), json!(about.day));
        let text = format!("{{\"organization\":{organization},\"day\":{day},\"items\":[");
        let kind = Kind::Json { is_empty: true };
        Self { text, kind }
    }

    fn write(&mut self, event: &AuditEvent) -> Result<(), serde_json::Error> {
        match self.kind {
            Kind::Csv => write_event(&mut self.text, event),
            Kind::Json { is_empty } => {
                if !is_empty {
                    self.text.push(',');
                }
                self.text.push_str(&serde_json::to_string(event)?);
                self.kind = Kind::Json { is_empty: false };
            }
        }
        Ok(())
    }

    /// What was written since the last time.
    fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// What is left, with the end of the file.
    fn end(mut self) -> String {
        if self.kind != Kind::Csv {
            self.text.push_str("]}");
        }
        self.text
    }
}

/// The filter of the page, without the page.
fn filter(query: &str) -> Result<audit::Filter, Problem> {
    let pairs = parse_pairs(query)?;
    let asked = audit::Filter {
        before: None,
        ..Filter::from_pairs(&pairs)?.question()
    };
    if asked.text.as_ref().is_some_and(|text| text.contains('\0')) {
        let message = "contains a character that cannot be shown";
        return Err(Problem::field("text", message));
    }
    Ok(asked)
}

/// Says why there is no file. Fields are named and not repeated: the page of a
/// failure is written as it is.
fn failed(problem: &Problem, parts: &Parts) -> Response {
    let status = StatusCode::from_u16(problem.status);
    let fields: Vec<_> = problem.errors.iter().map(|e| e.field.as_str()).collect();
    let wrong = if fields.is_empty() {
        String::new()
    } else {
        format!(" Wrong: {}.", fields.join(", "))
    };
    let id = parts.extensions.get::<RequestId>().cloned();
    failure::respond(
        status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        &format!("{}{wrong}", problem.detail),
        &id.unwrap_or_else(RequestId::fresh),
        failure::accepts_html(&parts.headers),
    )
}

/// One event as a row.
fn write_event(out: &mut String, event: &AuditEvent) {
    let (before, after) = (event.before.as_deref(), event.after.as_deref());
    let seq = event.seq.to_string();
    let row: [&str; HEAD.len()] = [
        &seq,
        &event.at,
        &event.action,
        event.actor.as_deref().unwrap_or_default(),
        &event.actor_name,
        &event.subject,
        event.reason.as_deref().unwrap_or_default(),
        before.map_or("", RawValue::get),
        after.map_or("", RawValue::get),
        event.ip.as_deref().unwrap_or_default(),
        event.user_agent.as_deref().unwrap_or_default(),
        &event.hash,
    ];
    write_row(out, row);
}

/// Every cell in quotes, so that nothing in it can end it. A cell that a spreadsheet would run
/// begins with an apostrophe: names and clients are chosen by people.
fn write_row(out: &mut String, cells: [&str; HEAD.len()]) {
    for (i, cell) in cells.into_iter().enumerate() {
        out.push_str(if i == 0 { "\"" } else { ",\"" });
        if cell.starts_with(FORMULA) {
            out.push('\'');
        }
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    }
    out.push_str("\r\n");
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn event(name: &str) -> AuditEvent {
        AuditEvent {
            seq: 1,
            at: "2026-11-22T12:00:00Z".to_owned(),
            action: "project.created".to_owned(),
            actor: None,
            actor_name: name.to_owned(),
            subject: "web".to_owned(),
            reason: None,
            before: None,
            after: RawValue::from_string(r#"{"name":"a,b"}"#.to_owned()).ok(),
            ip: None,
            user_agent: Some("curl".to_owned()),
            hash: "00".to_owned(),
        }
    }

    fn table(name: &str) -> String {
        let mut file = File::csv();
        file.write(&event(name)).unwrap();
        file.end()
    }

    fn cell(name: &str) -> String {
        let table = table(name);
        let row = table.split("\r\n\"1\",").nth(1).unwrap_or_default();
        let rest = row.strip_prefix("\"2026-11-22T12:00:00Z\",\"project.created\",\"\",");
        let rest = rest.unwrap_or_default();
        let end = rest.find(",\"web\"").unwrap_or_default();
        rest[..end].to_owned()
    }

    #[test]
    fn cells_hold_anything() {
        let table = table("Ada");
        assert!(table.starts_with("\"seq\",\"at\",") && table.ends_with(",\"00\"\r\n"));
        assert!(table.contains(r#","{""name"":""a,b""}","#), "{table}");
        assert_eq!(cell("A \"B\"\r\nC"), "\"A \"\"B\"\"\r\nC\"");
    }

    #[test]
    fn a_list_has_commas_between_its_events() {
        let about = About {
            organization: Some("acme".to_owned()),
            day: "2026-11-22".to_owned(),
        };
        let read = |file: File| serde_json::from_str::<serde_json::Value>(&file.end()).unwrap();
        let none = read(File::json(&about));
        let expected = json!({ "organization": "acme", "day": "2026-11-22", "items": [] });
        assert_eq!(none, expected);
        let mut file = File::json(&about);
        for name in ["Ada", "Bob", "Eve"] {
            file.write(&event(name)).unwrap();
        }
        let items = read(file)["items"].take();
        let names: Vec<_> = items.as_array().unwrap().iter().collect();
        assert_eq!(names.len(), 3);
        assert_eq!(names[2]["actor_name"], "Eve");
    }

    #[test]
    fn formulas_are_text() {
        for begin in FORMULA {
            let name = format!("{begin}1+1");
            assert_eq!(cell(&name), format!("\"'{name}\""));
        }
        assert_eq!(cell("a=1"), "\"a=1\"");
    }

    #[test]
    fn exports_are_whole_and_narrowed_as_the_page_is() {
        let asked = filter("text=a+b&before=9&action=member.joined");
        let expected = audit::Filter {
            action: audit::Action::from_word("member.joined"),
            text: Some("a b".to_owned()),
            ..audit::Filter::default()
        };
        assert_eq!(asked, Ok(expected));
        for (query, name) in [("since=monday", "since"), ("text=a%00b", "text")] {
            let field = filter(query).map_err(|p| p.errors[0].field.clone());
            assert_eq!(field, Err(name.to_owned()));
        }
    }
}
