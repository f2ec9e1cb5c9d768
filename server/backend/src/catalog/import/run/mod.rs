//! The steps of an import inside its transaction.

mod editions;
mod prices;

use std::collections::{HashMap, HashSet};

use super::editions::Said;
use super::feed::{Feed, Model};
use super::lifecycle::Stage;
use super::names::Names;
use super::rows::{
    AliasRow, By, ChangeRow, ListingRow, ModelRow, OfferingRow, PartyRow, ScoreRow, SeenRow,
    instant,
};
use super::speeds::SpeedRow;
use super::sql::{self, Connection as Tx, KnownOffering, SourceRow};
use super::way::{Way, way, way_measured, way_of};
use super::{ImportError, Report, Step, lifecycle, links, speeds, statements};
use sqlx::PgPool;
use time::OffsetDateTime;

/// Where the feed came from.
pub(super) struct File {
    pub(super) format: &'static str,
    pub(super) origin: String,
    pub(super) sha256: String,
}

pub(super) async fn run(
    pool: &PgPool,
    feed: &Feed,
    file: &File,
    progress: &(impl Fn(Step) + Send + Sync),
) -> Result<Report, ImportError> {
    let mut tx = sql::begin(pool).await?;
    let mut import = Import::start(&mut tx, feed, file).await?;
    import.parties(&mut tx).await?;
    import.models(&mut tx).await?;
    progress(Step::Offerings(feed.offerings.len()));
    let ids = import.offerings(&mut tx).await?;
    progress(Step::Prices(
        feed.offerings.iter().map(|o| o.prices.len()).sum(),
    ));
    import.statements(&mut tx, &ids).await?;
    import.prices(&mut tx, &ids).await?;
    import.dated = import.editions(&mut tx).await?;
    import.scores(&mut tx).await?;
    import.speeds(&mut tx, &ids).await?;
    progress(Step::Committing);
    let report = import.finish(&mut tx, file).await?;
    sql::commit(tx).await?;
    Ok(report)
}

struct Import<'a> {
    feed: &'a Feed,
    source: SourceRow,
    /// Ids and ranks of all sources the feed names.
    sources: HashMap<&'a str, SourceRow>,
    /// What models are called.
    names: Names,
    report: Report,
    changes: Vec<ChangeRow>,
    /// The offerings that the last edition listed.
    listed: HashSet<i64>,
    /// Of what each source speaks in this feed.
    said: Said,
    /// How many rows stand in another edition now.
    dated: u64,
}

impl<'a> Import<'a> {
    async fn start(tx: &mut Tx, feed: &'a Feed, file: &File) -> Result<Self, ImportError> {
        let source = sql::upsert_source(tx, &feed.source).await?;
        if let Some(known) = source
            .imported
            .filter(|imported| *imported > feed.source.as_of)
        {
            return Err(ImportError::Older {
                origin: file.origin.clone(),
                given: feed.source.as_of,
                known,
            });
        }
        let mut sources = HashMap::new();
        for other in &feed.sources {
            sources.insert(other.slug.as_str(), sql::upsert_source(tx, other).await?);
        }
        let report = Report {
            source: feed.source.slug.clone(),
            providers: feed.providers.len(),
            models: feed.models.len(),
            offerings: feed.offerings.len(),
            linked: feed.offerings.iter().filter(|o| o.model.is_some()).count(),
            priced: feed
                .offerings
                .iter()
                .filter(|o| !o.prices.is_empty())
                .count(),
            segments: feed.segments,
            skipped: feed.skipped.clone(),
            ..Report::default()
        };
        let names = Names::new(sql::known_models(tx).await?);
        Ok(Self {
            feed,
            source,
            sources,
            names,
            report,
            changes: Vec::new(),
            listed: HashSet::new(),
            said: Said::default(),
            dated: 0,
        })
    }

    fn source(&self, named: Option<&String>) -> &SourceRow {
        named
            .and_then(|slug| self.sources.get(slug.as_str()))
            .unwrap_or(&self.source)
    }

    /// The id of a source that is named for one fact.
    fn other_source(&self, named: Option<&String>) -> Option<i16> {
        let found = named.and_then(|slug| self.sources.get(slug.as_str()));
        found.map(|source| source.source_id)
    }

    async fn parties(&mut self, tx: &mut Tx) -> Result<(), ImportError> {
        let publishers: Vec<_> = self
            .feed
            .publishers
            .iter()
            .cloned()
            .map(|p| PartyRow {
                slug: p.slug,
                name: p.name,
                country: p.country,
                url: p.url,
                docs_url: None,
                api_url: None,
                description: p.description,
            })
            .collect();
        let providers: Vec<_> = self
            .feed
            .providers
            .iter()
            .cloned()
            .map(|p| PartyRow {
                slug: p.slug,
                name: p.name,
                country: p.country,
                url: p.url,
                docs_url: p.docs_url,
                api_url: p.api_url,
                description: p.description,
            })
            .collect();
        self.report.updated +=
            sql::upsert_publishers(tx, self.source.source_id, self.feed.complete, &publishers)
                .await?;
        self.report.updated +=
            sql::upsert_providers(tx, self.source.source_id, self.feed.complete, &providers)
                .await?;
        self.report.updated += sql::upsert_regions(tx, &self.feed.regions).await?;
        Ok(())
    }

    /// Writes the models. One that is known under another name is that model:
    /// its own facts stay, and nothing is listed twice.
    async fn models(&mut self, tx: &mut Tx) -> Result<(), ImportError> {
        let (mut rows, mut aliases, mut new) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen = Vec::new();
        for model in &self.feed.models {
            let slug = self.names.resolve(&model.slug);
            aliases.extend(model.aliases.iter().map(|a| AliasRow {
                alias: a.clone(),
                model: slug.to_owned(),
            }));
            if slug != model.slug {
                continue;
            }
            let is_known = self.names.knows(slug);
            if !is_known {
                new.push(slug.to_owned());
            }
            let by = self.by(model.source.as_ref());
            seen.extend(self.seen(model, by.source_id));
            if !(is_known && self.is_outdated(model.source.as_ref())) {
                let retires = self.other_source(model.retires_source.as_ref());
                rows.push(ModelRow::new(model, by, retires));
            }
        }
        let said = rows.iter().map(|row| (row.slug.clone(), row.source_id));
        self.said.models = said.collect();
        let before = lifecycle::sql::stages(tx).await?;
        self.report.updated += sql::upsert_models(tx, &rows).await?;
        self.report.updated += lifecycle::sql::note_seen(tx, &seen).await?;
        let after = lifecycle::sql::stages(tx).await?;
        self.report.updated += sql::add_aliases(tx, &aliases).await?;
        self.names = Names::new(sql::known_models(tx).await?);
        self.note_lives(&before, &after);
        for slug in new {
            self.change(Change {
                kind: "model_added",
                model: Some(slug),
                ..Change::default()
            });
        }
        Ok(())
    }

    /// As in `change`: what a source says first is its stock.
    fn note_lives(&mut self, before: &[Stage], after: &[Stage]) {
        if self.source.imported.is_some() {
            let as_of = self.feed.source.as_of;
            self.changes
                .extend(lifecycle::changes(before, after, as_of));
        }
    }

    /// Since when a source has had a model: as stated, or since this edition if it is what a later
    /// one brings.
    fn seen(&self, model: &Model, source_id: i16) -> Option<SeenRow> {
        let by = self.other_source(model.seen_source.as_ref());
        let stated = model.seen.map(|on| (on, by.unwrap_or(source_id)));
        let brought = self.source.imported.is_some() && !self.names.knows(&model.slug);
        let edition = self.feed.source.as_of.date();
        let first = stated.or_else(|| brought.then_some((edition, self.source.source_id)));
        first.map(|(on, source_id)| SeenRow {
            model: model.slug.clone(),
            seen_on: on.to_string(),
            source_id,
        })
    }

    /// Whether a record quotes an older edition of a source than was imported from that itself: what
    /// is known of it stays.
    fn is_outdated(&self, named: Option<&String>) -> bool {
        let source = self.source(named);
        source.imported.is_some() && self.is_stale(named, source)
    }

    /// Who says what a record says, and in which edition if that is not the newest.
    fn by(&self, named: Option<&String>) -> By {
        let source = self.source(named);
        let edition = self.edition(named);
        let newer = source.known_as_of.filter(|known| *known > edition);
        By {
            source_id: source.source_id,
            stated_at: newer.map(|_| edition),
        }
    }

    /// The edition of a source that the feed is or quotes.
    fn edition(&self, named: Option<&String>) -> OffsetDateTime {
        let mut quoted = self.feed.sources.iter();
        let quoted = quoted.find(|source| Some(&source.slug) == named);
        quoted.unwrap_or(&self.feed.source).as_of
    }

    /// Writes what each source says, whether or not it is shown.
    async fn statements(
        &mut self,
        tx: &mut Tx,
        ids: &HashMap<Way, i64>,
    ) -> Result<(), ImportError> {
        let is_stale = |named: Option<&String>| self.is_stale(named, self.source(named));
        let by = |named: Option<&String>, even_stale: bool| {
            (even_stale || !is_stale(named)).then(|| self.by(named))
        };
        let (rows, subjects) = statements::rows(self.feed, &self.names, ids, &self.said, by);
        let named = self.feed.sources.iter().map(|source| &source.slug);
        let outdated = named.filter(|slug| is_stale(Some(slug)));
        let speaker = statements::sql::Speaker {
            source_id: self.source.source_id,
            is_whole: self.feed.complete,
            stated_at: self.by(None).stated_at,
            is_news: self.source.imported.is_some(),
            outdated: outdated
                .map(|slug| self.source(Some(slug)).source_id)
                .collect(),
        };
        let steps = statements::sql::replace_statements(tx, &rows, &subjects, &speaker).await?;
        let changed: i64 = steps.iter().map(|step| step.changed).sum();
        self.report.statements = u64::try_from(changed).unwrap_or_default();
        let told = lifecycle::words::changes(&steps, self.feed.source.as_of);
        self.changes.extend(told);
        self.said.subjects = subjects;
        self.said.outdated = speaker.outdated;
        Ok(())
    }

    /// Writes the offerings and returns their ids.
    async fn offerings(&mut self, tx: &mut Tx) -> Result<HashMap<Way, i64>, ImportError> {
        let known: HashMap<Way, KnownOffering> = sql::known_offerings(tx, self.source.source_id)
            .await?
            .into_iter()
            .map(|known| (way_of(&known), known))
            .collect();
        let listed = known.values().filter(|k| k.listed == Some(true));
        self.listed = listed.map(|k| k.offering_id).collect();
        // Facts from a lower rank do not replace those from a higher one, and a
        // feed that knows only prices replaces none but its own.
        let (mut listings, mut offerings, mut spoken) = (Vec::new(), Vec::new(), Vec::new());
        for offering in &self.feed.offerings {
            let source = self.source(offering.source.as_ref());
            let shown = known.get(&way(offering));
            let outdated = self.is_outdated(offering.source.as_ref());
            let outranks = |k: &KnownOffering| source.rank >= k.rank || !k.live;
            let speaks = |k: &KnownOffering| {
                let own = k.source_id == source.source_id;
                let here = self.by(offering.source.as_ref()).stated_at;
                let is_older =
                    own && here.is_some_and(|here| k.stated_at.is_none_or(|at| at > here));
                !outdated && !is_older && (own || self.feed.complete && outranks(k))
            };
            if shown.is_none_or(speaks) {
                let stated = offering.model.as_deref();
                let model = stated.map(|slug| self.names.resolve(slug).to_owned());
                listings.push(ListingRow::new(offering, model));
                let retires = self.other_source(offering.retires_source.as_ref());
                let by = self.by(offering.source.as_ref());
                offerings.push(OfferingRow::new(offering, by, retires));
                spoken.push((way(offering), by.source_id));
            }
        }
        let before = known.len();
        self.report.updated += sql::upsert_listings(tx, &listings).await?;
        // After everything that is stated, which an id does not outweigh.
        self.report.updated += links::link(tx, &self.names, &known).await?;
        let before_them = lifecycle::sql::stages_of_offerings(tx).await?;
        let touched = sql::upsert_offerings(tx, &offerings).await?;
        let after_them = lifecycle::sql::stages_of_offerings(tx).await?;
        self.note_lives(&before_them, &after_them);
        let ids: HashMap<Way, i64> = sql::known_offerings(tx, self.source.source_id)
            .await?
            .iter()
            .map(|known| (way_of(known), known.offering_id))
            .collect();
        self.report.updated += touched.saturating_sub((ids.len() - before) as u64);
        let said = spoken
            .iter()
            .filter_map(|(way, by)| Some((*ids.get(way)?, *by)));
        self.said.offerings = said.collect();
        self.presence(tx, &known, &ids).await?;
        Ok(ids)
    }

    /// Notes which offerings the source lists now and which it no longer does.
    async fn presence(
        &mut self,
        tx: &mut Tx,
        known: &HashMap<Way, KnownOffering>,
        ids: &HashMap<Way, i64>,
    ) -> Result<(), ImportError> {
        let listed: HashSet<Way> = self.feed.offerings.iter().map(way).collect();
        let mut fresh = Vec::new();
        for key in &listed {
            let (Some(id), before) = (ids.get(key), known.get(key)) else {
                continue;
            };
            if before.and_then(|k| k.listed) == Some(true) {
                continue;
            }
            fresh.push(*id);
            let kind = match before {
                None => "added",
                Some(k) if !k.live => "returned",
                Some(_) => continue,
            };
            self.change(Change {
                kind,
                offering: Some(*id),
                ..Change::default()
            });
        }
        let as_of = self.feed.source.as_of;
        sql::list_offerings(tx, self.source.source_id, &fresh, as_of).await?;
        self.report.added = fresh.len();
        if !self.feed.complete {
            return Ok(());
        }
        let gone: Vec<i64> = known
            .iter()
            .filter(|(key, k)| k.listed == Some(true) && !listed.contains(*key))
            .map(|(_, k)| k.offering_id)
            .collect();
        self.report.retired = gone.len();
        for id in sql::retire_offerings(tx, self.source.source_id, &gone, as_of).await? {
            self.change(Change {
                kind: "retired",
                offering: Some(id),
                ..Change::default()
            });
        }
        Ok(())
    }

    /// Whether a newer edition of a source is known than the one the feed quotes.
    fn is_stale(&self, named: Option<&String>, row: &SourceRow) -> bool {
        let edition = self.edition(named);
        named.is_some() && row.known_as_of.is_some_and(|known| known > edition)
    }

    async fn scores(&mut self, tx: &mut Tx) -> Result<(), ImportError> {
        let rows: Vec<_> = self
            .feed
            .scores
            .iter()
            .cloned()
            .map(|s| ScoreRow {
                source_id: self.source(s.source.as_ref()).source_id,
                model: self.names.resolve(&s.model).to_owned(),
                benchmark: s.benchmark,
                version: s.version,
                category: s.category,
                metric: s.metric,
                variant: s.variant,
                score_milli: s.score.milli(),
                unit: s.unit,
                scored_on: s.date.map(|d| d.to_string()),
                url: s.url,
            })
            .collect();
        self.report.scores = sql::upsert_scores(tx, &rows).await?;
        Ok(())
    }

    /// Writes what was measured of any offering that is known, whoever lists it.
    async fn speeds(&mut self, tx: &mut Tx, ids: &HashMap<Way, i64>) -> Result<(), ImportError> {
        let feed = self.feed;
        let mut rows = Vec::with_capacity(feed.speeds.len());
        for record in &feed.speeds {
            if let Some(id) = ids.get(&way_measured(record)) {
                let source = self.source(record.source.as_ref());
                rows.push(SpeedRow::new(record, *id, source.source_id));
            } else {
                let skipped = &mut self.report.skipped;
                *skipped.entry(speeds::UNKNOWN.to_owned()).or_default() += 1;
            }
        }
        self.report.speeds = speeds::sql::upsert_speeds(tx, &rows).await?;
        Ok(())
    }

    async fn finish(self, tx: &mut Tx, file: &File) -> Result<Report, ImportError> {
        let run = sql::Run {
            source_id: self.source.source_id,
            format: file.format,
            origin: &file.origin,
            sha256: &file.sha256,
            as_of: self.feed.source.as_of,
            report: serde_json::to_value(&self.report).unwrap_or_default(),
        };
        sql::record_run(tx, run, &self.changes).await?;
        // A newer edition with the same content still changes what is shown
        // as its date, and which of two sources is the newer one.
        let mut named = self
            .feed
            .sources
            .iter()
            .map(|source| Some(&source.slug))
            .chain([None]);
        let is_newer = named.any(|by| self.source(by).known_as_of < Some(self.edition(by)));
        if !self.report.is_unchanged() || self.dated > 0 || is_newer {
            sql::bump_generation(tx).await?;
        }
        Ok(self.report)
    }

    /// Notes a change that took effect with this edition. What a source lists
    /// when it is imported for the first time is its stock, not news.
    fn change(&mut self, change: Change) {
        if self.source.imported.is_some() {
            self.changes.push(ChangeRow {
                source_id: self.source.source_id,
                kind: change.kind,
                happened_at: instant(self.feed.source.as_of),
                offering_id: change.offering,
                model: change.model,
                ..ChangeRow::default()
            });
        }
    }
}

#[derive(Default)]
struct Change {
    kind: &'static str,
    offering: Option<i64>,
    model: Option<String>,
}
