//! How fast offerings answer: of each the newest measurement.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::speed::{FirstToken, Throughput};
use time::Date;

use super::build::position;
use super::facts::intern;
use super::sql::SpeedRow;
use crate::Error;
use crate::db::broken_row;

/// What somebody has measured of an offering on one day: at least one figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speed {
    /// Time to the first token, p50.
    pub first_token: Option<FirstToken>,
    /// Output tokens a second, p50.
    pub throughput: Option<Throughput>,
    /// When it was measured.
    pub measured_on: Date,
    /// Index into [`super::Snapshot::sources`].
    pub source: usize,
    /// Where it is stated.
    pub url: Option<Arc<str>>,
}

/// Speeds by offering. Most offerings have none, so each is kept apart from its
/// offering.
pub(super) fn by_offering(
    rows: Vec<SpeedRow>,
    sources: &HashMap<i16, usize>,
) -> Result<HashMap<i64, Box<Speed>>, Error> {
    let mut urls = HashSet::new();
    let mut out = HashMap::with_capacity(rows.len());
    for row in rows {
        let id = row.offering_id;
        let throughput = row.tokens_per_second_milli;
        let speed = Speed {
            first_token: figure(row.ttft_ms, FirstToken::from_millis, "ttft_ms", id)?,
            throughput: figure(
                throughput,
                Throughput::from_milli,
                "tokens_per_second_milli",
                id,
            )?,
            measured_on: row.measured_on,
            source: position(sources, row.source_id),
            url: row.url.map(|url| intern(&mut urls, url)),
        };
        out.insert(id, Box::new(speed));
    }
    Ok(out)
}

/// The figure of a column of the row for offering `id`, if there is one.
fn figure<C: TryInto<u32>, T>(
    value: Option<C>,
    read: impl FnOnce(u32) -> Option<T>,
    column: &'static str,
    id: i64,
) -> Result<Option<T>, Error> {
    let Some(value) = value else {
        return Ok(None);
    };
    let figure = value.try_into().ok().and_then(read);
    figure
        .map(Some)
        .ok_or_else(|| broken_row("speeds", column, id))
}
