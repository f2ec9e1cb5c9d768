//! How fast an offering answers, as somebody has measured it. Both figures are
//! medians (p50) of a measurement.

use std::fmt;
use std::num::NonZeroU32;

use crate::money::grouped;

/// Time to the first token of an answer: whole milliseconds, at most an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FirstToken(NonZeroU32);

impl FirstToken {
    /// The longest time that is kept, in milliseconds.
    pub const MAX_MILLIS: u32 = 3_600_000;

    /// A time in milliseconds; `None` if it is zero or longer than is kept.
    pub fn from_millis(millis: u32) -> Option<Self> {
        let millis = NonZeroU32::new(millis)?;
        (millis.get() <= Self::MAX_MILLIS).then_some(Self(millis))
    }

    /// Milliseconds.
    pub const fn millis(self) -> u32 {
        self.0.get()
    }
}

impl fmt::Display for FirstToken {
    /// `1,250 ms`, for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\u{a0}ms", grouped(i128::from(self.millis())))
    }
}

/// Why a text is no throughput.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ThroughputError {
    /// No digits, a sign, an exponent, or nothing but zeros.
    #[error("is not a decimal number above zero")]
    NotPositive,
    /// More decimals than are kept.
    #[error("has more than three decimals")]
    TooPrecise,
    /// More than is kept.
    #[error("is larger than 1,000,000")]
    TooLarge,
}

/// Output tokens a second, exact to three decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Throughput(NonZeroU32);

impl Throughput {
    /// The most that is kept, in thousandths of a token a second.
    pub const MAX_MILLI: u32 = 1_000_000_000;

    /// A throughput in thousandths of a token a second; `None` if it is zero or
    /// more than is kept.
    pub fn from_milli(milli: u32) -> Option<Self> {
        let milli = NonZeroU32::new(milli)?;
        (milli.get() <= Self::MAX_MILLI).then_some(Self(milli))
    }

    /// Thousandths of a token a second.
    pub const fn milli(self) -> u32 {
        self.0.get()
    }

    /// Reads digits with at most three decimals, such as `278.5`.
    pub fn parse(text: &str) -> Result<Self, ThroughputError> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !is_number(whole) || !is_number(decimals) {
            return Err(ThroughputError::NotPositive);
        }
        let decimals = decimals.trim_end_matches('0');
        if decimals.len() > 3 {
            return Err(ThroughputError::TooPrecise);
        }
        match format!("{whole}{decimals:0<3}").parse::<u32>() {
            Ok(0) => Err(ThroughputError::NotPositive),
            // Digits only, so what cannot be read is too large.
            milli => milli
                .ok()
                .and_then(Self::from_milli)
                .ok_or(ThroughputError::TooLarge),
        }
    }
}

impl fmt::Display for Throughput {
    /// `278.5`, as it is read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, milli) = (self.milli() / 1000, self.milli() % 1000);
        let text = format!("{whole}.{milli:03}");
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_neither_zero_nor_endless() {
        let shown = |millis| FirstToken::from_millis(millis).map(|t| t.to_string());
        assert_eq!(shown(1), Some("1\u{a0}ms".to_owned()));
        assert_eq!(shown(3_600_000), Some("3,600,000\u{a0}ms".to_owned()));
        assert_eq!((shown(0), shown(3_600_001)), (None, None));
    }

    #[test]
    fn a_throughput_is_read_from_decimal_text() {
        for (text, milli) in [
            ("278.5", 278_500),
            ("278", 278_000),
            ("100.000", 100_000),
            ("0.001", 1),
            ("12.3450", 12_345),
            ("1000000", 1_000_000_000),
        ] {
            assert_eq!(
                Throughput::parse(text).map(Throughput::milli),
                Ok(milli),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_throughput_says_why() {
        use ThroughputError::{NotPositive, TooLarge, TooPrecise};
        for (text, why) in [
            ("", NotPositive),
            ("0", NotPositive),
            ("0.000", NotPositive),
            ("-5", NotPositive),
            ("+5", NotPositive),
            ("5.", NotPositive),
            (".5", NotPositive),
            ("1e3", NotPositive),
            ("1,000", NotPositive),
            ("1.2.3", NotPositive),
            ("fast", NotPositive),
            ("1.2345", TooPrecise),
            ("1000000.001", TooLarge),
            ("99999999999999999999", TooLarge),
        ] {
            assert_eq!(Throughput::parse(text), Err(why), "{text}");
        }
        assert_eq!(TooLarge.to_string(), "is larger than 1,000,000");
    }

    proptest::proptest! {
        #[test]
        fn printing_and_reading_is_lossless(milli in 1_u32..=Throughput::MAX_MILLI) {
            let read = Throughput::from_milli(milli).map(|t| Throughput::parse(&t.to_string()));
            proptest::prop_assert_eq!(read, Throughput::from_milli(milli).map(Ok));
        }
    }
}
