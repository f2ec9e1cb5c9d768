//! What a feed's prices mean for the prices that are already kept. Pure: the
//! caller loads the rows and carries out the plan.

pub(super) mod sql;

use std::collections::BTreeMap;

use domain::price::{Direction, PriceComponent, UnitPrice};
use time::OffsetDateTime;

/// A kept price that its source has not corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) price_id: i64,
    pub(super) component: PriceComponent,
    pub(super) amount: UnitPrice,
    pub(super) from: Option<OffsetDateTime>,
    pub(super) to: Option<OffsetDateTime>,
}

/// A price as the feed states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) component: PriceComponent,
    pub(super) amount: UnitPrice,
    pub(super) from: Option<OffsetDateTime>,
    pub(super) to: Option<OffsetDateTime>,
    pub(super) url: Option<String>,
}

/// What has to be written for one offering and one source.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// Rows to add.
    pub(super) open: Vec<Stated>,
    /// Rows whose end changes.
    pub(super) end: Vec<(i64, Option<OffsetDateTime>)>,
    /// Rows that were wrong from the start.
    pub(super) supersede: Vec<i64>,
    /// Amounts that follow another amount of the same component.
    pub(super) repriced: Vec<Repriced>,
}

/// One change of one amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repriced {
    pub(super) component: PriceComponent,
    pub(super) old: UnitPrice,
    pub(super) new: UnitPrice,
    pub(super) at: OffsetDateTime,
}

impl Plan {
    /// Whether the input or output price that people quote has changed.
    pub(super) fn reprices_base(&self) -> bool {
        self.repriced.iter().any(|r| {
            r.component.is_base(Direction::Input) || r.component.is_base(Direction::Output)
        })
    }
}

/// Prices in force on `as_of`: what differs closes on that date. What is new begins on it, unless
/// the edition `is_first`: since when its prices hold is then not known.
pub(super) fn plan_current(
    kept: &[Kept],
    stated: Vec<Stated>,
    as_of: OffsetDateTime,
    is_first: bool,
) -> Plan {
    let begin = (!is_first).then_some(as_of);
    let mut plan = Plan::default();
    let mut open: BTreeMap<&PriceComponent, &Kept> = kept
        .iter()
        .filter(|k| k.to.is_none())
        .map(|k| (&k.component, k))
        .collect();
    for price in stated {
        match open.remove(&price.component) {
            Some(old) if old.amount == price.amount => {}
            Some(old) => {
                plan.close(old, as_of);
                plan.repriced.push(Repriced {
                    component: price.component.clone(),
                    old: old.amount,
                    new: price.amount,
                    at: as_of,
                });
                plan.open.push(Stated {
                    from: Some(as_of),
                    to: None,
                    ..price
                });
            }
            None => plan.open.push(Stated {
                from: begin,
                to: None,
                ..price
            }),
        }
    }
    for old in open.into_values() {
        plan.close(old, as_of);
    }
    plan
}

/// Periods with their own dates: the source's own history replaces what was
/// kept of it, period by period. Nothing is rewritten: a corrected period is
/// superseded and stays.
pub(super) fn plan_dated(kept: &[Kept], stated: Vec<Stated>) -> Plan {
    let mut plan = Plan {
        repriced: steps(&stated),
        ..Plan::default()
    };
    let known: Vec<Repriced> = steps_of_kept(kept);
    let mut old: Vec<&Kept> = kept.iter().collect();
    for price in stated {
        let same = old
            .iter()
            .position(|k| k.component == price.component && k.from == price.from);
        match same.map(|at| old.swap_remove(at)) {
            Some(k) if k.amount == price.amount => {
                if k.to != price.to {
                    plan.end.push((k.price_id, price.to));
                }
            }
            Some(k) => {
                plan.supersede.push(k.price_id);
                plan.open.push(price);
            }
            None => plan.open.push(price),
        }
    }
    plan.supersede.extend(old.into_iter().map(|k| k.price_id));
    plan.repriced.retain(|r| !known.contains(r));
    plan
}

impl Plan {
    fn close(&mut self, old: &Kept, at: OffsetDateTime) {
        if old.from.is_some_and(|from| from >= at) {
            self.supersede.push(old.price_id);
        } else {
            self.end.push((old.price_id, Some(at)));
        }
    }
}

fn steps(stated: &[Stated]) -> Vec<Repriced> {
    steps_between(stated.iter().map(|s| (&s.component, s.from, s.amount)))
}

fn steps_of_kept(kept: &[Kept]) -> Vec<Repriced> {
    steps_between(kept.iter().map(|k| (&k.component, k.from, k.amount)))
}

/// The changes from one period of a component to the next.
fn steps_between<'a>(
    periods: impl Iterator<Item = (&'a PriceComponent, Option<OffsetDateTime>, UnitPrice)>,
) -> Vec<Repriced> {
    let mut sorted: Vec<_> = periods.collect();
    sorted.sort();
    sorted
        .windows(2)
        .filter_map(|pair| match pair {
            [(a, _, old), (b, Some(at), new)] if a == b && old != new => Some(Repriced {
                component: (*a).clone(),
                old: *old,
                new: *new,
                at: *at,
            }),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const JULY: OffsetDateTime = datetime!(2026-07-02 0:00 UTC);
    const AUGUST: OffsetDateTime = datetime!(2026-08-18 0:00 UTC);

    fn input() -> PriceComponent {
        PriceComponent::tokens(Direction::Input)
    }

    fn stated(raw: i64, from: Option<OffsetDateTime>, to: Option<OffsetDateTime>) -> Stated {
        Stated {
            component: input(),
            amount: UnitPrice::from_raw(raw),
            from,
            to,
            url: None,
        }
    }

    fn kept(raw: i64, from: Option<OffsetDateTime>, to: Option<OffsetDateTime>) -> Kept {
        Kept {
            price_id: raw,
            component: input(),
            amount: UnitPrice::from_raw(raw),
            from,
            to,
        }
    }

    #[test]
    fn since_when_the_first_prices_of_a_source_hold_is_not_known() {
        let begin = |is_first| {
            let plan = plan_current(&[], vec![stated(3, None, None)], JULY, is_first);
            plan.open.first().and_then(|price| price.from)
        };
        assert_eq!((begin(true), begin(false)), (None, Some(JULY)));
    }

    #[test]
    fn the_same_price_again_changes_nothing() {
        let plan = plan_current(
            &[kept(3, Some(JULY), None)],
            vec![stated(3, None, None)],
            AUGUST,
            false,
        );
        assert_eq!(plan, Plan::default());
    }

    #[test]
    fn another_price_closes_the_old_one_and_opens_a_new_one() {
        let plan = plan_current(
            &[kept(3, Some(JULY), None)],
            vec![stated(4, None, None)],
            AUGUST,
            false,
        );
        assert_eq!(plan.end, [(3, Some(AUGUST))]);
        assert_eq!(plan.open, [stated(4, Some(AUGUST), None)]);
        assert!(plan.reprices_base());
    }

    #[test]
    fn a_price_that_is_no_longer_stated_closes_without_becoming_zero() {
        let plan = plan_current(&[kept(3, Some(JULY), None)], vec![], AUGUST, false);
        assert_eq!(plan.end, [(3, Some(AUGUST))]);
        assert!(plan.open.is_empty() && !plan.reprices_base());
    }

    #[test]
    fn a_correction_on_the_same_day_supersedes() {
        let plan = plan_current(
            &[kept(3, Some(JULY), None)],
            vec![stated(4, None, None)],
            JULY,
            false,
        );
        assert_eq!(plan.supersede, [3]);
        assert!(plan.end.is_empty());
    }

    #[test]
    fn a_history_that_goes_on_closes_its_last_period() {
        let before = [kept(3, None, None)];
        let plan = plan_dated(
            &before,
            vec![stated(3, None, Some(AUGUST)), stated(4, Some(AUGUST), None)],
        );
        assert_eq!(plan.end, [(3, Some(AUGUST))]);
        assert_eq!(plan.open, [stated(4, Some(AUGUST), None)]);
        assert_eq!(plan.repriced.len(), 1);
    }

    #[test]
    fn a_corrected_history_keeps_the_wrong_row_as_superseded() {
        let before = [kept(3, None, Some(AUGUST)), kept(4, Some(AUGUST), None)];
        let plan = plan_dated(
            &before,
            vec![stated(3, None, Some(AUGUST)), stated(5, Some(AUGUST), None)],
        );
        assert_eq!(plan.supersede, [4]);
        assert_eq!(plan.open, [stated(5, Some(AUGUST), None)]);
        assert_eq!(plan.repriced.len(), 1, "the step from 3 to 5 is news");
    }

    #[test]
    fn the_same_history_again_changes_nothing() {
        let before = [kept(3, None, Some(AUGUST)), kept(4, Some(AUGUST), None)];
        let plan = plan_dated(
            &before,
            vec![stated(3, None, Some(AUGUST)), stated(4, Some(AUGUST), None)],
        );
        assert_eq!(plan, Plan::default());
    }
}
