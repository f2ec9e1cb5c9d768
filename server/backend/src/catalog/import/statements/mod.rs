//! What each source says of models and offerings, as rows. All of it is kept,
//! whether or not it is what is shown. A document takes back what it said before
//! and no longer says; a source itself replaces what others have quoted of it.

pub(super) mod sql;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use domain::fact::Fact;
use serde::Serialize;

use super::editions::Said;
use super::feed::{Feed, Model, Offering, Statement};
use super::names::Names;
use super::rows::{By, instant};
use super::way::{Way, way};
use crate::catalog::statements;

#[derive(Serialize)]
pub(super) struct StatementRow {
    source_id: i16,
    /// Slug of the model, if it is about one.
    model: Option<String>,
    offering_id: Option<i64>,
    fact: Cow<'static, str>,
    value: String,
    /// The edition, where a newer one of the source is known.
    stated_at: Option<String>,
    /// Whether the record itself is of this source, so that this is all it says of it.
    is_record: bool,
}

/// What a feed is about: there it has said all it has to say.
#[derive(Default)]
pub(super) struct Subjects {
    /// Their slugs. A feed without a single model does not speak of models at all.
    pub(super) models: Vec<String>,
    /// Their keys.
    pub(super) offerings: Vec<i64>,
}

/// The statements of a feed and what it is about. `by` finds the source that is named, and nothing
/// where a newer edition of it is known, unless it has just `written` the record.
pub(super) fn rows(
    feed: &Feed,
    names: &Names,
    ids: &HashMap<Way, i64>,
    written: &Said,
    by: impl Fn(Option<&String>, bool) -> Option<By>,
) -> (Vec<StatementRow>, Subjects) {
    let (mut rows, mut subjects) = (Vec::new(), Subjects::default());
    let records = Records::new(written);
    let mut add =
        |model: Option<&str>, offering_id, record: Option<&String>, said: Vec<Told<'_>>| {
            let mut by_source: BTreeMap<i16, (By, Vec<Fact>)> = BTreeMap::new();
            for (named, fact) in said {
                let is_written = |by: By| records.has(model, offering_id, by.source_id);
                let found = by(named, true).filter(|found| is_written(*found));
                if let Some(by) = by(named, false).or(found.filter(|_| named == record)) {
                    let (_, facts) = by_source.entry(by.source_id).or_insert((by, Vec::new()));
                    facts.push(fact);
                }
            }
            let own = by(record, true).map(|by| by.source_id);
            for (source_id, (by, facts)) in by_source {
                let written = statements::rows(facts.into_iter());
                rows.extend(written.into_iter().map(|(fact, value)| StatementRow {
                    source_id,
                    model: model.map(str::to_owned),
                    offering_id,
                    fact,
                    value,
                    stated_at: by.stated_at.map(instant),
                    is_record: own == Some(source_id),
                }));
            }
        };
    let listed: HashSet<&str> = feed.models.iter().map(|m| m.slug.as_str()).collect();
    for model in &feed.models {
        let slug = names.resolve(&model.slug);
        // Of a model that the feed has twice, its own record speaks.
        if slug != model.slug && listed.contains(slug) {
            continue;
        }
        let said = of_model(model).collect();
        add(Some(slug), None, model.source.as_ref(), said);
        subjects.models.push(slug.to_owned());
    }
    for offering in &feed.offerings {
        let Some(id) = ids.get(&way(offering)) else {
            continue;
        };
        let said = of_offering(offering).collect();
        add(None, Some(*id), offering.source.as_ref(), said);
        subjects.offerings.push(*id);
    }
    (rows, subjects)
}

/// The records that a feed has written, by the key of their source.
struct Records<'w> {
    models: HashSet<(&'w str, i16)>,
    offerings: HashSet<(i64, i16)>,
}

impl<'w> Records<'w> {
    fn new(written: &'w Said) -> Self {
        let models = written.models.iter().map(|(slug, by)| (slug.as_str(), *by));
        Self {
            models: models.collect(),
            offerings: written.offerings.iter().copied().collect(),
        }
    }

    fn has(&self, model: Option<&str>, offering_id: Option<i64>, by: i16) -> bool {
        model.is_some_and(|slug| self.models.contains(&(slug, by)))
            || offering_id.is_some_and(|id| self.offerings.contains(&(id, by)))
    }
}

/// A source, if it is not the feed, and what it says.
type Told<'f> = (Option<&'f String>, Fact);

fn of_model(model: &Model) -> impl Iterator<Item = Told<'_>> {
    let own = model.facts().map(|fact| (model.source.as_ref(), fact));
    let end = model.retires_source.as_ref().zip(model.retires_on);
    own.chain(end.map(|(by, on)| (Some(by), Fact::RetiresOn(on))))
        .chain(others(&model.also))
}

fn of_offering(offering: &Offering) -> impl Iterator<Item = Told<'_>> {
    let own = offering
        .facts()
        .map(|fact| (offering.source.as_ref(), fact));
    let end = offering.retires_source.as_ref().zip(offering.retires_on);
    own.chain(end.map(|(by, on)| (Some(by), Fact::RetiresOn(on))))
        .chain(others(&offering.also))
}

fn others(also: &[Statement]) -> impl Iterator<Item = Told<'_>> {
    also.iter()
        .map(|said| (Some(&said.source), said.fact.clone()))
}
