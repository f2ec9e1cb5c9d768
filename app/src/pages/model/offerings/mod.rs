//! Every way to run a model, side by side.

mod ended;
mod speed;

use backend::catalog::snapshot::{Best, Offering};
use domain::price::{Direction, PriceComponent, ServiceTier, TokenClass, Unit, UnitPrice, lowest};
use leptos::prelude::*;

use self::ended::ended_table;
use super::differences::is_disputed;
use super::shown::Shown;
use crate::components::format::plural;
use crate::components::{Badge, Icon, IconSize, LifecycleBadge, Scroller, Tone, cell, source_note};

/// A column of prices.
type Column = (&'static str, fn(&Offering) -> Option<UnitPrice>);

const COLUMNS: [Column; 6] = [
    ("Input", |o| o.base_price(Direction::Input)),
    ("Output", |o| o.base_price(Direction::Output)),
    ("Cache read", |o| {
        price(
            o,
            TokenClass::CacheRead,
            ServiceTier::Standard,
            Direction::Input,
        )
    }),
    ("Cache write", |o| {
        price(
            o,
            TokenClass::CacheWrite,
            ServiceTier::Standard,
            Direction::Input,
        )
    }),
    ("Batch in", |o| {
        price(
            o,
            TokenClass::Standard,
            ServiceTier::Batch,
            Direction::Input,
        )
    }),
    ("Batch out", |o| {
        price(
            o,
            TokenClass::Standard,
            ServiceTier::Batch,
            Direction::Output,
        )
    }),
];

/// The plain price of a kind of token: any size, any hour, anywhere. Of several
/// lifetimes of a cache write, the shortest.
fn price(
    offering: &Offering,
    class: TokenClass,
    tier: ServiceTier,
    direction: Direction,
) -> Option<UnitPrice> {
    let plain = |c: &PriceComponent| {
        let always = c.threshold.is_none() && c.schedule.is_none() && c.region.is_none();
        let text = c.unit == Unit::Mtok && c.modality == domain::model::Modality::Text;
        always && text && c.class == class && c.tier == tier && c.direction == Some(direction)
    };
    let matching = offering.prices.iter().filter(|p| plain(&p.component));
    matching
        .min_by_key(|p| p.component.cache_ttl)
        .map(|p| p.amount)
}

pub(super) fn section(shown: Shown<'_>) -> impl IntoView + use<> {
    let live = shown.live();
    let ended = shown.ended();
    let note = if live.is_empty() {
        ""
    } else {
        "USD per 1M tokens, standard tier, in force today"
    };
    view! {
        <section class="section" id="offerings" aria-labelledby="offerings-title">
            <div class="section__head"><h2 id="offerings-title">"Offerings"</h2><p>{note}</p></div>
            {if live.is_empty() {
                view! { <p class="muted">"Nobody sells this now, as far as the sources say."</p> }.into_any()
            } else {
                live_table(shown, &live)
            }}
            {(!ended.is_empty()).then(|| ended_table(shown, &ended, live.is_empty()))}
        </section>
    }
}

fn live_table(shown: Shown<'_>, live: &[&Offering]) -> AnyView {
    // A column without a single price says nothing; input and output always stand.
    let columns: Vec<Column> = COLUMNS
        .into_iter()
        .enumerate()
        .filter(|(i, (_, of))| *i < 2 || live.iter().any(|o| of(o).is_some()))
        .map(|(_, c)| c)
        .collect();
    let lowest = lowest_blended(live);
    // Most models have not been measured: three columns of nothing would say less.
    let measured = live.iter().any(|o| o.speed.is_some());
    let rows = live
        .iter()
        .map(|o| row(shown, o, &columns, lowest, measured))
        .collect_view();
    let heads = columns
        .iter()
        .enumerate()
        .map(|(i, (name, _))| price_head(name, i == 0))
        .collect_view();
    let caption = format!("Offerings of {} side by side", shown.entry.name);
    let access = shown.own().map(|own| format!("Access in {}", own.name));
    view! {
        <Scroller label="Offerings, table">
            <table class="table offering-table">
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Provider"</th>
                        {access.map(|text| view! { <th scope="col">{text}</th> })}
                        <th scope="col">"Deployment"</th>
                        <th scope="col">"Region"</th>
                        {heads}
                        <th scope="col" data-t="num">"Context"</th>
                        {measured.then(speed::heads)}
                        <th scope="col">"Full price"</th>
                        <th scope="col">"Source"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

fn price_head(name: &'static str, sorted: bool) -> AnyView {
    if sorted {
        return view! {
            <th scope="col" data-t="num" aria-sort="ascending"><span class="nowrap">{name}" "<Icon name="arrow-up" size=IconSize::Small/></span></th>
        }
        .into_any();
    }
    view! { <th scope="col" data-t="num">{name}</th> }.into_any()
}

/// The lowest blended price, if it tells offerings apart: most cost more.
pub(super) fn lowest_blended(live: &[&Offering]) -> Option<UnitPrice> {
    let price = |o: &&Offering| Best::of(std::iter::once(*o)).blended;
    let prices: Vec<UnitPrice> = live.iter().filter_map(price).collect();
    let low = lowest(prices.iter().copied())?;
    let shared = prices.iter().filter(|p| **p == low).count();
    (shared * 2 <= prices.len()).then_some(low)
}

pub(super) fn is_lowest(offering: &Offering, lowest: Option<UnitPrice>) -> bool {
    lowest.is_some() && Best::of(std::iter::once(offering)).blended == lowest
}

fn row(
    shown: Shown<'_>,
    offering: &Offering,
    columns: &[Column],
    lowest: Option<UnitPrice>,
    measured: bool,
) -> impl IntoView + use<> {
    let (slug, name) = shown.provider(offering);
    let prices = columns
        .iter()
        .map(|(_, of)| view! { <td data-t="num">{cell::amount(of(offering))}</td> })
        .collect_view();
    view! {
        <tr>
            <th scope="row" class="nowrap">
                <a href=format!("/providers/{slug}")>{name.to_owned()}</a>" "
                {badges(shown, offering, lowest)}
                {shown.is_one_of_several(offering).then(|| view! { <small><code>{offering.upstream.clone()}</code></small> })}
            </th>
            {shown.own().map(|own| view! { <td class="nowrap">{own.offering(shown.snapshot, offering)}</td> })}
            <td class="nowrap">{offering.deployment.label()}</td>
            <td class="nowrap">{shown.region_cell(offering)}</td>
            {prices}
            <td data-t="num">{cell::size(shown.context(offering))}</td>
            {measured.then(|| speed::cells(shown, offering))}
            <td class="nowrap">{full_price(offering)}</td>
            <td class="nowrap">{source_note(shown.source(price_source(offering)), None)}</td>
        </tr>
    }
}

/// The source of the prices; of the other facts where there is no price.
fn price_source(offering: &Offering) -> usize {
    offering
        .prices
        .first()
        .map_or(offering.source, |p| p.source)
}

pub(super) fn badges(
    shown: Shown<'_>,
    offering: &Offering,
    lowest: Option<UnitPrice>,
) -> impl IntoView + use<> {
    let prices = offering.prices.iter().any(|p| !p.others.is_empty());
    let differ = prices || is_disputed(shown, offering);
    view! {
        {is_lowest(offering, lowest).then(|| view! { <Badge tone=Tone::Ok icon="check" text="Lowest"/>" " })}
        {differ.then(|| view! { <Badge tone=Tone::Warn icon="triangle-alert" text="Sources differ"/>" " })}
        <LifecycleBadge lifecycle=offering.lifecycle retires_on=offering.retires_on today=shown.today/>
    }
}

/// Leads to the price sheet; says the price itself where it is not for tokens.
fn full_price(offering: &Offering) -> AnyView {
    let Some(first) = offering.prices.first() else {
        return view! { <crate::components::Unpriced/> }.into_any();
    };
    let has_base = offering
        .base_price(Direction::Input)
        .or(offering.base_price(Direction::Output))
        .is_some();
    let text = if has_base {
        plural(offering.prices.len(), "component", "components")
    } else {
        format!(
            "{} per {}",
            first.amount.dollars(),
            first.component.unit.label()
        )
    };
    view! { <a href=format!("#price-{}", offering.id)>{text}</a> }.into_any()
}
