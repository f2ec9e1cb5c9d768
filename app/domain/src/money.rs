//! Amounts of money.

use std::fmt;

/// An amount in billionths of a US dollar (1e-9 USD).
///
/// Nine decimals hold the price of a single token of every known model; an
/// `i64` of them reaches 9.2 billion dollars.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NanoUsd(i64);

impl NanoUsd {
    /// One US dollar.
    pub const ONE: Self = Self(1_000_000_000);

    /// An amount from billionths of a dollar.
    pub const fn from_nano(nano: i64) -> Self {
        Self(nano)
    }

    /// Billionths of a dollar.
    pub const fn nano(self) -> i64 {
        self.0
    }

    /// The sum, or `None` beyond what an `i64` holds.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(n) => Some(Self(n)),
            None => None,
        }
    }

    /// For people: cents from one dollar on, otherwise the first two digits
    /// that are not zero, so that a small amount never reads as nothing.
    pub fn rounded(self) -> String {
        let nano = i128::from(self.0.unsigned_abs());
        let sign = if self.0 < 0 { "\u{2212}" } else { "" };
        let mut decimals: u32 = 2;
        while nano > 0
            && decimals < 9
            && nano < 10 * 10_i128.pow(9 - decimals)
            && nano < 1_000_000_000
        {
            decimals += 1;
        }
        let step = 10_i128.pow(9 - decimals);
        let rounded = (nano + step / 2) / step * step;
        let (whole, rest) = (rounded / 1_000_000_000, rounded % 1_000_000_000);
        let fraction = format!("{rest:09}");
        // Two digits are kept so that nothing reads as zero; idle zeros say nothing.
        let needed = fraction.trim_end_matches('0').len().max(2);
        let shown = needed.min(decimals as usize);
        format!(
            "{sign}${}.{}",
            grouped(whole),
            fraction.get(..shown).unwrap_or(&fraction)
        )
    }
}

/// Digits in groups of three.
pub fn grouped(n: i128) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        out.push('\u{2212}');
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

impl fmt::Display for NanoUsd {
    /// All nine decimals, as a machine reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let nano = self.0.unsigned_abs();
        write!(
            f,
            "{sign}{}.{:09}",
            nano / 1_000_000_000,
            nano % 1_000_000_000
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_form_keeps_every_digit() {
        assert_eq!(NanoUsd::from_nano(1).to_string(), "0.000000001");
        assert_eq!(
            NanoUsd::from_nano(-1_500_000_000).to_string(),
            "-1.500000000"
        );
    }

    #[test]
    fn human_form_never_rounds_a_cost_to_nothing() {
        assert_eq!(NanoUsd::from_nano(0).rounded(), "$0.00");
        assert_eq!(NanoUsd::from_nano(1).rounded(), "$0.000000001");
        assert_eq!(NanoUsd::from_nano(123_456).rounded(), "$0.00012");
        assert_eq!(NanoUsd::from_nano(1_234_567_891_000).rounded(), "$1,234.57");
        assert_eq!(NanoUsd::from_nano(999_999_999).rounded(), "$1.00");
        assert_eq!(NanoUsd::from_nano(50_000_000).rounded(), "$0.05");
    }

    #[test]
    fn digits_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
