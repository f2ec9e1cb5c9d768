//! The table of requests.

use backend::access::Request;
use backend::catalog::snapshot::Snapshot;
use leptos::prelude::*;
use time::OffsetDateTime;

use super::words;
use crate::components::{Day, Scroller};
use crate::pages::organization::offered::{self, Offered};

pub(super) fn table(
    requests: &[Request],
    snapshot: &Snapshot,
    slug: &str,
    now: OffsetDateTime,
) -> AnyView {
    let rows = requests
        .iter()
        .map(|request| row(request, snapshot, slug, now))
        .collect_view();
    view! {
        <Scroller label="Requests, table" stack=true>
            <table class="table table--stack">
                <caption class="sr-only">"Requests, the newest first"</caption>
                <thead><tr>
                    <th scope="col">"Model"</th>
                    <th scope="col">"Project"</th>
                    <th scope="col">"Asked by"</th>
                    <th scope="col">"State"</th>
                    <th scope="col">"Asked"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

fn row(request: &Request, snapshot: &Snapshot, slug: &str, now: OffsetDateTime) -> AnyView {
    let offered = Offered::find(snapshot, request.offering);
    let href = format!("/organizations/{slug}/requests/{}", request.id);
    let project = format!("/organizations/{slug}/projects/{}", request.project_slug);
    view! {
        <tr>
            <th scope="row"><div><a href=href>{offered::name(offered, request.offering)}</a><small>{offered::note(offered)}</small></div></th>
            <td data-label="Project"><a href=project>{request.project_name.clone()}</a></td>
            <td data-label="Asked by">{request.requester.clone()}</td>
            <td data-label="State">{words::state(request, now)}</td>
            <td data-label="Asked"><Day date=request.created_at.date()/></td>
        </tr>
    }
    .into_any()
}
