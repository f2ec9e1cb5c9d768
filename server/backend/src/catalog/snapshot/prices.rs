//! Which price is shown where sources disagree.
//!
//! The rule: of the prices in force now, the source with the highest rank is
//! shown; among equal ranks the newest edition; then the lower price. The
//! others are kept beside it, and the page says that they differ.

use std::sync::Arc;

use domain::price::{PriceComponent, UnitPrice};
use time::OffsetDateTime;

use super::{Period, Source};

/// The price in force of one component.
#[derive(Debug, Clone)]
pub struct ShownPrice {
    /// Which part of the offering.
    pub component: Arc<PriceComponent>,
    /// How much for one unit.
    pub amount: UnitPrice,
    /// Since when, if that is known.
    pub from: Option<OffsetDateTime>,
    /// Until when, if an end is set.
    pub to: Option<OffsetDateTime>,
    /// Index of the source.
    pub source: usize,
    /// Where it is stated.
    pub url: Option<Arc<str>>,
    /// What other sources say, where it is something else.
    pub others: Vec<Quote>,
}

/// What another source says about the same component.
#[derive(Debug, Clone)]
pub struct Quote {
    /// How much for one unit.
    pub amount: UnitPrice,
    /// Index of the source.
    pub source: usize,
    /// Where it is stated.
    pub url: Option<Arc<str>>,
}

fn in_force(period: &Period, now: OffsetDateTime) -> bool {
    period.from.is_none_or(|from| from <= now) && period.to.is_none_or(|to| now < to)
}

/// The shown price of each component. `periods` must be ordered by component.
pub(super) fn shown(
    periods: &[Period],
    sources: &[Source],
    now: OffsetDateTime,
) -> Vec<ShownPrice> {
    let precedence = |p: &&Period| {
        let source = sources.get(p.source);
        (
            source.map(|s| s.rank),
            source.map(|s| s.as_of),
            std::cmp::Reverse(p.amount),
        )
    };
    periods
        .chunk_by(|a, b| a.component == b.component)
        .filter_map(|same| {
            let current = || same.iter().filter(|p| in_force(p, now));
            let best = current().max_by_key(precedence)?;
            let others = current()
                .filter(|p| p.source != best.source && p.amount != best.amount)
                .map(|p| Quote {
                    amount: p.amount,
                    source: p.source,
                    url: p.url.clone(),
                })
                .collect();
            Some(ShownPrice {
                component: Arc::clone(&best.component),
                amount: best.amount,
                from: best.from,
                to: best.to,
                source: best.source,
                url: best.url.clone(),
                others,
            })
        })
        .collect()
}

/// When the set of prices in force changes next.
pub(super) fn next_boundary<'a>(
    periods: impl Iterator<Item = &'a Period>,
    now: OffsetDateTime,
) -> Option<OffsetDateTime> {
    periods
        .flat_map(|p| [p.from, p.to])
        .flatten()
        .filter(|at| *at > now)
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::price::Direction;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-22 0:00 UTC);

    fn source(rank: i16, as_of: OffsetDateTime) -> Source {
        Source {
            slug: String::new(),
            name: String::new(),
            url: None,
            license: None,
            as_of,
            rank,
        }
    }

    fn period(
        source: usize,
        raw: i64,
        from: Option<OffsetDateTime>,
        to: Option<OffsetDateTime>,
    ) -> Period {
        let component = Arc::new(PriceComponent::tokens(Direction::Input));
        Period {
            component,
            amount: UnitPrice::from_raw(raw),
            from,
            to,
            source,
            url: None,
        }
    }

    #[test]
    fn rank_decides_then_the_newer_edition() {
        let sources = [
            source(10, datetime!(2026-11-01 0:00 UTC)),
            source(30, datetime!(2026-07-01 0:00 UTC)),
            source(30, datetime!(2026-08-01 0:00 UTC)),
        ];
        let periods = [
            period(0, 1, None, None),
            period(1, 2, None, None),
            period(2, 3, None, None),
        ];
        let shown = shown(&periods, &sources, NOW);
        assert_eq!(shown.len(), 1);
        assert_eq!(shown[0].amount, UnitPrice::from_raw(3));
        assert_eq!(shown[0].others.len(), 2);
    }

    #[test]
    fn only_what_is_in_force_counts() {
        let sources = [source(10, NOW)];
        let later = datetime!(2026-12-01 0:00 UTC);
        let periods = [
            period(0, 1, None, Some(NOW)),
            period(0, 2, Some(NOW), Some(later)),
            period(0, 3, Some(later), None),
        ];
        let shown = shown(&periods, &sources, NOW);
        assert_eq!(
            shown.iter().map(|p| p.amount.raw()).collect::<Vec<_>>(),
            [2]
        );
        assert_eq!(next_boundary(periods.iter(), NOW), Some(later));
    }

    #[test]
    fn agreeing_sources_are_no_difference() {
        let sources = [source(10, NOW), source(20, NOW)];
        let shown = shown(
            &[period(0, 5, None, None), period(1, 5, None, None)],
            &sources,
            NOW,
        );
        assert!(shown[0].others.is_empty());
    }
}
