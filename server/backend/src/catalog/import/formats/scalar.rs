//! Values of a feed: text, numbers, prices, days and words of a vocabulary.
//! Each function reads one kind, to be given to [`Object::opt`] and
//! [`Object::need`](super::json::Object::need).

use std::borrow::Cow;
use std::str::FromStr;

use crate::catalog::license::license_id;
use domain::UnknownWord;
use domain::price::{PriceError, UnitPrice};
use domain::score::Score;
use domain::slug::{check_model_id, check_slug};
use rust_decimal::Decimal;

use super::error::FeedError;
use super::json::Node;
use super::place::At;

/// A figure so large that feeds write it for "no limit known".
const UNLIMITED: i64 = 99_999_999;

#[derive(serde::Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// Any text.
pub(super) fn text<'a>(node: Node<'a, '_>) -> Result<Cow<'a, str>, FeedError> {
    match serde_json::from_str::<Text<'a>>(node.raw) {
        // PostgreSQL keeps every character but this one.
        Ok(Text(text)) if text.contains('\0') => Err(node.error("text without U+0000")),
        Ok(Text(text)) if node.is_text() => Ok(text),
        _ => Err(node.error("text")),
    }
}

/// Any text, kept.
pub(super) fn owned(node: Node<'_, '_>) -> Result<String, FeedError> {
    text(node).map(Cow::into_owned)
}

/// The address of a page. Templates such as `https://${REGION}.example` and
/// notes in place of an address are no address.
pub(super) fn url(node: Node<'_, '_>) -> Result<Option<String>, FeedError> {
    let text = text(node)?;
    Ok(
        (text.starts_with("https://") || text.starts_with("http://"))
            .then(|| text.into_owned())
            .filter(|u| !u.contains(['$', '{', ' '])),
    )
}

/// The slug of a publisher, provider, region or source.
pub(super) fn slug(node: Node<'_, '_>) -> Result<String, FeedError> {
    let text = owned(node)?;
    slug_of(&node.at, &text)?;
    Ok(text)
}

/// Checks a slug that stands in a name instead of a value.
pub(super) fn slug_of(at: &At<'_>, text: &str) -> Result<(), FeedError> {
    check_slug(text).map_err(|e| at.error("a name for addresses", format!("{text:?}, which {e}")))
}

/// The id of a model or the upstream name of an offering.
pub(super) fn model_id(node: Node<'_, '_>) -> Result<String, FeedError> {
    let text = owned(node)?;
    model_id_of(&node.at, &text)?;
    Ok(text)
}

/// Checks a model id that stands in a name instead of a value.
pub(super) fn model_id_of(at: &At<'_>, text: &str) -> Result<(), FeedError> {
    check_model_id(text).map_err(|e| at.error("a model id", format!("{text:?}, which {e}")))
}

/// The license of a model as an identifier: SPDX, or a `LicenseRef-` of its
/// words where it has another name. A text without words says nothing.
pub(super) fn license(node: Node<'_, '_>) -> Result<Option<String>, FeedError> {
    Ok(license_id(&text(node)?))
}

/// Yes or no.
pub(super) fn flag(node: Node<'_, '_>) -> Result<bool, FeedError> {
    match node.raw {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(node.error("true or false")),
    }
}

fn decimal(text: &str) -> Option<Decimal> {
    if text.contains(['e', 'E']) {
        Decimal::from_scientific(text).ok()
    } else {
        Decimal::from_str_exact(text).ok()
    }
}

/// A whole number from 0 on. Some feeds print it as `256000.0`.
pub(super) fn count(node: Node<'_, '_>) -> Result<i64, FeedError> {
    let whole = decimal(node.raw).filter(|d| node.is_number() && d.fract().is_zero());
    whole
        .and_then(|d| i64::try_from(d).ok())
        .filter(|n| *n >= 0)
        .ok_or_else(|| node.error("a whole number from 0 on"))
}

/// A limit in tokens; 0 and 99999999 stand for unknown.
pub(super) fn limit(node: Node<'_, '_>) -> Result<Option<i64>, FeedError> {
    count(node).map(|n| (n > 0 && n < UNLIMITED).then_some(n))
}

fn priced(
    node: &Node<'_, '_>,
    text: &str,
    parse: impl Fn(&str) -> Result<UnitPrice, PriceError>,
) -> Result<UnitPrice, FeedError> {
    parse(text).map_err(|e| {
        node.at.error(
            "a price of at most ten decimals",
            format!("{text}, which {e}"),
        )
    })
}

/// A price in dollars for one unit, as a number.
pub(super) fn price(node: Node<'_, '_>) -> Result<UnitPrice, FeedError> {
    if node.is_number() {
        priced(&node, node.raw, UnitPrice::parse)
    } else {
        Err(node.error("a price as a number"))
    }
}

/// A price for one token, character or pixel, scaled to a million of them.
pub(super) fn price_of_one(node: Node<'_, '_>) -> Result<UnitPrice, FeedError> {
    if node.is_number() {
        priced(&node, node.raw, UnitPrice::parse_per_token)
    } else {
        Err(node.error("a price as a number"))
    }
}

/// A price as text, which is how our own format writes it.
pub(super) fn price_text(node: Node<'_, '_>) -> Result<UnitPrice, FeedError> {
    if node.is_number() {
        price(node)
    } else {
        priced(&node, text(node)?.as_ref(), UnitPrice::parse)
    }
}

/// A number of at most 28 digits.
pub(super) fn number(node: Node<'_, '_>) -> Result<Decimal, FeedError> {
    decimal(node.raw)
        .filter(|_| node.is_number())
        .ok_or_else(|| node.error("a number"))
}

/// A benchmark figure, as a number or as text, with at most three decimals.
pub(super) fn score(node: Node<'_, '_>) -> Result<Score, FeedError> {
    let text = if node.is_text() {
        text(node)?
    } else {
        Cow::Borrowed(node.raw)
    };
    let milli = decimal(&text)
        .and_then(|d| d.checked_mul(Decimal::from(1000)))
        .filter(|d| d.fract().is_zero());
    milli
        .and_then(|d| i64::try_from(d).ok())
        .map(Score::from_milli)
        .ok_or_else(|| node.error("a figure of at most three decimals"))
}

/// A word of a vocabulary.
pub(super) fn word<T: FromStr<Err = UnknownWord>>(node: Node<'_, '_>) -> Result<T, FeedError> {
    text(node)?
        .parse()
        .map_err(|e: UnknownWord| node.error(format!("a {}: {}", e.kind, e.expected)))
}

/// Several words of a vocabulary.
pub(super) fn words<T: FromStr<Err = UnknownWord>>(
    node: Node<'_, '_>,
) -> Result<Vec<T>, FeedError> {
    node.list()?.iter().map(word).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use domain::price::Unit;

    fn read<T>(
        raw: &str,
        read: impl Fn(Node<'_, '_>) -> Result<T, FeedError>,
    ) -> Result<T, String> {
        read(Node {
            raw,
            at: At::ROOT.key("x"),
        })
        .map_err(|e| e.to_string())
    }

    #[test]
    fn prices_are_read_as_they_stand() {
        assert_eq!(
            read("0.49299999999999994", price).unwrap().to_string(),
            "0.493"
        );
        assert_eq!(read("2.5e-06", price_of_one).unwrap().to_string(), "2.5");
        assert_eq!(read("\"0.075\"", price_text).unwrap().to_string(), "0.075");
        assert_eq!(read("0", price).unwrap(), UnitPrice::ZERO);
    }

    #[test]
    fn wrong_prices_say_why() {
        let expected = "at x: expected a price of at most ten decimals, found ";
        assert_eq!(
            read("-1", price).unwrap_err(),
            format!("{expected}-1, which is negative")
        );
        assert!(
            read("0.1234567890123456789012", price)
                .unwrap_err()
                .contains("too many digits")
        );
        assert!(read("1e12", price).unwrap_err().contains("is larger than"));
        assert_eq!(
            read("\"NaN\"", price).unwrap_err(),
            "at x: expected a price as a number, found \"NaN\""
        );
        assert!(
            read("\"NaN\"", price_text)
                .unwrap_err()
                .contains("not a decimal number")
        );
        assert!(read("true", price_of_one).is_err() && read("\"1\"", price).is_err());
    }

    #[test]
    fn unknown_limits_are_not_numbers() {
        assert_eq!(read("0", limit), Ok(None));
        assert_eq!(read("99999999", limit), Ok(None));
        assert_eq!(read("256000.0", limit), Ok(Some(256_000)));
        assert_eq!(read("1e6", count), Ok(1_000_000));
        assert!(
            read("-1", count).is_err()
                && read("0.5", count).is_err()
                && read("\"8\"", count).is_err()
        );
    }

    #[test]
    fn words_name_their_vocabulary() {
        let error = read("\"furlong\"", word::<Unit>).unwrap_err();
        assert!(
            error.starts_with("at x: expected a unit: mtok, request"),
            "{error}"
        );
        assert!(error.ends_with("found \"furlong\""), "{error}");
    }

    #[test]
    fn licenses_are_identifiers() {
        let id = |text: &str| Ok(Some(text.to_owned()));
        assert_eq!(read("\"Apache 2.0\"", license), id("Apache-2.0"));
        assert_eq!(read("\"Our terms\"", license), id("LicenseRef-Our-terms"));
        assert_eq!(read("\" \"", license), Ok(None));
        assert!(read("7", license).is_err());
    }

    #[test]
    fn scores_keep_three_decimals() {
        assert_eq!(read("78.24", score).unwrap().milli(), 78_240);
        assert_eq!(read("\"-0.5\"", score).unwrap().milli(), -500);
        assert_eq!(read("21", score).unwrap().milli(), 21_000);
        assert!(read("0.12345", score).is_err() && read("\"high\"", score).is_err());
    }

    #[test]
    fn only_addresses_are_addresses() {
        assert_eq!(
            read("\"https://a.example/b\"", url),
            Ok(Some("https://a.example/b".to_owned()))
        );
        assert_eq!(read("\"https://${R}.example\"", url), Ok(None));
        assert_eq!(read("\"see the docs\"", url), Ok(None));
    }
}
