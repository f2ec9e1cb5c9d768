//! Prices: one exact decimal for each component of an offering.

use std::fmt;

use rust_decimal::Decimal;

/// A price in ten-billionths of a US dollar (1e-10 USD) for one [`Unit`].
///
/// Ten decimals, because real token prices need nine per million tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitPrice(i64);

/// Why a text is not a price.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// Not a decimal number.
    #[error("is not a decimal number")]
    NotANumber,
    /// Below zero.
    #[error("is negative")]
    Negative,
    /// More digits than a binary float needs, so not mere noise.
    #[error("has too many digits; a price has at most ten decimals")]
    TooManyDigits,
    /// Above the largest price that can be stored.
    #[error("is larger than 900,000,000 dollars")]
    TooLarge,
}

/// The lowest of some prices or costs, of which zero counts only if there is no other: sources
/// list plans and free tiers at zero and leave out their fee and their limits, so that zero would
/// hide what a buyer pays.
pub fn lowest<T: Default + Ord + Copy>(figures: impl IntoIterator<Item = T>) -> Option<T> {
    figures.into_iter().min_by_key(|figure| zero_last(*figure))
}

/// The key of the order of [`lowest`].
pub fn zero_last<T: Default + Ord>(figure: T) -> (bool, T) {
    (figure == T::default(), figure)
}

impl UnitPrice {
    /// No charge. Not the same as an unknown price.
    pub const ZERO: Self = Self(0);
    /// Decimals kept.
    pub const DECIMALS: u32 = 10;
    /// Feeds print binary floats; 17 significant digits tell all of them apart
    /// (IEEE 754), so more than that is an error in the feed and not noise.
    const FLOAT_DIGITS: usize = 17;

    /// A price from ten-billionths of a dollar.
    pub const fn from_raw(raw: i64) -> Self {
        Self(raw)
    }

    /// Ten-billionths of a dollar.
    pub const fn raw(self) -> i64 {
        self.0
    }

    /// Reads the text of a JSON number, which may have an exponent, as dollars
    /// for one unit.
    pub fn parse(text: &str) -> Result<Self, PriceError> {
        Self::parse_scaled(text, 0)
    }

    /// Like [`parse`](Self::parse) for a price of one token, scaled to a million.
    pub fn parse_per_token(text: &str) -> Result<Self, PriceError> {
        Self::parse_scaled(text, 6)
    }

    fn parse_scaled(text: &str, power: u32) -> Result<Self, PriceError> {
        let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
        let significant = mantissa
            .trim_start_matches(['-', '+', '0', '.'])
            .bytes()
            .filter(u8::is_ascii_digit)
            .count();
        if significant > Self::FLOAT_DIGITS {
            return Err(PriceError::TooManyDigits);
        }
        let parsed = if mantissa.len() == text.len() {
            Decimal::from_str_exact(text)
        } else {
            Decimal::from_scientific(text)
        };
        let dollars = parsed.map_err(|_| PriceError::NotANumber)?;
        Self::from_decimal(
            dollars
                .checked_mul(Decimal::from(10_u64.pow(power)))
                .ok_or(PriceError::TooLarge)?,
        )
    }

    /// Rounds to ten decimals: this is where a feed's binary noise ends.
    pub fn from_decimal(dollars: Decimal) -> Result<Self, PriceError> {
        if dollars.is_sign_negative() && !dollars.is_zero() {
            return Err(PriceError::Negative);
        }
        if dollars > Decimal::from(900_000_000_u32) {
            return Err(PriceError::TooLarge);
        }
        let raw =
            (dollars.round_dp(Self::DECIMALS) * Decimal::from(10_u64.pow(Self::DECIMALS))).round();
        i64::try_from(raw.mantissa() / 10_i128.pow(raw.scale()))
            .map(Self)
            .map_err(|_| PriceError::TooLarge)
    }

    /// The exact decimal, for the database.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, Self::DECIMALS).normalize()
    }

    /// For people: at least two decimals, never fewer than are needed.
    pub fn dollars(self) -> String {
        format!("${}", self.amount())
    }

    /// [`dollars`](Self::dollars) without the sign, for columns that state the currency.
    pub fn amount(self) -> String {
        let (whole, rest) = (self.0 / 10_000_000_000, self.0 % 10_000_000_000);
        let fraction = format!("{rest:010}");
        let kept = fraction.trim_end_matches('0').len().max(2);
        format!(
            "{}.{}",
            crate::money::grouped(i128::from(whole)),
            fraction.get(..kept).unwrap_or(&fraction)
        )
    }
}

impl fmt::Display for UnitPrice {
    /// The shortest exact decimal, as a machine reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_decimal())
    }
}

impl serde::Serialize for UnitPrice {
    /// A string, because a JSON number would become a float in most readers.
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for UnitPrice {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

vocabulary! {
    /// What a price is for one of.
    pub enum Unit ("unit") {
        /// A million tokens.
        Mtok = "mtok", "1M tokens";
        /// One call.
        Request = "request", "request";
        /// One picture.
        Image = "image", "image";
        /// A million pixels.
        Megapixel = "megapixel", "megapixel";
        /// One second of audio or video.
        Second = "second", "second";
        /// One minute of audio or video.
        Minute = "minute", "minute";
        /// One hour of capacity.
        Hour = "hour", "hour";
        /// A million characters.
        Mchar = "mchar", "1M characters";
        /// One page of a document.
        Page = "page", "page";
        /// One search.
        Query = "query", "query";
        /// One gigabyte stored for a day.
        GbDay = "gb_day", "GB and day";
        /// One video.
        Video = "video", "video";
        /// One session of a tool.
        Session = "session", "session";
    }
}

vocabulary! {
    /// Which way the charged content flows.
    pub enum Direction ("direction") {
        /// Into the model.
        Input = "input", "Input";
        /// Out of the model.
        Output = "output", "Output";
    }
}

vocabulary! {
    /// What kind of token is charged.
    pub enum TokenClass ("token class") {
        /// Ordinary tokens.
        Standard = "standard", "Standard";
        /// Input read from the prompt cache.
        CacheRead = "cache_read", "Cache read";
        /// Input written to the prompt cache.
        CacheWrite = "cache_write", "Cache write";
        /// Output spent on thinking, where it is priced on its own.
        Reasoning = "reasoning", "Reasoning";
    }
}

vocabulary! {
    /// How urgently a call is served.
    pub enum ServiceTier ("service tier") {
        /// The default.
        Standard = "standard", "Standard";
        /// Done later, cheaper.
        Batch = "batch", "Batch";
        /// Best effort, cheaper.
        Flex = "flex", "Flex";
        /// Ahead of others, dearer.
        Priority = "priority", "Priority";
        /// A faster variant of the same model.
        Fast = "fast", "Fast";
        /// The fastest variant.
        Ultrafast = "ultrafast", "Ultra fast";
        /// A variant that thinks first, priced on its own.
        Thinking = "thinking", "Thinking";
    }
}

/// The input size from which a price applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContextThreshold {
    /// Input tokens.
    pub tokens: i64,
    /// Whether a call of exactly `tokens` pays this price. Sources differ, so it is kept.
    pub inclusive: bool,
}

impl ContextThreshold {
    /// Whether a call with `input` tokens pays the price of this threshold.
    pub const fn applies(self, input: i64) -> bool {
        if self.inclusive {
            input >= self.tokens
        } else {
            input > self.tokens
        }
    }
}

/// Which part of an offering a price is for. Two prices of one component must
/// not overlap in time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PriceComponent {
    /// What it is charged for one of.
    pub unit: Unit,
    /// Which way the content flows; unknown or meaningless for calls.
    pub direction: Option<Direction>,
    /// What the content is.
    pub modality: crate::model::Modality,
    /// Which tokens.
    pub class: TokenClass,
    /// How long a cache write lives, in seconds.
    pub cache_ttl: Option<i32>,
    /// How urgently.
    pub tier: ServiceTier,
    /// From which input size on.
    pub threshold: Option<ContextThreshold>,
    /// Hours of the day, in the words of the source.
    pub schedule: Option<String>,
    /// Where, if the price of an offering differs by region.
    pub region: Option<String>,
}

impl PriceComponent {
    /// Ordinary text tokens in one direction.
    pub const fn tokens(direction: Direction) -> Self {
        Self {
            unit: Unit::Mtok,
            direction: Some(direction),
            modality: crate::model::Modality::Text,
            class: TokenClass::Standard,
            cache_ttl: None,
            tier: ServiceTier::Standard,
            threshold: None,
            schedule: None,
            region: None,
        }
    }

    /// The same component for another class of token.
    #[must_use]
    pub const fn class(mut self, class: TokenClass) -> Self {
        self.class = class;
        self
    }

    /// The same component in another service tier.
    #[must_use]
    pub const fn tier(mut self, tier: ServiceTier) -> Self {
        self.tier = tier;
        self
    }

    /// Whether this is what most people mean by "the price": ordinary text
    /// tokens, standard service, any size, any hour, anywhere.
    pub fn is_base(&self, direction: Direction) -> bool {
        *self == Self::tokens(direction)
    }

    /// A short name for people, such as `Cache write (1 h)`.
    pub fn label(&self) -> String {
        let mut text = match (self.class, self.direction) {
            (TokenClass::Standard, Some(direction)) => direction.label().to_owned(),
            (TokenClass::Standard, None) => "Price".to_owned(),
            (class, _) => class.label().to_owned(),
        };
        if self.modality != crate::model::Modality::Text {
            text = format!("{} {}", self.modality.label(), text.to_lowercase());
        }
        if let Some(seconds) = self.cache_ttl {
            text = match seconds {
                s if s % 3600 == 0 => format!("{text} ({} h)", s / 3600),
                s => format!("{text} ({} min)", s / 60),
            };
        }
        text
    }

    /// The service tier for people, or nothing for standard service.
    pub const fn tier_label(&self) -> &'static str {
        match self.tier {
            ServiceTier::Standard => "",
            other => other.label(),
        }
    }

    /// Under which circumstances the price applies, or nothing if always.
    pub fn condition(&self) -> String {
        let mut parts = Vec::new();
        if let Some(ContextThreshold { tokens, inclusive }) = self.threshold {
            let word = if inclusive { "from" } else { "above" };
            parts.push(format!(
                "{word} {} tokens",
                crate::money::grouped(i128::from(tokens))
            ));
        }
        parts.extend(self.schedule.clone());
        parts.extend(self.region.clone());
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Result<String, PriceError> {
        UnitPrice::parse(text).map(|p| p.to_string())
    }

    #[test]
    fn binary_noise_is_no_price_change() {
        assert_eq!(
            UnitPrice::parse("0.49299999999999994"),
            UnitPrice::parse("0.493")
        );
        assert_eq!(
            UnitPrice::parse("1.7999999999999998"),
            UnitPrice::parse("1.8")
        );
        assert_eq!(shown("0.0000000001"), Ok("0.0000000001".to_owned()));
    }

    #[test]
    fn exponents_and_single_tokens() {
        assert_eq!(
            UnitPrice::parse_per_token("2.5e-06"),
            UnitPrice::parse("2.5")
        );
        assert_eq!(UnitPrice::parse_per_token("3e-07"), UnitPrice::parse("0.3"));
        assert_eq!(shown("1E2"), Ok("100".to_owned()));
    }

    #[test]
    fn wrong_prices_say_why() {
        assert_eq!(UnitPrice::parse("-1"), Err(PriceError::Negative));
        assert_eq!(UnitPrice::parse("abc"), Err(PriceError::NotANumber));
        assert_eq!(
            UnitPrice::parse("0.1234567890123456789012"),
            Err(PriceError::TooManyDigits)
        );
        assert_eq!(UnitPrice::parse("1e12"), Err(PriceError::TooLarge));
        assert_eq!(UnitPrice::parse("-0"), Ok(UnitPrice::ZERO));
    }

    #[test]
    fn people_see_at_least_cents() {
        let dollars = |t: &str| UnitPrice::parse(t).map(UnitPrice::dollars);
        assert_eq!(dollars("3"), Ok("$3.00".to_owned()));
        assert_eq!(dollars("0.075"), Ok("$0.075".to_owned()));
        assert_eq!(dollars("9710"), Ok("$9,710.00".to_owned()));
    }

    #[test]
    fn thresholds_keep_their_edge() {
        let above = ContextThreshold {
            tokens: 200_000,
            inclusive: false,
        };
        let from = ContextThreshold {
            tokens: 200_000,
            inclusive: true,
        };
        assert!(!above.applies(200_000) && above.applies(200_001));
        assert!(from.applies(200_000) && !from.applies(199_999));
    }

    proptest::proptest! {
        #[test]
        fn printing_and_reading_is_lossless(raw in 0_i64..9_000_000_000_000_000) {
            let price = UnitPrice::from_raw(raw);
            proptest::prop_assert_eq!(UnitPrice::from_decimal(price.to_decimal()), Ok(price));
        }
    }
}
