//! The page of one publisher.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::components::PageTitle;
use backend::catalog::snapshot::{Entry, Publisher as Maker, Snapshot};
use domain::catalog_query::encode;
use domain::model::Lifecycle;
use domain::price::lowest;
use domain::slug::path_segment;
use leptos::prelude::*;

use super::{address, errors};
use crate::components::format::{initials, plural};
use crate::components::{
    CompareTick, CompareTray, CopyId, Crumbs, Icon, LifecycleBadge, Modalities, Scroller, cell,
    web_address,
};
use crate::context::snapshot;

/// One publisher and its models.
#[component]
pub fn Publisher() -> impl IntoView {
    let snapshot = snapshot();
    let slug = address::rest("/publishers/").unwrap_or_default();
    let Some((index, maker)) = snapshot.publisher(&slug) else {
        return elsewhere(
            "publisher",
            &slug,
            snapshot
                .publishers
                .iter()
                .map(|p| (p.slug.as_str(), p.name.as_str())),
        );
    };
    let mut models: Vec<&Entry> = snapshot
        .entries
        .iter()
        .filter(|e| e.publisher == Some(index))
        .collect();
    // Newest first; unknown dates last.
    models.sort_by_key(|e| Reverse((e.since(), e.providers)));
    let rows = models
        .iter()
        .map(|entry| row(&snapshot, entry))
        .collect_view();
    view! {
        <PageTitle text=maker.name.clone()/>
        <div class="page">
            {head(&snapshot, maker, &models)}
            <section class="section" aria-labelledby="models">
                <div class="section__head"><h2 id="models">"Models"</h2><p>"USD per 1M tokens, lowest offering"</p></div>
                {table(&maker.name, rows.into_any())}
            </section>
        </div>
        <CompareTray/>
    }
    .into_any()
}

/// Leads to the page of `what` whose slug differs only in the case of its
/// letters or in a slash at the end; otherwise there is none.
pub(super) fn elsewhere<'a>(
    what: &'static str,
    slug: &str,
    mut all: impl Iterator<Item = (&'a str, &'a str)>,
) -> AnyView {
    let slug = slug.trim_end_matches('/');
    match all.find(|(known, _)| known.eq_ignore_ascii_case(slug)) {
        Some((known, name)) => {
            address::moved_to_page(&format!("/{what}s/{}", path_segment(known)), name)
        }
        None => errors::not_found(what, format!("The catalog knows no {what} of this name.")),
    }
}

/// How many providers sell some of these.
pub(super) fn providers_of(snapshot: &Snapshot, models: &[&Entry]) -> usize {
    let offerings = models
        .iter()
        .flat_map(|e| snapshot.offerings_of(e))
        .filter(|o| o.is_live());
    offerings.map(|o| o.provider).collect::<HashSet<_>>().len()
}

fn head(snapshot: &Snapshot, maker: &Maker, models: &[&Entry]) -> impl IntoView + use<> {
    let site = maker.url.as_deref().and_then(web_address);
    let filter = format!("/models?publisher={}", encode(&maker.slug));
    view! {
        <div class="model-head">
            <Crumbs items=vec![("/publishers".to_owned(), "Publishers".to_owned())]/>
            <div class="model-head__main">
                <span class="glyph glyph--large" aria-hidden="true">{initials(&maker.name)}</span>
                <div class="model-head__title">
                    <h1 tabindex="-1">{maker.name.clone()}</h1>
                    <p class="model-head__by"><span>"Publisher"</span><CopyId text=maker.slug.clone() label="Copy publisher id"/></p>
                </div>
                <div class="model-head__actions">
                    {site.map(|href| view! { <a class="button button--large" href=href rel="external"><Icon name="external-link"/>"Website"</a> })}
                    <a class="button button--primary button--large" href=filter><Icon name="list-filter"/>"Filter its models"</a>
                </div>
            </div>
            {maker.description.clone().map(|text| view! { <p class="page__lead">{text}</p> })}
            {facts(snapshot, maker, models)}
        </div>
    }
}

fn facts(snapshot: &Snapshot, maker: &Maker, models: &[&Entry]) -> impl IntoView + use<> {
    let today = snapshot.built_at.date();
    let soon = time::Duration::days(90);
    let ends = |e: &&&Entry| {
        e.retires_on
            .is_some_and(|on| on > today && on <= today + soon)
    };
    let retiring = models.iter().filter(ends).count();
    let current = models
        .iter()
        .filter(|e| e.lifecycle != Lifecycle::Retired)
        .count();
    let prices = || models.iter().filter_map(|e| e.best.input);
    let range = lowest(prices()).zip(prices().max()).map(|(low, high)| {
        let text = if low == high {
            low.dollars()
        } else {
            format!("{} to {}", low.dollars(), high.dollars())
        };
        view! { <div><dt>"Input price"</dt><dd>{text}<small>"per 1M tokens"</small></dd></div> }
    });
    let newest = models.first().filter(|e| e.since().is_some());
    let newest = newest.map(|e| view! { <div><dt>"Newest model"</dt><dd><a href=e.href.clone()>{e.name.clone()}</a></dd></div> });
    view! {
        <dl class="facts">
            <div><dt>"Models"</dt><dd>{models.len()}<small>{format!("{current} not retired")}</small></dd></div>
            <div><dt>"Offered by"</dt><dd>{plural(providers_of(snapshot, models), "provider", "providers")}</dd></div>
            {range}
            <div><dt>"Retiring within 90 days"</dt><dd>{plural(retiring, "model", "models")}</dd></div>
            {newest}
            <div><dt>"Country"</dt><dd>{cell::text(maker.country.clone())}</dd></div>
        </dl>
    }
}

fn table(publisher: &str, rows: AnyView) -> impl IntoView + use<> {
    let caption = format!("Models of {publisher}, newest first");
    view! {
        <Scroller label=caption.clone()>
            <table class="table">
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="table__key">"Model"</th>
                        <th scope="col" data-t="num">"Released"</th>
                        <th scope="col" data-t="num">"Input"</th>
                        <th scope="col" data-t="num">"Output"</th>
                        <th scope="col" data-t="num">"Context"</th>
                        <th scope="col">"Modalities"</th>
                        <th scope="col" data-t="num">"Providers"</th>
                        <th scope="col">"Lifecycle"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
}

fn row(snapshot: &Snapshot, entry: &Entry) -> impl IntoView + use<> {
    let today = snapshot.built_at.date();
    let ends = entry.retires_on;
    let lifecycle = if entry.lifecycle == Lifecycle::Active && ends.is_none() {
        entry.lifecycle.label().into_any()
    } else {
        view! { <LifecycleBadge lifecycle=entry.lifecycle retires_on=ends today/> }.into_any()
    };
    view! {
        <tr>
            <th scope="row" class="table__key"><CompareTick slug=entry.slug.clone() name=entry.name.clone() bare=true/><a href=entry.href.clone()>{entry.name.clone()}</a></th>
            <td data-t="num">{cell::since(entry)}</td>
            <td data-t="num">{cell::amount(entry.best.input)}</td>
            <td data-t="num">{cell::amount(entry.best.output)}</td>
            <td data-t="num">{cell::size(entry.attributes.context)}</td>
            <td><Modalities inputs=entry.attributes.inputs.clone() outputs=entry.attributes.outputs.clone()/></td>
            <td data-t="num">{entry.providers}</td>
            <td class="nowrap">{lifecycle}</td>
        </tr>
    }
}
