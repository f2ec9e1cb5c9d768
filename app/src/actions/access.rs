//! Asking for access, deciding about it, ending it.

use std::fmt::Display;
use std::str::FromStr;

use backend::Error;
use backend::access::{self, Decision, NewRequest, Withdrawn, subscriptions};
use backend::authz::{AccessManager, AnyMember, Approver, Requester};
use domain::access::{DataClass, Environment, Reason, UseCase, Volume};
use domain::id::{RequestId, SubscriptionId};
use domain::organization::Slug;
use time::Date;
use time::macros::format_description;

use super::sent::{Reader, Sent};
use super::{Ask, Done, Outcome};
use crate::components::workload::TypedWorkload;

/// The fields that say how much somebody expects to use.
const VOLUME: [&str; 3] = ["requests", "input", "output"];

pub(super) async fn request(ask: Ask) -> Outcome {
    let grant = ask.grant::<Requester>().await?;
    ask.sent.only(&[
        "offering",
        "project",
        "use_case",
        "data_class",
        "environment",
        "requests",
        "input",
        "output",
        "until",
    ])?;
    let path = format!("/organizations/{}/requests", grant.slug());
    let Some(new) = read(&ask.sent)? else {
        return Ok(Done::to(path));
    };
    let asked = access::request(&ask.services, &grant, new).await?;
    let own = format!("{path}/{}", asked.id);
    if !asked.joined {
        return Ok(Done::with_word(&own, "sent"));
    }
    // It may be somebody else's, which not every member may read.
    let member = ask.grant::<AnyMember>().await?;
    match access::get(&ask.services, &member, asked.id).await {
        Ok(_) => Ok(Done::with_word(&own, "joined")),
        Err(Error::NotFound) => Ok(Done::with_word(&path, "joined")),
        Err(error) => Err(error),
    }
}

/// The request as the form tells it.
fn read(sent: &Sent) -> Result<Option<NewRequest>, Error> {
    let mut reader = Reader::new(sent);
    let offering = sent.get("offering").parse::<i64>();
    if offering.is_err() {
        reader.wrong("offering", &"must be one of the catalog");
    }
    let project = chosen::<Slug>(&mut reader, sent, "project");
    let use_case = reader.field::<UseCase>("use_case");
    let data_class = chosen::<DataClass>(&mut reader, sent, "data_class");
    let environment = chosen::<Environment>(&mut reader, sent, "environment");
    let volume = volume(&mut reader, sent);
    let until = day(&mut reader, sent, "until");
    reader.done()?;
    let parts = (offering, project, use_case, data_class, environment, volume);
    let (
        Ok(offering),
        Some(project),
        Some(use_case),
        Some(data_class),
        Some(environment),
        Some(volume),
    ) = parts
    else {
        return Ok(None);
    };
    Ok(Some(NewRequest {
        project,
        offering,
        use_case,
        data_class,
        environment,
        volume,
        until,
    }))
}

/// A value of a list that begins with nothing.
fn chosen<T>(reader: &mut Reader<'_>, sent: &Sent, name: &str) -> Option<T>
where
    T: FromStr,
    T::Err: Display,
{
    if sent.get(name).is_empty() {
        reader.wrong(name, &"is not chosen yet");
        return None;
    }
    reader.field(name)
}

/// How much. An empty field is no answer, though elsewhere it means the usual.
fn volume(reader: &mut Reader<'_>, sent: &Sent) -> Option<Volume> {
    let pairs = VOLUME.map(|name| (name.to_owned(), sent.get(name).to_owned()));
    let typed = TypedWorkload::from_pairs(&pairs);
    for (name, reason) in &typed.errors {
        reader.wrong(name, reason);
    }
    for name in VOLUME {
        if sent.get(name).trim().is_empty() {
            reader.wrong(name, &"is missing");
        }
    }
    let workload = typed.workload()?;
    Some(Volume {
        requests: workload.requests,
        input: workload.input,
        output: workload.output,
    })
}

/// A day that may be left out.
fn day(reader: &mut Reader<'_>, sent: &Sent, name: &str) -> Option<Date> {
    let text = sent.get(name).trim();
    if text.is_empty() {
        return None;
    }
    let form = format_description!("[year]-[month]-[day]");
    let day = Date::parse(text, form);
    if day.is_err() {
        reader.wrong(name, &"must be a day such as 2026-01-31");
    }
    day.ok()
}

pub(super) async fn withdraw(ask: Ask) -> Outcome {
    let grant = ask.grant::<AnyMember>().await?;
    ask.sent.only(&[])?;
    let id: RequestId = ask.id("request")?;
    let path = format!("/organizations/{}/requests", grant.slug());
    match access::withdraw(&ask.services, &grant, id).await? {
        Withdrawn::Closed => Ok(Done::with_word(&format!("{path}/{id}"), "withdrawn")),
        // It is somebody else's now, which not every member may read.
        Withdrawn::HandedOver => Ok(Done::with_word(&path, "handed-over")),
    }
}

pub(super) async fn decide(ask: Ask) -> Outcome {
    let grant = ask.grant::<Approver>().await?;
    ask.sent
        .only(&["decision", "until", "no_end", "note", "reason"])?;
    let id: RequestId = ask.id("request")?;
    let path = format!("/organizations/{}/requests/{id}", grant.slug());
    let (decision, word) = decision(&ask.sent)?;
    if let Some(decision) = decision {
        access::decide(&ask.services, &grant, id, decision).await?;
    }
    Ok(Done::with_word(&path, word))
}

/// What was decided, and the word for it. Whoever was refused learns why.
fn decision(sent: &Sent) -> Result<(Option<Decision>, &'static str), Error> {
    let mut reader = Reader::new(sent);
    let (decision, word) = match sent.get("decision") {
        "approve" => {
            let until = term(&mut reader, sent);
            let note = reader.optional::<Reason>("note");
            (Some(Decision::Approve { until, note }), "approved")
        }
        "deny" => {
            let reason = reader.field::<Reason>("reason");
            (reason.map(|reason| Decision::Deny { reason }), "denied")
        }
        _ => {
            reader.wrong("decision", &"must be to approve or to deny");
            (None, "")
        }
    };
    reader.done()?;
    Ok((decision, word))
}

/// How long an approval lasts: until a day, or without an end where that is
/// said. Nothing goes without saying.
fn term(reader: &mut Reader<'_>, sent: &Sent) -> Option<Date> {
    let is_open = sent.is_ticked("no_end");
    match (sent.get("until").trim().is_empty(), is_open) {
        (true, false) => reader.wrong("until", &"Give the last day, or choose no end."),
        (false, true) => reader.wrong("until", &"Choose one of them: a last day, or no end."),
        (true, true) | (false, false) => {}
    }
    day(reader, sent, "until")
}

pub(super) async fn cancel(ask: Ask) -> Outcome {
    let grant = ask.grant::<AccessManager>().await?;
    ask.sent.only(&["reason"])?;
    let id: SubscriptionId = ask.id("subscription")?;
    let mut reader = Reader::new(&ask.sent);
    let reason = reader.field::<Reason>("reason");
    reader.done()?;
    if let Some(reason) = reason {
        subscriptions::cancel(&ask.services, &grant, id, reason).await?;
    }
    let path = format!("/organizations/{}/subscriptions", grant.slug());
    Ok(Done::with_word(&path, "ended"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use time::macros::date;

    const RIGHT: [(&str, &str); 9] = [
        ("offering", "7"),
        ("project", "web"),
        ("use_case", "Answers customers in German."),
        ("data_class", "internal"),
        ("environment", "production"),
        ("requests", "100,000"),
        ("input", "2000"),
        ("output", "500"),
        ("until", "2027-01-31"),
    ];

    /// The form with some fields changed.
    fn form(changed: &[(&str, &str)]) -> Sent {
        let fields = RIGHT.iter().map(|(name, value)| {
            let other = changed.iter().find(|(own, _)| own == name);
            (
                (*name).to_owned(),
                other.map_or(*value, |(_, v)| *v).to_owned(),
            )
        });
        let more = changed
            .iter()
            .filter(|(name, _)| RIGHT.iter().all(|(own, _)| own != name))
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Sent::new(fields.chain(more).collect())
    }

    fn wrong<T>(result: Result<T, Error>) -> Vec<String> {
        match result {
            Err(Error::Invalid(fields)) => fields.0.into_iter().map(|(name, _)| name).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_request_is_read() {
        let new = read(&form(&[])).unwrap().unwrap();
        assert_eq!((new.offering, new.project.as_str()), (7, "web"));
        assert_eq!(new.data_class, DataClass::Internal);
        assert_eq!(new.volume.requests, 100_000);
        assert_eq!(new.until, Some(date!(2027 - 01 - 31)));
        let open = read(&form(&[("until", " ")])).unwrap().unwrap();
        assert_eq!(open.until, None);
    }

    #[test]
    fn every_mistake_is_told() {
        let form = form(&[
            ("project", ""),
            ("use_case", "short"),
            ("data_class", ""),
            ("requests", "many"),
            ("input", ""),
            ("until", "soon"),
        ]);
        let fields = [
            "project",
            "use_case",
            "data_class",
            "requests",
            "input",
            "until",
        ];
        assert_eq!(wrong(read(&form)), fields);
    }

    #[test]
    fn only_denying_needs_a_reason() {
        let (approved, word) = decision(&form(&[("decision", "approve")])).unwrap();
        assert!(matches!(
            approved,
            Some(Decision::Approve {
                until: Some(_),
                note: None
            })
        ));
        assert_eq!(word, "approved");
        assert_eq!(wrong(decision(&form(&[("decision", "deny")]))), ["reason"]);
        assert_eq!(wrong(decision(&form(&[("decision", "")]))), ["decision"]);
    }

    #[test]
    fn an_approval_says_how_long_it_lasts() {
        let approve = |until, more: &[(&'static str, &'static str)]| {
            let fields = [("decision", "approve"), ("until", until)];
            decision(&form(&[&fields[..], more].concat()))
        };
        let (open, _) = approve("", &[("no_end", "1")]).unwrap();
        assert!(matches!(open, Some(Decision::Approve { until: None, .. })));
        assert_eq!(wrong(approve("", &[])), ["until"]);
        assert_eq!(wrong(approve(" ", &[])), ["until"]);
        assert_eq!(wrong(approve("2027-01-31", &[("no_end", "1")])), ["until"]);
        assert_eq!(wrong(approve("soon", &[])), ["until"]);
    }
}
