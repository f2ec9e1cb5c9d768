//! What sources say of a model or an offering that is not what is shown.

use std::collections::HashMap;

use domain::fact::Fact;

use super::build::position;
use super::sql::StatementRow;
use crate::Error;
use crate::db::broken_row;

/// What a source says otherwise, or where nothing is shown.
#[derive(Debug, Clone)]
pub struct Statement {
    /// What it says.
    pub fact: Fact,
    /// Index into [`super::Snapshot::sources`].
    pub source: usize,
}

/// By model and by offering.
#[derive(Default)]
pub(super) struct Statements {
    models: HashMap<i64, Vec<Statement>>,
    offerings: HashMap<i64, Vec<Statement>>,
}

impl Statements {
    pub(super) fn new(
        rows: Vec<StatementRow>,
        sources: &HashMap<i16, usize>,
    ) -> Result<Self, Error> {
        let mut all = Self::default();
        for row in rows {
            let (subject, id) = match (row.model_id, row.offering_id) {
                (Some(id), _) => (&mut all.models, id),
                (None, id) => (&mut all.offerings, id.unwrap_or_default()),
            };
            let fact = Fact::parse(&row.fact, &row.value)
                .ok_or_else(|| broken_row("statements", "value", id))?;
            let source = position(sources, row.source_id);
            let said = subject.entry(id).or_default();
            said.push(Statement { fact, source });
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
