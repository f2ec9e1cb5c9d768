//! The scatter chart, drawn on the server.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::points::Point;
use super::scale::{Linear, Log, dollars};

const LEFT: f64 = 48.0;
const RIGHT: f64 = 742.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 284.0;
/// Room at the left for what costs nothing, which a logarithm cannot show.
const FREE: f64 = 56.0;
/// About how wide a letter is, and how tall a line.
const LETTER: f64 = 6.6;
const LINE: f64 = 13.0;

/// Both axes and where the priced part of the cost axis begins.
struct Frame {
    score: Linear,
    cost: Log,
    start: f64,
}

/// A point with its place and label.
struct Placed<'a> {
    point: &'a Point,
    x: f64,
    y: f64,
    /// Where the label stands, and whether it ends there.
    label: (f64, f64, bool),
    named: bool,
}

#[expect(
    clippy::cast_precision_loss,
    reason = "for drawing; what is printed is exact"
)]
fn usd(cost: i128) -> f64 {
    cost as f64 / 1e10
}

#[expect(
    clippy::cast_precision_loss,
    reason = "for drawing; what is printed is exact"
)]
fn figure(point: &Point) -> f64 {
    point.score.milli() as f64 / 1000.0
}

impl Frame {
    fn over(points: &[Point]) -> Self {
        let free = points.iter().any(|p| p.cost == 0);
        Self {
            score: Linear::over(points.iter().map(figure)),
            cost: Log::over(points.iter().map(|p| usd(p.cost))),
            start: if free { LEFT + FREE } else { LEFT },
        }
    }

    fn x(&self, cost: f64) -> f64 {
        if cost <= 0.0 {
            LEFT + FREE / 4.0
        } else {
            self.start + self.cost.share(cost) * (RIGHT - self.start)
        }
    }

    fn y(&self, score: f64) -> f64 {
        BOTTOM - self.score.share(score) * (BOTTOM - TOP)
    }
}

/// One decimal is a tenth of a pixel.
fn at(value: f64) -> String {
    format!("{value:.1}")
}

/// The chart. `title` names it for screen readers, `score` and `cost` the axes.
pub(super) fn chart(
    points: &[Point],
    title: &str,
    score: String,
    cost: String,
    unit: &str,
    per: &str,
) -> AnyView {
    let frame = Frame::over(points);
    let placed = place(&frame, points);
    let dots = placed.iter().map(|p| dot(p, unit, per)).collect_view();
    view! {
        <svg viewBox="0 0 760 342" role="group" aria-label=format!("{title}. The table below has the same figures.")>
            {score_axis(&frame)}
            {cost_axis(&frame)}
            <text class="middle" x="395" y="335">{cost}</text>
            <text x="48" y="9">{score}</text>
            <path class="chart__line series--1" d=staircase(&placed)></path>
            {dots}
        </svg>
    }
    .into_any()
}

fn score_axis(frame: &Frame) -> AnyView {
    let ticks = frame.score.ticks.iter().enumerate().map(|(i, tick)| {
        let y = frame.y(*tick);
        // The lowest one would meet the first price where letters are large.
        let class = if i == 0 { "end chart__extra" } else { "end" };
        let text = format!("{}", (tick * 100.0).round() / 100.0);
        view! {
            <line class="chart__grid" x1=at(LEFT) x2=at(RIGHT) y1=at(y) y2=at(y)></line>
            <text class=class x=at(LEFT - 8.0) y=at(y + 4.0)>{text}</text>
        }
    });
    ticks.collect_view().into_any()
}

fn cost_axis(frame: &Frame) -> AnyView {
    let many = frame.cost.ticks.len() > 6;
    let free = (frame.start > LEFT).then_some((frame.x(0.0), "free".to_owned(), false));
    let ticks = frame
        .cost
        .ticks
        .iter()
        .enumerate()
        .map(|(i, tick)| (frame.x(*tick), dollars(*tick), many && i % 2 == 1));
    free.into_iter()
        .chain(ticks)
        .map(|(x, text, extra)| {
            let class = if extra {
                "middle chart__extra"
            } else {
                "middle"
            };
            view! {
                <line class="chart__grid" x1=at(x) x2=at(x) y1=at(TOP) y2=at(BOTTOM)></line>
                <text class=class x=at(x) y="303">{text}</text>
            }
        })
        .collect_view()
        .into_any()
}

/// Right along the cost, up where a better model begins, and on to the end.
fn staircase(placed: &[Placed<'_>]) -> String {
    let mut path = String::new();
    for p in placed.iter().filter(|p| p.point.on_frontier) {
        // Writing to a string does not fail.
        let _ = if path.is_empty() {
            write!(path, "M{} {}", at(p.x), at(p.y))
        } else {
            write!(path, "H{}V{}", at(p.x), at(p.y))
        };
    }
    if !path.is_empty() {
        let _ = write!(path, "H{}", at(RIGHT));
    }
    path
}

/// Places the points; names those of the frontier whose label has room.
fn place<'a>(frame: &Frame, points: &'a [Point]) -> Vec<Placed<'a>> {
    let mut taken: Vec<(f64, f64, f64, f64)> = Vec::new();
    points
        .iter()
        .map(|point| {
            let (x, y) = (frame.x(usd(point.cost)), frame.y(figure(point)));
            let width = point.name.chars().map(|_| LETTER).sum::<f64>();
            let label = label(point.on_frontier, x, y, width);
            let left = if label.2 { label.0 - width } else { label.0 };
            let area = (left, left + width, label.1 - LINE, label.1);
            let hits = |b: &(f64, f64, f64, f64)| {
                b.0 < area.1 && area.0 < b.1 && b.2 < area.3 && area.2 < b.3
            };
            let named = point.on_frontier && !taken.iter().any(hits);
            if named {
                taken.push(area);
            }
            Placed {
                point,
                x,
                y,
                label,
                named,
            }
        })
        .collect()
}

/// Where the label of a point stands, and whether it ends there. On the
/// frontier that is left of the point and above it, where nothing is: anything
/// there would be better and cheaper. Others have it at the side with room.
fn label(on_frontier: bool, x: f64, y: f64, width: f64) -> (f64, f64, bool) {
    let fits_left = x - width - 9.0 > LEFT;
    let fits_right = x + width + 9.0 < RIGHT;
    match (on_frontier, fits_left, fits_right) {
        (true, true, _) => (x - 9.0, y - 7.0, true),
        (true, false, _) => (LEFT + 4.0, y - 11.0, false),
        (false, _, true) => (x + 9.0, y + 4.0, false),
        (false, _, false) => (x - 9.0, y + 4.0, true),
    }
}

fn dot(placed: &Placed<'_>, unit: &str, per: &str) -> AnyView {
    let point = placed.point;
    let mut class = "chart__point".to_owned();
    class += if point.on_frontier {
        " chart__point--frontier series--1"
    } else {
        " series--quiet"
    };
    if placed.named {
        class += " chart__point--named";
    }
    let on = if point.on_frontier {
        ", on the frontier"
    } else {
        ""
    };
    let label = format!(
        "{}: {}{unit}, {}{per}{on}",
        point.name, point.score, point.shown
    );
    // Standing names would cover each other on a small screen.
    let (label_x, label_y, ends) = placed.label;
    let text_class = match (ends, placed.named) {
        (true, true) => "end chart__extra",
        (true, false) => "end",
        (false, true) => "chart__extra",
        (false, false) => "",
    };
    view! {
        <a class=class href=point.href.clone() aria-label=label>
            <circle cx=at(placed.x) cy=at(placed.y) r="5"></circle>
            <text class=text_class x=at(label_x) y=at(label_y)>{point.name.clone()}</text>
        </a>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::score::Score;

    fn point(name: &str, cost: i128, score: i64, on_frontier: bool) -> Point {
        Point {
            name: name.to_owned(),
            href: String::new(),
            score: Score::from_milli(score),
            variant: String::new(),
            date: None,
            source: 0,
            cost,
            shown: String::new(),
            on_frontier,
        }
    }

    #[test]
    fn free_models_stand_left_of_the_first_tick() {
        let points = [
            point("a", 0, 50_000, true),
            point("b", 10_000_000_000, 60_000, true),
        ];
        let frame = Frame::over(&points);
        let placed = place(&frame, &points);
        assert!(placed[0].x < frame.start && placed[1].x >= frame.start);
        assert!(staircase(&placed).starts_with('M'));
    }

    #[test]
    fn labels_do_not_cover_each_other() {
        let close = |i: i128| {
            point(
                "A name that takes some room",
                5_000_000_000 + i,
                50_000,
                true,
            )
        };
        let mut points: Vec<_> = (0..6).map(close).collect();
        points.push(point("far", 900_000_000_000, 90_000, true));
        let placed = place(&Frame::over(&points), &points);
        let named = placed.iter().filter(|p| p.named).count();
        assert!(named > 0 && named < points.len(), "{named}");
    }
}
