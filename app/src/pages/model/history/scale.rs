//! Where dates and prices stand in the drawing. All in tenths of a unit of the
//! view box and in whole numbers, as prices are.

use domain::price::UnitPrice;
use time::{Date, Month, OffsetDateTime};

use super::series::Series;

/// Edges of the plot, in tenths.
pub(super) const LEFT: i64 = 520;
pub(super) const RIGHT: i64 = 7460;
pub(super) const TOP: i64 = 140;
pub(super) const BOTTOM: i64 = 2300;
/// Lines of the price axis above zero.
const LINES: i64 = 4;
/// Most labels of the time axis.
const LABELS: i64 = 7;
const DAY: i64 = 86_400;

/// A number of tenths as it stands in an attribute.
pub(super) fn px(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The axes of one chart.
#[derive(Debug)]
pub(super) struct Scale {
    start: i64,
    end: i64,
    step: i64,
}

impl Scale {
    pub(super) fn of(series: &[Series], now: OffsetDateTime) -> Self {
        let steps = || series.iter().flat_map(|s| &s.steps);
        let known = steps().flat_map(|s| [s.from, s.to]).flatten().min();
        let end = now.unix_timestamp();
        let start = known
            .map_or(end, OffsetDateTime::unix_timestamp)
            .min(end - 30 * DAY);
        // Room for the line before the first known date.
        let open = steps().any(|s| s.from.is_none());
        let start = if open {
            start - ((end - start) / 8).max(10 * DAY)
        } else {
            start
        };
        let highest = steps().map(|s| s.amount.raw()).max().unwrap_or_default();
        Self {
            start,
            end,
            step: nice_step(highest),
        }
    }

    pub(super) fn x(&self, at: OffsetDateTime) -> i64 {
        let at = at.unix_timestamp().clamp(self.start, self.end);
        LEFT + (RIGHT - LEFT) * (at - self.start) / (self.end - self.start)
    }

    pub(super) fn y(&self, price: UnitPrice) -> i64 {
        let full = i128::from(self.step * LINES);
        let height = i128::from(BOTTOM - TOP) * i128::from(price.raw()) / full;
        BOTTOM - i64::try_from(height).unwrap_or_default()
    }

    /// Whether a date lies within the drawing.
    pub(super) fn holds(&self, at: OffsetDateTime) -> bool {
        (self.start..=self.end).contains(&at.unix_timestamp())
    }

    /// The lines of the price axis, from zero up.
    pub(super) fn prices(&self) -> impl Iterator<Item = UnitPrice> + use<> {
        let step = self.step;
        (0..=LINES).map(move |i| UnitPrice::from_raw(step * i))
    }

    /// The labels of the time axis: first days of months at even distances.
    pub(super) fn dates(&self) -> Vec<Date> {
        let day = |at: i64| {
            OffsetDateTime::from_unix_timestamp(at)
                .map(OffsetDateTime::date)
                .ok()
        };
        let (Some(first), Some(last)) = (day(self.start), day(self.end)) else {
            return Vec::new();
        };
        let month = |d: Date| i64::from(d.year()) * 12 + i64::from(u8::from(d.month())) - 1;
        let (first, last) = (month(first) + 1, month(last));
        let step = [1, 2, 3, 6, 12, 24]
            .into_iter()
            .find(|step| (last - first) / step < LABELS)
            .unwrap_or(48);
        (first..=last)
            .filter(|m| m % step == 0)
            .filter_map(first_day)
            .collect()
    }
}

fn first_day(month: i64) -> Option<Date> {
    let year = i32::try_from(month.div_euclid(12)).ok()?;
    let month = Month::try_from(u8::try_from(month.rem_euclid(12) + 1).ok()?).ok()?;
    Date::from_calendar_date(year, month, 1).ok()
}

/// The smallest round step of which four reach the highest price.
fn nice_step(highest: i64) -> i64 {
    let mut unit: i64 = 10;
    while let Some(next) = unit.checked_mul(10).filter(|next| *next <= highest / LINES) {
        unit = next;
    }
    let wanted = highest.max(1);
    let round = [10, 20, 25, 40, 50, 100].into_iter().map(|n| unit / 10 * n);
    round
        .into_iter()
        .find(|step| step * LINES >= wanted)
        .unwrap_or(highest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_steps_reach_the_highest_price() {
        for highest in [0, 1, 399, 150_000_000_000, 16_800_000_000, i64::MAX / 8] {
            let step = nice_step(highest);
            assert!(step > 0 && step * LINES >= highest, "{highest}: {step}");
        }
        assert_eq!(nice_step(150_000_000_000), 40_000_000_000);
        assert_eq!(nice_step(16_800_000_000), 5_000_000_000);
    }

    #[test]
    fn months_follow_one_another() {
        assert_eq!(
            first_day(2026 * 12 + 11).map(|d| d.to_string()).as_deref(),
            Some("2026-12-01")
        );
    }
}
