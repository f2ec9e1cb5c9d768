//! What an import changes in what goes in, what comes out and what can be done.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::fact::Fact;
use time::OffsetDateTime;

use super::{ChangeRow, Kind, instant};
use crate::catalog::statements;

/// What the source of a row says of one of the three.
#[derive(Debug, Clone)]
pub(in crate::catalog::import) struct Words {
    /// The slug of a model.
    pub(super) model: Option<String>,
    /// The key of an offering.
    pub(super) offering_id: Option<i64>,
    /// `inputs`, `outputs` or `capabilities`.
    pub(super) fact: String,
    pub(super) value: String,
    pub(super) source_id: i16,
}

impl Words {
    fn subject(&self) -> (Option<&str>, Option<i64>, i16) {
        (self.model.as_deref(), self.offering_id, self.source_id)
    }
}

/// What is another one now, of those of which the same source spoke before. That something is denied
/// of which nobody spoke is no news.
pub(in crate::catalog::import) fn changes(
    before: &[Words],
    after: &[Words],
    as_of: OffsetDateTime,
) -> Vec<ChangeRow> {
    let subjects: HashSet<_> = before.iter().map(Words::subject).collect();
    let known: HashMap<_, &Words> = before
        .iter()
        .map(|w| ((w.subject(), &*w.fact), w))
        .collect();
    let spoken = after.iter().filter(|w| subjects.contains(&w.subject()));
    spoken
        .flat_map(|new| {
            let old = known.get(&(new.subject(), &*new.fact));
            let steps = steps(old.map(|old| &*old.value), new);
            steps.into_iter().map(|(part, was, is)| ChangeRow {
                source_id: new.source_id,
                kind: Kind::Facts.as_str(),
                happened_at: instant(as_of),
                model: new.model.clone(),
                offering_id: new.offering_id,
                component: Some(part),
                old_word: was,
                new_word: is,
                ..ChangeRow::default()
            })
        })
        .collect()
}

type Step = (String, Option<String>, Option<String>);

fn steps(old: Option<&str>, new: &Words) -> Vec<Step> {
    if old == Some(&new.value) {
        return Vec::new();
    }
    let facts = |value| statements::facts(&new.fact, value).unwrap_or_default();
    let (was, is) = (old.map(facts).unwrap_or_default(), facts(&new.value));
    if new.fact == "capabilities" {
        return capabilities(&was, &is);
    }
    let (was, is) = (list(&was), list(&is));
    if was == is {
        return Vec::new();
    }
    vec![(new.fact.clone(), was, is)]
}

/// All that is said to go in or to come out, as the value of a change.
fn list(facts: &[Fact]) -> Option<String> {
    let words = facts.iter().filter_map(|fact| match fact {
        Fact::Inputs(_) | Fact::Outputs(_) => Some(fact.value()),
        fact => fact
            .part()
            .filter(|(.., is)| *is)
            .map(|(_, word, _)| word.to_owned()),
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join(","))
}

fn capabilities(was: &[Fact], is: &[Fact]) -> Vec<Step> {
    let mut steps: BTreeMap<String, [Option<bool>; 2]> = BTreeMap::new();
    for (at, facts) in [was, is].into_iter().enumerate() {
        for fact in facts {
            let said = fact.part().map(|(.., whether)| whether);
            steps.entry(fact.name().into_owned()).or_default()[at] = said;
        }
    }
    let text = |whether: Option<bool>| whether.map(|whether| whether.to_string());
    steps
        .into_iter()
        .filter(|(_, [was, is])| was != is && [was, is].contains(&&Some(true)))
        .map(|(name, [was, is])| (name, text(was), text(is)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn words(fact: &str, value: &str) -> Words {
        Words {
            model: Some("acme/one".to_owned()),
            offering_id: None,
            fact: fact.to_owned(),
            value: value.to_owned(),
            source_id: 1,
        }
    }

    fn told(before: &[Words], after: &[Words]) -> Vec<String> {
        let word = |word: Option<String>| word.unwrap_or_else(|| "-".to_owned());
        changes(before, after, datetime!(2026-11-22 0:00 UTC))
            .into_iter()
            .map(|row| {
                let part = word(row.component);
                format!("{part}: {} > {}", word(row.old_word), word(row.new_word))
            })
            .collect()
    }

    #[test]
    fn each_word_that_changes_is_told() {
        let before = [
            words("capabilities", "tools,vision|"),
            words("inputs", "text"),
        ];
        let after = [
            words("capabilities", "batch,tools|cache,vision"),
            words("inputs", "text,image"),
            words("outputs", "text"),
        ];
        assert_eq!(
            told(&before, &after),
            [
                "capabilities.batch: - > true",
                "capabilities.vision: true > false",
                "inputs: text > text,image",
                "outputs: - > text",
            ]
        );
        assert_eq!(told(&[], &after), [""; 0]);
    }

    #[test]
    fn a_list_that_is_whole_now_says_the_same() {
        let told = told(&[words("inputs", "text|pdf")], &[words("inputs", "text")]);
        assert_eq!(told, [""; 0]);
    }
}
