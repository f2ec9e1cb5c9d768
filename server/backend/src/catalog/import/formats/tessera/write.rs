//! Writing a catalog in our own format: fields in a fixed order, those without
//! a value left out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::fact::Fact;
use domain::model::{Lifecycle, Modality};
use domain::price::{ServiceTier, TokenClass, Unit};
use domain::speed::FirstToken;
use serde::Serialize;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, Time, UtcOffset};

use super::{RANK, VERSION};
use crate::catalog::import::feed::{
    Attributes, Feed, Model, Offering, Price, Provider, Publisher, Region, ScoreRecord, Source,
    SpeedRecord, Statement,
};

/// `feed` as a document of the `tessera` format, a record on each line.
pub fn write_tessera(feed: &Feed) -> String {
    let mut parts = vec![
        format!("\"tessera_catalog\":{VERSION}"),
        format!("\"as_of\":{}", json(&instant(feed.source.as_of))),
        format!("\"source\":{}", source(&feed.source)),
    ];
    if !feed.complete {
        parts.push("\"complete\":false".to_owned());
    }
    parts.extend([
        list("sources", &feed.sources, source),
        list("publishers", &feed.publishers, publisher),
        list("providers", &feed.providers, provider),
        list("regions", &feed.regions, region),
        list("models", &feed.models, model),
        list("offerings", &feed.offerings, offering),
        list("scores", &feed.scores, score),
        list("speeds", &feed.speeds, speed),
    ]);
    format!("{{{}}}\n", parts.join(",\n"))
}

fn list<T>(name: &str, records: &[T], row: impl Fn(&T) -> String) -> String {
    let rows: Vec<String> = records
        .iter()
        .map(|record| format!("\n{}", row(record)))
        .collect();
    format!("\"{name}\":[{}]", rows.join(","))
}

/// Text, numbers, words and lists of them, whose writing cannot fail.
fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// A day where it is midnight in UTC, otherwise RFC 3339.
fn instant(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    if at.time() == Time::MIDNIGHT {
        at.date().to_string()
    } else {
        at.format(&Rfc3339).unwrap_or_default()
    }
}

/// An object in the making.
struct Row(String);

impl Row {
    const fn new() -> Self {
        Self(String::new())
    }

    fn put(mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        let _ = write!(self.0, "\"{name}\":{}", json(value));
        self
    }

    fn opt(self, name: &str, value: Option<&(impl Serialize + ?Sized)>) -> Self {
        match value {
            Some(value) => self.put(name, value),
            None => self,
        }
    }

    /// A value that is left out if it is what a reader assumes.
    fn unless<T: Serialize + PartialEq>(self, name: &str, value: &T, assumed: &T) -> Self {
        self.opt(name, (value != assumed).then_some(value))
    }

    fn list<T: Serialize>(self, name: &str, values: &[T]) -> Self {
        self.opt(name, (!values.is_empty()).then_some(values))
    }

    fn text(self, name: &str, value: &str) -> Self {
        self.opt(name, (!value.is_empty()).then_some(value))
    }

    fn day(self, name: &str, day: Option<time::Date>) -> Self {
        self.opt(name, day.map(|day| day.to_string()).as_ref())
    }

    /// A list of objects, unless there is none. It is not the first of its row.
    fn rows<T>(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = T>,
        row: impl Fn(T) -> String,
    ) -> Self {
        let rows: Vec<String> = values.into_iter().map(row).collect();
        if !rows.is_empty() {
            let _ = write!(self.0, ",\"{name}\":[{}]", rows.join(","));
        }
        self
    }

    fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

fn source(s: &Source) -> String {
    Row::new()
        .put("slug", &s.slug)
        .put("name", &s.name)
        .opt("url", s.url.as_ref())
        .opt("license", s.license.as_ref())
        .put("as_of", &instant(s.as_of))
        .unless("rank", &s.rank, &RANK)
        .end()
}

fn publisher(p: &Publisher) -> String {
    Row::new()
        .put("slug", &p.slug)
        .put("name", &p.name)
        .opt("country", p.country.as_ref())
        .opt("url", p.url.as_ref())
        .opt("description", p.description.as_ref())
        .end()
}

fn provider(p: &Provider) -> String {
    Row::new()
        .put("slug", &p.slug)
        .put("name", &p.name)
        .opt("country", p.country.as_ref())
        .opt("url", p.url.as_ref())
        .opt("docs_url", p.docs_url.as_ref())
        .opt("api_url", p.api_url.as_ref())
        .opt("description", p.description.as_ref())
        .end()
}

fn region(r: &Region) -> String {
    Row::new()
        .put("slug", &r.slug)
        .put("name", &r.name)
        .opt("cloud", r.cloud.as_ref())
        .opt("country", r.country.as_ref())
        .end()
}

fn model(m: &Model) -> String {
    let row = Row::new()
        .put("id", &m.slug)
        .put("publisher", &m.publisher)
        .put("name", &m.name)
        .opt("family", m.attributes.family.as_ref())
        .opt("description", m.description.as_ref())
        .list("tasks", &m.tasks);
    attributes(row, &m.attributes)
        .opt("license", m.license.as_ref())
        .unless(
            "lifecycle",
            &m.lifecycle.unwrap_or(Lifecycle::Active),
            &Lifecycle::Active,
        )
        .day("legacy_on", m.legacy_on)
        .day("retires_on", m.retires_on)
        .opt("retires_source", m.retires_source.as_ref())
        .opt("successor", m.successor.as_ref())
        .day("seen", m.seen)
        .opt("seen_source", m.seen_source.as_ref())
        .list("aliases", &m.aliases)
        .opt("source", m.source.as_ref())
        .rows("also", &by_source(&m.also), statements)
        .end()
}

/// What is said, a group for each source.
fn by_source(also: &[Statement]) -> BTreeMap<&str, Vec<&Fact>> {
    let mut groups: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
    for said in also {
        groups.entry(&said.source).or_default().push(&said.fact);
    }
    groups
}

/// Numbers and truths as they are, all else as text.
fn statements((source, facts): (&&str, &Vec<&Fact>)) -> String {
    let row = Row::new().put("source", source);
    let put = |row: Row, fact: &&Fact| match fact {
        Fact::Context(n) | Fact::MaxOutput(n) => row.put(&fact.name(), n),
        Fact::OpenWeights(whether) | Fact::Trains(whether) => row.put(&fact.name(), whether),
        Fact::Retention(days) => row.put(&fact.name(), days),
        Fact::Inputs(list) | Fact::Outputs(list) => row.put(&fact.name(), list),
        fact if fact.part().is_some() => row,
        fact => row.put(&fact.name(), &fact.value()),
    };
    let row = facts.iter().fold(row, put);
    let lists = PARTS.iter().map(|(name, whole, whether)| {
        let parts = facts.iter().filter_map(|fact| fact.part());
        let these = parts.filter(|(of, _, is)| of == whole && is == whether);
        (*name, these.map(|(_, word, _)| word).collect::<Vec<_>>())
    });
    lists
        .fold(row, |row, (name, words)| row.list(name, &words))
        .end()
}

/// The lists of what is so and what is not, and of what.
const PARTS: [(&str, &str, bool); 6] = [
    ("takes", "inputs", true),
    ("takes_not", "inputs", false),
    ("gives", "outputs", true),
    ("gives_not", "outputs", false),
    ("capabilities", "capabilities", true),
    ("cannot", "capabilities", false),
];

/// All but the family, which stands further ahead.
fn attributes(row: Row, a: &Attributes) -> Row {
    let name = |is_open, open, whole| if is_open { open } else { whole };
    row.list(name(a.inputs_open, "takes", "inputs"), &a.inputs)
        .list("takes_not", &a.denied.inputs)
        .list(name(a.outputs_open, "gives", "outputs"), &a.outputs)
        .list("gives_not", &a.denied.outputs)
        .list("capabilities", &a.capabilities)
        .list("cannot", &a.denied.capabilities)
        .opt("context", a.context.as_ref())
        .opt("max_output", a.max_output.as_ref())
        .opt(
            "knowledge",
            a.knowledge.map(|date| date.to_string()).as_ref(),
        )
        .day("released", a.released)
        .opt("open_weights", a.open_weights.as_ref())
}

fn offering(o: &Offering) -> String {
    let row = Row::new()
        .put("provider", &o.provider)
        .opt("model", o.model.as_ref())
        .put("upstream", &o.upstream)
        .unless("name", &o.name, &o.upstream)
        .put("deployment", &o.deployment)
        .opt("region", o.region.as_ref())
        .opt("dialect", o.dialect.as_ref())
        .opt("family", o.attributes.family.as_ref());
    attributes(row, &o.attributes)
        .unless("lifecycle", &o.lifecycle, &Lifecycle::Active)
        .day("retires_on", o.retires_on)
        .opt("retires_source", o.retires_source.as_ref())
        .opt("description", o.description.as_ref())
        .opt("retention_days", o.data_policy.retention_days.as_ref())
        .opt("trains_on_data", o.data_policy.trains_on_data.as_ref())
        .opt("data_policy_url", o.data_policy.url.as_ref())
        .opt("source", o.source.as_ref())
        .rows("also", &by_source(&o.also), statements)
        .rows("prices", &o.prices, price)
        .end()
}

fn price(p: &Price) -> String {
    let c = &p.component;
    Row::new()
        .unless("unit", &c.unit, &Unit::Mtok)
        .opt("direction", c.direction.as_ref())
        .unless("modality", &c.modality, &Modality::Text)
        .unless("class", &c.class, &TokenClass::Standard)
        .opt("ttl", c.cache_ttl.as_ref())
        .unless("tier", &c.tier, &ServiceTier::Standard)
        .opt("above", c.threshold.map(|t| t.tokens).as_ref())
        .opt(
            "inclusive",
            c.threshold.filter(|t| t.inclusive).map(|_| true).as_ref(),
        )
        .opt("schedule", c.schedule.as_ref())
        .opt("region", c.region.as_ref())
        .put("usd", &p.amount)
        .opt("from", p.from.map(instant).as_ref())
        .opt("to", p.to.map(instant).as_ref())
        .opt("source", p.source.as_ref())
        .opt("url", p.url.as_ref())
        .end()
}

fn score(s: &ScoreRecord) -> String {
    Row::new()
        .put("model", &s.model)
        .put("benchmark", &s.benchmark)
        .text("version", &s.version)
        .text("category", &s.category)
        .text("metric", &s.metric)
        .text("variant", &s.variant)
        .put("score", &s.score.to_string())
        .text("unit", &s.unit)
        .day("date", s.date)
        .opt("source", s.source.as_ref())
        .opt("url", s.url.as_ref())
        .end()
}

fn speed(s: &SpeedRecord) -> String {
    Row::new()
        .put("provider", &s.provider)
        .put("upstream", &s.upstream)
        .put("deployment", &s.deployment)
        .opt("region", s.region.as_ref())
        .opt("ttft_ms", s.first_token.map(FirstToken::millis).as_ref())
        .opt(
            "tokens_per_second",
            s.throughput.map(|t| t.to_string()).as_ref(),
        )
        .day("date", Some(s.date))
        .opt("source", s.source.as_ref())
        .opt("url", s.url.as_ref())
        .end()
}
