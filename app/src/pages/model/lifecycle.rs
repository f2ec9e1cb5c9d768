//! The life of a model in dates.

use std::collections::BTreeMap;

use backend::catalog::snapshot::source_of;
use leptos::prelude::*;
use time::Date;

use super::shown::Shown;
use crate::components::{Day, source_note};
use domain::model::Lifecycle;

/// One date in the life of a model.
struct Event {
    on: Date,
    what: String,
    source: Option<usize>,
    /// Whether something ends.
    end: bool,
}

pub(super) fn section(shown: Shown<'_>) -> impl IntoView + use<> {
    let events = events(shown);
    let split = events
        .iter()
        .position(|e| e.on > shown.today)
        .unwrap_or(events.len());
    let (past, future) = events.split_at(split);
    let past = past.iter().map(|e| item(shown, e)).collect_view();
    let future = future.iter().map(|e| item(shown, e)).collect_view();
    view! {
        <section class="section" id="lifecycle" aria-labelledby="lifecycle-title">
            <div class="section__head"><h2 id="lifecycle-title">"Lifecycle"</h2></div>
            <ol class="timeline">{past}{now(shown)}{future}</ol>
        </section>
    }
}

fn events(shown: Shown<'_>) -> Vec<Event> {
    let entry = shown.entry;
    let model = entry.model();
    let source = model
        .map(|m| m.source)
        .or_else(|| shown.offerings.first().map(|o| o.source));
    let event = |on: Option<Date>, what: &str, source, end| {
        on.map(|on| Event {
            on,
            what: what.to_owned(),
            source,
            end,
        })
    };
    let retires_on = model.and_then(|m| m.retires_on);
    let retires = if retires_on.is_some_and(|on| on <= shown.today) {
        "Retired by its publisher"
    } else {
        "Retires at its publisher"
    };
    let released_by = match model {
        Some(m) => Some(source_of(&m.others, "released", m.source)),
        None => source,
    };
    // Where its release is known, who had it first says nothing more.
    let unreleased = entry.attributes.released.is_none();
    let seen = model.and_then(|m| m.seen).filter(|_| unreleased);
    let own = [
        event(entry.attributes.released, "Released", released_by, false),
        event(
            seen.map(|(on, _)| on),
            "First seen",
            seen.map(|(_, by)| by),
            false,
        ),
        event(model.and_then(|m| m.legacy_on), "Legacy", source, true),
        event(retires_on, retires, model.map(|m| m.retires_source), true),
    ];
    let mut events: Vec<Event> = own
        .into_iter()
        .flatten()
        .chain(at_providers(shown))
        .collect();
    events.sort_by_key(|e| e.on);
    events
}

/// When offerings end, providers that end on one day together.
fn at_providers(shown: Shown<'_>) -> impl Iterator<Item = Event> + use<> {
    let mut ends: BTreeMap<(Date, bool), (Vec<&str>, usize)> = BTreeMap::new();
    let model = shown.entry.model().and_then(|m| m.retires_on);
    for offering in shown.offerings {
        // Said already of the model itself.
        if shown.is_own(offering) && offering.retires_on.is_some() && offering.retires_on == model {
            continue;
        }
        let unlisted = offering.retired_at.map(time::OffsetDateTime::date);
        let stated = offering
            .retires_on
            .map(|on| ((on, true), offering.retires_source));
        // A date that was announced says more than the day the source dropped it.
        let Some((key, source)) =
            stated.or_else(|| unlisted.map(|on| ((on, false), offering.source)))
        else {
            continue;
        };
        let (names, _) = ends.entry(key).or_insert_with(|| (Vec::new(), source));
        let name = shown.provider(offering).1;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let today = shown.today;
    let event = move |((on, stated), (names, source)): ((Date, bool), (Vec<&str>, usize))| {
        let verb = match (stated, on <= today) {
            (true, true) => "Retired at",
            (true, false) => "Retires at",
            (false, _) => "No longer listed at",
        };
        Event {
            on,
            what: format!("{verb} {}", list(&names)),
            source: Some(source),
            end: true,
        }
    };
    ends.into_iter().map(event).collect::<Vec<_>>().into_iter()
}

/// `A`, `A and B`, `A, B and C`.
fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn item(shown: Shown<'_>, event: &Event) -> impl IntoView + use<> {
    let state = match (event.end, event.on <= shown.today) {
        (true, true) => Some("bad"),
        (true, false) => Some("warn"),
        (false, _) => None,
    };
    let source = source_note(event.source.and_then(|s| shown.source(s)), None);
    view! { <li data-state=state><Day date=event.on/><div><strong>{event.what.clone()}</strong><p>{source}</p></div></li> }
}

fn now(shown: Shown<'_>) -> impl IntoView + use<> {
    let entry = shown.entry;
    let ended = entry
        .model()
        .and_then(|m| m.retires_on)
        .is_some_and(|on| on <= shown.today);
    let stage = if ended {
        Lifecycle::Retired
    } else {
        entry.lifecycle
    };
    let newest = shown
        .offerings
        .iter()
        .filter(|o| o.is_live())
        .filter_map(|o| shown.source(o.source))
        .map(|s| s.as_of.date())
        .max();
    let seen = newest.map(|date| view! { <p>"Last seen in a source of "<Day date/></p> });
    view! { <li data-state="now"><span class="timeline__when">"today"</span><div><strong>{stage.label()}</strong>{seen}</div></li> }
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn names_read_as_a_sentence() {
        assert_eq!(list(&["A", "B", "C"]), "A, B and C");
        assert_eq!(list(&["A"]), "A");
    }
}
