//! The table of subscriptions.

use backend::access::SOON_DAYS;
use backend::access::subscriptions::{Page, Subscription};
use backend::authz::{AccessManager, AnyMember, OrgGrant};
use backend::catalog::snapshot::Snapshot;
use domain::access::SubscriptionState;
use leptos::prelude::*;
use time::Date;

use crate::components::format::plural;
use crate::components::{Badge, Day, Scroller, Tone};
use crate::pages::organization::may;
use crate::pages::organization::offered::{self, Offered};

pub(super) fn table(found: &Page, snapshot: &Snapshot, grant: &OrgGrant<AnyMember>) -> AnyView {
    let rows = found.subscriptions.iter().map(|one| {
        let offered = Offered::find(snapshot, one.offering);
        let ways = ways(one, offered, grant);
        row(one, offered, ways, grant.slug(), found.today)
    });
    let rows = rows.collect_view();
    view! {
        <Scroller label="Subscriptions, table" stack=true>
            <table class="table table--stack">
                <caption class="sr-only">"Subscriptions, those in use first"</caption>
                <thead><tr>
                    <th scope="col">"Model"</th>
                    <th scope="col">"Project"</th>
                    <th scope="col">"Since"</th>
                    <th scope="col">"Until"</th>
                    <th scope="col">"State"</th>
                    <th scope="col"><span class="sr-only">"Ways on"</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

fn row(
    one: &Subscription,
    offered: Option<Offered<'_>>,
    ways: AnyView,
    slug: &str,
    today: Date,
) -> AnyView {
    let project = format!("/organizations/{slug}/projects/{}", one.project_slug);
    let name = offered::name(offered, one.offering);
    let model = match offered {
        Some(offered) => view! { <a href=offered.entry.href.clone()>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><div>{model}<small>{offered::note(offered)}</small></div></th>
            <td data-label="Project"><a href=project>{one.project_name.clone()}</a></td>
            <td data-label="Since"><div><Day date=one.starts_at.date()/><small>"approved by "{one.created_by.clone()}</small></div></td>
            <td data-label="Until">{until(one, today)}</td>
            <td data-label="State">{state(one.state)}</td>
            <td data-label="">{ways}</td>
        </tr>
    }
    .into_any()
}

/// The last day, and a warning when it is near; who ended it before.
fn until(one: &Subscription, today: Date) -> AnyView {
    if let Some(at) = one.ended_at {
        let name = one.ended_by.clone();
        let by = name.map(|name| view! { <small>"ended by "{name}</small> });
        return view! { <div><Day date=at.date()/>{by}</div> }.into_any();
    }
    let Some(date) = one.until else {
        return "No end".into_any();
    };
    let soon = (one.state == SubscriptionState::Active)
        .then(|| ending((date - today).whole_days()))
        .flatten();
    let soon = soon.map(|text| view! { " "<Badge tone=Tone::Warn icon="clock" text/> });
    view! { <div><Day date/>{soon}</div> }.into_any()
}

/// `Ends today`, `Ends in 3 days`; nothing while there is time.
fn ending(days: i64) -> Option<String> {
    match days {
        ..=0 => Some("Ends today".to_owned()),
        1..=SOON_DAYS => {
            let days = usize::try_from(days).unwrap_or_default();
            Some(format!("Ends in {}", plural(days, "day", "days")))
        }
        _ => None,
    }
}

fn state(state: SubscriptionState) -> AnyView {
    let (tone, icon) = match state {
        SubscriptionState::Active => (Tone::Ok, "circle-check"),
        SubscriptionState::Expired => (Tone::Neutral, "history"),
        SubscriptionState::Canceled => (Tone::Neutral, "circle-x"),
    };
    view! { <Badge tone icon text=state.label()/> }.into_any()
}

/// The request behind it, and the way to end it.
fn ways(one: &Subscription, offered: Option<Offered<'_>>, grant: &OrgGrant<AnyMember>) -> AnyView {
    let home = format!("/organizations/{}", grant.slug());
    let name = offered::name(offered, one.offering);
    let about = format!(" of {name} for {}", one.project_name);
    let request = one.may_open.then(|| {
        let (href, about) = (format!("{home}/requests/{}", one.request), about.clone());
        view! { <a class="hit" href=href>"Request"<span class="sr-only">{about}</span></a> }
    });
    let may_end = one.state == SubscriptionState::Active && may::<AccessManager>(grant.roles());
    let end = may_end.then(|| {
        let href = format!("{home}/subscriptions/{}/cancel", one.id);
        view! { <a class="hit" href=href>"End"<span class="sr-only">" the subscription"{about}</span></a> }
    });
    view! { <div class="cluster">{request}{end}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn a_near_end_is_said() {
        let said = |days| ending(days).unwrap_or_default();
        assert_eq!(said(0), "Ends today");
        assert_eq!(said(1), "Ends in 1 day");
        assert_eq!(said(14), "Ends in 14 days");
        assert_eq!(ending(15), None);
    }
}
