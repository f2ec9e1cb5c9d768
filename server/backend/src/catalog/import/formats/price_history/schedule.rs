//! Prices that depend on the hour: a multiple of the plain ones.

use std::collections::BTreeMap;

use domain::price::ServiceTier;
use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::super::dates::instant;
use super::super::error::FeedError;
use super::super::json::{Node, Object};
use super::super::place::At;
use super::super::scalar::{flag, number, owned, text, url};
use super::segment::{Segment, times};
use crate::catalog::import::feed::Price;

/// At which hours which models of a provider cost a multiple.
pub(super) struct Schedule {
    provider: String,
    multiples: Multiples,
    /// The hours, in words.
    hours: String,
    from: Option<OffsetDateTime>,
    to: Option<OffsetDateTime>,
    source: Option<String>,
}

enum Multiples {
    /// One for all models of the provider.
    All(Decimal),
    /// One for each of some models.
    Some(BTreeMap<String, Decimal>),
}

/// Reads `schedules`.
pub(super) fn read(node: Node<'_, '_>) -> Result<Vec<Schedule>, FeedError> {
    let root = node.object()?;
    let Some(list) = root.get("schedule") else {
        return Ok(Vec::new());
    };
    list.list()?.iter().map(one).collect()
}

fn one(node: Node<'_, '_>) -> Result<Schedule, FeedError> {
    let row = node.object()?;
    let (kind, hours, multiple) = if row.has("peak_hours_utc") {
        ("peak", "peak_hours_utc", "peak_multiplier")
    } else {
        ("off-peak", "off_peak_hours_utc", "off_peak_multiplier")
    };
    Ok(Schedule {
        provider: row.need("provider", owned)?,
        multiples: row.need(multiple, multiples)?,
        hours: format!("{kind} {}", row.need(hours, spans)? + &days(&row)?),
        from: row.opt("valid_from", instant)?,
        to: row.opt("valid_until", instant)?,
        source: row.opt("source", url)?.flatten(),
    })
}

fn multiples(node: Node<'_, '_>) -> Result<Multiples, FeedError> {
    if node.is_number() {
        return number(node).map(Multiples::All);
    }
    let by_model = node.object()?;
    let pairs = by_model
        .iter()
        .map(|(model, node)| Ok((model.to_owned(), number(node)?)));
    pairs.collect::<Result<_, FeedError>>().map(Multiples::Some)
}

/// `[["01:00", "04:00"], …]` as `01:00-04:00 and … UTC`.
fn spans(node: Node<'_, '_>) -> Result<String, FeedError> {
    let mut found = Vec::new();
    for span in node.list()?.iter() {
        let ends = span
            .list()?
            .iter()
            .map(text)
            .collect::<Result<Vec<_>, _>>()?;
        match ends.as_slice() {
            [start, end] => found.push(format!("{start}-{end}")),
            _ => return Err(span.error("a start and an end")),
        }
    }
    if found.is_empty() {
        return Err(node.error("at least one span of hours"));
    }
    Ok(format!("{} UTC", found.join(" and ")))
}

fn days(row: &Object<'_, '_>) -> Result<String, FeedError> {
    let mut words = String::new();
    if row.opt("weekdays_only", flag)? == Some(true) {
        words.push_str(", Monday to Friday");
    }
    if let Some(calendar) = row.opt("holidays", owned)? {
        words.push_str(", except public holidays in ");
        words.push_str(&calendar.to_uppercase());
    }
    Ok(words)
}

impl Schedule {
    /// Whether it names this model, so that it applies even if the model was
    /// removed since.
    pub(super) fn names(&self, model: &str) -> bool {
        matches!(&self.multiples, Multiples::Some(models) if models.contains_key(model))
    }

    /// Adds the prices of the hours in which this schedule changes `segment`.
    pub(super) fn prices(
        &self,
        segment: &Segment,
        at: &At<'_>,
        out: &mut Vec<Price>,
    ) -> Result<(), FeedError> {
        let multiple = match &self.multiples {
            Multiples::All(multiple) => Some(*multiple),
            Multiples::Some(models) => models.get(&segment.model).copied(),
        };
        let Some(multiple) = multiple.filter(|_| self.provider == segment.provider) else {
            return Ok(());
        };
        let from = segment.from.max(self.from);
        let to = match (segment.to, self.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        if segment.mode != ServiceTier::Standard
            || from.zip(to).is_some_and(|(from, to)| from >= to)
        {
            return Ok(());
        }
        let mut plain = Vec::new();
        segment.prices(at, &mut plain)?;
        for mut price in plain {
            price.component.schedule = Some(self.hours.clone());
            price.amount = times(price.amount, multiple, at)?;
            (price.from, price.to) = (from, to);
            price.url = self.source.clone().or(price.url);
            out.push(price);
        }
        Ok(())
    }
}
