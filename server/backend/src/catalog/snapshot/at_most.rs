//! What has at most so much of something, such as a price.

use roaring::RoaringBitmap;

/// By how many members one prepared answer is larger than the one before: few
/// enough to add them to a bitmap for a single question.
const STEP: usize = 1024;

/// Members by a figure of theirs, and prepared answers: a question copies the
/// largest that fits and adds the few that are missing.
#[derive(Debug, Default)]
pub(super) struct AtMost<T> {
    /// The lowest first.
    members: Vec<(T, u32)>,
    /// No member, the first step, the first two steps and so on.
    prepared: Vec<RoaringBitmap>,
}

impl<T: Ord + Copy> AtMost<T> {
    /// `figures` are those of all members in their order; an unknown one is
    /// never low enough.
    pub(super) fn build(figures: impl Iterator<Item = Option<T>>) -> Self {
        let known = (0..).zip(figures);
        let mut members: Vec<(T, u32)> = known.filter_map(|(i, f)| Some((f?, i))).collect();
        members.sort_unstable();
        let mut prepared = vec![RoaringBitmap::new()];
        let mut so_far = RoaringBitmap::new();
        for step in members.chunks_exact(STEP) {
            so_far.extend(step.iter().map(|(_, member)| *member));
            prepared.push(so_far.clone());
        }
        Self { members, prepared }
    }

    /// The members with a figure of at most `max`.
    pub(super) fn get(&self, max: T) -> RoaringBitmap {
        let count = self.members.partition_point(|(figure, _)| *figure <= max);
        let steps = count / STEP;
        let missing = self.members.get(steps * STEP..count);
        let missing = missing.into_iter().flatten().map(|(_, member)| *member);
        // Sorted first: putting them in one by one moves what is behind each.
        let mut missing: Vec<u32> = missing.collect();
        missing.sort_unstable();
        let missing: RoaringBitmap = missing.into_iter().collect();
        match self.prepared.get(steps) {
            Some(prepared) => prepared | missing,
            None => missing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prepared_and_the_missing_make_the_answer() {
        // Every figure comes about three times, and a tenth is unknown.
        let figures: Vec<Option<usize>> = (0..3 * STEP)
            .map(|i| (i % 10 != 0).then_some(i * 7919 % STEP))
            .collect();
        let index = AtMost::build(figures.iter().copied());
        for max in [0, 1, 300, 381, 382, 764, 1022, 1023, usize::MAX] {
            let known = (0..).zip(&figures);
            let low = known.filter(|(_, figure)| figure.is_some_and(|figure| figure <= max));
            let low: RoaringBitmap = low.map(|(i, _)| i).collect();
            assert_eq!(index.get(max), low, "at most {max}");
        }
    }
}
