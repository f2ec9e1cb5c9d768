//! What sources say of a model or an offering beside the source of its row.
//!
//! The rule: a fact is shown as the source of the row states it; where that says
//! nothing, as the source with the highest rank that does; among equal ranks the
//! newest edition. What else is said stands beside it.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::fact::Fact;
use domain::model::Modality;

use super::Attributes;
use super::editions::Editions;
use super::sql::StatementRow;
use crate::catalog::statements;

/// What a source says otherwise, or where the source of the row says nothing.
#[derive(Debug, Clone)]
pub struct Statement {
    /// What it says.
    pub fact: Fact,
    /// Index into [`super::Snapshot::editions`].
    pub source: usize,
    /// Whether this is who says what is shown, because the source of the row does not.
    pub is_shown: bool,
}

/// Who states what is shown of the fact with this name: `usual`, unless somebody of
/// `others` does.
pub fn source_of(others: &[Statement], fact: &str, usual: usize) -> usize {
    let mut shown = others.iter().filter(|said| said.is_shown);
    let found = shown.find(|said| said.fact.name() == fact);
    found.map_or(usual, |said| said.source)
}

/// All who state what is shown of a fact: of a list that grew together, everybody who added to it.
pub fn sources_of(others: &[Statement], fact: &Fact, usual: usize) -> Vec<usize> {
    let shown = || others.iter().filter(|said| said.is_shown);
    if let Some(said) = shown().find(|said| said.fact.is_about(fact)) {
        return vec![said.source];
    }
    if let Some((of, ..)) = fact.part() {
        let mut lists =
            shown().filter(|said| whole(&said.fact).is_some_and(|(list, _)| list == of));
        return vec![lists.next().map_or(usual, |said| said.source)];
    }
    let Some((list, all)) = whole(fact) else {
        return vec![usual];
    };
    let parts =
        || shown().filter(|said| said.fact.part().is_some_and(|(of, _, is)| of == list && is));
    let is_added = |word: &Modality| {
        parts().any(|said| {
            said.fact
                .part()
                .is_some_and(|(_, part, _)| part == word.as_str())
        })
    };
    let own = (!all.iter().all(is_added)).then_some(usual);
    let mut sources: Vec<usize> = own
        .into_iter()
        .chain(parts().map(|said| said.source))
        .collect();
    sources.dedup();
    sources
}

/// Takes what is said where the source of the row, which `own` knows, says nothing. `known` is what
/// that says of capabilities; `take` says whether something is what is shown now. The first to say it
/// is named; who agrees says nothing else.
pub(super) fn fill(
    said: &mut Vec<Statement>,
    own: impl Fn(&Statement) -> bool,
    known: Vec<Fact>,
    mut take: impl FnMut(&Statement) -> bool,
) {
    let is_word = |fact: &Fact| fact.part().is_some() || whole(fact).is_some();
    let (words, others): (Vec<_>, Vec<_>) = std::mem::take(said)
        .into_iter()
        .partition(|statement| own(statement) && is_word(&statement.fact));
    let mut spoken = known;
    spoken.extend(words.into_iter().map(|statement| statement.fact));
    for mut statement in others {
        statement.is_shown = !is_settled(&spoken, &statement.fact) && take(&statement);
        if statement.is_shown {
            spoken.push(statement.fact.clone());
        }
        // Of a list that is not taken as a whole, the words of which nobody has spoken are.
        let parts = if statement.is_shown {
            Vec::new()
        } else {
            statement.parts()
        };
        said.push(statement);
        for mut part in parts {
            part.is_shown = !is_settled(&spoken, &part.fact) && take(&part);
            if part.is_shown {
                spoken.push(part.fact.clone());
                said.push(part);
            }
        }
    }
    said.retain(|statement| statement.is_shown || !spoken.contains(&statement.fact));
}

impl Statement {
    /// The words of a list, each by itself.
    fn parts(&self) -> Vec<Self> {
        let part = |fact| Self {
            fact,
            source: self.source,
            is_shown: false,
        };
        match &self.fact {
            Fact::Inputs(list) => list.iter().map(|m| part(Fact::Takes(*m, true))).collect(),
            Fact::Outputs(list) => list.iter().map(|m| part(Fact::Gives(*m, true))).collect(),
            _ => Vec::new(),
        }
    }
}

/// What is listed, of a list that is all there is.
fn whole(fact: &Fact) -> Option<(&'static str, &[Modality])> {
    match fact {
        Fact::Inputs(list) => Some(("inputs", list)),
        Fact::Outputs(list) => Some(("outputs", list)),
        _ => None,
    }
}

/// Whether who was asked before has spoken of this: of the fact, of the list it is part of, or
/// against a part of the list it is.
fn is_settled(spoken: &[Fact], fact: &Fact) -> bool {
    spoken.iter().any(|known| {
        let of_list = whole(known).zip(fact.part());
        let against = whole(fact).zip(known.part());
        known.is_about(fact)
            || of_list.is_some_and(|((list, _), (of, ..))| list == of)
            || against.is_some_and(|((list, all), (of, word, whether))| {
                list == of && !whether && all.iter().any(|modality| modality.as_str() == word)
            })
    })
}

impl Attributes {
    /// Takes the value of a fact that is not known, and says whether that is the one.
    pub(super) fn take(&mut self, fact: &Fact) -> bool {
        match fact {
            Fact::Context(n) => take(&mut self.context, n),
            Fact::MaxOutput(n) => take(&mut self.max_output, n),
            Fact::Knowledge(until) => take(&mut self.knowledge, &until.to_string()),
            Fact::Released(on) => take(&mut self.released, on),
            Fact::OpenWeights(open) => take(&mut self.open_weights, open),
            Fact::Inputs(list) => take_all(&mut self.inputs, list),
            Fact::Outputs(list) => take_all(&mut self.outputs, list),
            Fact::Takes(modality, whether) => take_word(&mut self.inputs, *modality, *whether),
            Fact::Gives(modality, whether) => take_word(&mut self.outputs, *modality, *whether),
            Fact::Can(can, false) => take_word(&mut self.cannot, *can, true),
            Fact::Can(can, true) => take_word(&mut self.capabilities, *can, true),
            _ => false,
        }
    }

    /// What the source of a row says of what can be done.
    pub(super) fn can(&self) -> Vec<Fact> {
        let can = self.capabilities.iter().map(|c| Fact::Can(*c, true));
        let cannot = self.cannot.iter().map(|c| Fact::Can(*c, false));
        can.chain(cannot).collect()
    }

    /// Whether this is shown of what goes in, comes out or can be done.
    pub(super) fn agrees(&self, fact: &Fact) -> bool {
        match fact {
            Fact::Inputs(list) => self.inputs == *list,
            Fact::Outputs(list) => self.outputs == *list,
            Fact::Takes(modality, whether) => self.inputs.contains(modality) == *whether,
            Fact::Gives(modality, whether) => self.outputs.contains(modality) == *whether,
            Fact::Can(can, whether) => self.capabilities.contains(can) == *whether,
            _ => false,
        }
    }

    /// Forgets what was taken from other sources, but for words, which an export has by source.
    pub(in crate::catalog) fn forget(&mut self, said: &[Statement]) {
        for statement in said.iter().filter(|statement| statement.is_shown) {
            match statement.fact {
                Fact::Context(_) => self.context = None,
                Fact::MaxOutput(_) => self.max_output = None,
                Fact::Knowledge(_) => self.knowledge = None,
                Fact::Released(_) => self.released = None,
                Fact::OpenWeights(_) => self.open_weights = None,
                _ => {}
            }
        }
    }
}

/// Takes a value where there is none, and says whether it is the one.
pub(super) fn take<T: Clone + PartialEq>(known: &mut Option<T>, value: &T) -> bool {
    known.get_or_insert_with(|| value.clone()) == value
}

/// Takes a list that is all there is, unless something is known that it does not have.
fn take_all<T: Copy + PartialEq>(known: &mut Vec<T>, all: &[T]) -> bool {
    let is_whole = known.iter().all(|word| all.contains(word));
    if is_whole {
        *known = all.to_vec();
    }
    is_whole
}

/// Takes a word that is not known, or finds that it is rightly missing.
fn take_word<T: Copy + Ord>(known: &mut Vec<T>, word: T, whether: bool) -> bool {
    if whether && !known.contains(&word) {
        known.push(word);
        known.sort_unstable();
    }
    known.contains(&word) == whether
}

/// By model and by offering.
#[derive(Default)]
pub(super) struct Statements {
    models: HashMap<i64, Vec<Statement>>,
    offerings: HashMap<i64, Vec<Statement>>,
}

impl Statements {
    /// The source with the highest rank speaks first.
    pub(super) fn new(mut rows: Vec<StatementRow>, editions: &Editions) -> Self {
        rows.sort_by_cached_key(|row| {
            let source = editions.list.get(editions.at(row.source_id, row.stated_at));
            Reverse(source.map(|s| (s.rank, s.as_of, Reverse(s.slug.clone()))))
        });
        let mut all = Self::default();
        for row in rows {
            let (subject, id) = match (row.model_id, row.offering_id) {
                (Some(id), _) => (&mut all.models, id),
                (None, id) => (&mut all.offerings, id.unwrap_or_default()),
            };
            // A newer release may know more facts; a program of before still shows what it knows.
            let Some(facts) = statements::facts(&row.fact, &row.value) else {
                tracing::warn!(fact = row.fact, id, "unknown statement left out");
                continue;
            };
            let source = editions.at(row.source_id, row.stated_at);
            let said = facts.into_iter().map(|fact| Statement {
                fact,
                source,
                is_shown: false,
            });
            subject.entry(id).or_default().extend(said);
        }
        all
    }

    pub(super) fn of_model(&mut self, id: i64) -> Vec<Statement> {
        self.models.remove(&id).unwrap_or_default()
    }

    pub(super) fn of_offering(&mut self, id: i64) -> Vec<Statement> {
        self.offerings.remove(&id).unwrap_or_default()
    }
}
