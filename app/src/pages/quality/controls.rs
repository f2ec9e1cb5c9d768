//! The forms and links around the chart.

use backend::catalog::snapshot::{Coverage, Snapshot};
use leptos::prelude::*;

use super::choice::Choice;
use crate::components::format::plural;
use crate::components::{Icon, IconSize};
use crate::pages::filter_words;

/// The choice of benchmark and of what cost means.
pub(super) fn controls(snapshot: &Snapshot, choice: &Choice, known: &[Coverage]) -> AnyView {
    let hidden = choice.hidden(false).into_iter();
    let hidden = hidden
        .map(|(name, value)| view! { <input r#type="hidden" name=name value=value/> })
        .collect_view();
    let by_workload = choice.typed.is_given();
    let current = |is: bool| is.then_some("true");
    view! {
        <div class="toolbar">
            <form class="cluster" action="/quality" method="get" aria-label="Benchmark">
                {hidden}
                {benchmark_select(choice, known)}
                {variant_select(snapshot, choice)}
                <button class="button">"Show"</button>
            </form>
            <div class="segment" role="group" aria-label="Cost">
                <a href=choice.href(&choice.query, false) aria-current=current(!by_workload)>"Blended price"</a>
                <a href=choice.href(&choice.query, true) aria-current=current(by_workload)>"My workload"</a>
            </div>
        </div>
        {filters(snapshot, choice)}
    }
    .into_any()
}

fn benchmark_select(choice: &Choice, known: &[Coverage]) -> AnyView {
    let options = known.iter().map(|o| {
        let selected = choice.benchmark.as_ref() == Some(&o.benchmark);
        let text = format!(
            "{}: {}",
            o.benchmark.label(),
            plural(o.models, "model", "models")
        );
        view! { <option value=o.benchmark.word() selected=selected>{text}</option> }
    });
    select("Benchmark", "benchmark", options.collect_view().into_any())
}

fn variant_select(snapshot: &Snapshot, choice: &Choice) -> Option<AnyView> {
    let names = snapshot.variants(choice.benchmark.as_ref()?);
    let options = names.iter().map(|name| {
        let selected = choice.variant.as_deref() == Some(*name);
        view! { <option value=(*name).to_owned() selected=selected>{(*name).to_owned()}</option> }
    });
    let options =
        view! { <option value="">"Best setting of each model"</option>{options.collect_view()} };
    (!names.is_empty()).then(|| select("Setting of the models", "variant", options.into_any()))
}

fn select(label: &'static str, name: &'static str, options: AnyView) -> AnyView {
    view! {
        <label class="select-box">
            <span class="sr-only">{label}</span>
            <select class="select" name=name>{options}</select>
            <Icon name="chevrons-up-down" size=IconSize::Small/>
        </label>
    }
    .into_any()
}

/// The filters of the catalog that are in force, each with a link that drops it.
fn filters(snapshot: &Snapshot, choice: &Choice) -> Option<AnyView> {
    let by_workload = choice.typed.is_given();
    let chips: Vec<_> = choice
        .query
        .filters()
        .map(|(name, value)| {
            let href = choice.href(&choice.query.without(name, &value), by_workload);
            let (group, text) = filter_words::words(snapshot, name, &value);
            view! {
                <li><a class="chip" href=href>
                    <span class="chip__group">{group}</span>" "{text}
                    <Icon name="x" size=IconSize::Small/><span class="sr-only">" remove filter"</span>
                </a></li>
            }
        })
        .collect();
    (!chips.is_empty()).then(|| {
        view! {
            <ul class="chip-list" aria-label="Active filters">
                {chips}
                <li><a class="chip-list__clear" href=choice.href(&choice.query.cleared(), by_workload)>"Clear all"</a></li>
            </ul>
        }
        .into_any()
    })
}
