//! From price periods to lines that can be drawn.

use std::cmp::Reverse;
use std::sync::Arc;

use backend::catalog::snapshot::{Offering, Period};
use domain::price::{Direction, PriceComponent, TokenClass, UnitPrice};
use time::OffsetDateTime;

use super::super::shown::Shown;

/// Most lines of one chart.
const LINES: usize = 3;

/// A span of time with one price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) from: Option<OffsetDateTime>,
    pub(super) to: Option<OffsetDateTime>,
    pub(super) amount: UnitPrice,
    /// Which of the offering's periods it begins with.
    pub(super) period: usize,
}

/// The prices of one component over time, as one source says.
#[derive(Debug)]
pub(super) struct Series {
    pub(super) component: Arc<PriceComponent>,
    pub(super) steps: Vec<Step>,
}

impl Series {
    fn changes(&self) -> usize {
        self.steps
            .windows(2)
            .filter(|pair| matches!(pair, [a, b] if a.amount != b.amount))
            .count()
    }
}

/// What one source has recorded of one offering.
pub(super) struct Record<'a> {
    pub(super) offering: &'a Offering,
    pub(super) source: usize,
    pub(super) series: Vec<Series>,
}

impl Record<'_> {
    pub(super) fn changes(&self) -> usize {
        self.series.iter().map(Series::changes).sum()
    }
}

/// The offerings whose prices have changed: the publisher's own first, then
/// those with most changes.
pub(super) fn records(shown: Shown<'_>) -> Vec<Record<'_>> {
    let now = shown.snapshot.built_at;
    let mut records: Vec<_> = shown
        .offerings
        .iter()
        .filter_map(|o| best_record(shown, o, now))
        .collect();
    records.sort_by_key(|r| {
        (
            !shown.is_own(r.offering),
            !r.offering.is_live(),
            Reverse(r.changes()),
        )
    });
    records
}

/// Lines of different sources do not make one history: the source that knows
/// most changes is drawn.
fn best_record<'a>(
    shown: Shown<'a>,
    offering: &'a Offering,
    now: OffsetDateTime,
) -> Option<Record<'a>> {
    let mut sources: Vec<usize> = offering.periods.iter().map(|p| p.source).collect();
    sources.sort_unstable();
    sources.dedup();
    let end = ended(offering).filter(|end| *end <= now);
    let record = |source| Record {
        offering,
        source,
        series: lines(series(&offering.periods, source, now, end)),
    };
    let records = sources.into_iter().map(record).filter(|r| r.changes() > 0);
    records.max_by_key(|r| {
        (
            r.changes(),
            shown.source(r.source).map(|s| (s.rank, s.as_of)),
        )
    })
}

/// The plain token prices; if none of them has changed, other components that
/// have, as far as they share a unit and so an axis.
fn lines(all: Vec<Series>) -> Vec<Series> {
    let plain = [
        PriceComponent::tokens(Direction::Output),
        PriceComponent::tokens(Direction::Input),
        PriceComponent::tokens(Direction::Input).class(TokenClass::CacheRead),
    ];
    let (mut base, others): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|s| plain.contains(&s.component));
    if base.iter().any(|s| s.changes() > 0) {
        base.sort_by_key(|s| plain.iter().position(|c| *c == *s.component));
        return base;
    }
    let mut changed: Vec<_> = others.into_iter().filter(|s| s.changes() > 0).collect();
    let unit = changed.first().map(|s| s.component.unit);
    changed.retain(|s| Some(s.component.unit) == unit);
    changed.truncate(LINES);
    changed
}

/// When an offering ended, as stated or as seen. A price without an end is in
/// force no longer than that.
pub(super) fn ended(offering: &Offering) -> Option<OffsetDateTime> {
    let stated = offering.retires_on.map(|on| on.midnight().assume_utc());
    stated.or(offering.retired_at)
}

/// Each component's steps up to `now`. Neighboring periods with one price are one step.
fn series(
    periods: &[Period],
    source: usize,
    now: OffsetDateTime,
    end: Option<OffsetDateTime>,
) -> Vec<Series> {
    let mut all: Vec<Series> = Vec::new();
    for (i, period) in periods.iter().enumerate() {
        if period.source != source || period.from.is_some_and(|from| from > now) {
            continue;
        }
        let step = Step {
            from: period.from,
            to: period.to.or(end).filter(|to| *to <= now),
            amount: period.amount,
            period: i,
        };
        match all.last_mut().filter(|s| s.component == period.component) {
            Some(series) => push(&mut series.steps, step),
            None => all.push(Series {
                component: Arc::clone(&period.component),
                steps: vec![step],
            }),
        }
    }
    all
}

fn push(steps: &mut Vec<Step>, step: Step) {
    match steps
        .last_mut()
        .filter(|last| last.amount == step.amount && last.to == step.from)
    {
        Some(last) => last.to = step.to,
        None => steps.push(step),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-22 0:00 UTC);
    const JUNE: OffsetDateTime = datetime!(2026-06-01 0:00 UTC);
    const JULY: OffsetDateTime = datetime!(2026-07-01 0:00 UTC);

    fn period(raw: i64, from: Option<OffsetDateTime>, to: Option<OffsetDateTime>) -> Period {
        let component = Arc::new(PriceComponent::tokens(Direction::Input));
        Period {
            component,
            amount: UnitPrice::from_raw(raw),
            from,
            to,
            source: 0,
            url: None,
        }
    }

    fn raw(series: &[Series]) -> Vec<i64> {
        series
            .iter()
            .flat_map(|s| &s.steps)
            .map(|s| s.amount.raw())
            .collect()
    }

    #[test]
    fn equal_neighbors_are_one_step() {
        let periods = [
            period(5, None, Some(JUNE)),
            period(5, Some(JUNE), Some(JULY)),
            period(7, Some(JULY), None),
        ];
        let series = series(&periods, 0, NOW, None);
        assert_eq!(raw(&series), [5, 7]);
        assert_eq!(series[0].changes(), 1);
        assert_eq!(series[0].steps[1].period, 2);
    }

    #[test]
    fn what_is_announced_is_not_history() {
        let periods = [period(5, None, Some(JULY)), period(7, Some(JULY), None)];
        let series = series(&periods, 0, JUNE, None);
        assert_eq!(raw(&series), [5]);
        assert_eq!(series[0].steps[0].to, None);
    }
}
