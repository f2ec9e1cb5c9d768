//! Writing the catalog out in Tessera's own format.
//!
//! What is exported can be imported elsewhere: it is how a catalog moves
//! between installations, and how the built-in one is made.

use std::collections::HashMap;

use domain::fact::Fact;
use domain::model::Lifecycle;
use sqlx::PgPool;
use time::OffsetDateTime;

use super::import::feed::{
    Attributes, DataPolicy, Feed, Model, Offering, Price, PriceKind, ScoreRecord, Source,
    SpeedRecord, Statement,
};
use super::import::formats::write_tessera;
use super::snapshot::{self, Entry, Snapshot};
use super::{sql, statements};
use crate::Error;
use crate::db::broken_row;

/// The whole catalog as one document, one record a line.
pub async fn export(pool: &PgPool, now: OffsetDateTime) -> Result<String, Error> {
    loop {
        let snapshot = snapshot::build(pool, now).await?;
        let words = Words::read(pool).await?;
        // An import in between would have mixed two states.
        if sql::generation(pool).await? == snapshot.generation {
            return Ok(write_tessera(&feed(&snapshot, &words)));
        }
    }
}

/// What each source says of what goes in, comes out and can be done, by itself. The snapshot has what
/// all of them say together.
#[derive(Default)]
struct Words {
    models: HashMap<String, Vec<Statement>>,
    offerings: HashMap<i64, Vec<Statement>>,
}

impl Words {
    async fn read(pool: &PgPool) -> Result<Self, Error> {
        let mut words = Self::default();
        for row in sql::words(pool).await? {
            let id = row.offering_id.unwrap_or_default();
            let facts = statements::facts(&row.fact, &row.value)
                .ok_or_else(|| broken_row("statements", "value", id))?;
            let list = match row.model {
                Some(slug) => words.models.entry(slug).or_default(),
                None => words.offerings.entry(id).or_default(),
            };
            let said = facts.into_iter().map(|fact| Statement {
                source: row.source.clone(),
                fact,
            });
            list.extend(said);
        }
        Ok(words)
    }

    fn of_model(&self, slug: &str) -> &[Statement] {
        self.models.get(slug).map_or(&[], Vec::as_slice)
    }

    fn of_offering(&self, id: i64) -> &[Statement] {
        self.offerings.get(&id).map_or(&[], Vec::as_slice)
    }
}

fn feed(s: &Snapshot, words: &Words) -> Feed {
    Feed {
        source: Source {
            slug: "tessera-export".to_owned(),
            name: "Tessera export".to_owned(),
            url: None,
            license: None,
            as_of: s.built_at,
            rank: 20,
        },
        sources: s.sources().to_vec(),
        complete: true,
        prices: PriceKind::Dated,
        publishers: s.publishers.clone(),
        providers: s.providers.clone(),
        regions: s.regions.clone(),
        models: s
            .entries
            .iter()
            .filter_map(|e| model(s, words, e))
            .collect(),
        offerings: listed(s).map(|o| offering(s, words, o)).collect(),
        scores: s.entries.iter().flat_map(|e| scores(s, e)).collect(),
        speeds: listed(s).flat_map(|o| speeds(s, o)).collect(),
        segments: 0,
        skipped: std::collections::BTreeMap::new(),
    }
}

/// What some source lists still.
fn listed(s: &Snapshot) -> impl Iterator<Item = &snapshot::Offering> {
    s.offerings.iter().filter(|o| o.retired_at.is_none())
}

fn source_slug(s: &Snapshot, at: usize) -> Option<String> {
    s.editions.get(at).map(|source| source.slug.clone())
}

/// The source of one fact, where it is not `usual`, that of the others.
fn other_source(s: &Snapshot, at: usize, usual: usize) -> Option<String> {
    source_slug(s, at).filter(|slug| Some(slug) != source_slug(s, usual).as_ref())
}

fn provider_slug(s: &Snapshot, o: &snapshot::Offering) -> String {
    let provider = s.providers.get(o.provider);
    provider.map(|p| p.slug.clone()).unwrap_or_default()
}

fn region_slug(s: &Snapshot, o: &snapshot::Offering) -> Option<String> {
    let region = o.region.and_then(|r| s.regions.get(r));
    region.map(|r| r.slug.clone())
}

/// The attributes as the source of the record states them: what another one says
/// stands in `also`.
fn attributes(
    a: &snapshot::Attributes,
    others: &[snapshot::Statement],
    own: Option<Attributes>,
) -> Attributes {
    let mut a = a.clone();
    a.forget(others);
    // What no statement of its source says, such as of a model that its source no longer has, is what is
    // known of it.
    let own = own.unwrap_or_else(|| Attributes {
        inputs: a.inputs,
        outputs: a.outputs,
        capabilities: a.capabilities,
        inputs_open: true,
        outputs_open: true,
        ..Attributes::default()
    });
    Attributes {
        context: a.context,
        max_output: a.max_output,
        knowledge: a.knowledge.as_deref().and_then(|k| k.parse().ok()),
        released: a.released,
        open_weights: a.open_weights,
        family: a.family,
        ..own
    }
}

/// What the source of a record says of what goes in, comes out and can be done, if it does.
fn own_words(said: &[Statement], source: Option<&String>) -> Option<Attributes> {
    let own = said.iter().filter(|said| Some(&said.source) == source);
    let facts: Vec<&Fact> = own.map(|said| &said.fact).collect();
    (!facts.is_empty()).then(|| words_of(&facts))
}

/// What goes in, comes out and can be done, by these facts.
fn words_of(own: &[&Fact]) -> Attributes {
    let mut a = Attributes {
        inputs_open: true,
        outputs_open: true,
        ..Attributes::default()
    };
    for fact in own {
        match fact {
            Fact::Inputs(list) => (a.inputs, a.inputs_open) = (list.clone(), false),
            Fact::Outputs(list) => (a.outputs, a.outputs_open) = (list.clone(), false),
            Fact::Takes(modality, true) => a.inputs.push(*modality),
            Fact::Takes(modality, false) => a.denied.inputs.push(*modality),
            Fact::Gives(modality, true) => a.outputs.push(*modality),
            Fact::Gives(modality, false) => a.denied.outputs.push(*modality),
            Fact::Can(capability, true) => a.capabilities.push(*capability),
            Fact::Can(capability, false) => a.denied.capabilities.push(*capability),
            _ => {}
        }
    }
    a
}

fn model(s: &Snapshot, words: &Words, entry: &Entry) -> Option<Model> {
    let facts = entry.model()?;
    let (said, source) = (words.of_model(&entry.slug), source_slug(s, facts.source));
    Some(Model {
        slug: entry.slug.clone(),
        publisher: entry
            .publisher
            .and_then(|p| s.publishers.get(p))
            .map(|p| p.slug.clone())
            .unwrap_or_default(),
        name: entry.name.clone(),
        description: entry.description.clone(),
        tasks: facts.tasks.clone(),
        attributes: attributes(
            &entry.attributes,
            &facts.others,
            own_words(said, source.as_ref()),
        ),
        has_all_tasks: true,
        license: own(&facts.others, "license", facts.source)
            .then(|| facts.license.clone())
            .flatten(),
        lifecycle: Some(entry.lifecycle),
        legacy_on: facts.legacy_on,
        retires_on: facts.retires_on,
        retires_source: other_source(s, facts.retires_source, facts.source),
        successor: facts.successor.clone(),
        seen: facts.seen.map(|(on, _)| on),
        seen_source: facts
            .seen
            .and_then(|(_, by)| other_source(s, by, facts.source)),
        aliases: facts.aliases.clone(),
        source: source_slug(s, facts.source),
        also: also(s, &facts.others, said, source.as_ref()),
    })
}

fn offering(s: &Snapshot, words: &Words, o: &snapshot::Offering) -> Offering {
    let model = s
        .entries
        .get(o.entry)
        .filter(|e| e.model().is_some())
        .map(|e| e.slug.clone());
    let (said, source) = (words.of_offering(o.id), source_slug(s, o.source));
    Offering {
        provider: provider_slug(s, o),
        upstream: o.upstream.clone(),
        name: o.name.clone(),
        description: o.description.clone(),
        model,
        deployment: o.deployment,
        region: region_slug(s, o),
        dialect: o.dialect,
        attributes: attributes(&o.attributes, &o.others, own_words(said, source.as_ref())),
        lifecycle: if own(&o.others, "lifecycle", o.source) {
            o.lifecycle
        } else {
            Lifecycle::Active
        },
        retires_on: o.retires_on,
        retires_source: other_source(s, o.retires_source, o.source),
        data_policy: DataPolicy {
            retention_days: o
                .retention_days
                .filter(|_| own(&o.others, "retention_days", o.source)),
            trains_on_data: o
                .trains_on_data
                .filter(|_| own(&o.others, "trains_on_data", o.source)),
            url: o.data_policy_url.clone(),
        },
        source: source_slug(s, o.source),
        also: also(s, &o.others, said, source.as_ref()),
        prices: o.periods.iter().map(|p| price(s, p)).collect(),
    }
}

/// Whether a fact is stated by the source of the record itself.
fn own(others: &[snapshot::Statement], fact: &str, source: usize) -> bool {
    let mut taken = others
        .iter()
        .filter(|said| said.is_shown && said.source != source);
    taken.all(|said| said.fact.name() != fact)
}

/// What other sources say. Who says when something ends is named beside that day.
fn also(
    s: &Snapshot,
    others: &[snapshot::Statement],
    words: &[Statement],
    own: Option<&String>,
) -> Vec<Statement> {
    let is_end = |fact: &Fact| matches!(fact, Fact::RetiresOn(_));
    let is_word =
        |fact: &Fact| fact.part().is_some() || matches!(fact, Fact::Inputs(_) | Fact::Outputs(_));
    let facts = others
        .iter()
        .filter(|said| !(is_word(&said.fact) || said.is_shown && is_end(&said.fact)))
        .filter_map(|said| {
            Some(Statement {
                source: source_slug(s, said.source)?,
                fact: said.fact.clone(),
            })
        });
    let words = words.iter().filter(|said| Some(&said.source) != own);
    facts.chain(words.cloned()).collect()
}

fn price(s: &Snapshot, p: &snapshot::Period) -> Price {
    Price {
        component: (*p.component).clone(),
        amount: p.amount,
        from: p.from,
        to: p.to,
        source: source_slug(s, p.source),
        url: p.url.as_deref().map(str::to_owned),
    }
}

fn scores(s: &Snapshot, entry: &Entry) -> Vec<ScoreRecord> {
    let rows = entry
        .model()
        .map(|m| m.scores.as_slice())
        .unwrap_or_default();
    rows.iter()
        .map(|row| ScoreRecord {
            model: entry.slug.clone(),
            benchmark: row.benchmark.to_string(),
            version: row.version.to_string(),
            category: row.category.to_string(),
            metric: row.metric.to_string(),
            variant: row.variant.to_string(),
            score: row.score,
            unit: row.unit.to_string(),
            date: row.date,
            source: source_slug(s, row.source),
            url: row.url.as_deref().map(str::to_owned),
        })
        .collect()
}

/// The measurements of an offering that are shown.
fn speeds(s: &Snapshot, o: &snapshot::Offering) -> Vec<SpeedRecord> {
    let known = o.speed.iter().flat_map(|speed| &speed.measurements);
    known
        .map(|measured| SpeedRecord {
            provider: provider_slug(s, o),
            upstream: o.upstream.clone(),
            deployment: o.deployment,
            region: region_slug(s, o),
            first_token: measured.first_token,
            throughput: measured.throughput,
            date: measured.measured_on,
            source: source_slug(s, measured.source),
            url: measured.url.as_deref().map(str::to_owned),
        })
        .collect()
}
