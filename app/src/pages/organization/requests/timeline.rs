//! The life of a request in dates.

use backend::access::Request;
use backend::access::subscriptions::Subscription;
use domain::access::RequestState;
use leptos::prelude::*;
use time::OffsetDateTime;

use super::words;
use crate::components::{Day, When};

/// From asking to the end of what came of it.
pub(super) fn timeline(request: &Request, subscription: Option<&Subscription>) -> AnyView {
    let asked = item(
        request.created_at,
        None,
        "Asked",
        by(&request.requester, request.created_at),
    );
    view! {
        <section class="section" aria-labelledby="timeline">
            <div class="section__head"><h2 id="timeline">"What happened"</h2></div>
            <ol class="timeline">{asked}{outcome(request)}{end(subscription)}</ol>
        </section>
    }
    .into_any()
}

fn item(
    at: OffsetDateTime,
    state: Option<&'static str>,
    what: &'static str,
    note: AnyView,
) -> AnyView {
    view! { <li data-state=state><Day date=at.date()/><div><strong>{what}</strong>{note}</div></li> }
        .into_any()
}

/// Who did something, to the minute.
fn by(name: &str, at: OffsetDateTime) -> AnyView {
    view! { <p>"by "{name.to_owned()}", "<When at/></p> }.into_any()
}

/// What became of it, or what it waits for.
fn outcome(request: &Request) -> AnyView {
    let decided = |what, state| {
        let at = request.decided_at.unwrap_or(request.created_at);
        let name = request.decided_by.as_deref().unwrap_or(&request.requester);
        let reason = request.reason.as_deref().map(words::lines);
        item(at, state, what, view! { {by(name, at)}{reason} }.into_any())
    };
    let expires = |what, note: &'static str| {
        let note = view! { <p>{note}</p> }.into_any();
        item(request.expires_at, Some("warn"), what, note)
    };
    match request.state {
        RequestState::Approved => decided("Approved", None),
        RequestState::Denied => decided("Denied", Some("bad")),
        RequestState::Withdrawn => decided("Withdrawn", None),
        RequestState::Expired => expires("Expired", "Nobody decided in time."),
        RequestState::Pending => view! {
            <li data-state="now"><span class="timeline__when">"today"</span><div><strong>"Waits for a decision"</strong></div></li>
            {expires("Expires", "Unless somebody decides before.")}
        }
        .into_any(),
    }
}

/// The end of what was approved: who ended it and why, or its last day.
fn end(subscription: Option<&Subscription>) -> Option<AnyView> {
    let own = subscription?;
    if let Some(at) = own.ended_at {
        let name = own.ended_by.as_deref().unwrap_or("somebody");
        let reason = own.end_reason.as_deref().map(words::lines);
        let note = view! { {by(name, at)}{reason} }.into_any();
        return Some(item(at, Some("bad"), "Ended", note));
    }
    let until = own.until?;
    Some(
        view! { <li data-state="warn"><Day date=until/><div><strong>"Last day of the subscription"</strong></div></li> }
            .into_any(),
    )
}
