//! The prices of an import: what opens, what ends and what was wrong.

use std::collections::HashMap;

use super::super::ImportError;
use super::super::feed::PriceKind;
use super::super::prices::{self, Edition, Kept, Plan, Stated, plan_current, plan_dated};
use super::super::rows::{By, ChangeRow, EndRow, PriceRow, instant};
use super::super::way::{Way, way};
use super::{Import, Tx};

impl Import<'_> {
    pub(super) async fn prices(
        &mut self,
        tx: &mut Tx,
        ids: &HashMap<Way, i64>,
    ) -> Result<(), ImportError> {
        let mut source_ids: Vec<i16> = self.sources.values().map(|s| s.source_id).collect();
        source_ids.push(self.source.source_id);
        let mut kept: HashMap<(i64, i16), Vec<Kept>> = HashMap::new();
        for row in prices::sql::kept_prices(tx, &source_ids).await? {
            let (key, price) = row.into_kept()?;
            kept.entry(key).or_default().push(price);
        }
        let stated = self.stated(ids);
        let (mut opened, mut ends, mut superseded) = (Vec::new(), Vec::new(), Vec::new());
        for ((offering_id, source_id), prices) in stated {
            let old = kept.remove(&(offering_id, source_id)).unwrap_or_default();
            let by = self.by_id(source_id);
            if is_newer(&old, by) {
                continue;
            }
            self.said.prices.push((offering_id, source_id));
            let plan = match self.feed.prices {
                PriceKind::Current => {
                    let edition = self.edition_of(offering_id);
                    plan_current(&old, prices, self.feed.source.as_of, edition)
                }
                PriceKind::Dated => plan_dated(&old, prices),
            };
            self.note(offering_id, source_id, &plan);
            superseded.extend(plan.supersede);
            ends.extend(plan.end.into_iter().map(|(price_id, to)| EndRow {
                price_id,
                valid_to: to.map(instant),
            }));
            opened.extend(
                plan.open
                    .into_iter()
                    .map(|price| PriceRow::new(offering_id, by, price)),
            );
        }
        if self.feed.complete && self.feed.prices == PriceKind::Current {
            self.end_unlisted(&kept, &mut ends, &mut superseded);
        }
        self.report.price_rows = opened.len() + ends.len() + superseded.len();
        Ok(prices::sql::write_prices(tx, &superseded, &ends, &opened).await?)
    }

    /// The stated prices of each offering by source. An offering without prices
    /// has an empty list, so that what it had before closes.
    fn stated(&self, ids: &HashMap<Way, i64>) -> HashMap<(i64, i16), Vec<Stated>> {
        let mut out: HashMap<(i64, i16), Vec<Stated>> = HashMap::new();
        for offering in &self.feed.offerings {
            let Some(id) = ids.get(&way(offering)) else {
                continue;
            };
            if self.feed.prices == PriceKind::Current {
                out.entry((*id, self.source.source_id)).or_default();
            }
            for price in &offering.prices {
                let source = self.source(price.source.as_ref());
                // A file may quote an older edition of a source than the one
                // that was imported from that source itself.
                if self.is_outdated(price.source.as_ref()) {
                    continue;
                }
                out.entry((*id, source.source_id))
                    .or_default()
                    .push(Stated {
                        component: price.component.clone(),
                        amount: price.amount,
                        from: price.from,
                        to: price.to,
                        url: price.url.clone(),
                    });
            }
        }
        out
    }

    /// The prices of offerings that the source no longer lists end with them.
    fn end_unlisted(
        &self,
        kept: &HashMap<(i64, i16), Vec<Kept>>,
        ends: &mut Vec<EndRow>,
        superseded: &mut Vec<i64>,
    ) {
        let own = self.by(None);
        for ((_, source_id), prices) in kept {
            if *source_id == own.source_id && !is_newer(prices, own) {
                let plan = plan_current(
                    prices,
                    Vec::new(),
                    self.feed.source.as_of,
                    Edition::Boundary,
                );
                superseded.extend(plan.supersede);
                ends.extend(plan.end.into_iter().map(|(price_id, to)| EndRow {
                    price_id,
                    valid_to: to.map(instant),
                }));
            }
        }
    }

    /// As `by`, of a source by its key.
    fn by_id(&self, source_id: i16) -> By {
        let mut sources = self.feed.sources.iter().map(|source| Some(&source.slug));
        let named = sources.find(|named| self.source(*named).source_id == source_id);
        self.by(named.flatten())
    }

    fn edition_of(&self, offering_id: i64) -> Edition {
        match (
            self.source.imported.is_some(),
            self.listed.contains(&offering_id),
        ) {
            (false, _) => Edition::First,
            (true, false) => Edition::Boundary,
            (true, true) => Edition::Next,
        }
    }

    fn note(&mut self, offering_id: i64, source_id: i16, plan: &Plan) {
        if plan.reprices_base() {
            self.report.repriced += 1;
        }
        for step in &plan.repriced {
            let label = [
                step.component.label(),
                step.component.condition(),
                step.component.tier_label().to_owned(),
            ]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
            self.changes.push(ChangeRow {
                source_id,
                kind: "repriced",
                happened_at: instant(step.at),
                offering_id: Some(offering_id),
                component: Some(label),
                old_amount: step.old.map(|amount| amount.to_string()),
                new_amount: step.new.map(|amount| amount.to_string()),
                ..ChangeRow::default()
            });
        }
    }
}

/// Whether a newer edition of the same source has stated these prices.
fn is_newer(kept: &[Kept], by: By) -> bool {
    by.stated_at.is_some_and(|here| {
        kept.iter()
            .any(|price| price.stated_at.is_none_or(|at| at > here))
    })
}
