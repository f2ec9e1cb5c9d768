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
    /// The edition that says so; `None` is the newest of its source.
    pub(super) stated_at: Option<OffsetDateTime>,
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
    /// Amounts that follow another one of the same component, or none, or that none follows.
    pub(super) repriced: Vec<Repriced>,
}

/// One change of one amount: never from nothing to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repriced {
    pub(super) component: PriceComponent,
    pub(super) old: Option<UnitPrice>,
    pub(super) new: Option<UnitPrice>,
    pub(super) at: OffsetDateTime,
}

impl Plan {
    /// Whether the input or output price that people quote has changed from one amount to another.
    pub(super) fn reprices_base(&self) -> bool {
        let base = |c: &PriceComponent| c.is_base(Direction::Input) || c.is_base(Direction::Output);
        let mut known = self
            .repriced
            .iter()
            .filter(|r| r.old.is_some() && r.new.is_some());
        known.any(|r| base(&r.component))
    }
}

/// Which edition of its source lists an offering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edition {
    /// The first of the source: since when its prices hold is not known.
    First,
    /// The first that lists this offering, or the first that no longer does: the offering is the
    /// news, not its prices.
    Boundary,
    /// One after another that lists it too.
    Next,
}

/// Prices in force on `as_of`: what differs closes on that date, and what is new begins on it.
pub(super) fn plan_current(
    kept: &[Kept],
    stated: Vec<Stated>,
    as_of: OffsetDateTime,
    edition: Edition,
) -> Plan {
    let begin = (edition != Edition::First).then_some(as_of);
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
                plan.reprice(
                    &price.component,
                    Some(old.amount),
                    Some(price.amount),
                    as_of,
                );
                plan.open.push(Stated {
                    from: Some(as_of),
                    to: None,
                    ..price
                });
            }
            None => {
                if edition == Edition::Next {
                    plan.reprice(&price.component, None, Some(price.amount), as_of);
                }
                plan.open.push(Stated {
                    from: begin,
                    to: None,
                    ..price
                });
            }
        }
    }
    for old in open.into_values() {
        if edition == Edition::Next {
            plan.reprice(&old.component, Some(old.amount), None, as_of);
        }
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
    fn reprice(
        &mut self,
        component: &PriceComponent,
        old: Option<UnitPrice>,
        new: Option<UnitPrice>,
        at: OffsetDateTime,
    ) {
        self.repriced.push(Repriced {
            component: component.clone(),
            old,
            new,
            at,
        });
    }

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
                old: Some(*old),
                new: Some(*new),
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
            stated_at: None,
        }
    }

    #[test]
    fn since_when_the_first_prices_of_a_source_hold_is_not_known() {
        let begin = |edition| {
            let plan = plan_current(&[], vec![stated(3, None, None)], JULY, edition);
            plan.open.first().and_then(|price| price.from)
        };
        assert_eq!(begin(Edition::First), None);
        assert_eq!(begin(Edition::Boundary), Some(JULY));
    }

    #[test]
    fn a_price_that_comes_or_goes_is_a_change_of_its_offering() {
        let steps = |kept: &[Kept], stated, edition| {
            let plan = plan_current(kept, stated, AUGUST, edition);
            assert!(!plan.reprices_base(), "from one amount to another");
            let steps = plan.repriced.into_iter();
            steps.map(|step| (step.old, step.new)).collect::<Vec<_>>()
        };
        let amount = Some(UnitPrice::from_raw(3));
        let (comes, goes) = (vec![stated(3, None, None)], [kept(3, Some(JULY), None)]);
        assert_eq!(steps(&[], comes.clone(), Edition::Next), [(None, amount)]);
        assert_eq!(steps(&goes, vec![], Edition::Next), [(amount, None)]);
        assert_eq!(steps(&[], comes, Edition::Boundary), []);
        assert_eq!(steps(&goes, vec![], Edition::Boundary), []);
    }

    #[test]
    fn the_same_price_again_changes_nothing() {
        let plan = plan_current(
            &[kept(3, Some(JULY), None)],
            vec![stated(3, None, None)],
            AUGUST,
            Edition::Next,
        );
        assert_eq!(plan, Plan::default());
    }

    #[test]
    fn another_price_closes_the_old_one_and_opens_a_new_one() {
        let plan = plan_current(
            &[kept(3, Some(JULY), None)],
            vec![stated(4, None, None)],
            AUGUST,
            Edition::Next,
        );
        assert_eq!(plan.end, [(3, Some(AUGUST))]);
        assert_eq!(plan.open, [stated(4, Some(AUGUST), None)]);
        assert!(plan.reprices_base());
    }

    #[test]
    fn a_price_that_is_no_longer_stated_closes_without_becoming_zero() {
        let plan = plan_current(&[kept(3, Some(JULY), None)], vec![], AUGUST, Edition::Next);
        assert_eq!(plan.end, [(3, Some(AUGUST))]);
        assert!(plan.open.is_empty() && !plan.reprices_base());
    }

    #[test]
    fn a_correction_on_the_same_day_supersedes() {
        let plan = plan_current(
            &[kept(3, Some(JULY), None)],
            vec![stated(4, None, None)],
            JULY,
            Edition::Next,
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
