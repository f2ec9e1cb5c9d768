//! A feed after reading: the same neutral form for every format.

use std::collections::BTreeSet;

use domain::day::PartialDate;
use domain::fact::Fact;
use domain::model::{Capability, Lifecycle, Modality, Task};
use domain::offering::{DeploymentType, Dialect};
use domain::price::{PriceComponent, UnitPrice};
use domain::score::Score;
use domain::speed::{FirstToken, Throughput};
use time::{Date, OffsetDateTime};

pub use crate::catalog::parties::{Provider, Publisher, Region, Source};

/// Everything one file says.
#[derive(Debug, Clone)]
pub struct Feed {
    /// The feed itself. Records that name no source come from it.
    pub source: Source,
    /// Further sources that records name.
    pub sources: Vec<Source>,
    /// Whether the feed is everything its source has. If so, what it no longer
    /// lists is retired.
    pub complete: bool,
    /// What the prices of the feed say about time.
    pub prices: PriceKind,
    /// Publishers.
    pub publishers: Vec<Publisher>,
    /// Providers.
    pub providers: Vec<Provider>,
    /// Regions.
    pub regions: Vec<Region>,
    /// Models.
    pub models: Vec<Model>,
    /// Offerings.
    pub offerings: Vec<Offering>,
    /// Benchmark scores.
    pub scores: Vec<ScoreRecord>,
    /// How fast offerings were measured to be. An offering may be one that only
    /// other feeds have.
    pub speeds: Vec<SpeedRecord>,
    /// Price segments of a history feed: one for each period of one tariff,
    /// whatever the number of components. Zero for other feeds.
    pub segments: usize,
    /// Parts of the file that were understood to be there and left out, by
    /// name, with how often. They are reported, never silently dropped.
    pub skipped: std::collections::BTreeMap<String, usize>,
}

/// What the prices of a feed mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceKind {
    /// Prices in force on the date of the feed. What differs from before
    /// closes on that date.
    Current,
    /// Periods with their own dates.
    Dated,
}

/// What a model or an offering can do and how far it goes. Unknown is `None`
/// or absent, never zero.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attributes {
    /// What goes in.
    pub inputs: Vec<Modality>,
    /// What comes out.
    pub outputs: Vec<Modality>,
    /// What it can do.
    pub capabilities: Vec<Capability>,
    /// What is said not to be so of these three.
    pub denied: Denied,
    /// Whether more may go in than is listed: the source names some, not all. An empty list says
    /// nothing either way.
    pub inputs_open: bool,
    /// Whether more may come out than is listed.
    pub outputs_open: bool,
    /// Most tokens of input and output together.
    pub context: Option<i64>,
    /// Most tokens of output.
    pub max_output: Option<i64>,
    /// Until when it has learned.
    pub knowledge: Option<PartialDate>,
    /// When it was released.
    pub released: Option<Date>,
    /// Whether the weights can be downloaded.
    pub open_weights: Option<bool>,
    /// Groups versions of one model line.
    pub family: Option<String>,
}

/// What is said not to go in, not to come out and not to be possible. To leave something out is not
/// to deny it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Denied {
    /// What does not go in, where not all that does is listed.
    pub inputs: Vec<Modality>,
    /// What does not come out, where not all that does is listed.
    pub outputs: Vec<Modality>,
    /// What it cannot do.
    pub capabilities: Vec<Capability>,
}

impl Attributes {
    /// Those of them on which sources can differ.
    pub fn facts(&self) -> impl Iterator<Item = Fact> + use<> {
        let limits = [
            self.context.map(Fact::Context),
            self.max_output.map(Fact::MaxOutput),
            self.knowledge.map(Fact::Knowledge),
            self.released.map(Fact::Released),
            self.open_weights.map(Fact::OpenWeights),
        ];
        let inputs = if self.inputs_open || self.inputs.is_empty() {
            parts(&self.inputs, &self.denied.inputs, Fact::Takes)
        } else {
            whole(&self.inputs, Fact::Inputs)
        };
        let outputs = if self.outputs_open || self.outputs.is_empty() {
            parts(&self.outputs, &self.denied.outputs, Fact::Gives)
        } else {
            whole(&self.outputs, Fact::Outputs)
        };
        let can = parts(&self.capabilities, &self.cannot(), Fact::Can);
        let limits = limits.into_iter().flatten();
        limits.chain(inputs).chain(outputs).chain(can)
    }

    /// What it cannot do: what is denied and, where all that goes in is listed without pictures, vision.
    pub fn cannot(&self) -> Vec<Capability> {
        let is_blind =
            !self.inputs_open && !self.inputs.is_empty() && !self.inputs.contains(&Modality::Image);
        let vision = is_blind.then_some(Capability::Vision);
        let mut cannot = self.denied.capabilities.clone();
        cannot.extend(vision);
        cannot.retain(|capability| !self.capabilities.contains(capability));
        cannot.sort_unstable();
        cannot.dedup();
        cannot
    }
}

/// A list that is all there is.
fn whole(list: &[Modality], fact: fn(Vec<Modality>) -> Fact) -> Vec<Fact> {
    let mut list = list.to_vec();
    list.sort_unstable();
    list.dedup();
    vec![fact(list)]
}

/// What is so and what is not. Who says both of one thing says that it is.
fn parts<T: Copy + Ord>(yes: &[T], no: &[T], fact: fn(T, bool) -> Fact) -> Vec<Fact> {
    let yes: BTreeSet<T> = yes.iter().copied().collect();
    let no: BTreeSet<T> = no.iter().copied().collect();
    let denied = no.difference(&yes).map(|part| fact(*part, false));
    yes.iter()
        .map(|part| fact(*part, true))
        .chain(denied)
        .collect()
}

/// What a publisher released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// The model id, such as `anthropic/claude-sonnet-4-5`.
    pub slug: String,
    /// Slug of its publisher.
    pub publisher: String,
    /// Its name for people.
    pub name: String,
    /// One line.
    pub description: Option<String>,
    /// What it is used for.
    pub tasks: Vec<Task>,
    /// What it can do.
    pub attributes: Attributes,
    /// Whether the tasks are all that the source knows. If not, what is known stays.
    pub has_all_tasks: bool,
    /// SPDX or `LicenseRef-…`.
    pub license: Option<String>,
    /// Its stage of life, with the dates and the successor below; `None` where the
    /// feed does not speak of it, so that what is known stays.
    pub lifecycle: Option<Lifecycle>,
    /// Since when there is a better one.
    pub legacy_on: Option<Date>,
    /// When it ends.
    pub retires_on: Option<Date>,
    /// Slug of the source of that date, if it is not that of the other facts.
    pub retires_source: Option<String>,
    /// Slug of the model that follows.
    pub successor: Option<String>,
    /// The first day on which a source is known to have had it.
    pub seen: Option<Date>,
    /// Slug of that source, if it is not that of the other facts.
    pub seen_source: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Slug of the source of these facts, if it is not the feed.
    pub source: Option<String>,
    /// What other sources say.
    pub also: Vec<Statement>,
}

impl Model {
    /// What its own source says of it. `active` is what is assumed of everything, so it is no
    /// statement.
    pub fn facts(&self) -> impl Iterator<Item = Fact> + use<> {
        // An end is said by who is named for it.
        let ends = self.retires_on.filter(|_| self.retires_source.is_none());
        let facts = self.attributes.facts();
        facts
            .chain(self.license.clone().map(Fact::License))
            .chain(spoken(self.lifecycle).map(Fact::Lifecycle))
            .chain(ends.map(Fact::RetiresOn))
    }
}

/// A stage of life that says something.
fn spoken(stage: Option<Lifecycle>) -> Option<Lifecycle> {
    stage.filter(|stage| *stage != Lifecycle::Active)
}

/// What a source says of a model or an offering beside that of its other facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Slug of the source.
    pub source: String,
    /// What it says.
    pub fact: Fact,
}

/// One way to run a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offering {
    /// Slug of who sells it.
    pub provider: String,
    /// The name the provider calls the model by.
    pub upstream: String,
    /// Its name for people.
    pub name: String,
    /// What the provider says about it, in Markdown.
    pub description: Option<String>,
    /// The model it is, if that is known.
    pub model: Option<String>,
    /// How capacity is provided.
    pub deployment: DeploymentType,
    /// Slug of the region, if it is tied to one.
    pub region: Option<String>,
    /// The request format it understands.
    pub dialect: Option<Dialect>,
    /// What it can do.
    pub attributes: Attributes,
    /// Its stage of life.
    pub lifecycle: Lifecycle,
    /// When it ends.
    pub retires_on: Option<Date>,
    /// Slug of the source of that date, if it is not that of the other facts.
    pub retires_source: Option<String>,
    /// What happens to the data.
    pub data_policy: DataPolicy,
    /// Slug of the source of these facts, if it is not the feed.
    pub source: Option<String>,
    /// What other sources say.
    pub also: Vec<Statement>,
    /// Its prices. None means not priced, which is not free.
    pub prices: Vec<Price>,
}

impl Offering {
    /// What its own source says of it.
    pub fn facts(&self) -> impl Iterator<Item = Fact> + use<> {
        let ends = self.retires_on.filter(|_| self.retires_source.is_none());
        let stage = spoken(Some(self.lifecycle));
        let facts = self.attributes.facts();
        facts
            .chain(stage.map(Fact::Lifecycle))
            .chain(ends.map(Fact::RetiresOn))
            .chain(self.data_policy.facts())
    }
}

/// What a provider does with what it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DataPolicy {
    /// How many days it keeps it; 0 is not at all.
    pub retention_days: Option<i32>,
    /// Whether it learns from it.
    pub trains_on_data: Option<bool>,
    /// Where this is stated.
    pub url: Option<String>,
}

impl DataPolicy {
    /// What of it sources can differ on.
    pub fn facts(&self) -> impl Iterator<Item = Fact> + use<> {
        let days = self.retention_days.map(Fact::Retention);
        days.into_iter()
            .chain(self.trains_on_data.map(Fact::Trains))
    }
}

/// One price of one component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// Which part of the offering.
    pub component: PriceComponent,
    /// How much for one unit.
    pub amount: UnitPrice,
    /// Since when; unknown start if `None` in a dated feed.
    pub from: Option<OffsetDateTime>,
    /// Until when, exclusive; in force if `None`.
    pub to: Option<OffsetDateTime>,
    /// Slug of the source, if it is not the feed.
    pub source: Option<String>,
    /// Where it is stated.
    pub url: Option<String>,
}

/// One published benchmark figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreRecord {
    /// The model id.
    pub model: String,
    /// Which benchmark.
    pub benchmark: String,
    /// Which edition of it.
    pub version: String,
    /// Which part of it; empty is the whole.
    pub category: String,
    /// What is measured.
    pub metric: String,
    /// In which setting of the model, such as its thinking effort.
    pub variant: String,
    /// The figure.
    pub score: Score,
    /// Its unit, such as `percent`.
    pub unit: String,
    /// When it was published.
    pub date: Option<Date>,
    /// Slug of the source, if it is not the feed.
    pub source: Option<String>,
    /// Where it is stated.
    pub url: Option<String>,
}

/// How fast one offering was measured to be, in at least one of two figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeedRecord {
    /// Slug of who sells it.
    pub provider: String,
    /// The name the provider calls the model by.
    pub upstream: String,
    /// How capacity is provided.
    pub deployment: DeploymentType,
    /// Slug of the region, if it is tied to one.
    pub region: Option<String>,
    /// Time to the first token, p50.
    pub first_token: Option<FirstToken>,
    /// Output tokens a second, p50.
    pub throughput: Option<Throughput>,
    /// When it was measured.
    pub date: Date,
    /// Slug of the source, if it is not the feed.
    pub source: Option<String>,
    /// Where it is stated.
    pub url: Option<String>,
}
