//! Days, instants and dates that are known only in part.

use domain::day::PartialDate;
use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime, UtcOffset};

use super::error::FeedError;
use super::json::Node;
use super::scalar::text;

/// A day, `YYYY-MM-DD`.
pub(super) fn day(node: Node<'_, '_>) -> Result<Date, FeedError> {
    parse_day(&text(node)?).ok_or_else(|| node.error("a day, YYYY-MM-DD"))
}

fn parse_day(text: &str) -> Option<Date> {
    Date::parse(
        text,
        time::macros::format_description!("[year]-[month]-[day]"),
    )
    .ok()
}

/// An instant: RFC 3339, or a day, which is its midnight in UTC.
pub(super) fn instant(node: Node<'_, '_>) -> Result<OffsetDateTime, FeedError> {
    parse_instant(&text(node)?).ok_or_else(|| node.error("an instant (RFC 3339) or a day"))
}

/// [`instant`] of plain text.
pub(super) fn parse_instant(text: &str) -> Option<OffsetDateTime> {
    match parse_day(text) {
        Some(day) => Some(day.midnight().assume_utc()),
        None => OffsetDateTime::parse(text, &Rfc3339)
            .ok()
            .map(|t| t.to_offset(UtcOffset::UTC)),
    }
}

/// A date that may be known only to the month or the year.
pub(super) fn partial_date(node: Node<'_, '_>) -> Result<PartialDate, FeedError> {
    text(node)?
        .parse()
        .map_err(|_| node.error("YYYY, YYYY-MM or YYYY-MM-DD"))
}

/// A date of which feeds state days and months that do not exist, such as
/// 31 February or the month 25: then it is known as far as it exists.
pub(super) fn loose_date(node: Node<'_, '_>) -> Result<PartialDate, FeedError> {
    let stated = text(node)?;
    let like_a_day = stated.len() == 10 && stated.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let lengths: &[usize] = if like_a_day {
        &[10, 7, 4]
    } else {
        &[stated.len()]
    };
    let known = lengths
        .iter()
        .filter_map(|len| stated.get(..*len))
        .find_map(|part| part.parse().ok());
    known.ok_or_else(|| node.error("YYYY, YYYY-MM or YYYY-MM-DD"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::super::place::At;
    use super::*;

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
    fn days_and_instants() {
        assert_eq!(
            read("\"2026-07-02T00:40:28+08:00\"", instant)
                .unwrap()
                .to_string(),
            "2026-07-01 16:40:28.0 +00:00:00"
        );
        assert_eq!(
            read("\"2026-07-02\"", instant).unwrap().to_string(),
            "2026-07-02 0:00:00.0 +00:00:00"
        );
        assert_eq!(
            read("\"2025-02-31\"", loose_date).unwrap().to_string(),
            "2025-02"
        );
        assert_eq!(
            read("\"2025-25-11\"", loose_date).unwrap().to_string(),
            "2025"
        );
        assert!(
            read("\"2025-13\"", loose_date).is_err() && read("\"31 Feb 25\"", loose_date).is_err()
        );
        assert!(
            read("\"July\"", instant).is_err()
                && read("\"2026-02-30\"", day).is_err()
                && read("5", day).is_err()
        );
    }
}
