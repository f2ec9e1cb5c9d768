//! Cards, tables, facts, charts, what is empty or still loading.

use domain::money::NanoUsd;
use leptos::prelude::*;
use time::OffsetDateTime;
use time::macros::{date, datetime};

use super::Part;
use crate::components::{
    Amount, Badge, Day, Icon, IconSize, ModelCard, Scroller, Tone, Unpriced, When,
};
use crate::context::snapshot;
use crate::pages::api::operation::code;
use crate::pages::put_away;

pub(super) fn parts() -> Vec<Part> {
    vec![
        ("cards", "Cards", cards()),
        ("facts", "Facts", facts()),
        ("table", "Table", table()),
        ("empty", "Empty and loading", empty()),
        (
            "code",
            "Code",
            code(
                "curl".to_owned(),
                "curl \"$TESSERA_URL/api/v1/models?provider=amazon-bedrock\"".to_owned(),
            ),
        ),
        ("chart", "Chart", chart()),
        ("timeline", "Timeline", timeline()),
        ("tasks", "What to do next", tasks()),
        ("messages", "Messages", messages()),
    ]
}

/// A priced card, an unpriced one and one that ends, from the catalog itself.
fn cards() -> AnyView {
    let snapshot = snapshot();
    let first = |wanted: fn(&backend::catalog::snapshot::Entry) -> bool| {
        snapshot.entries.iter().find(|e| wanted(e))
    };
    let entries = [
        first(|e| e.model().is_some() && e.best.input.is_some()),
        first(|e| e.best.input.is_none()),
        first(|e| e.model().is_some_and(|m| m.retires_on.is_some())),
    ];
    let cards = entries.into_iter().flatten().map(|entry| {
        view! { <li><ModelCard snapshot=&snapshot entry=entry best=entry.best/></li> }
    });
    view! {
        <ul class="model-grid">
            {cards.collect_view()}
            <li>
                <div class="model-card" aria-busy="true">
                    <span class="sr-only">"Loading"</span>
                    {skeleton()}
                </div>
            </li>
        </ul>
    }
    .into_any()
}

fn skeleton() -> AnyView {
    view! {
        <div class="skeleton" aria-hidden="true">
            <span class="skeleton__line skeleton__line--title"></span>
            <span class="skeleton__line"></span>
            <span class="skeleton__line"></span>
            <span class="skeleton__line"></span>
        </div>
    }
    .into_any()
}

fn facts() -> AnyView {
    view! {
        <div class="stack">
            <dl class="facts">
                <div><dt>"Input from"</dt><dd>"$3.00"<small>"per 1M tokens"</small></dd></div>
                <div><dt>"Context"</dt><dd>"200K"<small>"200,000 tokens"</small></dd></div>
                <div><dt>"Released"</dt><dd><Day date=date!(2025 - 09 - 29)/></dd></div>
                <div><dt>"A month"</dt><dd><Amount of=NanoUsd::from_nano(1_350_000_000_001)/></dd></div>
            </dl>
            <dl class="pairs"><dt>"Country"</dt><dd>"United States"</dd><dt>"Documentation"</dt><dd><a href="#facts">"docs.example"</a></dd></dl>
        </div>
    }
    .into_any()
}

fn table() -> AnyView {
    view! {
        <Scroller label="Example, table" stack=true>
            <table class="table table--stack">
                <caption>"Prices in US dollars per 1M tokens"</caption>
                <thead><tr>
                    <th scope="col">"Provider"</th>
                    <th scope="col" data-t="num" aria-sort="ascending"><a href="#table">"Input"<Icon name="arrow-up" size=IconSize::Small/></a></th>
                    <th scope="col" data-t="num"><a href="#table">"Output"</a></th>
                    <th scope="col">"Notes"</th>
                </tr></thead>
                <tbody>
                    <tr data-best=""><th scope="row">"Anthropic"</th><td data-label="Input" data-t="num">"3.00"</td><td data-label="Output" data-t="num">"15.00"</td><td data-label="Notes"><Badge tone=Tone::Ok icon="check" text="Lowest"/></td></tr>
                    <tr><th scope="row">"Amazon Bedrock"</th><td data-label="Input" data-t="num">"3.30"</td><td data-label="Output" data-t="num">"16.50"</td><td data-label="Notes"><Badge tone=Tone::Warn icon="triangle-alert" text="Sources differ"/></td></tr>
                    <tr><th scope="row">"Venice"</th><td data-label="Input" data-t="num"><Unpriced/></td><td data-label="Output" data-t="num"><Unpriced/></td><td data-label="Notes">"priced by hour, not by tokens"</td></tr>
                </tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

/// Dense rows below a head that stays.
fn compact() -> AnyView {
    view! {
        <div class="scroller scroller--sticky" role="region" aria-label="Compact table, as an example" tabindex="0">
            <table class="table table--compact">
                <caption class="sr-only">"The same figures"</caption>
                <thead><tr><th scope="col">"Series"</th><th scope="col" data-t="num">"USD"</th></tr></thead>
                <tbody>
                    <tr><th scope="row">"Input"</th><td data-t="num">"3.00"</td></tr>
                    <tr><th scope="row">"Output"</th><td data-t="num">"15.00"</td></tr>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn empty() -> AnyView {
    view! {
        <div class="columns">
            <div class="empty">
                <h3>"No price changes this week"</h3>
                <p>"Imports ran every day; no source moved a price."</p>
                <a class="button" href="#empty">"Show this month"</a>
            </div>
            <div class="empty">
                <h3>"No model matches all of this"</h3>
                <p>"Removing this one brings most back:"</p>
                <ul class="empty__list">
                    <li><a class="button" href="#empty">"Provider: Groq "<Icon name="x" size=IconSize::Small/><span class="muted">"216 results"</span></a></li>
                </ul>
            </div>
            <div class="panel" aria-busy="true"><span class="sr-only">"Loading"</span>{skeleton()}</div>
        </div>
    }
    .into_any()
}

fn chart() -> AnyView {
    let series = (1..=8).map(|n| {
        let (class, y) = (format!("series--{n}"), 20 + n * 22);
        let line = if n % 2 == 0 {
            "chart__line chart__line--dash"
        } else {
            "chart__line"
        };
        view! {
            <g class=class>
                <path class=line d=format!("M52 {y}H300V{}H700", y + 12)></path>
                <a class="chart__point" href="#chart" aria-label=format!("Series {n}")>
                    <circle cx="300" cy=(y + 12).to_string() r="4"></circle>
                    <text x="310" y=(y + 8).to_string()>{format!("Series {n}")}</text>
                </a>
            </g>
        }
    });
    view! {
        <figure class="chart">
            <figcaption><strong>"Eight series"</strong><p>"Told apart by color and dash; points are links, and those of the frontier are filled"</p></figcaption>
            <ul class="legend">
                <li class="series--1"><svg viewBox="0 0 20 8" aria-hidden="true"><path class="chart__line" d="M0 4H20"></path></svg>"Input, now $3.00"</li>
                <li class="series--2"><svg viewBox="0 0 20 8" aria-hidden="true"><path class="chart__line chart__line--dash" d="M0 4H20"></path></svg>"Output, last $15.00"</li>
            </ul>
            <svg viewBox="0 0 760 250" role="group" aria-label="Eight series, as an example">
                <line class="chart__axis" x1="52" x2="746" y1="230" y2="230"></line>
                <line class="chart__mark" x1="600" x2="600" y1="14" y2="230"></line>
                <text x="606" y="24">"Retired"</text>
                {series.collect_view()}
                <a class="chart__point chart__point--frontier chart__point--named series--1" href="#chart" aria-label="A model of the frontier">
                    <circle cx="120" cy="214" r="5"></circle><text x="130" y="218">"On the frontier"</text>
                </a>
            </svg>
            <details class="twin">
                <summary><Icon name="table" size=IconSize::Small/>"Show as table"</summary>
                {compact()}
            </details>
        </figure>
    }
    .into_any()
}

fn timeline() -> AnyView {
    view! {
        <ol class="timeline">
            <li><Day date=date!(2025 - 09 - 29)/><div><strong>"Released"</strong><p>"models.dev"</p></div></li>
            <li data-state="now"><span class="timeline__when">"today"</span><div><strong>"Active"</strong></div></li>
            <li data-state="warn"><Day date=date!(2026 - 11 - 30)/><div><strong>"Retires"</strong></div></li>
            <li data-state="bad"><Day date=date!(2027 - 04 - 08)/><div><strong>"Retires elsewhere"</strong></div></li>
        </ol>
    }
    .into_any()
}

/// A list of things to do, with the button that puts it away.
fn tasks() -> AnyView {
    view! {
        <ul class="item-list start-list">
            <li><a class="item" href="#tasks">
                <span><strong>"Make a project"</strong><small>"Access and cost belong to one."</small></span>
                <span class="item__value"><Icon name="arrow-right"/></span>
            </a></li>
            <li><div class="item item--done">
                <span><strong>"Confirm your address"</strong><small>"A mail is on its way."</small></span>
                <span class="item__value"><Icon name="circle-check"/>" Done"</span>
            </div></li>
        </ul>
        {put_away::hide("/home")}
    }
    .into_any()
}

fn messages() -> AnyView {
    view! { <ul class="message-list">{unread_message()}{folded_message()}</ul> }.into_any()
}

const MESSAGE_AT: OffsetDateTime = datetime!(2026-11-22 06:00 UTC);

fn unread_message() -> AnyView {
    view! {
        <li class="message" data-unread="">
            <div class="message__text">
                <h3><a href="#messages">"Your roles have changed"</a></h3>
                <p>"You are an approver now."</p>
                <p class="message__about"><Badge tone=Tone::Info icon="eye" text="Unread"/><span>"Roles"</span><span>"Acme"</span><When at=MESSAGE_AT/></p>
            </div>
            <div class="cluster">
                <button r#type="button" class="button">"Mark read"</button>
                <button r#type="button" class="button button--quiet">"Archive"</button>
            </div>
        </li>
    }
    .into_any()
}

fn folded_message() -> AnyView {
    let earlier = view! {
        <li class="message__text">
            <strong>"Another request waits for you"</strong>
            <p>"Web shop asks for a model."</p>
            <p class="message__about"><Badge tone=Tone::Info icon="eye" text="Unread"/><When at=MESSAGE_AT/></p>
        </li>
    }
    .into_any();
    view! {
        <li class="message">
            <div class="message__text">
                <h3><a href="#messages">"A request waits for you"</a></h3>
                <p>"Research asks for a model."</p>
                <details class="fold">
                    <summary><Icon name="chevron-right" size=IconSize::Small/>"1 earlier"</summary>
                    <ul class="message__earlier">{earlier}</ul>
                </details>
            </div>
            <button r#type="button" class="button">"Mark unread"</button>
        </li>
    }
    .into_any()
}
