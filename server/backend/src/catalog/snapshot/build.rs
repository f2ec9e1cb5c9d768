//! Building a snapshot from the database.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use domain::fact::Fact;
use domain::model::Lifecycle;
use domain::price::Direction;
use domain::slug::path_segment;
use sqlx::PgPool;
use time::OffsetDateTime;

use super::editions::Editions;
use super::ends::{next_day, next_end, past};
use super::entry::{Best, Entry, EntryKind};
use super::list::List;
use super::sql::{self, ModelRow, OfferingRow};
use super::statements::{self, Statement, Statements};
use super::{
    Attributes, ModelFacts, Offering, Period, Provider, Publisher, Region, ScoreRow, Snapshot,
    Source, Speed,
};
use super::{access, facets, facts, orders, parties, popularity, prices, search, speeds};
use crate::db::broken_row;
use crate::{Error, Opaque};

struct Rows {
    generation: i64,
    sources: Vec<sql::SourceRow>,
    publishers: Vec<sql::PublisherRow>,
    providers: Vec<sql::ProviderRow>,
    regions: Vec<sql::RegionRow>,
    models: Vec<ModelRow>,
    offerings: Vec<OfferingRow>,
    statements: Vec<sql::StatementRow>,
    prices: Vec<sql::PriceRow>,
    scores: Vec<sql::ScoreRow>,
    speeds: Vec<sql::SpeedRow>,
    popularity: Vec<sql::PopularityRow>,
}

/// Builds the snapshot of the catalog as it is, with the prices in force at `now`.
pub async fn build(pool: &PgPool, now: OffsetDateTime) -> Result<Snapshot, Error> {
    let pool = pool.clone();
    let rows = crate::db::uncancelled(async move { load(&pool, now).await }).await?;
    // Indexing 100,000 offerings takes a second of CPU: not on the event loop.
    let built = tokio::task::spawn_blocking(move || assemble(rows, now)).await;
    built.unwrap_or_else(|stopped| Err(Error::Internal(Opaque::log(&stopped))))
}

async fn load(pool: &PgPool, now: OffsetDateTime) -> Result<Rows, Error> {
    let mut tx = sql::begin(pool).await?;
    Ok(Rows {
        generation: sql::generation(&mut tx).await?,
        sources: sql::sources(&mut tx).await?,
        publishers: sql::publishers(&mut tx).await?,
        providers: sql::providers(&mut tx).await?,
        regions: sql::regions(&mut tx).await?,
        models: sql::models(&mut tx).await?,
        offerings: sql::offerings(&mut tx).await?,
        statements: sql::other_statements(&mut tx).await?,
        prices: sql::prices(&mut tx).await?,
        scores: sql::scores(&mut tx).await?,
        speeds: sql::speeds(&mut tx).await?,
        // The last, so that its key opens nothing else.
        popularity: popularity::read(&mut tx, now).await?,
    })
}

/// Positions in the snapshot by key in the database.
struct Keys {
    editions: Editions,
    publishers: HashMap<i32, usize>,
    providers: HashMap<i32, usize>,
    regions: HashMap<i32, usize>,
}

/// The editions in which anything stands.
fn editions(rows: &Rows) -> Editions {
    let models = rows.models.iter().map(|r| (r.source_id, r.stated_at));
    let offerings = rows.offerings.iter().map(|r| (r.source_id, r.stated_at));
    let prices = rows.prices.iter().map(|r| (r.source_id, r.stated_at));
    let statements = rows.statements.iter().map(|r| (r.source_id, r.stated_at));
    let mut editions = Editions::new(&rows.sources);
    let all = models.chain(offerings).chain(prices).chain(statements);
    let older = all.filter(|(_, stated_at)| stated_at.is_some());
    older.for_each(|(source_id, stated_at)| editions.add(source_id, stated_at));
    editions
}

fn positions<K: std::hash::Hash + Eq>(keys: impl Iterator<Item = K>) -> HashMap<K, usize> {
    keys.enumerate().map(|(i, k)| (k, i)).collect()
}

fn assemble(rows: Rows, now: OffsetDateTime) -> Result<Snapshot, Error> {
    let sources = rows.sources.len();
    let keys = Keys {
        editions: editions(&rows),
        publishers: positions(rows.publishers.iter().map(|r| r.publisher_id)),
        providers: positions(rows.providers.iter().map(|r| r.provider_id)),
        regions: positions(rows.regions.iter().map(|r| r.region_id)),
    };
    let publishers = parties::publishers(rows.publishers);
    let providers = parties::providers(rows.providers);
    let regions = parties::regions(rows.regions);
    let mut scores = facts::scores(rows.scores, &keys.editions);
    let mut parts = Parts {
        periods: facts::periods(rows.prices, &keys.editions)?,
        speeds: speeds::by_offering(rows.speeds, &keys.editions)?,
        statements: Statements::new(rows.statements, &keys.editions),
        keys: &keys,
        now,
    };
    let mut waiting = group_offerings(rows.offerings);
    let mut list = List::default();
    for model in rows.models {
        let own = waiting.remove(&Some(model.model_id)).unwrap_or_default();
        let scores = scores.remove(&model.model_id).unwrap_or_default();
        let offerings = own
            .into_iter()
            .map(|row| parts.offering(row))
            .collect::<Result<_, _>>()?;
        list.push(parts.model_entry(model, scores)?, offerings, &providers);
    }
    let mut listings: BTreeMap<(i32, String), Vec<OfferingRow>> = BTreeMap::new();
    for row in waiting.remove(&None).unwrap_or_default() {
        listings
            .entry((row.provider_id, row.upstream.clone()))
            .or_default()
            .push(row);
    }
    for own in listings.into_values() {
        let offerings = own
            .into_iter()
            .map(|row| parts.offering(row))
            .collect::<Result<Vec<_>, _>>()?;
        // What is for sale speaks for the listing.
        if let Some(first) = offerings.iter().find(|o| o.is_live()).or(offerings.first()) {
            list.push(listing_entry(first, &providers), offerings, &providers);
        }
    }
    popularity::note(&rows.popularity, &mut list.entries, &list.offerings);
    finish(
        rows.generation,
        now,
        (keys.editions.list, sources),
        publishers,
        providers,
        regions,
        list,
    )
}

/// Offerings by model, in a steady order: by provider, then by name and region.
fn group_offerings(rows: Vec<OfferingRow>) -> HashMap<Option<i64>, Vec<OfferingRow>> {
    let mut groups: HashMap<_, Vec<OfferingRow>> = HashMap::new();
    for row in rows {
        groups.entry(row.model_id).or_default().push(row);
    }
    for group in groups.values_mut() {
        group.sort_by(|a, b| {
            (a.provider_id, &a.upstream, &a.deployment_type, a.region_id).cmp(&(
                b.provider_id,
                &b.upstream,
                &b.deployment_type,
                b.region_id,
            ))
        });
    }
    groups
}

fn words<T: FromStr>(
    values: &[String],
    table: &'static str,
    column: &'static str,
    id: i64,
) -> Result<Vec<T>, Error> {
    values
        .iter()
        .map(|v| v.parse().map_err(|_| broken_row(table, column, id)))
        .collect()
}

pub(super) fn word<T: FromStr>(
    value: &str,
    table: &'static str,
    column: &'static str,
    id: i64,
) -> Result<T, Error> {
    value.parse().map_err(|_| broken_row(table, column, id))
}

pub(super) fn position<K: std::hash::Hash + Eq>(map: &HashMap<K, usize>, key: K) -> usize {
    // Foreign keys make every key known.
    map.get(&key).copied().unwrap_or_default()
}

/// What entries and offerings are made of, taken out piece by piece.
struct Parts<'k> {
    keys: &'k Keys,
    periods: HashMap<i64, Vec<Period>>,
    speeds: HashMap<i64, Box<Speed>>,
    statements: Statements,
    now: OffsetDateTime,
}

impl Parts<'_> {
    fn model_entry(&mut self, row: ModelRow, scores: Vec<ScoreRow>) -> Result<Entry, Error> {
        let (keys, now) = (self.keys, self.now);
        let id = row.model_id;
        let seen = row.seen_source_id.map(|by| keys.editions.at(by, None));
        let mut attributes = Attributes {
            inputs: words(&row.inputs, "models", "inputs", id)?,
            outputs: words(&row.outputs, "models", "outputs", id)?,
            capabilities: words(&row.capabilities, "models", "capabilities", id)?,
            cannot: words(&row.cannot, "models", "cannot", id)?,
            context: row.context_tokens,
            max_output: row.max_output_tokens,
            knowledge: row.knowledge_cutoff,
            released: row.released_on,
            open_weights: row.open_weights,
            family: row.family,
        };
        let mut license = row.license;
        let mut others = self.statements.of_model(id);
        let stage = word(&row.lifecycle, "models", "lifecycle", id)?;
        let lifecycle = past(stage, row.retires_on, now);
        let source = keys.editions.at(row.source_id, row.stated_at);
        let own = |said: &Statement| said.source == source;
        let known = if others.is_empty() {
            Vec::new()
        } else {
            attributes.can()
        };
        statements::fill(&mut others, own, known, |said| match &said.fact {
            Fact::License(id) => statements::take(&mut license, id),
            // What begins or ends a model is news, which an import tells: never filled in here.
            Fact::Lifecycle(other) => *other == stage || *other == lifecycle,
            Fact::RetiresOn(on) => row.retires_on == Some(*on),
            fact => attributes.take(fact),
        });
        others.retain(|said| said.is_shown || !attributes.agrees(&said.fact));
        Ok(Entry {
            index: 0,
            href: format!("/models/{}", path_segment(&row.slug)),
            slug: row.slug,
            name: row.name,
            description: row.description,
            publisher: keys.publishers.get(&row.publisher_id).copied(),
            attributes,
            lifecycle,
            retires_on: row.retires_on,
            offerings: 0..0,
            best: Best::default(),
            projects: 0,
            providers: 0,
            no_charge: 0,
            kind: EntryKind::Model(Box::new(ModelFacts {
                tasks: words(&row.tasks, "models", "tasks", id)?,
                license,
                legacy_on: row.legacy_on,
                retires_on: row.retires_on,
                retires_source: row
                    .retires_source_id
                    .map_or(source, |by| keys.editions.at(by, None)),
                successor: row.successor,
                seen: row.seen_on.zip(seen),
                aliases: row.aliases,
                source,
                others,
                scores,
            })),
        })
    }

    fn offering(&mut self, row: OfferingRow) -> Result<Offering, Error> {
        let (keys, now) = (self.keys, self.now);
        let id = row.offering_id;
        let periods = self.periods.remove(&id).unwrap_or_default();
        let prices = if row.retired_at.is_none() {
            prices::shown(&periods, &keys.editions.list, now)
        } else {
            Vec::new()
        };
        let mut attributes = Attributes {
            inputs: words(&row.inputs, "offerings", "inputs", id)?,
            outputs: words(&row.outputs, "offerings", "outputs", id)?,
            capabilities: words(&row.capabilities, "offerings", "capabilities", id)?,
            cannot: words(&row.cannot, "offerings", "cannot", id)?,
            context: row.context_tokens,
            max_output: row.max_output_tokens,
            knowledge: row.knowledge_cutoff,
            released: row.released_on,
            open_weights: row.open_weights,
            family: row.family,
        };
        let mut lifecycle = word(&row.lifecycle, "offerings", "lifecycle", id)?;
        let mut retires_on = row.retires_on;
        let source = keys.editions.at(row.source_id, row.stated_at);
        let ends_by = row.retires_source_id;
        let mut retires_source = ends_by.map_or(source, |by| keys.editions.at(by, None));
        let (mut retention, mut trains) = (row.retention_days, row.trains_on_data);
        let mut others = self.statements.of_offering(id);
        let own = |said: &Statement| said.source == source;
        let known = if others.is_empty() {
            Vec::new()
        } else {
            attributes.can()
        };
        statements::fill(&mut others, own, known, |said| match &said.fact {
            Fact::RetiresOn(on) => {
                let is_shown = statements::take(&mut retires_on, on);
                if is_shown {
                    retires_source = said.source;
                }
                is_shown
            }
            // Ways to run a listing share its policy; what its own source says of this one comes first.
            Fact::Retention(days) => {
                let is_own = own(said) && retention.replace(*days).is_some();
                is_own || statements::take(&mut retention, days)
            }
            Fact::Trains(whether) => {
                let is_own = own(said) && trains.replace(*whether).is_some();
                is_own || statements::take(&mut trains, whether)
            }
            // Active is what is assumed where nobody speaks of it.
            Fact::Lifecycle(stage) => {
                if lifecycle == Lifecycle::Active {
                    lifecycle = *stage;
                }
                lifecycle == *stage
            }
            fact => attributes.take(fact),
        });
        let lifecycle = past(lifecycle, retires_on, now);
        others.retain(|said| {
            let agrees = said.fact == Fact::Lifecycle(lifecycle) || attributes.agrees(&said.fact);
            said.is_shown || !agrees
        });
        let base = |direction| {
            let found = prices.iter().find(|p| p.component.is_base(direction));
            found.map(|p| p.amount)
        };
        Ok(Offering {
            id,
            entry: 0,
            provider: position(&keys.providers, row.provider_id),
            upstream: row.upstream,
            name: row.name,
            description: row.description,
            deployment: word(&row.deployment_type, "offerings", "deployment_type", id)?,
            region: row.region_id.and_then(|r| keys.regions.get(&r).copied()),
            dialect: row
                .dialect
                .map(|d| word(&d, "offerings", "dialect", id))
                .transpose()?,
            attributes,
            lifecycle,
            retires_on,
            retires_source,
            retired_at: row.retired_at,
            retention_days: retention,
            trains_on_data: trains,
            data_policy_url: row.data_policy_url,
            source,
            others,
            speed: self.speeds.remove(&id),
            base: (base(Direction::Input), base(Direction::Output)),
            prices,
            periods,
        })
    }
}

fn listing_entry(offering: &Offering, providers: &[Provider]) -> Entry {
    let provider = providers
        .get(offering.provider)
        .map(|p| p.slug.as_str())
        .unwrap_or_default();
    Entry {
        index: 0,
        kind: EntryKind::Listing,
        slug: format!("{provider}/{}", offering.upstream),
        href: format!(
            "/providers/{}/{}",
            path_segment(provider),
            path_segment(&offering.upstream)
        ),
        name: offering.name.clone(),
        description: None,
        publisher: None,
        attributes: offering.attributes.clone(),
        lifecycle: offering.lifecycle,
        retires_on: None,
        offerings: 0..0,
        best: Best::default(),
        projects: 0,
        providers: 0,
        no_charge: 0,
    }
}

fn finish(
    generation: i64,
    now: OffsetDateTime,
    (editions, sources): (Vec<Source>, usize),
    publishers: Vec<Publisher>,
    providers: Vec<Provider>,
    regions: Vec<Region>,
    List { entries, offerings }: List,
) -> Result<Snapshot, Error> {
    let documents = entries
        .iter()
        .map(|entry| search::document(entry, &offerings, &publishers, &providers));
    // Side by side, because an import is to be seen soon: each takes a good part of a second for
    // 100,000 offerings.
    let (index, facets, orders) = thread::scope(|scope| {
        let orders = scope.spawn(|| orders::Orders::build(&entries, &offerings, now));
        let facets = scope.spawn(|| {
            facets::Index::build(&entries, &offerings, &publishers, &providers, &regions)
        });
        let index = search::Index::build(documents);
        (index, joined(facets), joined(orders))
    });
    let index = index.map_err(|e| Error::Internal(Opaque::log(&e)))?;
    let mut by_alias = HashMap::new();
    for entry in &entries {
        for alias in entry
            .model()
            .map(|m| m.aliases.as_slice())
            .unwrap_or_default()
        {
            by_alias.insert(alias.clone(), entry.index);
        }
    }
    Ok(Snapshot {
        id: next_id(),
        generation,
        built_at: now,
        next_boundary: prices::next_boundary(offerings.iter().flat_map(|o| &o.periods), now)
            .into_iter()
            .chain(next_end(&entries, &offerings, now))
            .chain(next_day(now))
            .min(),
        by_slug: entries
            .iter()
            .filter(|e| e.model().is_some())
            .map(|e| (e.slug.clone(), e.index))
            .collect(),
        by_alias,
        by_listing: offerings
            .iter()
            .map(|o| ((o.provider, o.upstream.clone()), o.entry))
            .collect(),
        by_id: access::by_id(&offerings),
        orders,
        publishers,
        providers,
        regions,
        editions,
        sources,
        index,
        facets,
        entries,
        offerings,
    })
}

/// What a thread has made; its panic goes on here.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// A number that no other snapshot of this process has.
fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
