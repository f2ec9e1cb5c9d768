//! Every live offering of the compared models by what a month costs there.

use backend::catalog::snapshot::{Offering, Snapshot};
use domain::money::NanoUsd;
use domain::price::{Direction, Unit, lowest};
use domain::workload::{NoCost, Workload};
use leptos::prelude::*;

use super::asking::Asking;
use super::formula::formula;
use super::rows::dearer;
use super::selection::{Chosen, MAX_MODELS, Offer, Selection, id_of};
use crate::components::format::plural;
use crate::components::offering::runs;
use crate::components::{Amount, Badge, Tone, Unpriced};

/// One line of the table.
struct Line<'a> {
    model: &'a Chosen<'a>,
    offer: &'a Offer<'a>,
    /// The lowest cost among all models.
    lowest: Option<NanoUsd>,
    /// The lowest cost of this model.
    lowest_here: Option<NanoUsd>,
    /// Whether a column is about it.
    is_column: bool,
}

/// The table by cost, from nothing up, unpriced last.
pub(super) fn costs(snapshot: &Snapshot, selection: &Selection, chosen: &[Chosen<'_>]) -> AnyView {
    let total = |o: &Offer<'_>| o.cost.as_ref().map(|c| c.total);
    let cheapest = lowest(chosen.iter().flat_map(|c| &c.offers).filter_map(total));
    let columns: Vec<i64> = chosen
        .iter()
        .filter_map(|c| Some(c.offer()?.offering.id))
        .collect();
    let columns = &columns;
    // Several columns may be about one model.
    let mut models: Vec<&Chosen<'_>> = chosen.iter().collect();
    models.sort_by_key(|c| c.entry.index);
    models.dedup_by_key(|c| c.entry.index);
    let several = models.len() > 1;
    let mut lines: Vec<_> = models
        .into_iter()
        .flat_map(|model| {
            let lowest_here = lowest(model.offers.iter().filter_map(total));
            model.offers.iter().map(move |offer| Line {
                model,
                offer,
                lowest: cheapest,
                lowest_here,
                is_column: columns.contains(&offer.offering.id),
            })
        })
        .collect();
    lines.sort_by_key(|line| (total(line.offer).is_none(), total(line.offer)));
    let count = plural(lines.len(), "live offering", "live offerings");
    let asking = Asking::of_visitor(&selection.typed);
    let rows = lines
        .iter()
        .map(|line| {
            let ask = asking
                .as_ref()
                .map(|asking| asking.cell(line.offer.offering, &line.model.entry.name));
            row(snapshot, selection, line, several, ask)
        })
        .collect_view();
    let table = if lines.is_empty() {
        view! { <div class="empty"><h3>"No live offering"</h3><p>"None of these models is offered by a provider now."</p></div> }.into_any()
    } else {
        table(asking.as_ref().map(Asking::heading), rows.into_any())
    };
    view! {
        <section class="section" aria-labelledby="costs-title">
            <div class="section__head"><h2 id="costs-title">"Every offering by monthly cost"</h2><p>{count}</p></div>
            {table}
            <details class="twin">
                <summary>"How the cost is computed"</summary>
                <div class="prose">{formula_note()}</div>
            </details>
        </section>
    }
    .into_any()
}

fn table(asking: Option<AnyView>, rows: AnyView) -> AnyView {
    view! {
        <div class="holder">
            <div class="scroller" role="region" aria-label="Offerings by monthly cost, table" tabindex="0">
                <table class="table table--stack table--top cost-table">
                    <caption class="sr-only">"Live offerings of the compared models by monthly cost"</caption>
                    <thead><tr>
                        <th scope="col">"Offering"</th>
                        <th scope="col">"Runs"</th>
                        <th scope="col" data-t="num">"Input $/1M"</th>
                        <th scope="col" data-t="num">"Output $/1M"</th>
                        <th scope="col" data-t="num" aria-sort="ascending">"USD a month"</th>
                        <th scope="col">"Notes"</th>
                        <th scope="col">"Formula"</th>
                        {asking}
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

/// Puts the offering into a column of its own, unless one is about it already, and
/// while there is room.
fn aside(selection: &Selection, line: &Line<'_>, name: &str) -> Option<AnyView> {
    let id = id_of(line.offer.offering);
    let has_room = selection.ids.len() < MAX_MODELS;
    (has_room && !line.is_column).then(|| {
        let whose = format!(": {} at {name}", line.model.entry.name);
        view! { <a href=selection.with(&id)>"Put side by side"<span class="sr-only">{whose}</span></a> }
            .into_any()
    })
}

fn row(
    snapshot: &Snapshot,
    selection: &Selection,
    line: &Line<'_>,
    several: bool,
    ask: Option<AnyView>,
) -> AnyView {
    let workload = selection.typed.workload();
    let offering = line.offer.offering;
    let provider = snapshot.providers.get(offering.provider);
    let href = provider.map(|p| format!("/providers/{}", domain::slug::path_segment(&p.slug)));
    let name = provider.map(|p| p.name.clone());
    let price = |direction| match offering.base_price(direction) {
        Some(price) => price.amount().into_any(),
        None => view! { <Unpriced/> }.into_any(),
    };
    let cost = match (&line.offer.cost, workload) {
        (Some(cost), _) => {
            view! { <div><Amount of=cost.total/>{beside(line, cost.total)}</div> }.into_any()
        }
        (None, Some(workload)) => no_cost(workload, offering),
        (None, None) => view! { <span class="unknown">"workload not readable"</span> }.into_any(),
    };
    let aside = aside(selection, line, name.as_deref().unwrap_or_default());
    let notes = notes(line, several)
        .into_iter()
        .chain(aside)
        .map(|view| view! { <div>{view}</div> })
        .collect_view();
    view! {
        <tr>
            <th scope="row"><div>{line.model.entry.name.clone()}<small><a href=href>{name}</a></small></div></th>
            <td data-label="Runs">{runs(snapshot, offering)}</td>
            <td data-label="Input $/1M" data-t="num">{price(Direction::Input)}</td>
            <td data-label="Output $/1M" data-t="num">{price(Direction::Output)}</td>
            <td data-label="USD a month" data-t="num">{cost}</td>
            <td data-label="Notes"><div>{notes}</div></td>
            <td data-label="Formula"><div>{line.offer.cost.as_ref().map(formula)}</div></td>
            {ask}
        </tr>
    }
    .into_any()
}

/// Why an offering has no cost for this month.
pub(super) fn no_cost(workload: Workload, offering: &Offering) -> AnyView {
    let why = workload.try_cost(&offering.price_list()).err();
    let words = why.unwrap_or(NoCost::NoPrice).label();
    view! { <span class="unknown">{words}</span> }.into_any()
}

fn beside(line: &Line<'_>, total: NanoUsd) -> Option<AnyView> {
    let lowest = line.lowest.filter(|lowest| *lowest < total)?;
    Some(view! { <small>{dearer(total, lowest)}</small> }.into_any())
}

fn notes(line: &Line<'_>, several: bool) -> Vec<AnyView> {
    let mut notes: Vec<AnyView> = Vec::new();
    let offering = line.offer.offering;
    let Some(cost) = &line.offer.cost else {
        let mut units: Vec<Unit> = offering
            .prices
            .iter()
            .map(|p| p.component.unit)
            .filter(|u| *u != Unit::Mtok)
            .collect();
        units.dedup();
        let units: Vec<&str> = units.iter().map(|u| u.label()).collect();
        let by_tokens = offering
            .prices
            .iter()
            .any(|p| p.component.unit == Unit::Mtok);
        if !units.is_empty() && !by_tokens {
            notes.push(format!("priced by {}, not by tokens", units.join(", ")).into_any());
        }
        return notes;
    };
    if line.lowest == Some(cost.total) {
        notes.push(view! { <Badge tone=Tone::Ok icon="check" text="Cheapest"/> }.into_any());
    } else if several && line.lowest_here == Some(cost.total) {
        notes.push(
            view! { <Badge tone=Tone::Neutral icon="check" text="Cheapest of this model"/> }
                .into_any(),
        );
    }
    if cost.total.nano() == 0 && !cost.lines.is_empty() {
        notes.push("its source lists it at no charge".into_any());
    }
    if cost.no_batch_price {
        notes.push("no batch price: batch at the standard price".into_any());
    }
    if cost.no_cache_price {
        notes.push("no cache price: cached input at the input price".into_any());
    }
    if cost.no_batch_cache_price {
        notes.push("no batch price for cached input: it is charged at the standard one".into_any());
    }
    if cost.has_conditional_price {
        let href = format!("{}#price-{}", line.model.entry.href, offering.id);
        notes.push(
            view! { "other prices at some hours or in some regions: "<a href=href>"see the offering"</a> }
                .into_any(),
        );
    }
    if offering.prices.iter().any(|p| !p.others.is_empty()) {
        notes.push(
            view! { <Badge tone=Tone::Warn icon="triangle-alert" text="Sources differ"/> }
                .into_any(),
        );
    }
    notes
}

/// The calculation in words.
pub(crate) fn formula_note() -> AnyView {
    view! {
        <p><code>"cost = Σ (calls × share × tokens a call × price) ÷ 1,000,000 + calls × price of a request"</code></p>
        <p>
            "The share of batch calls pays batch prices, the rest standard ones. The cached share of the input pays the "
            "cache read price. Where an offering has no batch or cache price, the ordinary one is used and a note says so. "
            "A price that depends on the size of the input is chosen by the input tokens of one call. "
            "A price is needed only where there are tokens to pay for: with no output, none of output. "
            "Prices that hold only at some hours or in some regions are left out, and a note says so."
        </p>
        <p>"Amounts are exact to 20 decimals and rounded once, at the sum; point at an amount to see nine decimals."</p>
    }
    .into_any()
}
