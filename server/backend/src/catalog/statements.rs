//! How statements are kept: a row for each fact, and one row for all that a source says of what goes
//! in, of what comes out and of what can be done.
//!
//! A list is all there is (`text,image`); with a bar it is what is so and, behind the bar, what is not
//! (`tools,vision|batch`), and of everything else nothing is said.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::fact::Fact;

/// Between what is so and what is not.
const BAR: char = '|';

/// The facts that one source states of one thing, as the names and values of rows.
pub(super) fn rows(facts: impl Iterator<Item = Fact>) -> Vec<(Cow<'static, str>, String)> {
    let mut rows = Vec::new();
    let mut parts: BTreeMap<&'static str, [Vec<&'static str>; 2]> = BTreeMap::new();
    for fact in facts {
        let Some((whole, word, whether)) = fact.part() else {
            rows.push((fact.name(), fact.value()));
            continue;
        };
        let [yes, no] = parts.entry(whole).or_default();
        if whether { yes } else { no }.push(word);
    }
    for (whole, [yes, no]) in parts {
        // Who lists all of them has said it of each.
        if rows.iter().all(|(name, _)| name != whole) {
            let value = format!("{}{BAR}{}", yes.join(","), no.join(","));
            rows.push((Cow::Borrowed(whole), value));
        }
    }
    rows
}

/// The facts of a row; `None` where it is none of [`rows`].
pub(super) fn facts(name: &str, value: &str) -> Option<Vec<Fact>> {
    let Some((yes, no)) = value.split_once(BAR).filter(|_| is_list(name)) else {
        return Some(vec![Fact::parse(name, value)?]);
    };
    let part = |word: &str, whether| Fact::parse(&format!("{name}.{word}"), whether);
    let yes = words(yes).map(|word| part(word, "true"));
    let no = words(no).map(|word| part(word, "false"));
    yes.chain(no).collect()
}

fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').filter(|word| !word.is_empty())
}

fn is_list(name: &str) -> bool {
    matches!(name, "inputs" | "outputs" | "capabilities")
}

#[cfg(test)]
mod tests {
    use domain::fact::Fact;
    use domain::model::{Capability, Modality};

    use super::{facts, rows};

    #[test]
    fn facts_are_read_as_they_were_written() {
        let said = vec![
            Fact::Context(8),
            Fact::Outputs(vec![Modality::Text]),
            Fact::License("a|b".to_owned()),
            Fact::Can(Capability::Tools, true),
            Fact::Can(Capability::Vision, true),
            Fact::Can(Capability::Batch, false),
            Fact::Takes(Modality::Pdf, true),
        ];
        let written = rows(said.clone().into_iter());
        let values: Vec<&str> = written.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["8", "text", "a|b", "tools,vision|batch", "pdf|"]);
        let again = written.iter().map(|(name, value)| facts(name, value));
        let again: Option<Vec<Vec<Fact>>> = again.collect();
        assert_eq!(again.map(|facts| facts.concat()), Some(said));
    }

    #[test]
    fn a_whole_list_says_it_of_each() {
        let said = [
            Fact::Takes(Modality::Pdf, true),
            Fact::Inputs(vec![Modality::Text]),
        ];
        assert_eq!(
            rows(said.into_iter()),
            [("inputs".into(), "text".to_owned())]
        );
    }

    #[test]
    fn unknown_words_are_no_facts() {
        for (name, value) in [
            ("capabilities", "flight|"),
            ("inputs", "|smell"),
            ("colour", "red"),
        ] {
            assert_eq!(facts(name, value), None);
        }
    }
}
