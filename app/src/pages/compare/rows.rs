//! The rows of the comparison, each with one cell a column.

use std::cmp::Ordering;

use backend::catalog::snapshot::{Attributes, Benchmark, Offering, Snapshot, Speed};
use domain::model::{Capability, Lifecycle, Modality, license_label};
use domain::money::NanoUsd;
use domain::price::{Direction, PriceComponent, ServiceTier, TokenClass, lowest};
use domain::workload::Workload;
use leptos::prelude::*;

use super::costs::no_cost;
use super::selection::{Chosen, Offer};
use crate::components::format::{partial_day, plural, tokens, unit_suffix};
use crate::components::offering::{context, is_own, runs};
use crate::components::{Amount, Badge, Day, Icon, LifecycleBadge, Tone, Unknown, Unpriced};

/// One fact of all columns.
pub(super) struct Row {
    /// Its name.
    pub(super) label: String,
    /// What belongs to the name, such as the unit.
    pub(super) note: Option<&'static str>,
    /// One for each column.
    pub(super) cells: Vec<Cell>,
    /// Whether the columns do not all have the same.
    pub(super) differs: bool,
}

/// A fact of one column.
pub(super) struct Cell {
    /// What is compared.
    key: String,
    /// What is shown.
    pub(super) view: AnyView,
}

fn cell(key: impl Into<String>, view: impl IntoView + 'static) -> Cell {
    Cell {
        key: key.into(),
        view: view.into_any(),
    }
}

/// A text, or that nobody has stated it.
fn stated(text: Option<String>) -> Cell {
    match text {
        Some(text) => cell(text.clone(), text),
        None => cell("", view! { <Unknown/> }),
    }
}

fn row(label: impl Into<String>, note: Option<&'static str>, cells: Vec<Cell>) -> Row {
    let differs = cells.windows(2).any(|pair| pair[0].key != pair[1].key);
    Row {
        label: label.into(),
        note,
        cells,
        differs,
    }
}

/// Every row, in the order in which people decide.
/// Without a workload that can be read there is no row for the cost.
pub(super) fn rows(
    snapshot: &Snapshot,
    chosen: &[Chosen<'_>],
    workload: Option<Workload>,
) -> Vec<Row> {
    let mut rows: Vec<Row> = workload.map(|w| cost(chosen, w)).into_iter().collect();
    rows.extend(prices(chosen));
    rows.extend(speeds(chosen));
    rows.extend(place(snapshot, chosen));
    rows.extend(limits(snapshot, chosen));
    rows.extend(abilities(chosen));
    rows.extend(life(snapshot, chosen));
    rows.extend(scores(chosen));
    rows
}

fn each(chosen: &[Chosen<'_>], cell: impl Fn(&Chosen<'_>) -> Cell) -> Vec<Cell> {
    chosen.iter().map(cell).collect()
}

fn cost(chosen: &[Chosen<'_>], workload: Workload) -> Row {
    let total = |c: &Chosen<'_>| Some(c.offer()?.cost.as_ref()?.total);
    let cheapest = lowest(chosen.iter().filter_map(total));
    let cells = each(chosen, |c| match (total(c), cheapest) {
        (Some(total), Some(lowest)) => {
            cell(total.to_string(), monthly(total, lowest, chosen.len() > 1))
        }
        _ => match sold(c) {
            Some(offering) => cell("", no_cost(workload, offering)),
            None => cell("", view! { <Unpriced/> }),
        },
    });
    row("Cost a month", Some("at the offering above"), cells)
}

fn monthly(total: NanoUsd, lowest: NanoUsd, several: bool) -> AnyView {
    let beside = match total.cmp(&lowest) {
        Ordering::Equal => several
            .then(|| view! { <Badge tone=Tone::Ok icon="check" text="Cheapest"/> }.into_any()),
        Ordering::Greater => {
            Some(view! { <span class="muted">{dearer(total, lowest)}</span> }.into_any())
        }
        // Less than the lowest is only what its source lists at zero.
        Ordering::Less => {
            Some(view! { <span class="muted">"listed at no charge"</span> }.into_any())
        }
    };
    view! { <span class="compare-cost"><Amount of=total/></span>{beside} }.into_any()
}

/// `+$880.25, 7.3 times`.
pub(super) fn dearer(total: NanoUsd, lowest: NanoUsd) -> String {
    let more = NanoUsd::from_nano(total.nano() - lowest.nano()).rounded();
    let tenths = i128::from(total.nano()) * 10 / i128::from(lowest.nano().max(1));
    match tenths {
        _ if lowest.nano() == 0 => format!("+{more}"),
        11.. => format!("+{more}, {}.{} times", tenths / 10, tenths % 10),
        _ => format!("+{more}"),
    }
}

fn prices(chosen: &[Chosen<'_>]) -> Vec<Row> {
    let input = || PriceComponent::tokens(Direction::Input);
    let output = || PriceComponent::tokens(Direction::Output);
    [
        ("Input", input()),
        ("Output", output()),
        ("Cache read", input().class(TokenClass::CacheRead)),
        ("Batch input", input().tier(ServiceTier::Batch)),
        ("Batch output", output().tier(ServiceTier::Batch)),
    ]
    .into_iter()
    .map(|(label, component)| {
        let price = |o: &Offer<'_>| {
            o.offering
                .prices
                .iter()
                .find(|p| *p.component == component)
                .map(|p| p.amount)
        };
        let cells = each(chosen, |c| match c.offer().and_then(price) {
            Some(price) => cell(price.to_string(), price.amount()),
            None => cell("", view! { <Unpriced/> }),
        });
        row(label, Some("USD per 1M tokens"), cells)
    })
    .collect()
}

/// How fast the offerings above answer, as far as anybody has measured them.
fn speeds(chosen: &[Chosen<'_>]) -> Vec<Row> {
    let figures = |of: fn(&Speed) -> Option<String>| -> Vec<Option<String>> {
        let figure = |c: &Chosen<'_>| of(sold(c)?.speed.as_deref()?);
        chosen.iter().map(figure).collect()
    };
    let first_token = figures(|s| s.first_token.map(|t| t.to_string()));
    let throughput = figures(|s| s.throughput.map(|t| format!("{t} tokens/s")));
    [
        ("First token (p50)", first_token),
        ("Output (p50)", throughput),
    ]
    .into_iter()
    .filter(|(_, figures)| figures.iter().any(Option::is_some))
    .map(|(label, figures)| {
        let cells = figures.into_iter().map(stated).collect();
        row(label, Some("at the offering above"), cells)
    })
    .collect()
}

/// Who sells it, and where it runs.
fn place(snapshot: &Snapshot, chosen: &[Chosen<'_>]) -> Vec<Row> {
    let provider = |c: &Chosen<'_>| Some(&snapshot.providers.get(sold(c)?.provider)?.name);
    let place = |c: &Chosen<'_>| sold(c).map(|o| runs(snapshot, o));
    vec![
        row(
            "Sold by",
            None,
            each(chosen, |c| stated(provider(c).cloned())),
        ),
        row("Runs", None, each(chosen, |c| stated(place(c)))),
    ]
}

/// The limits of a model; of an offering that somebody has asked for, its own.
fn limits(snapshot: &Snapshot, chosen: &[Chosen<'_>]) -> Vec<Row> {
    let of = |c: &Chosen<'_>| c.entry.attributes.clone();
    let size = |c: &Chosen<'_>| match c.asked() {
        Some(offering) => context(snapshot, offering),
        None => of(c).context,
    };
    let output = |c: &Chosen<'_>| match c.asked() {
        Some(offering) => {
            let of_model = || of(c).max_output.filter(|_| is_own(snapshot, offering));
            offering.attributes.max_output.or_else(of_model)
        }
        None => of(c).max_output,
    };
    let date = |c: &Chosen<'_>| match (of(c).released, c.entry.since()) {
        (Some(date), _) => cell(date.to_string(), view! { <Day date/> }),
        (None, Some(date)) => cell(format!("seen {date}"), view! { "first seen "<Day date/> }),
        (None, None) => stated(None),
    };
    vec![
        row(
            "Context",
            Some("tokens"),
            each(chosen, |c| stated(size(c).map(tokens))),
        ),
        row(
            "Max output",
            Some("tokens"),
            each(chosen, |c| stated(output(c).map(tokens))),
        ),
        row(
            "Knowledge until",
            None,
            each(chosen, |c| knowledge(of(c).knowledge)),
        ),
        row("Released", None, each(chosen, date)),
    ]
}

/// Publishers state a year, a month or a day.
fn knowledge(text: Option<String>) -> Cell {
    stated(text.map(|text| partial_day(&text)))
}

fn abilities(chosen: &[Chosen<'_>]) -> Vec<Row> {
    let list = |of: fn(&Attributes) -> &Vec<Modality>| {
        each(chosen, |c| {
            let words: Vec<_> = of(&c.entry.attributes).iter().map(|m| m.label()).collect();
            stated((!words.is_empty()).then(|| words.join(", ")))
        })
    };
    let mut rows = vec![
        row("Reads", None, list(|a| &a.inputs)),
        row("Writes", None, list(|a| &a.outputs)),
    ];
    let any = |capability: &Capability| {
        chosen
            .iter()
            .any(|c| c.entry.attributes.capabilities.contains(capability))
    };
    rows.extend(Capability::ALL.iter().filter(|c| any(c)).map(|capability| {
        let cells = each(chosen, |c| {
            if c.entry.attributes.capabilities.contains(capability) {
                return cell("yes", view! { <Icon name="check"/>" Yes" });
            }
            if c.entry.attributes.cannot.contains(capability) {
                return cell("no", view! { <Icon name="x"/>" No" });
            }
            // Feeds list what a model can do; silence is not a no.
            cell("", view! { <span class="unknown">"not stated"</span> })
        });
        row(capability.label(), None, cells)
    }));
    rows
}

/// The offering of a column.
fn sold<'a>(chosen: &Chosen<'a>) -> Option<&'a Offering> {
    chosen.offer().map(|o| o.offering)
}

fn life(snapshot: &Snapshot, chosen: &[Chosen<'_>]) -> Vec<Row> {
    let today = snapshot.built_at.date();
    let lifecycle = |c: &Chosen<'_>| {
        let (stage, retires_on) = c
            .asked()
            .map_or((c.entry.lifecycle, c.entry.retires_on), |o| {
                (o.lifecycle, o.retires_on)
            });
        let key = format!("{stage} {retires_on:?}");
        if stage == Lifecycle::Active && retires_on.is_none() {
            return cell(
                key,
                view! { <Badge tone=Tone::Ok icon="circle-check" text="Active"/> },
            );
        }
        cell(
            key,
            view! { <LifecycleBadge lifecycle=stage retires_on today/> },
        )
    };
    let yes_no =
        |fact: Option<bool>| stated(fact.map(|yes| if yes { "Yes" } else { "No" }.to_owned()));
    let keeps = |days: i32| match days {
        0 => "not kept".to_owned(),
        days => plural(usize::try_from(days).unwrap_or_default(), "day", "days"),
    };
    vec![
        row("Lifecycle", None, each(chosen, lifecycle)),
        row(
            "Offered by",
            None,
            each(chosen, |c| {
                stated(Some(plural(c.entry.providers, "provider", "providers")))
            }),
        ),
        row(
            "License",
            None,
            each(chosen, |c| stated(c.entry.license().map(license_label))),
        ),
        row(
            "Weights published",
            None,
            each(chosen, |c| yes_no(c.entry.attributes.open_weights)),
        ),
        row(
            "Keeps data",
            Some("at the offering above"),
            each(chosen, |c| {
                stated(sold(c).and_then(|o| o.retention_days).map(keeps))
            }),
        ),
        row(
            "Trains on data",
            Some("at the offering above"),
            each(chosen, |c| yes_no(sold(c).and_then(|o| o.trains_on_data))),
        ),
    ]
}

/// Benchmarks that at least two of the models have, or all of a single one.
fn scores(chosen: &[Chosen<'_>]) -> Vec<Row> {
    let needed = chosen.len().min(2);
    let rows = chosen
        .iter()
        .filter_map(|c| c.entry.model())
        .flat_map(|m| &m.scores);
    let mut benchmarks: Vec<_> = rows.map(Benchmark::of).collect();
    benchmarks.sort();
    benchmarks.dedup();
    let has = |b: &Benchmark| {
        chosen
            .iter()
            .filter(|c| b.best(c.entry, None).is_some())
            .count()
            >= needed
    };
    benchmarks
        .into_iter()
        .filter(has)
        .map(|b| row(b.label(), None, each(chosen, |c| score(&b, c))))
        .collect()
}

fn score(benchmark: &Benchmark, chosen: &Chosen<'_>) -> Cell {
    match benchmark.best(chosen.entry, None) {
        Some(row) => {
            let text = format!("{}{}", row.score, unit_suffix(&row.unit));
            let variant = (!row.variant.is_empty())
                .then(|| view! { <small>{row.variant.to_string()}</small> });
            cell(text.clone(), view! { {text}{variant} })
        }
        None => cell("", view! { <span class="unknown">"no score"</span> }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_differs_when_any_model_does() {
        let cells = |keys: &[&str]| keys.iter().map(|k| cell(*k, "")).collect();
        assert!(row("x", None, cells(&["a", "a", "b"])).differs);
        assert!(
            row("x", None, cells(&["a", ""])).differs,
            "an unknown fact is a difference"
        );
        assert!(
            !row("x", None, cells(&["a", "a"])).differs && !row("x", None, cells(&["a"])).differs
        );
    }

    #[test]
    fn how_much_dearer() {
        let usd = |cents: i64| NanoUsd::from_nano(cents * 10_000_000);
        assert_eq!(dearer(usd(101_925), usd(13_900)), "+$880.25, 7.3 times");
        assert_eq!(dearer(usd(105), usd(100)), "+$0.05");
        assert_eq!(dearer(usd(500), usd(0)), "+$5.00");
    }
}
