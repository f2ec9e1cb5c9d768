//! The table at the end.

use std::fmt;

/// One figure and what was promised.
struct Row {
    what: String,
    reached: f64,
    unit: &'static str,
    goal: f64,
    floor: f64,
    /// Whether more is better.
    more: bool,
}

/// All figures of a run.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
    notes: Vec<String>,
}

impl Table {
    /// A figure that should be at most `goal` and must not be above `floor`.
    pub(crate) fn at_most(
        &mut self,
        what: impl Into<String>,
        reached: f64,
        unit: &'static str,
        goal: f64,
        floor: f64,
    ) {
        self.add(what.into(), reached, unit, [goal, floor], false);
    }

    /// A figure that should be at least `goal` and must not be below `floor`.
    pub(crate) fn at_least(
        &mut self,
        what: impl Into<String>,
        reached: f64,
        unit: &'static str,
        goal: f64,
        floor: f64,
    ) {
        self.add(what.into(), reached, unit, [goal, floor], true);
    }

    fn add(
        &mut self,
        what: String,
        reached: f64,
        unit: &'static str,
        [goal, floor]: [f64; 2],
        more: bool,
    ) {
        self.rows.push(Row {
            what,
            reached,
            unit,
            goal,
            floor,
            more,
        });
    }

    /// A figure without a promise.
    pub(crate) fn note(&mut self, text: String) {
        self.notes.push(text);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\n{:<58} {:>12} {:>10} {:>10}  {:<8} met",
            "figure", "reached", "goal", "floor", "unit"
        )?;
        for r in &self.rows {
            let holds = |limit: f64| {
                if r.more {
                    r.reached >= limit
                } else {
                    r.reached <= limit
                }
            };
            let met = if holds(r.goal) {
                "goal"
            } else if holds(r.floor) {
                "floor"
            } else {
                "NO"
            };
            writeln!(
                f,
                "{:<58} {:>12.3} {:>10} {:>10}  {:<8} {met}",
                r.what, r.reached, r.goal, r.floor, r.unit
            )?;
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "{note}"))
    }
}

/// The `percent`th percentile of some durations, in milliseconds.
pub(crate) fn percentile(times: &mut [std::time::Duration], percent: usize) -> f64 {
    times.sort_unstable();
    let at = (times.len() * percent / 100).min(times.len() - 1);
    times[at].as_secs_f64() * 1000.0
}
