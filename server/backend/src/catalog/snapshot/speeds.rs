//! How fast offerings answer: of each figure the newest measurement.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::speed::{FirstToken, Throughput};
use time::Date;

use super::editions::Editions;
use super::facts::intern;
use super::sql::SpeedRow;
use crate::Error;
use crate::db::broken_row;

/// How fast an offering answers: of each figure the newest, and at least one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Speed {
    /// Time to the first token, p50.
    pub first_token: Option<FirstToken>,
    /// Output tokens a second, p50.
    pub throughput: Option<Throughput>,
    /// Where they come from: one measurement of both, or one of each.
    pub measurements: Vec<Measurement>,
}

/// What somebody has measured of an offering on one day, as far as nothing
/// newer is known: at least one figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measurement {
    /// Time to the first token, p50.
    pub first_token: Option<FirstToken>,
    /// Output tokens a second, p50.
    pub throughput: Option<Throughput>,
    /// When it was measured.
    pub measured_on: Date,
    /// Index into [`super::Snapshot::editions`].
    pub source: usize,
    /// Where it is stated.
    pub url: Option<Arc<str>>,
}

/// Speeds by offering. Most offerings have none, so each is kept apart from its
/// offering.
pub(super) fn by_offering(
    rows: Vec<SpeedRow>,
    editions: &Editions,
) -> Result<HashMap<i64, Box<Speed>>, Error> {
    let mut urls = HashSet::new();
    let mut out: HashMap<i64, Box<Speed>> = HashMap::with_capacity(rows.len());
    for row in rows {
        let id = row.offering_id;
        let throughput = row.tokens_per_second_milli;
        let measured = Measurement {
            first_token: figure(row.ttft_ms, FirstToken::from_millis, "ttft_ms", id)?,
            throughput: figure(
                throughput,
                Throughput::from_milli,
                "tokens_per_second_milli",
                id,
            )?,
            measured_on: row.measured_on,
            source: editions.at(row.source_id, None),
            url: row.url.map(|url| intern(&mut urls, url)),
        };
        out.entry(id).or_default().add(measured);
    }
    Ok(out)
}

impl Speed {
    /// Takes in what is the newest of a figure.
    fn add(&mut self, new: Measurement) {
        self.first_token = self.first_token.or(new.first_token);
        self.throughput = self.throughput.or(new.throughput);
        let by = (new.source, new.measured_on);
        let mut known = self.measurements.iter_mut();
        // A source measures an offering once on one day.
        match known.find(|m| (m.source, m.measured_on) == by) {
            Some(same) => {
                same.first_token = same.first_token.or(new.first_token);
                same.throughput = same.throughput.or(new.throughput);
            }
            None => self.measurements.push(new),
        }
    }
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
