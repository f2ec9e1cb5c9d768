//! What was sold once.

use backend::catalog::snapshot::Offering;
use domain::price::Direction;
use leptos::prelude::*;

use super::super::shown::Shown;
use crate::components::format::plural;
use crate::components::{Day, Icon, IconSize, Scroller, cell, source_note};

/// Retired offerings with the last prices known; open where there is nothing else.
pub(super) fn ended_table(
    shown: Shown<'_>,
    ended: &[&Offering],
    open: bool,
) -> impl IntoView + use<> {
    let rows = ended.iter().map(|o| ended_row(shown, o)).collect_view();
    view! {
        <details class="twin" open=open>
            <summary><Icon name="history" size=IconSize::Small/>{plural(ended.len(), "retired offering", "retired offerings")}</summary>
            <Scroller label="Retired offerings, table">
                <table class="table">
                    <caption>"Last prices known, USD per 1M tokens. None of these can be had."</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Provider"</th><th scope="col">"Deployment"</th><th scope="col">"Region"</th>
                            <th scope="col" data-t="num">"Input"</th><th scope="col" data-t="num">"Output"</th>
                            <th scope="col" data-t="num">"Context"</th><th scope="col">"Retired"</th><th scope="col">"Source"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </Scroller>
        </details>
    }
}

fn ended_row(shown: Shown<'_>, offering: &Offering) -> impl IntoView + use<> {
    let (slug, name) = shown.provider(offering);
    let last = |direction| {
        let periods = offering
            .periods
            .iter()
            .filter(|p| p.component.is_base(direction));
        offering
            .base_price(direction)
            .or_else(|| periods.max_by_key(|p| (p.from, p.to)).map(|p| p.amount))
    };
    view! {
        <tr>
            <th scope="row" class="nowrap"><a href=format!("/providers/{slug}")>{name.to_owned()}</a></th>
            <td class="nowrap">{offering.deployment.label()}</td>
            <td class="nowrap">{shown.region_cell(offering)}</td>
            <td data-t="num">{cell::amount(last(Direction::Input))}</td>
            <td data-t="num">{cell::amount(last(Direction::Output))}</td>
            <td data-t="num">{cell::size(shown.context(offering))}</td>
            <td class="nowrap">{ended_on(offering)}</td>
            <td class="nowrap">{source_note(shown.source(offering.source), None)}</td>
        </tr>
    }
}

fn ended_on(offering: &Offering) -> AnyView {
    let stated = offering
        .retires_on
        .map(|date| view! { <Day date/> }.into_any());
    let unlisted = || {
        offering
            .retired_at
            .map(|at| view! { "not listed since "<Day date=at.date()/> }.into_any())
    };
    stated.or_else(unlisted).unwrap_or_else(|| cell::date(None))
}
