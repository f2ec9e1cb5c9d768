//! Which prices a price sheet lists, tier by tier: for each component the one in
//! force, then what other sources say, then what is announced.

use std::sync::Arc;

use backend::catalog::snapshot::{Offering, Period, Quote, ShownPrice};
use domain::price::{PriceComponent, UnitPrice};
use time::OffsetDateTime;

/// What a price in the sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Charged now.
    InForce,
    /// Another source says this; the rule of precedence did not choose it.
    NotUsed,
    /// Begins later.
    Announced,
    /// The last one known of an offering that ended.
    Last,
}

/// One line of a price sheet.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) component: Arc<PriceComponent>,
    pub(super) amount: UnitPrice,
    pub(super) from: Option<OffsetDateTime>,
    pub(super) to: Option<OffsetDateTime>,
    pub(super) source: usize,
    pub(super) url: Option<Arc<str>>,
    pub(super) state: State,
}

pub(super) fn rows(offering: &Offering, now: OffsetDateTime) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for price in &offering.prices {
        rows.push(in_force(price));
        rows.extend(
            price
                .others
                .iter()
                .map(|quote| not_used(offering, price, quote, now)),
        );
    }
    let later = offering
        .periods
        .iter()
        .filter(|p| p.from.is_some_and(|from| from > now));
    rows.extend(later.map(|p| of_period(p, State::Announced)));
    if offering.prices.is_empty() {
        let last = offering.periods.chunk_by(|a, b| a.component == b.component);
        let last = last.filter_map(|same| {
            same.iter()
                .filter(|p| p.from.is_none_or(|from| from <= now))
                .max_by_key(|p| (p.from, p.to))
        });
        rows.extend(last.map(|p| of_period(p, State::Last)));
    }
    // Stable: what was pushed first for a component stays first.
    rows.sort_by(|a, b| (a.component.tier, &a.component).cmp(&(b.component.tier, &b.component)));
    rows
}

fn in_force(price: &ShownPrice) -> Row {
    Row {
        component: Arc::clone(&price.component),
        amount: price.amount,
        from: price.from,
        to: price.to,
        source: price.source,
        url: price.url.clone(),
        state: State::InForce,
    }
}

/// A quote does not say since when; the period it was taken from does.
fn not_used(offering: &Offering, price: &ShownPrice, quote: &Quote, now: OffsetDateTime) -> Row {
    let period = offering.periods.iter().find(|p| {
        p.component == price.component
            && p.source == quote.source
            && p.amount == quote.amount
            && p.from.is_none_or(|from| from <= now)
            && p.to.is_none_or(|to| now < to)
    });
    Row {
        component: Arc::clone(&price.component),
        amount: quote.amount,
        from: period.and_then(|p| p.from),
        to: period.and_then(|p| p.to),
        source: quote.source,
        url: quote.url.clone(),
        state: State::NotUsed,
    }
}

fn of_period(period: &Period, state: State) -> Row {
    Row {
        component: Arc::clone(&period.component),
        amount: period.amount,
        from: period.from,
        to: period.to,
        source: period.source,
        url: period.url.clone(),
        state,
    }
}
