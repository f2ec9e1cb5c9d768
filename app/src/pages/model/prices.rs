//! The full price of each offering, component by component.

use backend::catalog::snapshot::Offering;
use domain::price::{Direction, UnitPrice};
use leptos::prelude::*;
use time::OffsetDateTime;

use super::offerings::{badges, is_lowest, lowest_blended};
use super::sheet_rows::{Row, State, rows};
use super::shown::Shown;
use crate::components::format::plural;
use crate::components::{Day, Icon, IconSize, Notice, Tone, source_note};

pub(super) fn section(shown: Shown<'_>) -> impl IntoView + use<> {
    let (live, ended) = (shown.live(), shown.ended());
    let lowest = lowest_blended(&live);
    let first = live.iter().position(|o| is_lowest(o, lowest));
    let open = |i: usize| i == first.unwrap_or_default();
    let sheets = live
        .iter()
        .enumerate()
        .map(|(i, o)| sheet(shown, o, lowest, open(i)))
        .collect_view();
    let old: Vec<_> = ended
        .iter()
        .filter(|o| !o.periods.is_empty())
        .map(|o| sheet(shown, o, None, false))
        .collect();
    let old_count = old.len();
    view! {
        <section class="section" id="prices" aria-labelledby="prices-title">
            <div class="section__head">
                <h2 id="prices-title">"Prices by component"</h2>
                <p>"Every component with its condition, dates and source"</p>
            </div>
            <div>{sheets}</div>
            {live.is_empty().then(|| view! { <p class="muted">"No price is in force."</p> })}
            {(old_count > 0).then(|| view! {
                <details class="twin" open=live.is_empty()>
                    <summary><Icon name="history" size=IconSize::Small/>"Last prices of "{plural(old_count, "retired offering", "retired offerings")}</summary>
                    <div>{old}</div>
                </details>
            })}
        </section>
    }
}

fn sheet(shown: Shown<'_>, offering: &Offering, lowest: Option<UnitPrice>, open: bool) -> AnyView {
    let name = shown.provider(offering).1.to_owned();
    let how = [
        Some(offering.deployment.label().to_owned()),
        shown.region(offering),
    ];
    let how = how.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let label = format!("Prices of {name}, {how}, {}", offering.upstream);
    let rows = rows(offering, shown.snapshot.built_at);
    view! {
        <details class="price-sheet" id=format!("price-{}", offering.id) open=open>
            <summary>
                <Icon name="chevron-right"/>
                <strong>{name}</strong>
                <span class="muted">{how}</span>
                {shown.is_one_of_several(offering).then(|| view! { <code class="muted">{offering.upstream.clone()}</code> })}
                {badges(shown, offering, lowest)}
                <span class="price-sheet__headline">{headline(offering)}</span>
            </summary>
            <div class="price-sheet__body" role="region" aria-label=label.clone() tabindex="0">
                {rows.iter().any(|r| r.state == State::NotUsed).then(sources_differ)}
                {if rows.is_empty() { not_priced() } else { table(shown, &label, &rows) }}
            </div>
        </details>
    }
    .into_any()
}

fn headline(offering: &Offering) -> String {
    let base = |direction| offering.base_price(direction).map(UnitPrice::dollars);
    match (
        base(Direction::Input),
        base(Direction::Output),
        offering.prices.first(),
    ) {
        (Some(input), Some(output), _) => format!("{input} in, {output} out"),
        (Some(input), None, _) => format!("{input} in"),
        (None, Some(output), _) => format!("{output} out"),
        (None, None, Some(p)) => format!("{} per {}", p.amount.dollars(), p.component.unit.label()),
        (None, None, None) => "not priced".to_owned(),
    }
}

fn not_priced() -> AnyView {
    view! { <Notice tone=Tone::Neutral><p>"No source states a price. That is not the same as free of charge."</p></Notice> }.into_any()
}

fn sources_differ() -> impl IntoView {
    view! {
        <Notice tone=Tone::Warn>
            <p>
                <strong>"Sources differ."</strong>
                " The source that ranks highest is used; among equal ranks the newest edition, then the lower price. \
                 The others are kept below, marked as not used. "
                <a href="/sources#precedence">"How sources rank"</a>
            </p>
        </Notice>
    }
}

fn table(shown: Shown<'_>, caption: &str, rows: &[Row]) -> AnyView {
    let rows = rows.iter().map(|row| line(shown, row)).collect_view();
    view! {
        <table class="table price-table">
            <caption class="sr-only">{caption.to_owned()}</caption>
            <thead>
                <tr>
                    <th scope="col">"Component"</th><th scope="col" data-t="num">"USD"</th><th scope="col">"Unit"</th>
                    <th scope="col">"Tier"</th><th scope="col">"Applies"</th><th scope="col">"In force"</th><th scope="col">"Source"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn line(shown: Shown<'_>, row: &Row) -> impl IntoView + use<> {
    let class = (row.state == State::NotUsed).then_some("price-table__rejected");
    let condition = row.component.condition();
    let note = match row.state {
        State::NotUsed => Some("not used"),
        State::Announced => Some("announced"),
        State::InForce | State::Last => None,
    };
    view! {
        <tr class=class>
            <th scope="row" class="nowrap">{row.component.label()}</th>
            <td data-t="num">{row.amount.amount()}</td>
            <td class="nowrap muted">{row.component.unit.label()}</td>
            <td class="nowrap">{row.component.tier.label()}</td>
            <td>{if condition.is_empty() { "always".to_owned() } else { condition }}</td>
            <td class="nowrap">{in_force(row.from, row.to)}</td>
            <td class="nowrap">
                {source_note(shown.source(row.source), row.url.as_deref())}
                {note.map(|words| view! { " "<span class="badge">{words}</span> })}
            </td>
        </tr>
    }
}

/// Since when and until when. An unknown start is said to be unknown.
pub(super) fn in_force(from: Option<OffsetDateTime>, to: Option<OffsetDateTime>) -> AnyView {
    let since = match from {
        Some(at) => view! { "since "<Day date=at.date()/> }.into_any(),
        None => view! { <span class="unknown">"start unknown"</span> }.into_any(),
    };
    view! { {since}{to.map(|at| view! { " until "<Day date=at.date()/> })} }.into_any()
}
