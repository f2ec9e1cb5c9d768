//! What one provider sells, as rows.

use backend::catalog::snapshot::{Offering, Snapshot};
use domain::price::{Direction, PriceComponent, TokenClass};
use leptos::prelude::*;

use crate::components::offering::{context, region_cell};
use crate::components::{LifecycleBadge, Scroller, cell, source_note};

pub(super) fn table(
    snapshot: &Snapshot,
    provider: &str,
    offerings: &[&Offering],
) -> impl IntoView + use<> {
    let rows = offerings.iter().map(|o| row(snapshot, o)).collect_view();
    let caption = format!("Offerings of {provider}");
    view! {
        <Scroller label=caption.clone()>
            <table class="table">
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Model"</th>
                        <th scope="col">"Publisher"</th>
                        <th scope="col">"Deployment"</th>
                        <th scope="col">"Region"</th>
                        <th scope="col" data-t="num">"Input"</th>
                        <th scope="col" data-t="num">"Output"</th>
                        <th scope="col" data-t="num">"Cache read"</th>
                        <th scope="col" data-t="num">"Context"</th>
                        <th scope="col">"Lifecycle"</th>
                        <th scope="col">"Source"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
}

fn row(snapshot: &Snapshot, offering: &Offering) -> impl IntoView + use<> {
    let entry = snapshot.entries.get(offering.entry);
    let (href, name) = entry
        .map(|e| (e.href.clone(), e.name.clone()))
        .unwrap_or_default();
    let publisher = entry
        .and_then(|e| snapshot.publishers.get(e.publisher?))
        .map(|p| p.name.clone());
    let cache = PriceComponent::tokens(Direction::Input).class(TokenClass::CacheRead);
    let cache = offering
        .prices
        .iter()
        .find(|p| *p.component == cache)
        .map(|p| p.amount);
    let source = offering
        .prices
        .first()
        .map_or(offering.source, |p| p.source);
    view! {
        <tr>
            <th scope="row" class="nowrap"><a href=href>{name}</a><small><code>{offering.upstream.clone()}</code></small></th>
            <td class="nowrap">{cell::text(publisher)}</td>
            <td class="nowrap">{offering.deployment.label()}</td>
            <td class="nowrap">{region_cell(snapshot, offering)}</td>
            <td data-t="num">{price(offering, Direction::Input)}</td>
            <td data-t="num">{price(offering, Direction::Output)}</td>
            <td data-t="num">{cell::amount(cache)}</td>
            <td data-t="num">{cell::size(context(snapshot, offering))}</td>
            <td class="nowrap">{lifecycle(snapshot, offering)}</td>
            <td class="nowrap">{source_note(snapshot.editions.get(source), None)}</td>
        </tr>
    }
}

/// The base price; for input, the first other price where nothing is charged by the token.
fn price(offering: &Offering, direction: Direction) -> AnyView {
    let base = offering.base_price(direction);
    let by_token = offering
        .base_price(Direction::Input)
        .or(offering.base_price(Direction::Output))
        .is_some();
    match (by_token, offering.prices.first()) {
        (false, Some(first)) if direction == Direction::Input => {
            let unit = format!("per {}", first.component.unit.label());
            view! { {first.amount.amount()}<small>{unit}</small> }.into_any()
        }
        (false, Some(_)) => cell::none(),
        _ => cell::amount(base),
    }
}

fn lifecycle(snapshot: &Snapshot, offering: &Offering) -> AnyView {
    use domain::model::Lifecycle;
    let today = snapshot.built_at.date();
    if offering.lifecycle == Lifecycle::Active
        && offering.retires_on.is_none()
        && offering.is_live()
    {
        return offering.lifecycle.label().into_any();
    }
    let unlisted = offering
        .retired_at
        .map(time::OffsetDateTime::date)
        .filter(|_| offering.lifecycle != Lifecycle::Retired);
    let stage = if offering.is_live() {
        offering.lifecycle
    } else {
        Lifecycle::Retired
    };
    view! { <LifecycleBadge lifecycle=stage retires_on=offering.retires_on.or(unlisted) today/> }
        .into_any()
}
