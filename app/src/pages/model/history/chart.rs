//! The drawing: a line of steps for each component.

use std::fmt::Write as _;

use leptos::prelude::*;
use time::OffsetDateTime;
use time::macros::format_description;

use super::super::shown::Shown;
use super::scale::{BOTTOM, LEFT, RIGHT, Scale, TOP, px};
use super::series::{Record, Series, Step, ended};
use crate::components::format::day;

/// From here on a label is set to the left of its point, so that it stays inside.
const RIGHT_PART: i64 = 5600;

const CLASSES: [&str; 3] = ["series--1", "series--2", "series--3"];

fn class(i: usize) -> &'static str {
    CLASSES.get(i).copied().unwrap_or("series--quiet")
}

/// Every second line is dashed, so that color is not all that tells them apart.
fn line_class(i: usize) -> &'static str {
    if i % 2 == 1 {
        "chart__line chart__line--dash"
    } else {
        "chart__line"
    }
}

pub(super) fn legend(record: &Record<'_>) -> impl IntoView + use<> {
    let items = record.series.iter().enumerate().map(|(i, series)| {
        let last = series.steps.last();
        let words = match last {
            Some(step) if step.to.is_none() => format!("{}, now {}", name(series), step.amount.dollars()),
            Some(step) => format!("{}, last {}", name(series), step.amount.dollars()),
            None => name(series),
        };
        view! { <li class=class(i)><svg viewBox="0 0 20 8" aria-hidden="true"><path class=line_class(i) d="M0 4H20"></path></svg>{words}</li> }
    });
    view! { <ul class="legend">{items.collect_view()}</ul> }
}

/// The component with its tier and condition.
fn name(series: &Series) -> String {
    let component = &series.component;
    let parts = [
        component.label(),
        component.tier_label().to_owned(),
        component.condition(),
    ];
    parts
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

pub(super) fn chart(shown: Shown<'_>, record: &Record<'_>, title: &str) -> impl IntoView + use<> {
    let scale = Scale::of(&record.series, shown.snapshot.built_at);
    let lines = record
        .series
        .iter()
        .enumerate()
        .map(|(i, s)| line(record, &scale, i, s))
        .collect_view();
    view! {
        <svg viewBox="0 0 760 260" role="group" aria-label=format!("{title}. The table below has the same figures.")>
            {grid(&scale)}
            {end_mark(shown, record, &scale)}
            {lines}
        </svg>
    }
}

fn grid(scale: &Scale) -> impl IntoView + use<> {
    let prices = scale.prices().map(|price| {
        let y = scale.y(price);
        let label = price.dollars();
        let label = label.strip_suffix(".00").unwrap_or(&label).to_owned();
        view! {
            <line class="chart__grid" x1=px(LEFT) x2=px(RIGHT) y1=px(y) y2=px(y)></line>
            <text class="end" x=px(LEFT - 80) y=px(y + 40)>{label}</text>
        }
    });
    let form = format_description!("[month repr:short] [year]");
    let dates = scale.dates().into_iter().enumerate().map(|(i, date)| {
        let class = if i % 2 == 0 { "middle" } else { "middle chart__extra" };
        let label = date.format(form).unwrap_or_default();
        view! { <text class=class x=px(scale.x(date.midnight().assume_utc())) y="252">{label}</text> }
    });
    view! {
        {prices.collect_view()}
        {dates.collect_view()}
        <line class="chart__axis" x1=px(LEFT) x2=px(RIGHT) y1=px(BOTTOM) y2=px(BOTTOM)></line>
    }
}

/// When the offering or the model ended.
fn end_mark(shown: Shown<'_>, record: &Record<'_>, scale: &Scale) -> Option<impl IntoView + use<>> {
    let of_model = shown.entry.retires_on.map(|on| on.midnight().assume_utc());
    let at = ended(record.offering).or(of_model);
    let at = at.filter(|at| *at <= shown.snapshot.built_at && scale.holds(*at))?;
    let x = scale.x(at);
    let (class, label) = if x > RIGHT_PART {
        ("end", x - 60)
    } else {
        ("", x + 60)
    };
    Some(view! {
        <line class="chart__mark" x1=px(x) x2=px(x) y1=px(TOP) y2=px(BOTTOM)></line>
        <text class=class x=px(label) y="24">"Retired"</text>
    })
}

fn line(record: &Record<'_>, scale: &Scale, i: usize, series: &Series) -> impl IntoView + use<> {
    let (open, known) = paths(scale, &series.steps);
    let points = series
        .steps
        .iter()
        .filter_map(|step| point(record, scale, series, step, step.from?))
        .collect_view();
    view! {
        <g class=class(i)>
            {(!open.is_empty()).then(|| view! { <path class="chart__line chart__line--open" d=open></path> })}
            <path class=line_class(i) d=known></path>
            {points}
        </g>
    }
}

/// The path of what began on an unknown date, and the path of all the rest.
fn paths(scale: &Scale, steps: &[Step]) -> (String, String) {
    let (mut open, mut known) = (String::new(), String::new());
    // Where the line ended before, to join what follows without a gap.
    let mut end: Option<(OffsetDateTime, i64)> = None;
    for step in steps {
        let y = scale.y(step.amount);
        let right = step.to.map_or(RIGHT, |to| scale.x(to));
        match step.from {
            None => {
                let _ = write!(open, "M{} {}H{}", px(LEFT), px(y), px(right));
            }
            Some(from) => {
                let x = scale.x(from);
                match end.filter(|(at, _)| *at == from) {
                    Some((_, before)) => {
                        let _ = write!(known, "M{} {}V{}H{}", px(x), px(before), px(y), px(right));
                    }
                    None => {
                        let _ = write!(known, "M{} {}H{}", px(x), px(y), px(right));
                    }
                }
            }
        }
        end = step.to.map(|to| (to, y));
    }
    (open, known)
}

/// A change: a link to its row in the table.
fn point(
    record: &Record<'_>,
    scale: &Scale,
    series: &Series,
    step: &Step,
    from: OffsetDateTime,
) -> Option<impl IntoView + use<>> {
    if !scale.holds(from) {
        return None;
    }
    let (x, y) = (scale.x(from), scale.y(step.amount));
    let (price, date) = (step.amount.dollars(), day(from.date()));
    let href = format!("#{}", super::twin::row_id(record, step.period));
    let class = if x > RIGHT_PART { "end" } else { "" };
    let label = format!("{} {price} from {date}", name(series));
    Some(view! {
        <a class="chart__point" href=href aria-label=label>
            <circle cx=px(x) cy=px(y) r="4"></circle>
            <text class=class x=px(x) y=px((y - 100).max(100))>{price}", "{date}</text>
        </a>
    })
}
