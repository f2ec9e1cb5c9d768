//! Which points are worth looking at: those that no other point beats in both
//! quality and cost.

/// Marks each point that no other one dominates. A point dominates another
/// when it is at least as good and at most as dear, and better in one of them.
/// Points are pairs of cost (lower is better) and quality (higher is better).
pub(super) fn frontier(points: &[(i64, i64)]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by_key(|i| (points[*i].0, std::cmp::Reverse(points[*i].1)));
    let mut marks = vec![false; points.len()];
    let mut best: Option<(i64, i64)> = None;
    for i in order {
        let point = points[i];
        // Sorted by cost, so only a better score or an equal point survives.
        if best.is_none_or(|b| point.1 > b.1 || point == b) {
            marks[i] = true;
            best = Some(point);
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::frontier;

    fn dominated(points: &[(i64, i64)], i: usize) -> bool {
        let (cost, quality) = points[i];
        points
            .iter()
            .any(|p| p.0 <= cost && p.1 >= quality && *p != (cost, quality))
    }

    #[test]
    fn cheaper_or_better_stays() {
        assert_eq!(
            frontier(&[(10, 50), (20, 40), (20, 60), (30, 60)]),
            [true, false, true, false]
        );
        assert_eq!(frontier(&[]), [] as [bool; 0]);
    }

    #[test]
    fn equal_points_stand_together() {
        assert_eq!(
            frontier(&[(10, 50), (10, 50), (10, 49)]),
            [true, true, false]
        );
    }

    #[test]
    fn agrees_with_the_definition() {
        // A small linear congruential generator: the same points in every run.
        let mut seed: u32 = 7;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            i64::from(seed >> 28)
        };
        for size in 0..40 {
            let points: Vec<_> = (0..size).map(|_| (next(), next())).collect();
            let marks = frontier(&points);
            for (i, mark) in marks.iter().enumerate() {
                assert_eq!(*mark, !dominated(&points, i), "{points:?} at {i}");
            }
        }
    }
}
