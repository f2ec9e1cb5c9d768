//! Requests in words: where they stand, and for how long.

use backend::access::Request;
use domain::access::RequestState;
use leptos::prelude::*;
use time::{Duration, OffsetDateTime};

use crate::components::format::plural;
use crate::components::{Badge, Tone};

/// Days after which a request that waits needs care.
const LONG: i64 = 3;

/// Where a request stands, and for how long it has waited.
pub(super) fn state(request: &Request, now: OffsetDateTime) -> AnyView {
    let waits = now - request.created_at;
    let (tone, icon) = match request.state {
        RequestState::Pending if waits >= Duration::days(LONG) => (Tone::Warn, "clock"),
        RequestState::Pending => (Tone::Info, "clock"),
        RequestState::Approved => (Tone::Ok, "circle-check"),
        RequestState::Denied => (Tone::Bad, "circle-x"),
        RequestState::Withdrawn => (Tone::Neutral, "x"),
        RequestState::Expired => (Tone::Neutral, "history"),
    };
    let text = match request.state {
        RequestState::Pending => pending(waits),
        other => other.label().to_owned(),
    };
    view! { <Badge tone icon text/> }.into_any()
}

/// `Pending`, `Pending 5 hours`, `Pending 3 days`.
fn pending(waits: Duration) -> String {
    let (hours, days) = (waits.whole_hours(), waits.whole_days());
    if hours < 1 {
        "Pending".to_owned()
    } else if days < 2 {
        format!("Pending {}", units(hours, "hour", "hours"))
    } else {
        format!("Pending {}", units(days, "day", "days"))
    }
}

/// How long decisions usually take, rounded up: `an hour`, `2 hours`, `3 days`.
pub(super) fn within(wait: Duration) -> String {
    let hours = (wait.whole_seconds() + 3_599) / 3_600;
    match hours {
        ..=1 => "an hour".to_owned(),
        2..=47 => units(hours, "hour", "hours"),
        _ => units((hours + 23) / 24, "day", "days"),
    }
}

fn units(n: i64, one: &str, many: &str) -> String {
    plural(usize::try_from(n).unwrap_or_default(), one, many)
}

/// A text of several lines, one paragraph each.
pub(super) fn lines(text: &str) -> AnyView {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let lines = lines.map(|line| view! { <p>{line.to_owned()}</p> });
    view! { <div class="prose said">{lines.collect_view()}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_told_in_the_unit_that_fits() {
        assert_eq!(pending(Duration::minutes(59)), "Pending");
        assert_eq!(pending(Duration::minutes(61)), "Pending 1 hour");
        assert_eq!(pending(Duration::hours(47)), "Pending 47 hours");
        assert_eq!(pending(Duration::hours(73)), "Pending 3 days");
    }

    #[test]
    fn usual_waits_are_rounded_up() {
        assert_eq!(within(Duration::minutes(5)), "an hour");
        assert_eq!(within(Duration::minutes(61)), "2 hours");
        assert_eq!(within(Duration::hours(47)), "47 hours");
        assert_eq!(within(Duration::hours(49)), "3 days");
    }
}
