//! Three short lists: prices that moved, what ends soon, what is new.

use std::collections::BTreeMap;

use backend::catalog::snapshot::{Entry, Offering, Snapshot};
use domain::model::Lifecycle;
use domain::price::{Direction, UnitPrice};
use leptos::prelude::*;
use time::{Date, Duration};

use crate::components::format::{initials, plural};
use crate::components::{Day, Icon, IconSize, maker};

const SHOWN: usize = 5;
/// How far back a price change is of this month.
const MONTH: Duration = Duration::days(31);
/// How far ahead an end is soon.
const SOON: Duration = Duration::days(90);

/// The three lists side by side.
pub(super) fn columns(snapshot: &Snapshot) -> impl IntoView + use<> {
    view! {
        <div class="columns">
            {price_changes(snapshot)}
            {retiring(snapshot)}
            {newest(snapshot)}
        </div>
    }
}

struct Step {
    at: Date,
    old: UnitPrice,
    new: UnitPrice,
    entry: usize,
    provider: usize,
}

/// The newest change of the input price of an offering.
fn last_step(offering: &Offering, snapshot: &Snapshot) -> Option<Step> {
    let now = snapshot.built_at;
    let mut input = offering
        .periods
        .iter()
        .filter(|p| p.component.is_base(Direction::Input))
        .peekable();
    let mut step = None;
    while let Some(period) = input.next() {
        let Some(next) = input.peek() else { break };
        let Some(at) = next.from.filter(|at| *at <= now) else {
            continue;
        };
        if next.source == period.source && next.amount != period.amount {
            let (old, new) = (period.amount, next.amount);
            step = Some(Step {
                at: at.date(),
                old,
                new,
                entry: offering.entry,
                provider: offering.provider,
            });
        }
    }
    step
}

fn price_changes(snapshot: &Snapshot) -> AnyView {
    let mut steps: Vec<Step> = snapshot
        .offerings
        .iter()
        .filter_map(|o| last_step(o, snapshot))
        .collect();
    steps.sort_by_key(|s| (std::cmp::Reverse(s.at), s.entry));
    // A quiet month shows what came last rather than nothing.
    let this_month = steps
        .first()
        .is_some_and(|s| snapshot.built_at.date() - s.at <= MONTH);
    let title = if this_month {
        steps.retain(|s| snapshot.built_at.date() - s.at <= MONTH);
        "Price changes this month"
    } else {
        "Latest price changes"
    };
    let rows = steps
        .iter()
        .take(SHOWN)
        .filter_map(|step| Some((step, snapshot.entries.get(step.entry)?)))
        .map(|(step, entry)| {
            let provider = snapshot
                .providers
                .get(step.provider)
                .map(|p| p.name.clone())
                .unwrap_or_default();
            let value = view! {
                {format!("{} → {}", step.old.dollars(), step.new.dollars())}
                <br/>
                {delta(step.old, step.new)}
            };
            row(
                snapshot,
                entry,
                view! { {provider}", "<Day date=step.at/> }.into_any(),
                value.into_any(),
            )
        })
        .collect_view();
    section(
        "price-changes",
        title,
        "Input, per 1M",
        steps.is_empty(),
        rows.into_any(),
        "/changes?kind=repriced&days=all",
        "All price changes",
    )
}

/// By how much a price moved, in percent.
fn delta(old: UnitPrice, new: UnitPrice) -> Option<AnyView> {
    let (old, new) = (i128::from(old.raw()), i128::from(new.raw()));
    if old == 0 {
        return None;
    }
    let percent = ((new - old).abs() * 100 + old / 2) / old;
    let (class, icon, word) = if new < old {
        ("delta delta--down", "arrow-down", " lower")
    } else {
        ("delta delta--up", "arrow-up", " higher")
    };
    Some(
        view! {
            <span class=class>
                <Icon name=icon size=IconSize::Small/>{format!("{percent} %")}<span class="sr-only">{word}</span>
            </span>
        }
        .into_any(),
    )
}

/// What ends: an entry, or only some of its offerings.
struct End<'s> {
    on: Date,
    entry: &'s Entry,
    /// None where the entry itself ends.
    part: Option<Part<'s>>,
}

/// What ends of an entry that goes on.
#[derive(Default)]
struct Part<'s> {
    /// Who sells nothing of it from then on.
    providers: Vec<&'s str>,
    /// Offerings of those who go on selling others.
    offerings: usize,
}

impl Part<'_> {
    fn words(&self) -> String {
        let at = format!("at {}", self.providers.join(", "));
        match (self.providers.is_empty(), self.offerings) {
            (true, n) => format!("{n} of its offerings"),
            (false, 0) => at,
            (false, n) => format!("{at}; {}", plural(n, "other offering", "other offerings")),
        }
    }
}

/// What ends of an entry soon. Offerings that end with it or after it are not
/// said beside it.
fn ends_of<'s>(snapshot: &'s Snapshot, entry: &'s Entry) -> Vec<End<'s>> {
    let today = snapshot.built_at.date();
    let soon = |on: &Date| *on > today && *on - today <= SOON;
    let own = entry.retires_on;
    let live = || snapshot.offerings_of(entry).iter().filter(|o| o.is_live());
    let mut sold: BTreeMap<Date, Part<'s>> = BTreeMap::new();
    for offering in live() {
        let end = offering.retires_on.filter(soon);
        let Some(on) = end.filter(|on| own.is_none_or(|own| *on < own)) else {
            continue;
        };
        let goes_on = live()
            .filter(|o| o.provider == offering.provider)
            .any(|o| o.retires_on.is_none_or(|other| other > on));
        let part = sold.entry(on).or_default();
        match snapshot.providers.get(offering.provider) {
            Some(provider) if !goes_on => {
                if !part.providers.contains(&provider.name.as_str()) {
                    part.providers.push(&provider.name);
                }
            }
            _ => part.offerings += 1,
        }
    }
    let parts = sold.into_iter().map(|(on, part)| (on, Some(part)));
    let whole = own.filter(soon).map(|on| (on, None));
    parts
        .chain(whole)
        .map(|(on, part)| End { on, entry, part })
        .collect()
}

fn retiring(snapshot: &Snapshot) -> AnyView {
    let today = snapshot.built_at.date();
    let mut ending: Vec<End<'_>> = snapshot
        .entries
        .iter()
        .filter(|e| e.lifecycle != Lifecycle::Retired)
        .flat_map(|entry| ends_of(snapshot, entry))
        .collect();
    ending.sort_by_key(|end| (end.on, end.entry.index));
    let rows = ending
        .iter()
        .take(SHOWN)
        .map(|end| {
            let days = (end.on - today).whole_days();
            let left = if days == 1 {
                "tomorrow".to_owned()
            } else {
                format!("in {days} days")
            };
            let about = match &end.part {
                Some(part) => part.words(),
                None => maker(snapshot, end.entry),
            };
            let value = view! { <Day date=end.on/><br/><small>{left}</small> };
            row(snapshot, end.entry, about.into_any(), value.into_any())
        })
        .collect_view();
    section(
        "retiring",
        "Retiring soon",
        "Next 90 days",
        ending.is_empty(),
        rows.into_any(),
        "/models?lifecycle=legacy",
        "All legacy models",
    )
}

fn newest(snapshot: &Snapshot) -> AnyView {
    let mut new: Vec<(Date, &Entry)> = snapshot
        .entries
        .iter()
        .filter(|e| e.model().is_some() && e.lifecycle != Lifecycle::Retired)
        .filter_map(|e| e.since().map(|on| (on, e)))
        .collect();
    new.sort_by_key(|(on, e)| (std::cmp::Reverse(*on), e.index));
    let rows = new
        .iter()
        .take(SHOWN)
        .map(|(on, entry)| {
            let seen = entry.attributes.released.is_none().then_some("first seen ");
            let about = view! { {maker(snapshot, entry)}", "{seen}<Day date=*on/> };
            let price = |p: Option<UnitPrice>| {
                p.map_or_else(|| "not priced".to_owned(), UnitPrice::dollars)
            };
            let out = entry
                .best
                .output
                .map(|p| view! { <br/><small>{p.dollars()}" out"</small> });
            let value = view! { {price(entry.best.input)}{out} };
            row(snapshot, entry, about.into_any(), value.into_any())
        })
        .collect_view();
    section(
        "newest",
        "New models",
        "By release or first seen",
        new.is_empty(),
        rows.into_any(),
        "/models?sort=newest",
        "All models, newest first",
    )
}

fn row(
    snapshot: &Snapshot,
    entry: &Entry,
    about: AnyView,
    value: AnyView,
) -> impl IntoView + use<> {
    view! {
        <li>
            <a class="item" href=entry.href.clone()>
                <span class="glyph glyph--small" aria-hidden="true">{initials(&maker(snapshot, entry))}</span>
                <span><strong>{entry.name.clone()}</strong><small>{about}</small></span>
                <span class="item__value">{value}</span>
            </a>
        </li>
    }
}

fn section(
    id: &'static str,
    title: &'static str,
    unit: &'static str,
    empty: bool,
    rows: AnyView,
    href: &'static str,
    more: &'static str,
) -> AnyView {
    view! {
        <section class="section" aria-labelledby=id>
            <div class="section__head"><h2 id=id>{title}</h2><p>{unit}</p></div>
            <ul class="item-list">
                {empty.then(|| view! { <li><p class="item muted">"None."</p></li> })}
                {rows}
                <li><a class="item item--more" href=href><span>{more}</span><Icon name="arrow-right"/></a></li>
            </ul>
        </section>
    }
    .into_any()
}
