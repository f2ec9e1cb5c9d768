//! Prices and scores as rows become parts of a snapshot. Texts that repeat are
//! kept once: a large catalog has few distinct ones.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::price::{ContextThreshold, PriceComponent, UnitPrice};
use domain::score::Score;

use super::build::word;
use super::editions::Editions;
use super::sql::{self, PriceRow};
use super::{Period, ScoreRow};
use crate::Error;
use crate::db::broken_row;

/// Price periods by offering, ordered by component and date. Equal components
/// and addresses are kept once: a large catalog has few distinct ones.
pub(super) fn periods(
    rows: Vec<PriceRow>,
    editions: &Editions,
) -> Result<HashMap<i64, Vec<Period>>, Error> {
    let mut components: HashMap<String, Arc<PriceComponent>> = HashMap::new();
    let mut urls: HashSet<Arc<str>> = HashSet::new();
    let mut out: HashMap<i64, Vec<Period>> = HashMap::new();
    for row in rows {
        let id = row.offering_id;
        let component = if let Some(known) = components.get(&row.component) {
            Arc::clone(known)
        } else {
            let new = Arc::new(component(&row)?);
            components.insert(row.component.clone(), Arc::clone(&new));
            new
        };
        let period = Period {
            component,
            amount: UnitPrice::from_decimal(row.amount)
                .map_err(|_| broken_row("prices", "amount", id))?,
            from: row.valid_from,
            to: row.valid_to,
            source: editions.at(row.source_id, row.stated_at),
            url: row.source_url.map(|url| intern(&mut urls, url)),
        };
        out.entry(id).or_default().push(period);
    }
    for list in out.values_mut() {
        list.sort_by(|a, b| {
            (&a.component, a.from, a.source).cmp(&(&b.component, b.from, b.source))
        });
        list.shrink_to_fit();
    }
    Ok(out)
}

fn component(row: &PriceRow) -> Result<PriceComponent, Error> {
    let id = row.offering_id;
    Ok(PriceComponent {
        unit: word(&row.unit, "prices", "unit", id)?,
        direction: row
            .direction
            .as_deref()
            .map(|d| word(d, "prices", "direction", id))
            .transpose()?,
        modality: word(&row.modality, "prices", "modality", id)?,
        class: word(&row.token_class, "prices", "token_class", id)?,
        cache_ttl: row.cache_ttl_seconds,
        tier: word(&row.service_tier, "prices", "service_tier", id)?,
        threshold: row.context_threshold.map(|tokens| ContextThreshold {
            tokens,
            inclusive: row.threshold_inclusive,
        }),
        schedule: row.schedule.clone(),
        region: row.region.clone(),
    })
}

/// The text as it is kept, once for all that are equal.
pub(super) fn intern(known: &mut HashSet<Arc<str>>, text: String) -> Arc<str> {
    if let Some(same) = known.get(text.as_str()) {
        return Arc::clone(same);
    }
    let new: Arc<str> = text.into();
    known.insert(Arc::clone(&new));
    new
}

pub(super) fn scores(rows: Vec<sql::ScoreRow>, editions: &Editions) -> HashMap<i64, Vec<ScoreRow>> {
    let mut texts = HashSet::new();
    let mut out: HashMap<i64, Vec<ScoreRow>> = HashMap::new();
    for row in rows {
        let score = ScoreRow {
            benchmark: intern(&mut texts, row.benchmark),
            version: intern(&mut texts, row.version),
            category: intern(&mut texts, row.category),
            metric: intern(&mut texts, row.metric),
            variant: intern(&mut texts, row.variant),
            score: Score::from_milli(row.score_milli),
            unit: intern(&mut texts, row.unit),
            date: row.scored_on,
            source: editions.at(row.source_id, None),
            url: row.url.map(|url| intern(&mut texts, url)),
        };
        out.entry(row.model_id).or_default().push(score);
    }
    out
}
