//! The published catalog in memory.
//!
//! A [`Snapshot`] is immutable. It is built from PostgreSQL, which is the
//! truth, and replaced as a whole when the catalog's generation moves. Reading
//! it costs no I/O.

mod access;
mod at_most;
mod benchmarks;
mod build;
mod editions;
mod ends;
mod entry;
mod facets;
mod facts;
mod filters;
mod list;
mod orders;
mod parties;
mod popularity;
mod price_steps;
mod prices;
mod results;
mod search;
mod speeds;
mod sql;
mod squashed;
mod statements;
mod tally;

use std::collections::HashMap;
use std::sync::Arc;

use domain::model::{Capability, Lifecycle, Modality, Task};
use domain::offering::{DeploymentType, Dialect};
use domain::price::{Direction, PriceComponent, UnitPrice};
use domain::score::Score;
use time::{Date, OffsetDateTime};

pub use super::parties::{Provider, Publisher, Region, Source};
pub use access::EntryAccess;
pub use benchmarks::{Benchmark, Coverage, benchmark_name};
pub use build::build;
pub use entry::{Best, Entry, EntryKind};
pub use facets::{Facet, FacetValue};
pub use prices::{Quote, ShownPrice};
pub use results::{Results, Suggestion};
pub use speeds::{Measurement, Speed};
pub use statements::{Statement, source_of, sources_of};

/// What something can do and how far it goes. `None` is unknown.
#[derive(Debug, Clone)]
pub struct Attributes {
    /// What goes in.
    pub inputs: Vec<Modality>,
    /// What comes out.
    pub outputs: Vec<Modality>,
    /// What it can do.
    pub capabilities: Vec<Capability>,
    /// What it is said not to be able to do. What is in neither list is unknown.
    pub cannot: Vec<Capability>,
    /// Most tokens of input and output together.
    pub context: Option<i64>,
    /// Most tokens of output.
    pub max_output: Option<i64>,
    /// Until when it has learned, as stated.
    pub knowledge: Option<String>,
    /// When it was released.
    pub released: Option<Date>,
    /// Whether the weights can be downloaded.
    pub open_weights: Option<bool>,
    /// Groups versions of one model line.
    pub family: Option<String>,
}

/// What only a model has: facts of its publisher.
#[derive(Debug)]
pub struct ModelFacts {
    /// What it is used for.
    pub tasks: Vec<Task>,
    /// SPDX or `LicenseRef-…`.
    pub license: Option<String>,
    /// Since when there is a better one.
    pub legacy_on: Option<Date>,
    /// When it ends.
    pub retires_on: Option<Date>,
    /// Who says so: index into [`Snapshot::editions`].
    pub retires_source: usize,
    /// The model id that follows.
    pub successor: Option<String>,
    /// The first day on which a source is known to have had it, and which: an index into
    /// [`Snapshot::editions`].
    pub seen: Option<(Date, usize)>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Index into [`Snapshot::editions`].
    pub source: usize,
    /// What sources say that is not what is shown.
    pub others: Vec<Statement>,
    /// Published figures.
    pub scores: Vec<ScoreRow>,
}

/// One published benchmark figure.
#[derive(Debug)]
pub struct ScoreRow {
    /// Which benchmark.
    pub benchmark: Arc<str>,
    /// Which edition of it.
    pub version: Arc<str>,
    /// Which part of it; empty is the whole.
    pub category: Arc<str>,
    /// What is measured.
    pub metric: Arc<str>,
    /// In which setting of the model.
    pub variant: Arc<str>,
    /// The figure.
    pub score: Score,
    /// Its unit.
    pub unit: Arc<str>,
    /// When it was published.
    pub date: Option<Date>,
    /// Index into [`Snapshot::editions`].
    pub source: usize,
    /// Where it is stated.
    pub url: Option<Arc<str>>,
}

/// One way to run a model.
#[derive(Debug)]
pub struct Offering {
    /// Its key in the database, stable over imports.
    pub id: i64,
    /// Index into [`Snapshot::entries`].
    pub entry: usize,
    /// Index into [`Snapshot::providers`].
    pub provider: usize,
    /// The name the provider calls the model by.
    pub upstream: String,
    /// The provider's name for it.
    pub name: String,
    /// What the provider says about it, in Markdown.
    pub description: Option<String>,
    /// How capacity is provided.
    pub deployment: DeploymentType,
    /// Index into [`Snapshot::regions`].
    pub region: Option<usize>,
    /// The request format it understands.
    pub dialect: Option<Dialect>,
    /// What it can do.
    pub attributes: Attributes,
    /// Its stage of life.
    pub lifecycle: Lifecycle,
    /// When it ends.
    pub retires_on: Option<Date>,
    /// Who says so: index into [`Snapshot::editions`].
    pub retires_source: usize,
    /// When its last source stopped listing it.
    pub retired_at: Option<OffsetDateTime>,
    /// How many days the provider keeps what it is sent.
    pub retention_days: Option<i32>,
    /// Whether the provider learns from it.
    pub trains_on_data: Option<bool>,
    /// Where the data policy is stated.
    pub data_policy_url: Option<String>,
    /// Index into [`Snapshot::editions`].
    pub source: usize,
    /// What sources say that is not what is shown.
    pub others: Vec<Statement>,
    /// All its price periods, as kept, in the order of component and date.
    pub periods: Vec<Period>,
    /// The price of each component that is in force, one for each.
    pub prices: Vec<ShownPrice>,
    /// How fast it answers, as far as somebody has measured it.
    pub speed: Option<Box<Speed>>,
    /// The base prices of input and output among them, found once: every list
    /// asks for them.
    base: (Option<UnitPrice>, Option<UnitPrice>),
}

impl Offering {
    /// Whether it can be had now.
    pub fn is_live(&self) -> bool {
        self.retired_at.is_none() && self.lifecycle != Lifecycle::Retired
    }

    /// Whether its source lists it at no charge: part of a plan, say, or a free tier.
    pub fn is_no_charge(&self) -> bool {
        let price = |direction| self.base_price(direction);
        let stated = [Direction::Input, Direction::Output].map(price);
        let mut stated = stated.into_iter().flatten().peekable();
        stated.peek().is_some() && stated.all(|price| price == UnitPrice::ZERO)
    }

    /// The prices in force, as the cost calculation takes them.
    pub fn price_list(&self) -> Vec<(PriceComponent, UnitPrice)> {
        self.prices
            .iter()
            .map(|p| ((*p.component).clone(), p.amount))
            .collect()
    }

    /// The base price in one direction.
    pub fn base_price(&self, direction: domain::price::Direction) -> Option<UnitPrice> {
        match direction {
            domain::price::Direction::Input => self.base.0,
            domain::price::Direction::Output => self.base.1,
        }
    }
}

/// One price of one component over one period, from one source.
#[derive(Debug, Clone)]
pub struct Period {
    /// Which part of the offering.
    pub component: Arc<PriceComponent>,
    /// How much for one unit.
    pub amount: UnitPrice,
    /// Since when, if that is known.
    pub from: Option<OffsetDateTime>,
    /// Until when, exclusive.
    pub to: Option<OffsetDateTime>,
    /// Index into [`Snapshot::editions`].
    pub source: usize,
    /// Where it is stated.
    pub url: Option<Arc<str>>,
}

/// The whole published catalog.
#[derive(Debug)]
pub struct Snapshot {
    /// No other snapshot of this process has it.
    pub id: u64,
    /// Moves with every change; part of every cache key and `ETag`.
    pub generation: i64,
    /// When it was built: prices in force are those of this instant.
    pub built_at: OffsetDateTime,
    /// When a price or an offering begins or ends next, or the day does, so that the snapshot
    /// must be rebuilt.
    pub next_boundary: Option<OffsetDateTime>,
    /// By name.
    pub publishers: Vec<Publisher>,
    /// By name.
    pub providers: Vec<Provider>,
    /// By slug.
    pub regions: Vec<Region>,
    /// Where facts stand: the newest edition of each source, in no order, and then older ones that
    /// alone say something.
    pub editions: Vec<Source>,
    /// So many of them are the newest of their sources.
    sources: usize,
    /// What the catalog lists.
    pub entries: Vec<Entry>,
    /// All ways to run them; those of one entry stand together.
    pub offerings: Vec<Offering>,
    by_slug: HashMap<String, usize>,
    by_alias: HashMap<String, usize>,
    by_listing: HashMap<(usize, String), usize>,
    /// Positions of offerings in the order of their keys.
    by_id: Vec<u32>,
    index: search::Index,
    facets: facets::Index,
    orders: orders::Orders,
}

impl Snapshot {
    /// Every source, in its newest edition.
    pub fn sources(&self) -> &[Source] {
        self.editions.get(..self.sources).unwrap_or_default()
    }

    /// The model with this id.
    pub fn model(&self, slug: &str) -> Option<&Entry> {
        self.by_slug.get(slug).and_then(|i| self.entries.get(*i))
    }

    /// The model that has this other name.
    pub fn model_by_alias(&self, alias: &str) -> Option<&Entry> {
        self.by_alias.get(alias).and_then(|i| self.entries.get(*i))
    }

    /// What a provider calls by this name.
    pub fn listing(&self, provider: &str, upstream: &str) -> Option<&Entry> {
        let provider = self.providers.iter().position(|p| p.slug == provider)?;
        self.by_listing
            .get(&(provider, upstream.to_owned()))
            .and_then(|i| self.entries.get(*i))
    }

    /// The publisher with this slug and its index.
    pub fn publisher(&self, slug: &str) -> Option<(usize, &Publisher)> {
        self.publishers
            .iter()
            .enumerate()
            .find(|(_, p)| p.slug == slug)
    }

    /// The provider with this slug and its index.
    pub fn provider(&self, slug: &str) -> Option<(usize, &Provider)> {
        self.providers
            .iter()
            .enumerate()
            .find(|(_, p)| p.slug == slug)
    }

    /// The ways to run an entry.
    pub fn offerings_of(&self, entry: &Entry) -> &[Offering] {
        self.offerings
            .get(entry.offerings.clone())
            .unwrap_or_default()
    }
}
