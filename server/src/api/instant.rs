//! Dates and instants as text.

use time::{
    Date, OffsetDateTime, Time, format_description::well_known::Rfc3339, macros::format_description,
};

use super::problem::Problem;

/// As RFC 3339 says, in UTC.
pub(super) fn instant(at: OffsetDateTime) -> String {
    // Instants of the database are within the years that RFC 3339 can say.
    at.to_offset(time::UtcOffset::UTC)
        .format(&Rfc3339)
        .unwrap_or_default()
}

/// Reads an instant, or a day as its first instant in UTC.
pub(super) fn parse(field: &str, text: &str) -> Result<OffsetDateTime, Problem> {
    let day = format_description!("[year]-[month]-[day]");
    let midnight = |date: Date| date.with_time(Time::MIDNIGHT).assume_utc();
    let read = OffsetDateTime::parse(text, &Rfc3339).ok();
    read.or_else(|| Date::parse(text, day).ok().map(midnight))
        .ok_or_else(|| {
            Problem::field(
                field,
                "must be a day such as 2026-01-31 or an instant such as 2026-01-31T12:00:00Z",
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn days_and_instants_are_read() {
        let midnight = datetime!(2026-01-31 0:00 UTC);
        assert_eq!(parse("since", "2026-01-31"), Ok(midnight));
        assert_eq!(parse("since", "2026-01-31T01:00:00+01:00"), Ok(midnight));
        assert_eq!(
            instant(datetime!(2026-01-31 1:00 +1)),
            "2026-01-31T00:00:00Z"
        );
        for bad in ["yesterday", "2026-02-30", "31.1.2026", "2026-01-31 12:00"] {
            let fields = parse("since", bad).map_err(|problem| problem.errors.len());
            assert_eq!(fields, Err(1), "{bad}");
        }
    }
}
