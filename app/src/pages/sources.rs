//! Where all facts come from.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::components::PageTitle;
use backend::catalog::snapshot::{Snapshot, Source};
use leptos::prelude::*;

use crate::components::format::count;
use crate::components::{OutLink, Scroller, cell, host, source_note};
use crate::context::snapshot;

/// How much comes from one source.
#[derive(Default, Clone)]
struct Tally {
    models: usize,
    offerings: usize,
    prices: usize,
    scores: usize,
    speeds: usize,
    /// What it says of limits, dates, capabilities and the like beside the source of the record.
    statements: usize,
}

/// Every source, and the rule where they disagree.
#[component]
pub fn Sources() -> impl IntoView {
    let snapshot = snapshot();
    let tallies = tallies(&snapshot);
    let mut list: Vec<(&Source, Tally)> = snapshot.sources().iter().zip(tallies).collect();
    list.sort_by_key(|(source, _)| Reverse((source.rank, source.as_of)));
    let rows = list
        .iter()
        .map(|(source, tally)| row(source, tally))
        .collect_view();
    view! {
        <PageTitle text="Sources"/>
        <div class="page page--narrow">
            <div class="page__head">
                <h1 tabindex="-1">"Sources"</h1>
                <p class="page__lead">"Every price, date and score in the catalog names its source. These are the sources and the editions in use."</p>
            </div>
            {table(rows.into_any())}
            {precedence()}
            {benchmarks(&snapshot)}
        </div>
    }
}

fn tallies(snapshot: &Snapshot) -> Vec<Tally> {
    let sources = snapshot.sources();
    let of = |edition: &Source| sources.iter().position(|s| s.slug == edition.slug);
    let source_of: Vec<Option<usize>> = snapshot.editions.iter().map(of).collect();
    let mut tallies = vec![Tally::default(); sources.len()];
    let mut add = |edition: usize, to: fn(&mut Tally)| {
        let source = source_of.get(edition).copied().flatten();
        let tally = source.and_then(|source| tallies.get_mut(source));
        tally.into_iter().for_each(to);
    };
    for offering in &snapshot.offerings {
        add(offering.source, |t| t.offerings += 1);
        offering
            .periods
            .iter()
            .for_each(|p| add(p.source, |t| t.prices += 1));
        let measured = offering.speed.iter().flat_map(|s| &s.measurements);
        measured.for_each(|m| add(m.source, |t| t.speeds += 1));
        let others = offering.others.iter();
        others.for_each(|s| add(s.source, |t| t.statements += 1));
    }
    let models = || snapshot.entries.iter().filter_map(|e| e.model());
    models().for_each(|m| add(m.source, |t| t.models += 1));
    models()
        .flat_map(|m| &m.scores)
        .for_each(|s| add(s.source, |t| t.scores += 1));
    models()
        .flat_map(|m| &m.others)
        .for_each(|s| add(s.source, |t| t.statements += 1));
    tallies
}

fn table(rows: AnyView) -> impl IntoView {
    view! {
        <Scroller label="Sources, table" stack=true>
            <table class="table table--stack">
                <caption class="sr-only">"Sources, the highest rank first"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Source"</th>
                        <th scope="col">"Published at"</th>
                        <th scope="col">"License"</th>
                        <th scope="col" data-t="num">"Edition"</th>
                        <th scope="col" data-t="num">"Rank"</th>
                        <th scope="col" data-t="num">"Models"</th>
                        <th scope="col" data-t="num">"Offerings"</th>
                        <th scope="col" data-t="num">"Prices"</th>
                        <th scope="col" data-t="num">"Other facts"</th>
                        <th scope="col" data-t="num">"Scores"</th>
                        <th scope="col" data-t="num">"Speeds"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
}

fn row(source: &Source, tally: &Tally) -> impl IntoView + use<> {
    let place = match source.url.clone() {
        Some(url) => view! { <OutLink text=place(&url) url=Some(url)/> }.into_any(),
        None => cell::text(None),
    };
    let number = |n: usize| count(n as i128);
    view! {
        <tr>
            <th scope="row">{source.name.clone()}</th>
            <td data-label="Published at">{place}</td>
            <td data-label="License">{cell::text(source.license.clone())}</td>
            <td data-label="Edition" data-t="num">{cell::date(Some(source.as_of.date()))}</td>
            <td data-label="Rank" data-t="num">{source.rank}</td>
            <td data-label="Models" data-t="num">{number(tally.models)}</td>
            <td data-label="Offerings" data-t="num">{number(tally.offerings)}</td>
            <td data-label="Prices" data-t="num">{number(tally.prices)}</td>
            <td data-label="Other facts" data-t="num">{number(tally.statements)}</td>
            <td data-label="Scores" data-t="num">{number(tally.scores)}</td>
            <td data-label="Speeds" data-t="num">{number(tally.speeds)}</td>
        </tr>
    }
}

/// An address without its scheme: many sources share one host.
fn place(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.trim_end_matches('/').to_owned()
}

/// The rule in words; the code is in `backend::catalog::snapshot::prices`.
fn precedence() -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="precedence">
            <div class="section__head"><h2 id="precedence">"Where sources disagree"</h2></div>
            <div class="prose">
                <p>"No price is averaged or dropped. Of the prices of one component that are in force today, one is shown:"</p>
                <ul>
                    <li>"that of the source with the highest rank;"</li>
                    <li>"among equal ranks, that of the newest edition;"</li>
                    <li>"among equal editions, the lower price."</li>
                </ul>
                <p>
                    "The others stay beside it on the page of the model, marked “Sources differ” and “not used”. \
                     Limits, dates, licenses, capabilities, data policies and stages of life are shown from the source with \
                     the highest rank, and what it leaves open from the next; what other sources say of them stands on the same page under “Where sources differ”. “Other facts” above are what \
                     a source says of something whose record is from another source."
                </p>
                <p>"A price that no source states is “not priced”, which is not free. A limit or a date that no source states is “unknown”."</p>
            </div>
        </section>
    }
}

fn benchmarks(snapshot: &Snapshot) -> impl IntoView + use<> {
    // By benchmark and source: how many scores, and an address where they stand.
    let mut found: BTreeMap<(String, usize), (usize, Option<String>)> = BTreeMap::new();
    for score in snapshot
        .entries
        .iter()
        .filter_map(|e| e.model())
        .flat_map(|m| &m.scores)
    {
        let name = backend::catalog::snapshot::benchmark_name(&score.benchmark);
        let (n, url) = found.entry((name, score.source)).or_default();
        *n += 1;
        *url = url
            .take()
            .or_else(|| score.url.as_deref().map(str::to_owned));
    }
    let rows = found.into_iter().map(|((name, source), (n, url))| {
        let stated = match url {
            Some(url) => view! { <OutLink text=host(&url) url=Some(url)/> }.into_any(),
            None => view! { <span class="muted">"at the source"</span> }.into_any(),
        };
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td data-label="Source">{source_note(snapshot.editions.get(source), None)}</td>
                <td data-label="Stated at">{stated}</td>
                <td data-label="Scores" data-t="num">{count(n as i128)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="section" aria-labelledby="benchmarks">
            <div class="section__head"><h2 id="benchmarks">"Benchmark scores"</h2><p>"As published, each with its setting and, where stated, its date"</p></div>
            <Scroller label="Benchmarks, table" stack=true>
                <table class="table table--stack">
                    <caption class="sr-only">"Benchmarks and where their scores come from"</caption>
                    <thead>
                        <tr><th scope="col">"Benchmark"</th><th scope="col">"Source"</th><th scope="col">"Stated at"</th><th scope="col" data-t="num">"Scores"</th></tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </Scroller>
        </section>
    }
}
