//! The audit log of an organization.

use backend::audit::{Finding, Head, Line, Page, Verified};
use domain::catalog_query::encode;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::super::{BASE, instant::instant};

/// A page of the log, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditPage {
    /// The events.
    pub items: Vec<AuditEvent>,
    /// What to send as `before` for the next page, if there is one.
    #[schema(required, example = 1042)]
    pub next: Option<i64>,
    /// The end of the whole log: its organization, the number and the hash of its last event. Keep
    /// it elsewhere: with it `tessera audit verify --heads` can tell later that nothing was cut off.
    #[schema(
        example = "org_019aab4c7d2e7b8f9a0b1c2d3e4f5a6b 1092 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )]
    pub head: String,
    /// Where the next page is.
    pub links: AuditLinks,
}

/// Where more events are.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditLinks {
    /// The next page, if there is one.
    #[schema(required)]
    pub next: Option<String>,
    /// The same for people.
    #[schema(example = "/organizations/acme/audit")]
    pub html: String,
}

/// One event.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEvent {
    /// Its number in the log, from 1.
    #[schema(example = 1042)]
    pub seq: i64,
    /// When it happened.
    #[schema(format = DateTime, example = "2026-11-22T12:00:00Z")]
    pub at: String,
    /// What was done: a word that never changes. Later versions know more words.
    #[schema(example = "project.created")]
    pub action: String,
    /// The id of the account that did it, if it was a person.
    #[schema(required, example = "usr_019aab4c7d2e7b8f9a0b1c2d3e4f5a6b")]
    pub actor: Option<String>,
    /// The name of the actor at that time.
    #[schema(example = "Ada Byron")]
    pub actor_name: String,
    /// What it was done to.
    #[schema(example = "web")]
    pub subject: String,
    /// Why, in the words of the actor.
    #[schema(required)]
    pub reason: Option<String>,
    /// What it was before.
    #[schema(required, value_type = Option<Object>)]
    pub before: Option<Box<RawValue>>,
    /// What it was after.
    #[schema(required, value_type = Option<Object>)]
    pub after: Option<Box<RawValue>>,
    /// From which network address.
    #[schema(required, example = "192.0.2.7")]
    pub ip: Option<String>,
    /// From which client, in its own words.
    #[schema(required)]
    pub user_agent: Option<String>,
    /// The hash of the event, over the hash of the one before it: SHA-256 in hexadecimal digits.
    pub hash: String,
}

impl From<Line> for AuditEvent {
    fn from(line: Line) -> Self {
        // The text as it was written, because the hash is over it.
        let raw = |text: Option<String>| text.and_then(|text| RawValue::from_string(text).ok());
        Self {
            seq: line.seq,
            at: instant(line.happened_at),
            action: line.action_word,
            actor: line.actor.map(|id| id.to_string()),
            actor_name: line.actor_name,
            subject: line.subject,
            reason: line.reason,
            before: raw(line.before),
            after: raw(line.after),
            ip: line.ip,
            user_agent: line.user_agent,
            hash: line.hash,
        }
    }
}

impl AuditPage {
    /// A page of the organization `org`; `asked` are the parameters it was asked with.
    pub(crate) fn new(org: &str, page: Page, head: Head, asked: &[(String, String)]) -> Self {
        Self {
            items: page.lines.into_iter().map(AuditEvent::from).collect(),
            next: page.next,
            head: head.to_string(),
            links: AuditLinks {
                next: page.next.map(|before| next_link(org, asked, before)),
                html: format!("/organizations/{org}/audit"),
            },
        }
    }
}

fn next_link(org: &str, asked: &[(String, String)], before: i64) -> String {
    let kept = asked.iter().filter(|(name, _)| name != "before");
    let mut pairs: Vec<_> = kept
        .map(|(n, v)| format!("{}={}", encode(n), encode(v)))
        .collect();
    pairs.push(format!("before={before}"));
    format!("{BASE}/organizations/{org}/audit?{}", pairs.join("&"))
}

/// What walking the log found.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditVerification {
    /// Whether nothing was changed, removed or put in between.
    pub intact: bool,
    /// The end of the log, if it is intact.
    #[schema(required)]
    pub head: Option<String>,
    /// What is wrong, and with which event first, in words for people.
    #[schema(required)]
    pub finding: Option<String>,
}

impl From<Result<Verified, Finding>> for AuditVerification {
    fn from(found: Result<Verified, Finding>) -> Self {
        Self {
            intact: found.is_ok(),
            head: found.ok().map(|verified| verified.head.to_string()),
            finding: found.err().map(|finding| finding.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_the_question() {
        let asked = [("actor", "usr_1"), ("text", "a b"), ("before", "9")];
        let asked = asked.map(|(n, v)| (n.to_owned(), v.to_owned()));
        assert_eq!(
            next_link("acme", &asked, 3),
            "/api/v1/organizations/acme/audit?actor=usr_1&text=a+b&before=3"
        );
    }

    #[test]
    fn what_was_found_is_said() {
        let found: AuditVerification = Err(Finding::Missing(3)).into();
        assert!(!found.intact && found.head.is_none());
        assert_eq!(found.finding.as_deref(), Some("event 3 is missing"));
    }
}
