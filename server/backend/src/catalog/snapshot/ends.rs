//! When lives end, and when that is to be seen.

use domain::model::Lifecycle;
use time::{Date, OffsetDateTime};

use super::{Entry, Offering};

/// What has ended is retired, whatever its source still calls it.
pub(super) fn past(lifecycle: Lifecycle, ends: Option<Date>, now: OffsetDateTime) -> Lifecycle {
    if ends.is_some_and(|on| on <= now.date()) {
        Lifecycle::Retired
    } else {
        lifecycle
    }
}

/// When something ends next: at the beginning of its last day.
pub(super) fn next_end(
    entries: &[Entry],
    offerings: &[Offering],
    now: OffsetDateTime,
) -> Option<OffsetDateTime> {
    let models = entries.iter().filter_map(|e| e.model()?.retires_on);
    let ends = models.chain(offerings.iter().filter_map(|o| o.retires_on));
    ends.filter(|on| *on > now.date())
        .min()
        .map(|on| on.midnight().assume_utc())
}

/// When the day ends: the age of models and what is popular are of a day.
pub(super) fn next_day(now: OffsetDateTime) -> Option<OffsetDateTime> {
    let next = now.date().next_day()?;
    Some(next.midnight().assume_utc())
}
