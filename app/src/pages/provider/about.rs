//! What there is to know of a provider.

use std::collections::HashSet;

use backend::catalog::snapshot::{Best, Offering, Provider as Company, Snapshot};
use leptos::prelude::*;

use crate::components::{CopyId, OutLink, PriceOrUnpriced, cell, host};

/// Its key figures.
pub(super) fn facts(snapshot: &Snapshot, offerings: &[&Offering]) -> impl IntoView + use<> {
    let live = || offerings.iter().copied().filter(|o| o.is_live());
    let entries: HashSet<usize> = live().map(|o| o.entry).collect();
    let publishers: HashSet<usize> = entries
        .iter()
        .filter_map(|e| snapshot.entries.get(*e)?.publisher)
        .collect();
    let regions: HashSet<usize> = live().filter_map(|o| o.region).collect();
    let as_of = live()
        .filter_map(|o| snapshot.editions.get(o.source))
        .map(|s| s.as_of.date())
        .max();
    let regions = (!regions.is_empty())
        .then(|| view! { <div><dt>"Regions"</dt><dd>{regions.len()}</dd></div> });
    let lowest = Best::of(live()).input;
    view! {
        <dl class="facts">
            <div><dt>"Offerings"</dt><dd>{live().count()}</dd></div>
            <div><dt>"Models"</dt><dd>{entries.len()}</dd></div>
            <div><dt>"Publishers"</dt><dd>{publishers.len()}</dd></div>
            {regions}
            <div><dt>"Lowest input"</dt><dd><PriceOrUnpriced price=lowest/>{lowest.map(|_| view! { <small>"per 1M tokens"</small> })}</dd></div>
            <div><dt>"Last seen"</dt><dd>{cell::date(as_of)}</dd></div>
        </dl>
    }
}

/// Links and what the sources say of the company itself.
pub(super) fn section(
    snapshot: &Snapshot,
    company: &Company,
    offerings: &[&Offering],
) -> impl IntoView + use<> {
    let mut sources: Vec<&str> = offerings
        .iter()
        .filter_map(|o| snapshot.editions.get(o.source))
        .map(|s| s.name.as_str())
        .collect();
    sources.sort_unstable();
    sources.dedup();
    let mut ways: Vec<_> = offerings
        .iter()
        .filter(|o| o.is_live())
        .map(|o| o.deployment)
        .collect();
    ways.sort_unstable();
    ways.dedup();
    let ways = ways
        .iter()
        .map(|w| w.label())
        .collect::<Vec<_>>()
        .join(", ");
    let docs = company
        .docs_url
        .clone()
        .map(|url| view! { <OutLink text=host(&url) url=Some(url)/> }.into_any());
    let api = company
        .api_url
        .clone()
        .map(|url| view! { <CopyId text=url label="Copy API address"/> }.into_any());
    view! {
        <section class="section" aria-labelledby="facts">
            <div class="section__head"><h2 id="facts">"Facts"</h2></div>
            <div class="panel">
                <dl class="pairs">
                    <dt>"Country"</dt><dd>{cell::text(company.country.clone())}</dd>
                    <dt>"Documentation"</dt><dd>{docs.unwrap_or_else(|| cell::text(None))}</dd>
                    <dt>"API address"</dt><dd>{api.unwrap_or_else(|| cell::text(None))}</dd>
                    <dt>"Deployment"</dt><dd>{cell::text(Some(ways).filter(|w| !w.is_empty()))}</dd>
                    <dt>"Sources"</dt><dd>{sources.join(", ")}</dd>
                </dl>
            </div>
        </section>
    }
}
