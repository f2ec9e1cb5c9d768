//! Quality against cost: which models are worth their price.

mod chart;
mod choice;
mod controls;
mod frontier;
mod points;
mod scale;
mod twin;

use crate::components::PageTitle;
use axum::http::StatusCode;
use backend::catalog::snapshot::{Coverage, Snapshot};
use leptos::prelude::*;

use crate::components::format::{count, plural, unit_suffix};
use crate::components::workload::WorkloadForm;
use crate::context::{query_pairs, respond_with, snapshot};
use crate::pages::access::{OwnAccess, with_access};
use crate::pages::errors;
use choice::Choice;
use points::{Cost, Points};

/// The page.
#[component]
pub fn Quality() -> impl IntoView {
    let pairs = match query_pairs() {
        Ok(pairs) => pairs,
        Err(error) => return errors::unreadable_query(error),
    };
    let snapshot = snapshot();
    let known = snapshot.benchmarks();
    let choice = match Choice::from_pairs(&pairs, &known) {
        Ok(choice) => choice,
        Err(error) => return errors::bad_query(&error),
    };
    // Whose access it is matters only where it narrows the models.
    if choice.query.access.is_empty() {
        return draw(&snapshot, &choice, &known, None);
    }
    let org = choice.query.organization.clone();
    with_access(org, true, move |whose| {
        draw(&snapshot, &choice, &known, whose.own())
    })
}

fn draw(
    snapshot: &Snapshot,
    choice: &Choice,
    known: &[Coverage],
    own: Option<&OwnAccess>,
) -> AnyView {
    if !choice.typed.errors.is_empty() {
        respond_with(StatusCode::BAD_REQUEST);
    }
    let form = choice.typed.is_given().then(|| {
        view! { <WorkloadForm typed=choice.typed.clone() action="/quality" hidden=choice.hidden(true)/> }
    });
    let chosen = |c: &&Coverage| choice.benchmark.as_ref() == Some(&c.benchmark);
    let body = match known.iter().find(chosen) {
        Some(coverage) => scored(snapshot, choice, coverage, own),
        None => nothing(
            "No benchmark yet",
            "No source of this catalog has published scores.",
        )
        .into_any(),
    };
    view! {
        <PageTitle text="Quality against cost"/>
        <div class="page page--narrow">
            <div class="page__head">
                <h1 tabindex="-1">"Quality against cost"</h1>
                <p class="page__lead">
                    "A published benchmark against what models cost at their cheapest live offering; one listed at no charge counts only if all are. "
                    <a href=choice.query.href("/models")>"Change the filters in the catalog"</a>"."
                </p>
            </div>
            <div class="stack">{controls::controls(snapshot, choice, known)}{form}{body}</div>
        </div>
    }
    .into_any()
}

fn nothing(title: &'static str, text: &'static str) -> impl IntoView {
    view! { <div class="empty"><h2>{title}</h2><p>{text}</p><a class="button" href="/models">"All models"</a></div> }
}

fn scored(
    snapshot: &Snapshot,
    choice: &Choice,
    coverage: &Coverage,
    own: Option<&OwnAccess>,
) -> AnyView {
    let access = own.map(|own| &own.access);
    let cost = match (choice.typed.is_given(), choice.typed.workload()) {
        (true, Some(workload)) => Cost::Month(workload),
        (false, _) => Cost::Blended,
        // The form above says what is wrong.
        (true, None) => return ().into_any(),
    };
    let results = snapshot.find_for(&choice.query, access);
    let points = Points::of(
        snapshot,
        &results,
        &coverage.benchmark,
        choice.variant.as_deref(),
        cost,
    );
    if points.drawn.is_empty() {
        let text = "None of the models that match the filters has both a score in this benchmark and a price.";
        return view! { {nothing("Nothing to draw", text)}{missing(&points)} }.into_any();
    }
    drawing(snapshot, coverage, &points, cost)
}

fn drawing(snapshot: &Snapshot, coverage: &Coverage, points: &Points, cost: Cost) -> AnyView {
    let benchmark = &coverage.benchmark;
    let (axis, per) = match cost {
        Cost::Blended => (
            "Blended price, USD per 1M tokens, log scale",
            " per 1M tokens",
        ),
        Cost::Month(_) => ("USD a month for this workload, log scale", " a month"),
    };
    let suffix = unit_suffix(&coverage.unit);
    let score = format!(
        "{}{}",
        benchmark.label(),
        if suffix.is_empty() {
            String::new()
        } else {
            format!(",{suffix}")
        }
    );
    let on = points.drawn.iter().filter(|p| p.on_frontier).count();
    let summary = format!(
        "{} of {} models drawn; {} on the frontier: nothing drawn is both better and cheaper",
        count(points.drawn.len() as i128),
        count(points.matching as i128),
        count(on as i128)
    );
    view! {
        <figure class="chart">
            <figcaption><strong>{benchmark.short()}</strong><p>{summary}</p></figcaption>
            <ul class="legend">
                <li class="series--1"><svg viewBox="0 0 20 8" aria-hidden="true"><path class="chart__line" d="M0 4H20"></path></svg>"Frontier"</li>
                <li class="series--quiet">
                    <svg viewBox="0 0 20 8" aria-hidden="true"><circle class="chart__line" cx="10" cy="4" r="3"></circle></svg>
                    "Other models, named on focus"
                </li>
            </ul>
            {chart::chart(&points.drawn, "Quality against cost", score, axis.to_owned(), &suffix, per)}
            {twin::twin(snapshot, &points.drawn, &benchmark.label(), &suffix, cost)}
        </figure>
        {missing(points)}
    }
    .into_any()
}

fn missing(points: &Points) -> AnyView {
    let text = format!(
        "Not drawn: {} without a score in this benchmark and setting, {} with a score but without a price. \
         Blended means three parts input and one part output.",
        plural(points.unscored, "model", "models"),
        plural(points.unpriced, "model", "models")
    );
    view! { <p class="section__note">{text}</p> }.into_any()
}
