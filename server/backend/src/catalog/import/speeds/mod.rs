//! What was measured of offerings, as rows. A measurement is kept for ever: a
//! later one stands beside it, and only its own source corrects it.

pub(super) mod sql;

use domain::speed::{FirstToken, Throughput};
use serde::Serialize;

use super::feed::SpeedRecord;

/// The name under which measurements are counted that no offering is for.
pub(super) const UNKNOWN: &str = "speed of an unknown offering";

#[derive(Serialize)]
pub(super) struct SpeedRow {
    offering_id: i64,
    source_id: i16,
    measured_on: String,
    ttft_ms: Option<u32>,
    tokens_per_second_milli: Option<u32>,
    url: Option<String>,
}

impl SpeedRow {
    pub(super) fn new(record: &SpeedRecord, offering_id: i64, source_id: i16) -> Self {
        Self {
            offering_id,
            source_id,
            measured_on: record.date.to_string(),
            ttft_ms: record.first_token.map(FirstToken::millis),
            tokens_per_second_milli: record.throughput.map(Throughput::milli),
            url: record.url.clone(),
        }
    }
}
