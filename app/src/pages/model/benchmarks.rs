//! Published scores, each with its source.

use backend::catalog::snapshot::{Benchmark, ScoreRow};
use leptos::prelude::*;

use super::shown::Shown;
use crate::components::format::unit_suffix;
use crate::components::{Icon, IconSize, OutLink, Scroller, cell, host};

/// Up to this many figures all stand in the first table.
const SHORT: usize = 6;

pub(super) fn section(shown: Shown<'_>) -> impl IntoView + use<> {
    let scores = shown
        .entry
        .model()
        .map(|m| m.scores.as_slice())
        .unwrap_or_default();
    let all: Vec<&ScoreRow> = scores.iter().collect();
    let whole: Vec<&ScoreRow> = scores
        .iter()
        .filter(|s| Benchmark::of(s).is_overall())
        .collect();
    let short = all.len() <= SHORT || whole.is_empty();
    view! {
        <section class="section" id="benchmarks" aria-labelledby="benchmarks-title">
            <div class="section__head"><h2 id="benchmarks-title">"Benchmarks"</h2><p>"Published scores, never averaged across sources"</p></div>
            {match (all.is_empty(), short) {
                (true, _) => view! { <p class="muted">"No source that we import states a benchmark score of this model."</p> }.into_any(),
                (false, true) => table(shown, "Benchmark scores", &all),
                (false, false) => view! {
                    {table(shown, "Benchmark scores", &whole)}
                    <details class="twin">
                        <summary><Icon name="table" size=IconSize::Small/>"All "{all.len()}" scores, with categories"</summary>
                        {table(shown, "All benchmark scores", &all)}
                    </details>
                }
                .into_any(),
            }}
        </section>
    }
}

fn table(shown: Shown<'_>, name: &'static str, scores: &[&ScoreRow]) -> AnyView {
    let rows = scores.iter().map(|score| row(shown, score)).collect_view();
    view! {
        <Scroller label=format!("{name}, table") stack=true>
            <table class="table table--stack">
                <caption class="sr-only">{name}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Benchmark"</th><th scope="col">"Setting"</th><th scope="col" data-t="num">"Score"</th>
                        <th scope="col"><span class="sr-only">"Bar"</span></th><th scope="col">"Source"</th><th scope="col" data-t="num">"Date"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

fn row(shown: Shown<'_>, score: &ScoreRow) -> impl IntoView + use<> {
    let setting = if score.variant.is_empty() {
        "not stated".to_owned()
    } else {
        score.variant.replace(['-', '_'], " ")
    };
    let source = shown.source(score.source);
    let url = score
        .url
        .as_deref()
        .map(str::to_owned)
        .or_else(|| source.and_then(|s| s.url.clone()));
    let place = score.url.as_deref().map(host).filter(|h| !h.is_empty());
    let name = place
        .or_else(|| source.map(|s| s.name.clone()))
        .unwrap_or_default();
    let via = score
        .url
        .as_ref()
        .and(source)
        .map(|s| view! { <small>"via "{s.name.clone()}</small> });
    view! {
        <tr>
            <th scope="row">{Benchmark::of(score).label()}</th>
            <td data-label="Setting" class="muted">{setting}</td>
            <td data-label="Score" data-t="num">{score.score.to_string()}{unit_suffix(&score.unit)}</td>
            <td>{bar(score)}</td>
            <td data-label="Source"><div><OutLink url text=name/>{via}</div></td>
            <td data-label="Date" data-t="num">{cell::date(score.date)}</td>
        </tr>
    }
}

/// How far the figure is on its scale, where the scale is known.
fn bar(score: &ScoreRow) -> Option<impl IntoView + use<>> {
    (&*score.unit == "percent").then(|| {
        let width = score.score.to_string();
        view! { <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width=width height="6"></rect></svg> }
    })
}
