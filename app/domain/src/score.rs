//! Published benchmark figures.

/// A score with a fixed number of decimals, exact as published.
///
/// Stored in thousandths, because sources state at most three decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(i64);

impl Score {
    /// A score from thousandths.
    pub const fn from_milli(milli: i64) -> Self {
        Self(milli)
    }

    /// Thousandths of the unit the benchmark is stated in.
    pub const fn milli(self) -> i64 {
        self.0
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, milli) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        let text = format!("{sign}{whole}.{milli:03}");
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::Score;

    #[test]
    fn prints_without_idle_zeros() {
        assert_eq!(Score::from_milli(78_240).to_string(), "78.24");
        assert_eq!(Score::from_milli(21_000).to_string(), "21");
        assert_eq!(Score::from_milli(-500).to_string(), "-0.5");
    }
}
