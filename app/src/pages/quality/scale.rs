//! Where values stand on the axes. Floats are for drawing only: what is
//! compared and printed is exact.

/// The powers of ten, in dollars, between which every amount lies.
const SMALLEST: i32 = -10;
const LARGEST: i32 = 11;

/// A linear axis from `low` to `high`, with its ticks.
#[derive(Debug)]
pub(super) struct Linear {
    low: f64,
    high: f64,
    /// Where lines are drawn.
    pub(super) ticks: Vec<f64>,
}

impl Linear {
    /// An axis that holds all values, with four to eight ticks at round figures.
    pub(super) fn over(values: impl Iterator<Item = f64>) -> Self {
        let (min, max) = span(values);
        let step = round_step((max - min).max(1.0) / 5.0);
        let (low, high) = ((min / step).floor() * step, (max / step).ceil() * step);
        let high = if high - low < step { low + step } else { high };
        let count = ((high - low) / step).round();
        let ticks = (0..=20)
            .map(f64::from)
            .take_while(|i| *i <= count)
            .map(|i| low + i * step)
            .collect();
        Self { low, high, ticks }
    }

    /// From 0 at the low end to 1 at the high end.
    pub(super) fn share(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }
}

/// A logarithmic axis, with its ticks.
#[derive(Debug)]
pub(super) struct Log {
    low: f64,
    high: f64,
    /// Where lines are drawn.
    pub(super) ticks: Vec<f64>,
}

impl Log {
    /// An axis that holds all values above zero, from one tick to another;
    /// ticks are 1 and 3 of each power of ten, or only 1 over a wide span.
    pub(super) fn over(values: impl Iterator<Item = f64>) -> Self {
        let (min, max) = span(values.filter(|v| *v > 0.0));
        let (min, max) = if max > 0.0 { (min, max) } else { (1.0, 10.0) };
        let wide = max / min > 1e5;
        let steps: &[f64] = if wide { &[1.0] } else { &[1.0, 3.0] };
        let powers = SMALLEST..=LARGEST;
        let all: Vec<f64> = powers
            .flat_map(|p| steps.iter().map(move |s| s * 10_f64.powi(p)))
            .collect();
        // Ticks are computed, so an end that is a tick may miss it by a hair.
        let from = all
            .iter()
            .rposition(|t| *t <= min * (1.0 + 1e-9))
            .unwrap_or(0);
        let to = all
            .iter()
            .position(|t| *t >= max * (1.0 - 1e-9))
            .unwrap_or(all.len() - 1)
            .max(from + 1);
        let ticks: Vec<f64> = all.into_iter().skip(from).take(to - from + 1).collect();
        let ends = (
            ticks.first().copied().unwrap_or(1.0),
            ticks.last().copied().unwrap_or(10.0),
        );
        Self {
            low: ends.0,
            high: ends.1,
            ticks,
        }
    }

    /// From 0 at the low end to 1 at the high end.
    pub(super) fn share(&self, value: f64) -> f64 {
        (value / self.low).ln() / (self.high / self.low).ln()
    }
}

fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (min, max) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), v| {
        (min.min(v), max.max(v))
    });
    if min > max { (0.0, 0.0) } else { (min, max) }
}

/// The next of 1, 2, 5 and their powers of ten that is not smaller.
fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|s| s * power >= rough * (1.0 - 1e-9))
        .unwrap_or(10.0);
    step * power
}

/// A tick in dollars: `$0.03`, `$10`, `$3,000`.
pub(super) fn dollars(value: f64) -> String {
    if value >= 0.999 {
        let whole = format!("{value:.0}");
        return format!("${}", whole.parse().map_or(whole, domain::money::grouped));
    }
    // Cents at least, and as many decimals as the first digit needs.
    let decimals = (1..10)
        .find(|d| value * 10_f64.powi(*d) >= 0.999)
        .map_or(10, |d| d.unsigned_abs() as usize);
    format!("${value:.*}", decimals.max(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn linear_ticks_are_round_and_hold_all() {
        let axis = Linear::over([32.5, 79.9].into_iter());
        assert_eq!(axis.ticks, [30.0, 40.0, 50.0, 60.0, 70.0, 80.0]);
        assert!(near(axis.share(30.0), 0.0) && near(axis.share(80.0), 1.0));
    }

    #[test]
    fn one_value_and_none_still_make_an_axis() {
        assert!(Linear::over([50.0].into_iter()).ticks.len() > 1);
        assert!(Linear::over(std::iter::empty()).ticks.len() > 1);
        assert!(Log::over([10.0].into_iter()).ticks.len() > 1);
        assert!(Log::over([0.0].into_iter()).ticks.len() > 1);
    }

    #[test]
    fn log_ticks_are_ones_and_threes() {
        let axis = Log::over([26.4, 2140.0].into_iter());
        let ticks: Vec<_> = axis.ticks.iter().map(|t| dollars(*t)).collect();
        assert_eq!(ticks, ["$10", "$30", "$100", "$300", "$1,000", "$3,000"]);
        assert!(near(axis.share(10.0), 0.0) && near(axis.share(3000.0), 1.0));
        assert_eq!(Log::over([0.001, 9000.0].into_iter()).ticks.len(), 8);
    }

    #[test]
    fn ticks_at_the_ends_are_kept() {
        let axis = Log::over([0.3, 3.0].into_iter());
        assert_eq!(
            axis.ticks.iter().map(|t| dollars(*t)).collect::<Vec<_>>(),
            ["$0.30", "$1", "$3"]
        );
    }

    #[test]
    fn small_ticks_keep_their_digit() {
        for (value, text) in [
            (0.001, "$0.001"),
            (0.03, "$0.03"),
            (0.1, "$0.10"),
            (1.0, "$1"),
            (3000.0, "$3,000"),
        ] {
            assert_eq!(dollars(value), text);
        }
    }
}
