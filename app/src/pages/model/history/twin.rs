//! The table under a chart: the same figures and every other component.

use backend::catalog::snapshot::Period;
use leptos::prelude::*;

use super::super::shown::Shown;
use super::series::Record;
use crate::components::{Day, Icon, IconSize, Scroller, source_note};

/// The id of the row of a period.
pub(super) fn row_id(record: &Record<'_>, period: usize) -> String {
    format!("h-{}-{period}", record.offering.id)
}

pub(super) fn twin(shown: Shown<'_>, record: &Record<'_>, title: String) -> impl IntoView + use<> {
    let periods = record.offering.periods.iter().enumerate();
    let rows = periods
        .map(|(i, period)| row(shown, row_id(record, i), period))
        .collect_view();
    view! {
        <details class="twin">
            <summary><Icon name="table" size=IconSize::Small/>"Show as table, with all components"</summary>
            <Scroller label=format!("{title}, table")>
                <table class="table">
                    <caption>"Every price on record, by component and date. Without an end, a price is in force."</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Component"</th><th scope="col">"Tier"</th><th scope="col">"Applies"</th>
                            <th scope="col">"From"</th><th scope="col">"To"</th><th scope="col" data-t="num">"USD"</th>
                            <th scope="col">"Unit"</th><th scope="col">"Source"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </Scroller>
        </details>
    }
}

fn row(shown: Shown<'_>, id: String, period: &Period) -> impl IntoView + use<> {
    let component = &period.component;
    let condition = component.condition();
    let from = match period.from {
        Some(at) => view! { <Day date=at.date()/> }.into_any(),
        None => view! { <span class="unknown">"start unknown"</span> }.into_any(),
    };
    view! {
        <tr id=id>
            <th scope="row" class="nowrap">{component.label()}</th>
            <td class="nowrap">{component.tier.label()}</td>
            <td>{if condition.is_empty() { "always".to_owned() } else { condition }}</td>
            <td class="nowrap">{from}</td>
            <td class="nowrap">{period.to.map(|at| view! { <Day date=at.date()/> })}</td>
            <td data-t="num">{period.amount.amount()}</td>
            <td class="nowrap muted">{component.unit.label()}</td>
            <td class="nowrap">{source_note(shown.source(period.source), period.url.as_deref())}</td>
        </tr>
    }
}
