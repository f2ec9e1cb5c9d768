//! What providers do with what they are sent.

use backend::catalog::snapshot::Offering;
use leptos::prelude::*;

use super::shown::Shown;
use crate::components::{OutLink, Scroller, Unknown, host};

pub(super) fn section(shown: Shown<'_>) -> impl IntoView + use<> {
    let mut known: Vec<&Offering> = Vec::new();
    let mut unknown: Vec<&str> = Vec::new();
    let live = shown.live();
    let asked: Vec<&Offering> = if live.is_empty() { shown.ended() } else { live };
    for offering in asked {
        let stated = offering.retention_days.is_some()
            || offering.trains_on_data.is_some()
            || offering.data_policy_url.is_some();
        let name = shown.provider(offering).1;
        if stated && known.iter().all(|o| o.provider != offering.provider) {
            known.push(offering);
        } else if !stated && !unknown.contains(&name) {
            unknown.push(name);
        }
    }
    let table = (!known.is_empty()).then(|| table(shown, &known));
    let names = unknown.join(", ");
    view! {
        <section class="section" id="data-policy" aria-labelledby="data-policy-title">
            <div class="section__head"><h2 id="data-policy-title">"Data policy"</h2></div>
            {table}
            {(!names.is_empty()).then(|| view! { <p class="section__note">"Retention and training are "<Unknown/>" for "{names}"."</p> })}
            <p class="section__note">"Unknown means that no source we import states it. It is not a promise either way."</p>
        </section>
    }
}

fn table(shown: Shown<'_>, known: &[&Offering]) -> impl IntoView + use<> {
    let rows = known
        .iter()
        .map(|offering| row(shown, offering))
        .collect_view();
    view! {
        <Scroller label="Data policy by provider, table" stack=true>
            <table class="table table--stack">
                <caption class="sr-only">"Data policy by provider"</caption>
                <thead>
                    <tr><th scope="col">"Provider"</th><th scope="col">"Retention"</th><th scope="col">"Trains on data"</th><th scope="col">"Stated at"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
}

fn row(shown: Shown<'_>, offering: &Offering) -> impl IntoView + use<> {
    let retention = match offering.retention_days {
        Some(0) => "None".into_any(),
        Some(1) => "1 day".into_any(),
        Some(days) => format!("{days} days").into_any(),
        None => view! { <Unknown/> }.into_any(),
    };
    let trains = match offering.trains_on_data {
        Some(true) => "Yes".into_any(),
        Some(false) => "No".into_any(),
        None => view! { <Unknown/> }.into_any(),
    };
    let stated = match offering.data_policy_url.clone() {
        Some(url) => view! { <OutLink text=host(&url) url=Some(url)/> }.into_any(),
        None => view! { <Unknown/> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{shown.provider(offering).1.to_owned()}</th>
            <td data-label="Retention">{retention}</td>
            <td data-label="Trains on data">{trains}</td>
            <td data-label="Stated at">{stated}</td>
        </tr>
    }
}
