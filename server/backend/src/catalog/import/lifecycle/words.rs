//! What an import changes in what goes in, what comes out and what can be done.

use std::collections::BTreeMap;

use domain::fact::Fact;
use time::OffsetDateTime;

use super::{ChangeRow, Kind, instant};
use crate::catalog::import::statements::sql::Step;
use crate::catalog::statements;

/// The steps, one for each list and each capability. That something is denied of which nobody spoke is
/// no news.
pub(in crate::catalog::import) fn changes(steps: &[Step], as_of: OffsetDateTime) -> Vec<ChangeRow> {
    let parts = steps.iter().filter_map(|step| {
        let parts = parts(step.fact.as_deref()?, step);
        Some(parts.into_iter().map(move |part| (step, part)))
    });
    parts
        .flatten()
        .map(|(step, (part, was, is))| ChangeRow {
            source_id: step.source_id.unwrap_or_default(),
            kind: Kind::Facts.as_str(),
            happened_at: instant(as_of),
            model: step.model.clone(),
            offering_id: step.offering_id,
            component: Some(part),
            old_word: was,
            new_word: is,
            ..ChangeRow::default()
        })
        .collect()
}

/// Which fact, what it was and what it is.
type Part = (String, Option<String>, Option<String>);

fn parts(name: &str, step: &Step) -> Vec<Part> {
    let facts = |value: &Option<String>| {
        let value = value.as_deref();
        let facts = value.and_then(|value| statements::facts(name, value));
        facts.unwrap_or_default()
    };
    let (was, is) = (facts(&step.before), facts(&step.after));
    if name == "capabilities" {
        return capabilities(&was, &is);
    }
    let (was, is) = (list(&was), list(&is));
    if was == is {
        return Vec::new();
    }
    vec![(name.to_owned(), was, is)]
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

fn capabilities(was: &[Fact], is: &[Fact]) -> Vec<Part> {
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

    fn told(fact: &str, before: Option<&str>, after: Option<&str>) -> Vec<String> {
        let step = Step {
            model: Some("acme/one".to_owned()),
            offering_id: None,
            fact: Some(fact.to_owned()),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
            source_id: Some(1),
            changed: 0,
        };
        let word = |word: Option<String>| word.unwrap_or_else(|| "-".to_owned());
        changes(&[step], datetime!(2026-11-22 0:00 UTC))
            .into_iter()
            .map(|row| {
                let part = word(row.component);
                format!("{part}: {} > {}", word(row.old_word), word(row.new_word))
            })
            .collect()
    }

    #[test]
    fn each_word_that_changes_is_told() {
        let capabilities = |before, after| told("capabilities", before, after);
        assert_eq!(
            capabilities(Some("tools,vision|"), Some("batch,tools|cache,vision")),
            [
                "capabilities.batch: - > true",
                "capabilities.vision: true > false",
            ]
        );
        assert_eq!(
            capabilities(Some("tools|batch"), None),
            ["capabilities.tools: true > -"]
        );
        assert_eq!(
            told("inputs", Some("text"), Some("text,image")),
            ["inputs: text > text,image"]
        );
        assert_eq!(told("outputs", None, Some("text")), ["outputs: - > text"]);
        assert_eq!(told("outputs", Some("text"), None), ["outputs: text > -"]);
    }

    #[test]
    fn a_list_that_is_whole_now_says_the_same() {
        assert_eq!(told("inputs", Some("text|pdf"), Some("text")), [""; 0]);
    }
}
