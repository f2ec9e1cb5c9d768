//! The time zones that forms offer.

/// Zones of the IANA database: UTC, then one for each clock that many people
/// live by, by name.
const ZONES: [&str; 42] = [
    "UTC",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/Anchorage",
    "America/Argentina/Buenos_Aires",
    "America/Bogota",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Lima",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Phoenix",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Toronto",
    "Asia/Bangkok",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Asia/Hong_Kong",
    "Asia/Jakarta",
    "Asia/Jerusalem",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Perth",
    "Australia/Sydney",
    "Europe/Athens",
    "Europe/Berlin",
    "Europe/Istanbul",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Moscow",
    "Europe/Paris",
    "Pacific/Auckland",
    "Pacific/Honolulu",
];

/// What is chosen where nothing was.
pub(in crate::pages) const DEFAULT: &str = "UTC";

/// The zones with their words; `current` is among them whatever it is.
pub(in crate::pages) fn options(current: &str) -> Vec<(String, String)> {
    let other = (!ZONES.contains(&current)).then_some(current);
    let zones = ZONES.into_iter().chain(other);
    zones
        .map(|zone| (zone.to_owned(), zone.replace('_', " ")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_sorted_and_the_current_one_is_never_lost() {
        assert!(ZONES.iter().skip(1).is_sorted());
        assert_eq!(options(DEFAULT).len(), ZONES.len());
        let other = options("Asia/Kathmandu");
        assert_eq!(
            other.last().map(|(zone, _)| zone.as_str()),
            Some("Asia/Kathmandu")
        );
    }
}
