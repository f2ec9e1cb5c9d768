//! What sources say of a model or an offering beside the source of its row.
//!
//! The rule: a fact is shown as the source of the row states it; where that says
//! nothing, as the source with the highest rank that does; among equal ranks the
//! newest edition. What else is said stands beside it.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::fact::Fact;

use super::build::position;
use super::sql::StatementRow;
use super::{Attributes, Source};
use crate::Error;
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

/// Takes what is said where nothing is known: `take` says whether that is what is shown
/// now. The first to say it is named; who agrees says nothing else.
pub(super) fn fill(said: &mut Vec<Statement>, mut take: impl FnMut(&Statement) -> bool) {
    let mut named: Vec<&'static str> = Vec::new();
    for statement in said.iter_mut() {
        let name = statement.fact.name();
        statement.is_shown = !named.contains(&name) && take(statement);
        named.extend(statement.is_shown.then_some(name));
    }
    let shown: Vec<Fact> = said
        .iter()
        .filter(|statement| statement.is_shown)
        .map(|statement| statement.fact.clone())
        .collect();
    said.retain(|statement| statement.is_shown || !shown.contains(&statement.fact));
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
            Fact::License(_) | Fact::Lifecycle(_) | Fact::RetiresOn(_) => false,
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
                Fact::License(_) | Fact::Lifecycle(_) | Fact::RetiresOn(_) => {}
            }
        }
    }
}

/// Takes a value where there is none, and says whether it is the one.
pub(super) fn take<T: Clone + PartialEq>(known: &mut Option<T>, value: &T) -> bool {
    known.get_or_insert_with(|| value.clone()) == value
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
            let fact = Fact::parse(&row.fact, &row.value)
                .ok_or_else(|| broken_row("statements", "value", id))?;
            subject.entry(id).or_default().push(Statement {
                fact,
                source: position(positions, row.source_id),
                is_shown: false,
            });
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
