//! Dates and instants, with the machine-readable form beside the words.

use leptos::prelude::*;
use time::{Date, OffsetDateTime};

use super::format::{day, minute, rfc3339};

/// A day.
#[component]
pub fn Day(
    /// Which.
    date: Date,
) -> impl IntoView {
    view! { <time datetime=date.to_string()>{day(date)}</time> }
}

/// An instant, to the minute, in UTC.
#[component]
pub fn When(
    /// Which.
    at: OffsetDateTime,
) -> impl IntoView {
    view! { <time datetime=rfc3339(at)>{minute(at)}</time> }
}
