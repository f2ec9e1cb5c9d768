//! What an import changes in the lives and the facts of models and offerings. Pure:
//! the caller reads how they are before and after.

pub(super) mod sql;
pub(super) mod words;

use std::collections::HashMap;

use time::{Date, OffsetDateTime};

use super::rows::{ChangeRow, instant};
use crate::catalog::changes::{Kind, LIFECYCLE, RETIREMENT};

/// Facts that are told when they change, in the order in which they are read.
const FACTS: [&str; 8] = [
    "context",
    "max_output",
    "knowledge",
    "released",
    "license",
    "open_weights",
    "retention_days",
    "trains_on_data",
];

/// Where a model or an offering is in its life, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stage {
    /// The slug of a model.
    model: Option<String>,
    /// The key of an offering.
    offering_id: Option<i64>,
    lifecycle: String,
    retires_on: Option<Date>,
    /// One for each of [`FACTS`].
    facts: Vec<Option<String>>,
    /// The source whose facts are shown.
    source_id: i16,
}

impl Stage {
    fn subject(&self) -> (Option<&str>, Option<i64>) {
        (self.model.as_deref(), self.offering_id)
    }
}

/// What is another one now, for those that were known before.
pub(super) fn changes(before: &[Stage], after: &[Stage], as_of: OffsetDateTime) -> Vec<ChangeRow> {
    let known: HashMap<_, &Stage> = before.iter().map(|s| (s.subject(), s)).collect();
    after
        .iter()
        .filter_map(|new| Some((*known.get(&new.subject())?, new)))
        .flat_map(|(old, new)| steps(old, new, as_of))
        .collect()
}

fn steps(old: &Stage, new: &Stage, as_of: OffsetDateTime) -> Vec<ChangeRow> {
    let date = |on: Option<Date>| on.map(|on| on.to_string());
    let stage = |s: &Stage| Some(s.lifecycle.clone());
    let life = [
        (LIFECYCLE, stage(old), stage(new)),
        (RETIREMENT, date(old.retires_on), date(new.retires_on)),
    ];
    let life = life.map(|(part, was, is)| (Kind::Lifecycle, part, was, is));
    let values = old.facts.iter().cloned().zip(new.facts.iter().cloned());
    let facts = FACTS.into_iter().zip(values);
    let facts = facts.map(|(name, (was, is))| (Kind::Facts, name, was, is));
    life.into_iter()
        .chain(facts)
        .filter(|(_, _, was, is)| was != is)
        .map(|(kind, part, was, is)| ChangeRow {
            source_id: new.source_id,
            kind: kind.as_str(),
            happened_at: instant(as_of),
            model: new.model.clone(),
            offering_id: new.offering_id,
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
            model: Some(slug.to_owned()),
            offering_id: None,
            lifecycle: lifecycle.to_owned(),
            retires_on,
            facts: vec![None; FACTS.len()],
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
    fn a_fact_that_changes_is_told() {
        let one = stage("acme/one", "active", None);
        let mut other = one.clone();
        other.facts[0] = Some("200000".to_owned());
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            told(&[one], &[other]),
            [[text("acme/one"), text("context"), None, text("200000")]]
        );
    }

    #[test]
    fn what_is_new_or_the_same_is_none() {
        let one = stage("acme/one", "active", None);
        let two = stage("acme/two", "retired", Some(date!(2026 - 01 - 01)));
        assert!(told(std::slice::from_ref(&one), &[one.clone(), two]).is_empty());
    }
}
