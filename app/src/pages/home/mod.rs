//! `/`: where people begin.

mod news;

use crate::components::PageTitle;
use backend::catalog::snapshot::{Facet, Snapshot};
use domain::catalog_query::CatalogQuery;
use leptos::prelude::*;

use crate::components::format::{count, initials, plural};
use crate::components::{Icon, IconSize};
use crate::context::snapshot;

/// Providers shown as ways in.
const PROVIDERS: usize = 12;
/// Input prices that people start from, in dollars for a million tokens.
const BUDGETS: [(&str, &str); 4] = [
    ("0.10", "Up to $0.10"),
    ("0.50", "Up to $0.50"),
    ("1", "Up to $1"),
    ("3", "Up to $3"),
];

/// Search, ways in, and what is new.
#[component]
pub fn Home() -> impl IntoView {
    let snapshot = snapshot();
    let facets = snapshot.find(&CatalogQuery::default()).facets();
    let facet = |wanted: Facet| {
        let found = facets.iter().find(|(facet, _)| *facet == wanted);
        found.map(|(_, values)| {
            values
                .iter()
                .map(|(v, n)| (v.word.clone(), v.label.clone(), *n))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <PageTitle text=""/>
        <div class="page">
            {hero(&snapshot)}
            {tasks(facet(Facet::Task).unwrap_or_default())}
            {news::columns(&snapshot)}
            {budgets(&snapshot)}
            {providers(facet(Facet::Provider).unwrap_or_default())}
        </div>
    }
}

fn hero(snapshot: &Snapshot) -> impl IntoView + use<> {
    let lead = format!(
        "Search, filter and compare {} offerings of {} providers. Every price has a source and a date.",
        count(snapshot.offerings.iter().filter(|o| o.is_live()).count() as i128),
        count(snapshot.providers.len() as i128)
    );
    let shortcuts = [
        ("/models?q=claude+sonnet", "Claude Sonnet"),
        ("/models?q=gpt", "GPT"),
        ("/models?q=gemini+pro", "Gemini Pro"),
        ("/models?open=1", "Open weights"),
        ("/models?context=1000000", "1M context"),
        ("/models?deployment=serverless_data_zone", "Data zone"),
    ];
    view! {
        <div class="hero">
            <h1 tabindex="-1">"Every model and provider, at its true price"</h1>
            <p class="page__lead">{lead}</p>
            <search>
                <form action="/models" method="get">
                    <label class="search-box search-box--large">
                        <Icon name="search" size=IconSize::Large/>
                        <span class="sr-only">"Search models"</span>
                        <input r#type="search" name="q" placeholder="Model, provider, id or alias" autocomplete="off" maxlength="200"/>
                        <button class="button button--primary">"Search"</button>
                    </label>
                </form>
            </search>
            <ul class="tag-list" aria-label="Popular searches">
                {shortcuts.into_iter().map(|(href, text)| view! { <li><a class="tag" href=href>{text}</a></li> }).collect_view()}
            </ul>
        </div>
    }
}

fn task_icon(task: &str) -> &'static str {
    match task {
        "chat" => "message-square",
        "code" => "code",
        "embedding" => "braces",
        "image" => "image",
        "video" => "video",
        "speech" | "transcription" => "audio-lines",
        "moderation" => "shield",
        "rerank" => "list",
        _ => "file-text",
    }
}

fn tasks(values: Vec<(String, String, u64)>) -> impl IntoView + use<> {
    let tiles = values
        .into_iter()
        .filter(|(_, _, n)| *n > 0)
        .take(8)
        .map(|(word, label, n)| {
            let href = format!("/models?task={word}");
            let models = plural(usize::try_from(n).unwrap_or_default(), "model", "models");
            view! {
                <li>
                    <a class="tile" href=href>
                        <Icon name=task_icon(&word) size=IconSize::Large/>
                        <span><strong>{label}</strong><small>{models}</small></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="section" aria-labelledby="tasks">
            <div class="section__head"><h2 id="tasks">"By task"</h2></div>
            <ul class="tile-grid">{tiles}</ul>
        </section>
    }
}

fn budgets(snapshot: &Snapshot) -> impl IntoView + use<> {
    let tiles = BUDGETS
        .iter()
        .map(|(price, label)| {
            let query =
                CatalogQuery::from_pairs([("price", *price), ("task", "chat")]).unwrap_or_default();
            let models = plural(snapshot.find_all(&query).len(), "chat model", "chat models");
            view! {
                <li>
                    <a class="tile" href=query.href("/models")>
                        <Icon name="tag" size=IconSize::Large/>
                        <span><strong>{*label}</strong><small>{models}</small></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="section" aria-labelledby="budgets">
            <div class="section__head"><h2 id="budgets">"By budget"</h2><p>"Input, USD per 1M tokens"</p></div>
            <ul class="tile-grid">{tiles}</ul>
        </section>
    }
}

fn providers(values: Vec<(String, String, u64)>) -> impl IntoView + use<> {
    let tiles = values
        .into_iter()
        .take(PROVIDERS)
        .map(|(word, label, n)| {
            let href = format!("/providers/{word}");
            let models = plural(usize::try_from(n).unwrap_or_default(), "model", "models");
            view! {
                <li>
                    <a class="tile" href=href>
                        <span class="glyph" aria-hidden="true">{initials(&label)}</span>
                        <span><strong>{label}</strong><small>{models}</small></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="section" aria-labelledby="providers">
            <div class="section__head"><h2 id="providers">"By provider"</h2><p><a href="/providers">"All providers"</a></p></div>
            <ul class="tile-grid">{tiles}</ul>
        </section>
    }
}
