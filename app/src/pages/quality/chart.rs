//! The scatter chart, drawn on the server.

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
    /// Whether the label stands to the left.
    flipped: bool,
    named: bool,
}

fn usd(cost: i128) -> f64 {
    cost as f64 / 1e10
}

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
        if cost <= 0.0 { LEFT + FREE / 4.0 } else { self.start + self.cost.share(cost) * (RIGHT - self.start) }
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
pub(super) fn chart(points: &[Point], title: &str, score: String, cost: String, unit: &str, per: &str) -> AnyView {
    let frame = Frame::over(points);
    let placed = place(&frame, points);
    let dots = placed.iter().map(|p| dot(p, unit, per)).collect_view();
    view! {
        <svg viewBox="0 0 760 330" role="group" aria-label=format!("{title}. The table below has the same figures.")>
            {score_axis(&frame)}
            {cost_axis(&frame)}
            <text class="middle" x="395" y="326">{cost}</text>
            <text x="48" y="9">{score}</text>
            <path class="chart__line series--1" d=staircase(&placed)></path>
            {dots}
        </svg>
    }
    .into_any()
}

fn score_axis(frame: &Frame) -> AnyView {
    let ticks = frame.score.ticks.iter().map(|tick| {
        let y = frame.y(*tick);
        let text = format!("{}", (tick * 100.0).round() / 100.0);
        view! {
            <line class="chart__grid" x1=at(LEFT) x2=at(RIGHT) y1=at(y) y2=at(y)></line>
            <text class="end" x=at(LEFT - 8.0) y=at(y + 4.0)>{text}</text>
        }
    });
    ticks.collect_view().into_any()
}

fn cost_axis(frame: &Frame) -> AnyView {
    let many = frame.cost.ticks.len() > 6;
    let free = (frame.start > LEFT).then_some((frame.x(0.0), "free".to_owned(), false));
    let ticks = frame.cost.ticks.iter().enumerate().map(|(i, tick)| (frame.x(*tick), dollars(*tick), many && i % 2 == 1));
    free.into_iter()
        .chain(ticks)
        .map(|(x, text, extra)| {
            let class = if extra { "middle chart__extra" } else { "middle" };
            view! {
                <line class="chart__grid" x1=at(x) x2=at(x) y1=at(TOP) y2=at(BOTTOM)></line>
                <text class=class x=at(x) y="301">{text}</text>
            }
        })
        .collect_view()
        .into_any()
}

/// Right along the cost, up where a better model begins, and on to the end.
fn staircase(placed: &[Placed<'_>]) -> String {
    let mut path = String::new();
    for p in placed.iter().filter(|p| p.point.on_frontier) {
        path += &if path.is_empty() { format!("M{} {}", at(p.x), at(p.y)) } else { format!("H{}V{}", at(p.x), at(p.y)) };
    }
    if !path.is_empty() {
        path += &format!("H{}", at(RIGHT));
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
            let width = point.name.chars().count() as f64 * LETTER;
            // Labels of the frontier stand left of and above their point, where nothing is better
            // and cheaper; they flip where the edge is near.
            let flipped = if point.on_frontier { x - width - 9.0 > LEFT } else { x + width + 9.0 > RIGHT };
            let (left, top) = (if flipped { x - 9.0 - width } else { x + 9.0 }, y - 7.0 - LINE);
            let label = (left, left + width, top, top + LINE);
            let hits = |b: &(f64, f64, f64, f64)| b.0 < label.1 && label.0 < b.1 && b.2 < label.3 && label.2 < b.3;
            let named = point.on_frontier && !taken.iter().any(hits);
            if named {
                taken.push(label);
            }
            Placed { point, x, y, flipped, named }
        })
        .collect()
}

fn dot(placed: &Placed<'_>, unit: &str, per: &str) -> AnyView {
    let point = placed.point;
    let mut class = "chart__point".to_owned();
    class += if point.on_frontier { " chart__point--frontier series--1" } else { " series--quiet" };
    if placed.named {
        class += " chart__point--named";
    }
    let on = if point.on_frontier { ", on the frontier" } else { "" };
    let label = format!("{}: {}{unit}, {}{per}{on}", point.name, point.score, point.shown);
    // Standing names would cover each other on a small screen.
    let text_class = match (placed.flipped, placed.named) {
        (true, true) => "end chart__extra",
        (true, false) => "end",
        (false, true) => "chart__extra",
        (false, false) => "",
    };
    let (dx, dy) = (if placed.flipped { -9.0 } else { 9.0 }, if point.on_frontier { -7.0 } else { 4.0 });
    view! {
        <a class=class href=point.href.clone() aria-label=label>
            <circle cx=at(placed.x) cy=at(placed.y) r="5"></circle>
            <text class=text_class x=at(placed.x + dx) y=at(placed.y + dy)>{point.name.clone()}</text>
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
        let points = [point("a", 0, 50_000, true), point("b", 10_000_000_000, 60_000, true)];
        let frame = Frame::over(&points);
        let placed = place(&frame, &points);
        assert!(placed[0].x < frame.start && placed[1].x >= frame.start);
        assert!(staircase(&placed).starts_with('M'));
    }

    #[test]
    fn labels_do_not_cover_each_other() {
        let points = [point("Long name one", 5_000_000_000, 50_000, true), point("Long name two", 5_100_000_000, 50_100, true)];
        let placed = place(&Frame::over(&points), &points);
        assert_eq!(placed.iter().map(|p| p.named).collect::<Vec<_>>(), [true, false]);
    }
}
