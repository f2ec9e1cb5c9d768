//! What an import changes in the lives of models. Pure: the caller reads where
//! they are before and after.

pub(super) mod sql;

use std::collections::HashMap;

use time::{Date, OffsetDateTime};

use super::rows::{ChangeRow, instant};
use crate::catalog::changes::{Kind, LIFECYCLE, RETIREMENT};

/// Where a model is in its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stage {
    slug: String,
    lifecycle: String,
    retires_on: Option<Date>,
    /// The source whose facts are shown.
    source_id: i16,
}

/// What is another one now, for models that were known before.
pub(super) fn changes(before: &[Stage], after: &[Stage], as_of: OffsetDateTime) -> Vec<ChangeRow> {
    let known: HashMap<&str, &Stage> = before.iter().map(|s| (s.slug.as_str(), s)).collect();
    after
        .iter()
        .filter_map(|new| Some((*known.get(new.slug.as_str())?, new)))
        .flat_map(|(old, new)| steps(old, new, as_of))
        .collect()
}

fn steps(old: &Stage, new: &Stage, as_of: OffsetDateTime) -> Vec<ChangeRow> {
    let date = |on: Option<Date>| on.map(|on| on.to_string());
    let parts = [
        (
            LIFECYCLE,
            Some(old.lifecycle.clone()),
            Some(new.lifecycle.clone()),
        ),
        (RETIREMENT, date(old.retires_on), date(new.retires_on)),
    ];
    parts
        .into_iter()
        .filter(|(_, was, is)| was != is)
        .map(|(part, was, is)| ChangeRow {
            source_id: new.source_id,
            kind: Kind::Lifecycle.as_str(),
            happened_at: instant(as_of),
            model: Some(new.slug.clone()),
            component: Some(part.to_owned()),
            old_word: was,
            new_word: is,
            ..ChangeRow::default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    fn stage(slug: &str, lifecycle: &str, retires_on: Option<Date>) -> Stage {
        Stage {
            slug: slug.to_owned(),
            lifecycle: lifecycle.to_owned(),
            retires_on,
            source_id: 1,
        }
    }

    fn told(before: &[Stage], after: &[Stage]) -> Vec<[Option<String>; 4]> {
        changes(before, after, datetime!(2026-11-22 0:00 UTC))
            .into_iter()
            .map(|row| [row.model, row.component, row.old_word, row.new_word])
            .collect()
    }

    #[test]
    fn a_stage_and_a_date_are_two_changes() {
        let before = [stage("acme/one", "active", None)];
        let after = [stage("acme/one", "legacy", Some(date!(2027 - 01 - 12)))];
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            told(&before, &after),
            [
                [
                    text("acme/one"),
                    text("Lifecycle"),
                    text("active"),
                    text("legacy")
                ],
                [
                    text("acme/one"),
                    text("Retirement"),
                    None,
                    text("2027-01-12")
                ],
            ]
        );
        let back = told(&after, &before);
        assert_eq!(
            back[1],
            [
                text("acme/one"),
                text("Retirement"),
                text("2027-01-12"),
                None
            ]
        );
    }

    #[test]
    fn what_is_new_or_the_same_is_none() {
        let one = stage("acme/one", "active", None);
        let two = stage("acme/two", "retired", Some(date!(2026 - 01 - 01)));
        assert!(told(std::slice::from_ref(&one), &[one.clone(), two]).is_empty());
    }
}
