//! The same figures as a table.

use backend::catalog::snapshot::Snapshot;
use leptos::prelude::*;

use super::points::{Cost, Point};
use crate::components::{Day, Icon, IconSize};

/// The table twin of the chart, from cheap to dear.
pub(super) fn twin(
    snapshot: &Snapshot,
    points: &[Point],
    benchmark: &str,
    unit: &str,
    cost: Cost,
) -> AnyView {
    let score_head = if unit.is_empty() {
        "Score".to_owned()
    } else {
        format!("Score,{unit}")
    };
    let cost_head = match cost {
        Cost::Blended => "Blended, USD per 1M",
        Cost::Month(_) => "USD a month",
    };
    let rows = points
        .iter()
        .map(|point| row(snapshot, point))
        .collect_view();
    view! {
        <details class="twin">
            <summary><Icon name="table" size=IconSize::Small/>"Show as table"</summary>
            <div class="scroller" role="region" aria-label="Quality against cost, table" tabindex="0">
                <table class="table">
                    <caption>{format!("{benchmark}. Cost of the cheapest live offering that matches the filters.")}</caption>
                    <thead><tr>
                        <th scope="col">"Model"</th>
                        <th scope="col">"Setting"</th>
                        <th scope="col" data-t="num">{score_head}</th>
                        <th scope="col" data-t="num" aria-sort="ascending">{cost_head}</th>
                        <th scope="col">"Frontier"</th>
                        <th scope="col">"Source of the score"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn row(snapshot: &Snapshot, point: &Point) -> AnyView {
    let source = snapshot.editions.get(point.source).map(|s| s.name.clone());
    let date = point.date.map(|date| view! { ", "<Day date/> });
    let on = if point.on_frontier {
        "On the frontier"
    } else {
        ""
    };
    view! {
        <tr>
            <th scope="row"><a href=point.href.clone()>{point.name.clone()}</a></th>
            <td>{point.variant.clone()}</td>
            <td data-t="num">{point.score.to_string()}</td>
            <td data-t="num">{point.shown.trim_start_matches('$').to_owned()}</td>
            <td>{on}</td>
            <td class="nowrap">{source}{date}</td>
        </tr>
    }
    .into_any()
}
