//! What sources say of a model or an offering beside the source of its row.
//!
//! The rule: a fact is shown as the source of the row states it; where that says
//! nothing, as the source with the highest rank that does; among equal ranks the
//! newest edition. What else is said stands beside it.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::fact::Fact;
use domain::model::Modality;

use super::build::position;
use super::sql::StatementRow;
use super::{Attributes, Source};
use crate::Error;
use crate::catalog::statements;
use crate::db::broken_row;

/// What a source says otherwise, or where the source of the row says nothing.
#[derive(Debug, Clone)]
pub struct Statement {
    /// What it says.
    pub fact: Fact,
    /// Index into [`super::Snapshot::sources`].
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

/// Takes what is said where `own`, the source of the row, says nothing: `take` says whether
/// that is what is shown now. The first to say it is named; who agrees says nothing else.
pub(super) fn fill(
    said: &mut Vec<Statement>,
    own: usize,
    mut take: impl FnMut(&Statement) -> bool,
) {
    let is_word = |fact: &Fact| fact.part().is_some() || whole(fact).is_some();
    let (words, others): (Vec<_>, _) = std::mem::take(said)
        .into_iter()
        .partition(|statement| statement.source == own && is_word(&statement.fact));
    *said = others;
    let mut spoken: Vec<Fact> = words.into_iter().map(|statement| statement.fact).collect();
    for statement in said.iter_mut() {
        statement.is_shown = !is_settled(&spoken, &statement.fact) && take(statement);
        if statement.is_shown {
            spoken.push(statement.fact.clone());
        }
    }
    said.retain(|statement| statement.is_shown || !spoken.contains(&statement.fact));
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
            Fact::Can(can, whether) => take_word(&mut self.capabilities, *can, *whether),
            Fact::License(_) | Fact::Lifecycle(_) | Fact::RetiresOn(_) => false,
        }
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

    /// Forgets what was taken from other sources.
    pub(in crate::catalog) fn forget(&mut self, said: &[Statement]) {
        for statement in said.iter().filter(|statement| statement.is_shown) {
            match statement.fact {
                Fact::Context(_) => self.context = None,
                Fact::MaxOutput(_) => self.max_output = None,
                Fact::Knowledge(_) => self.knowledge = None,
                Fact::Released(_) => self.released = None,
                Fact::OpenWeights(_) => self.open_weights = None,
                // An export has the words of each source by themselves.
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
    pub(super) fn new(
        mut rows: Vec<StatementRow>,
        positions: &HashMap<i16, usize>,
        sources: &[Source],
    ) -> Result<Self, Error> {
        rows.sort_by_cached_key(|row| {
            let source = sources.get(position(positions, row.source_id));
            Reverse(source.map(|s| (s.rank, s.as_of, Reverse(s.slug.clone()))))
        });
        let mut all = Self::default();
        for row in rows {
            let (subject, id) = match (row.model_id, row.offering_id) {
                (Some(id), _) => (&mut all.models, id),
                (None, id) => (&mut all.offerings, id.unwrap_or_default()),
            };
            let facts = statements::facts(&row.fact, &row.value)
                .ok_or_else(|| broken_row("statements", "value", id))?;
            let source = position(positions, row.source_id);
            let said = facts.into_iter().map(|fact| Statement {
                fact,
                source,
                is_shown: false,
            });
            subject.entry(id).or_default().extend(said);
        }
        Ok(all)
    }

    pub(super) fn of_model(&mut self, id: i64) -> Vec<Statement> {
        self.models.remove(&id).unwrap_or_default()
    }

    pub(super) fn of_offering(&mut self, id: i64) -> Vec<Statement> {
        self.offerings.remove(&id).unwrap_or_default()
    }
}
