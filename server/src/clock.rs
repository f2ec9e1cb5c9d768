//! The one place that reads the system's clock.

use time::OffsetDateTime;

/// The current time.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the clock that everything else is given"
)]
pub fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}
