//! What changed in the catalog.

mod filter;
mod table;
mod toolbar;

use crate::components::PageTitle;
use backend::catalog::changes::{self, Change, Page};
use backend::catalog::snapshot::Snapshot;
use leptos::prelude::*;

use crate::components::format::plural;
use crate::components::{Day, older_pager};
use crate::context::{query_pairs, services};
use crate::pages::errors;
use filter::Filter;

/// Most announced changes shown above the list.
const ANNOUNCED: usize = 10;

/// The page.
#[component]
pub fn Changes() -> impl IntoView {
    let pairs = match query_pairs() {
        Ok(pairs) => pairs,
        Err(error) => return errors::unreadable_query(error),
    };
    let services = services();
    let snapshot = services.catalog.snapshot();
    let filter = match Filter::from_pairs(&pairs) {
        Ok(filter) => filter,
        Err(error) => return errors::bad_query(&error),
    };
    let body = Suspend::new(async move {
        let now = (services.clock)();
        let announced = async {
            if filter.after.is_some() || !filter.shows_prices() {
                return Ok(Vec::new());
            }
            changes::list(&services.pool, &filter.announced(now))
                .await
                .map(|page| nearest(page.changes))
        };
        match (
            changes::list(&services.pool, &filter.listing(now)).await,
            announced.await,
        ) {
            (Ok(page), Ok(announced)) => content(&filter, &snapshot, &page, &announced),
            (Err(error), _) | (_, Err(error)) => errors::unavailable(&error),
        }
    });
    view! { <Suspense>{body}</Suspense> }.into_any()
}

/// The next ones first.
fn nearest(mut changes: Vec<Change>) -> Vec<Change> {
    changes.reverse();
    changes.truncate(ANNOUNCED);
    changes
}

fn content(filter: &Filter, snapshot: &Snapshot, page: &Page, announced: &[Change]) -> AnyView {
    let days = page
        .changes
        .chunk_by(|a, b| table::day_of(a) == table::day_of(b));
    let days = days
        .map(|changes| day(changes, goes_on(page, changes)))
        .collect_view();
    let list = if page.changes.is_empty() {
        empty(filter, snapshot)
    } else {
        days.into_any()
    };
    let newest = filter.after.is_some().then(|| filter.first().href());
    let older = page.next.map(|cursor| filter.at(cursor).href());
    view! {
        <PageTitle text="What changed"/>
        <div class="page page--narrow">
            <div class="page__head">
                <h1 tabindex="-1">"What changed"</h1>
                <p class="page__lead">"Every price, offering and model that moved, with the source that said so."</p>
            </div>
            {toolbar::toolbar(filter, &snapshot.providers)}
            {coming(announced)}
            {list}
            {older_pager("changes", newest, older)}
        </div>
    }
    .into_any()
}

/// Prices that are announced and not yet in force.
fn coming(announced: &[Change]) -> Option<AnyView> {
    (!announced.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="announced">
                <div class="section__head"><h2 id="announced">"Announced prices"</h2><p>"The next ones, in the order in which they begin"</p></div>
                {table::table("Announced prices", announced, true)}
            </section>
        }
        .into_any()
    })
}

/// Whether a day may have more changes on the next page.
fn goes_on(page: &Page, day: &[Change]) -> bool {
    page.next.is_some() && page.changes.last().map(|c| c.id) == day.last().map(|c| c.id)
}

fn day(changes: &[Change], goes_on: bool) -> Option<AnyView> {
    let date = table::day_of(changes.first()?);
    let id = format!("d{date}");
    Some(
        view! {
            <section class="section" aria-labelledby=id>
                <div class="section__head">
                    <h2 id=id.clone()><Day date/></h2>
                    <p>{plural(changes.len(), "change", "changes")}{goes_on.then_some(", perhaps more on the next page")}</p>
                </div>
                {table::table(&format!("Changes of {date}"), changes, false)}
            </section>
        }
        .into_any(),
    )
}

fn empty(filter: &Filter, snapshot: &Snapshot) -> AnyView {
    let name = |slug: &str| match snapshot.provider(slug) {
        Some((_, provider)) => provider.name.clone(),
        None => format!("{slug} (unknown)"),
    };
    let provider = filter.provider.as_deref().map(name);
    let words = filter.words(provider.as_deref());
    let mut ways: Vec<_> = filter
        .looser()
        .into_iter()
        .map(|(looser, text)| (looser.href(), text))
        .collect();
    if ways.is_empty() {
        ways.push(("/models".to_owned(), "All models"));
    }
    let ways = ways
        .into_iter()
        .map(|(href, text)| view! { <a class="button" href=href>{text}</a> })
        .collect_view();
    view! {
        <div class="empty">
            <h2>"Nothing changed"</h2>
            <p>{words}</p>
            <div class="cluster">{ways}</div>
        </div>
    }
    .into_any()
}
