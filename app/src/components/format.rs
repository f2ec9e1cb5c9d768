//! Numbers and dates as people read them. All text is made on the server, so
//! that it is the same with and without scripts.

use std::borrow::Cow;

use domain::money::grouped;
use domain::price::UnitPrice;
use time::format_description::well_known::Iso8601;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

/// `30 Nov 2026`.
pub fn day(date: Date) -> String {
    let form = format_description!("[day padding:none] [month repr:short] [year]");
    date.format(form).unwrap_or_else(|_| date.to_string())
}

/// A year, a month or a day as it was stated: `2024`, `Sep 2025`, `31 Jul 2025`.
pub fn partial_day(text: &str) -> String {
    let month = format_description!("[month repr:short] [year]");
    let read = |text: &str| Date::parse(text, &Iso8601::DATE).ok();
    let words = match text.len() {
        7 => read(&format!("{text}-01")).and_then(|d| d.format(month).ok()),
        10 => read(text).map(day),
        _ => None,
    };
    words.unwrap_or_else(|| text.to_owned())
}

/// `22 Nov 2026, 06:00 UTC`.
pub fn minute(at: OffsetDateTime) -> String {
    let form =
        format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute] UTC");
    at.to_offset(time::UtcOffset::UTC)
        .format(form)
        .unwrap_or_else(|_| at.to_string())
}

/// `2026-11-22T06:00:00Z`, for machines.
pub fn rfc3339(at: OffsetDateTime) -> String {
    at.format(&time::format_description::well_known::Rfc3339)
        .unwrap_or_else(|_| at.to_string())
}

/// `200,000`.
pub fn count(n: impl Into<i128>) -> String {
    grouped(n.into())
}

/// Tokens in short: `8K`, `200K`, `1M`, `1.05M`.
pub fn tokens(n: i64) -> String {
    let short = |value: i64, unit: i64, suffix: &str| {
        let (whole, rest) = (value / unit, value % unit * 100 / unit);
        let text = if rest == 0 {
            whole.to_string()
        } else {
            format!("{whole}.{rest:02}")
                .trim_end_matches('0')
                .to_owned()
        };
        format!("{text}{suffix}")
    };
    match n {
        1_000_000.. => short(n, 1_000_000, "M"),
        // Powers of two are named by their thousands: 131,072 is 131K.
        1_000.. => format!("{}K", n / 1_000),
        _ => n.to_string(),
    }
}

/// A price with its sign, shortened to four significant decimals for lists;
/// exact ones stand on the page of the model.
pub fn price(price: UnitPrice) -> String {
    price.dollars()
}

/// `1 provider`, `11 providers`.
pub fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(n as i128), if n == 1 { one } else { many })
}

/// Text as it stands in markup that is not made by `view!`.
pub fn escaped(text: &str) -> Cow<'_, str> {
    // Without leaving the loop early, so that many bytes are looked at at once: a
    // page has hundreds of texts, and hardly one with such a character.
    let is_special = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"');
    if !text.bytes().fold(false, |any, b| any | is_special(b)) {
        return Cow::Borrowed(text);
    }
    html_escape::encode_double_quoted_attribute(text)
}

/// The two letters of a name, for the tile beside it.
pub fn initials(name: &str) -> String {
    let mut letters = name.chars().filter(|c| c.is_alphanumeric());
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first
        .chain(letters.next().into_iter().flat_map(char::to_lowercase))
        .collect()
}

/// The unit as it follows a figure: ` %`, or nothing when it is not stated.
pub fn unit_suffix(unit: &str) -> String {
    match unit {
        "" => String::new(),
        "percent" => "\u{a0}%".to_owned(),
        other => format!("\u{a0}{other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn nothing_special_is_left_as_it_is() {
        for c in (0..128).map(char::from) {
            let text = format!("a{c}b");
            let whole = html_escape::encode_double_quoted_attribute(&text);
            assert_eq!(escaped(&text), whole, "{c:?}");
        }
    }

    #[test]
    fn dates() {
        assert_eq!(day(date!(2026 - 11 - 30)), "30 Nov 2026");
        assert_eq!(
            minute(datetime!(2026-11-22 06:05 UTC)),
            "22 Nov 2026, 06:05 UTC"
        );
    }

    #[test]
    fn tokens_in_short() {
        for (n, text) in [
            (448, "448"),
            (8_192, "8K"),
            (200_000, "200K"),
            (1_000_000, "1M"),
            (1_050_000, "1.05M"),
            (2_097_152, "2.09M"),
        ] {
            assert_eq!(tokens(n), text);
        }
    }

    #[test]
    fn tiles() {
        assert_eq!(initials("OpenAI"), "Op");
        assert_eq!(initials("xAI"), "Xa");
        assert_eq!(initials("01.AI"), "01");
    }

    #[test]
    fn knowledge_is_as_exact_as_it_was_stated() {
        assert_eq!(partial_day("2025-07-31"), "31 Jul 2025");
        assert_eq!(partial_day("2025-09"), "Sep 2025");
        assert_eq!(partial_day("2024"), "2024");
    }
}
