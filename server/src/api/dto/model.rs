//! A model or a listing, briefly and whole.

use backend::catalog::snapshot::{Best, Entry, Snapshot};
use domain::{
    model::{Lifecycle, Task},
    price::UnitPrice,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{super::words, Attributes, Links, Named, Offering, Score, SourceRef, Statement};

/// What an item of the catalog is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ModelKind {
    /// A model, with all its offerings.
    Model,
    /// What a provider lists, of which nobody has said yet which model it is.
    Listing,
}

/// A model or a listing, as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelSummary {
    /// The id of the model, or `provider/name` of a listing. It may contain `/`, `:`, `@` and
    /// capitals.
    #[schema(example = "anthropic/claude-sonnet-4-5")]
    pub id: String,
    /// What it is.
    pub kind: ModelKind,
    /// Its name for people.
    #[schema(example = "Claude Sonnet 4.5")]
    pub name: String,
    /// One line about it.
    #[schema(required)]
    pub description: Option<String>,
    /// Who made it; `null` for listings.
    #[schema(required)]
    pub publisher: Option<Named>,
    /// What it can do.
    pub attributes: Attributes,
    /// What it is used for.
    #[schema(value_type = Vec<words::Task>)]
    pub tasks: Vec<Task>,
    /// The first day on which a source is known to have had the model; `null` where it was there
    /// before all that is known.
    #[schema(required, format = Date, example = "2025-09-29")]
    pub first_seen_on: Option<String>,
    /// SPDX or `LicenseRef-…`.
    #[schema(required, example = "LicenseRef-proprietary")]
    pub license: Option<String>,
    /// Its stage of life.
    #[schema(value_type = words::Lifecycle)]
    pub lifecycle: Lifecycle,
    /// The lowest prices now.
    pub best_prices: BestPrices,
    /// How many providers offer it now.
    #[schema(example = 9)]
    pub providers: usize,
    /// How many of them list it at no charge.
    #[schema(example = 0)]
    pub no_charge_providers: usize,
    /// Where it is.
    pub links: Links,
}

/// The lowest prices among offerings, for a million tokens of ordinary text. Each may come from
/// another offering. Zero counts only where every price is zero: sources list plans and free tiers
/// at zero, without their fee and limits.
#[derive(Debug, Serialize, ToSchema)]
pub struct BestPrices {
    /// Input.
    #[schema(required, value_type = Option<words::Usd>)]
    pub input_usd: Option<UnitPrice>,
    /// Output.
    #[schema(required, value_type = Option<words::Usd>)]
    pub output_usd: Option<UnitPrice>,
    /// Three parts input and one part output, of one offering.
    #[schema(required, value_type = Option<words::Usd>)]
    pub blended_usd: Option<UnitPrice>,
}

impl ModelSummary {
    /// An entry; `best` are the lowest prices of those of its offerings that were asked for.
    pub(crate) fn new(snapshot: &Snapshot, entry: &Entry, best: Best) -> Self {
        let publisher = entry.publisher.and_then(|i| snapshot.publishers.get(i));
        Self {
            id: entry.slug.clone(),
            kind: if entry.model().is_some() {
                ModelKind::Model
            } else {
                ModelKind::Listing
            },
            name: entry.name.clone(),
            description: entry.description.clone(),
            publisher: publisher.map(|p| Named {
                id: p.slug.clone(),
                name: p.name.clone(),
            }),
            attributes: (&entry.attributes).into(),
            tasks: entry
                .model()
                .map(|facts| facts.tasks.clone())
                .unwrap_or_default(),
            first_seen_on: entry
                .model()
                .and_then(|facts| facts.seen)
                .map(|(on, _)| super::day(on)),
            license: entry.license().map(str::to_owned),
            lifecycle: entry.lifecycle,
            best_prices: BestPrices {
                input_usd: best.input,
                output_usd: best.output,
                blended_usd: best.blended,
            },
            providers: entry.providers,
            no_charge_providers: entry.no_charge,
            links: Links::to(&entry.href),
        }
    }
}

/// Everything the catalog knows of a model or a listing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Model {
    /// As in a list.
    #[serde(flatten)]
    pub summary: ModelSummary,
    /// Since when there is a better one.
    #[schema(required, format = Date)]
    pub legacy_on: Option<String>,
    /// When it ends; for a listing the last end of what can be had now, if all of it ends.
    #[schema(required, format = Date)]
    pub retires_on: Option<String>,
    /// The id of the model that follows.
    #[schema(required)]
    pub successor: Option<String>,
    /// Other names; each leads here.
    pub aliases: Vec<String>,
    /// Who says so; `null` for listings, whose offerings say it.
    #[schema(required)]
    pub source: Option<SourceRef>,
    /// What other sources say of its facts, where it is something else.
    pub other_statements: Vec<Statement>,
    /// Every way to run it: first those that can be had now, the publisher's own before others.
    pub offerings: Vec<Offering>,
    /// Published benchmark figures.
    pub scores: Vec<Score>,
}

impl Model {
    /// An entry with its offerings.
    pub(crate) fn new(snapshot: &Snapshot, entry: &Entry) -> Self {
        let facts = entry.model();
        let scores = facts.map(|f| f.scores.as_slice()).unwrap_or_default();
        let offerings = snapshot.offerings_of(entry).iter();
        Self {
            summary: ModelSummary::new(snapshot, entry, entry.best),
            legacy_on: facts.and_then(|f| f.legacy_on).map(super::day),
            retires_on: entry.retires_on.map(super::day),
            successor: facts.and_then(|f| f.successor.clone()),
            aliases: facts.map(|f| f.aliases.clone()).unwrap_or_default(),
            source: facts.map(|f| SourceRef::at(snapshot, f.source)),
            other_statements: Statement::list(
                snapshot,
                facts.map(|f| f.others.as_slice()).unwrap_or_default(),
            ),
            offerings: offerings
                .map(|offering| Offering::new(snapshot, offering))
                .collect(),
            scores: scores.iter().map(|row| Score::new(snapshot, row)).collect(),
        }
    }
}
