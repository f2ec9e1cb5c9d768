//! Dates that may be known only to the month or the year.

use std::fmt;
use std::str::FromStr;

/// A date as publishers state it: a year, a month or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

/// Text that is not `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD")]
pub struct BadDate;

fn digits<T: FromStr>(text: &str, len: usize) -> Result<T, BadDate> {
    if text.len() != len || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadDate);
    }
    text.parse().map_err(|_| BadDate)
}

impl FromStr for PartialDate {
    type Err = BadDate;

    fn from_str(text: &str) -> Result<Self, BadDate> {
        let mut parts = text.split('-');
        let year = digits(parts.next().unwrap_or_default(), 4)?;
        let month: Option<u8> = parts.next().map(|p| digits(p, 2)).transpose()?;
        let day: Option<u8> = parts.next().map(|p| digits(p, 2)).transpose()?;
        let real = time::Month::try_from(month.unwrap_or(1))
            .ok()
            .and_then(|m| {
                time::Date::from_calendar_date(i32::from(year), m, day.unwrap_or(1)).ok()
            });
        match (real, parts.next()) {
            (Some(_), None) => Ok(Self { year, month, day }),
            _ => Err(BadDate),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_it_read() {
        for text in ["2024", "2024-04", "2024-02-29"] {
            assert_eq!(
                text.parse::<PartialDate>().map(|d| d.to_string()),
                Ok(text.to_owned())
            );
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in [
            "",
            "24",
            "2024-13",
            "2023-02-29",
            "2024-1",
            "2024-01-01-01",
            "Q3 2024",
        ] {
            assert_eq!(text.parse::<PartialDate>(), Err(BadDate), "{text}");
        }
    }
}
