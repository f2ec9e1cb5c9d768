//! Our own format: a whole catalog as one JSON document with a record on each
//! line, so that differences are readable. A field without a value is left
//! out. All names are those of the catalog.
//!
//! ```json
//! {"tessera_catalog":1,
//! "as_of":"2026-11-22",
//! "source":{"slug":"acme-list","name":"Acme's list","url":"https://acme.example","license":"MIT","as_of":"2026-11-22","rank":20},
//! "sources":[
//! {"slug":"bench","name":"Bench","url":"https://bench.example","license":"MIT","as_of":"2026-08-18"}],
//! "publishers":[
//! {"slug":"acme","name":"Acme","country":"US","url":"https://acme.example","description":"Makes models."}],
//! "providers":[
//! {"slug":"shop","name":"Shop","country":"DE","url":"https://shop.example","docs_url":"https://shop.example/docs"}],
//! "regions":[
//! {"slug":"eu-central-1","name":"Europe (Frankfurt)","cloud":"aws","country":"DE"}],
//! "models":[
//! {"id":"acme/one","publisher":"acme","name":"One","tasks":["chat"],"inputs":["text"],"outputs":["text"],"capabilities":["tools"],"context":200000,"released":"2026-01-31","lifecycle":"legacy","legacy_on":"2026-09-30","retires_on":"2027-03-30","successor":"acme/two","aliases":["one-20260131"]}],
//! "offerings":[
//! {"provider":"shop","model":"acme/one","upstream":"one-v1:0","name":"One","deployment":"serverless_regional","region":"eu-central-1","dialect":"openai","retention_days":0,"trains_on_data":false,"prices":[{"direction":"input","usd":"3","from":"2026-01-31"},{"direction":"output","class":"reasoning","tier":"batch","usd":"7.5","from":"2026-01-31","to":"2026-06-30","source":"bench"},{"direction":"input","above":200000,"inclusive":true,"usd":"6"},{"direction":"input","class":"cache_write","ttl":300,"usd":"3.75"},{"unit":"request","schedule":"off-peak 16:30-00:30 UTC","usd":"0.01"}]}],
//! "scores":[
//! {"model":"acme/one","benchmark":"bench","version":"2026-01","category":"Coding","metric":"average","variant":"thinking","score":"78.24","unit":"percent","date":"2026-01-08","source":"bench","url":"https://bench.example"}],
//! "speeds":[
//! {"provider":"shop","upstream":"one-v1:0","deployment":"serverless_regional","region":"eu-central-1","ttft_ms":210,"tokens_per_second":"278.5","date":"2026-11-20","source":"bench","url":"https://bench.example"}]}
//! ```
//!
//! What other sources say of a model or an offering stands in `also`, an object for each source with
//! what it states of `context`, `max_output`, `knowledge`, `released`, `license`, `open_weights`,
//! `lifecycle`, `retires_on`, `retention_days`, `trains_on_data`, modalities and capabilities:
//! `"also":[{"source":"bench","context":128000,"cannot":["vision"]}]`. It is kept and shown beside the
//! facts of the record.
//!
//! `inputs` and `outputs` are all that goes in and comes out. A source that names some, not all, has
//! `takes` and `gives` in their place, and `takes_not` and `gives_not` for what it denies. What is
//! not among the `capabilities` is unknown; what is known not to be possible stands in `cannot`.
//!
//! Speeds alone are a document of their own, which retires nothing:
//!
//! ```json
//! {"tessera_catalog":1,
//! "as_of":"2026-11-21",
//! "source":{"slug":"acme-gateway","name":"Acme's gateway","url":"https://status.acme.example"},
//! "complete":false,
//! "speeds":[
//! {"provider":"shop","upstream":"one-v1:0","deployment":"serverless_regional","region":"eu-central-1","ttft_ms":210,"tokens_per_second":"278.5"},
//! {"provider":"amazon-bedrock","upstream":"eu.acme.one-v1:0","ttft_ms":185,"date":"2026-11-20"}]}
//! ```
//!
//! | Field | Without it |
//! |---|---|
//! | `source` | the built-in catalog; a document that is not `complete` has to name one |
//! | `complete` | `true`: what the document does not list is retired |
//! | `rank` of a source | 20; the higher one is shown where sources disagree |
//! | `source` of a record | that of the document |
//! | `unit`, `modality`, `class`, `tier` of a price | `mtok`, `text`, `standard`, `standard` |
//! | `inclusive` beside `above` | `false`: more than so many tokens |
//! | `from`, `to` of a price | unknown start; still in force. `to` is exclusive |
//! | `deployment` | follows from provider and upstream name |
//! | `date` of a speed | that of the edition; none is later |
//! | `lifecycle` | `active` |
//! | `retires_source`, who says `retires_on` | the `source` of the record |
//! | `seen`, the first day a source is known to have had a model | that of the edition which brings it, if it is not the first of its source |
//! | `seen_source`, who had it | the `source` of the record |
//! | `also` | no other source says anything else |
//! | `name` of an offering | its upstream name |
//!
//! A region keeps the name, cloud and country it was given first; a document adds
//! what is missing, and a name that is nothing but the slug counts as missing.
//!
//! Dates are RFC 3339 instants or days, which are their midnight in UTC. The
//! `license` of a model becomes an SPDX identifier or a `LicenseRef-` of its words.
//! Offerings may have the attributes of models too (`inputs`, `outputs`, `takes`, `takes_not`,
//! `gives`, `gives_not`, `capabilities`, `cannot`, `knowledge`, `released`, `open_weights`, `family`). The
//! `task` of a score joins its category. Of every metric more is better: one of which less is, such as
//! a rate of errors, has no place here. Every record that another one names
//! must be in the document, except a successor and the offering of a speed: it
//! may be any that the catalog has, and a speed of one that it does not have is
//! left out and counted.
//!
//! A speed is what somebody has measured, on one day: the median time to the
//! first token in whole milliseconds, from 1 to 3600000, and the median of the
//! output tokens a second, above zero, as text with at most three decimals. One
//! of them is enough. Of each figure the newest is shown; of one day that of the
//! source with the highest rank.

mod record;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeSet;

use time::{OffsetDateTime, UtcOffset};

use super::build::{Seen, check_periods, empty_feed};
use super::dates::instant;
use super::error::FeedError;
use super::json::{self, Node, Object};
use super::place::At;
use super::scalar::{count, flag, owned, slug, url};
use crate::catalog::import::feed::{Feed, PriceKind, Source};

pub use write::write_tessera;

/// The version of the format.
const VERSION: i64 = 1;
/// Precedence of a source that does not state one.
const RANK: i16 = 20;

pub(super) fn read(text: &[u8], as_of: Option<OffsetDateTime>) -> Result<Feed, FeedError> {
    let root = json::document(text)?.object()?;
    let version = root.need("tessera_catalog", count)?;
    if version != VERSION {
        return Err(root
            .at
            .key("tessera_catalog")
            .error(VERSION.to_string(), version.to_string()));
    }
    let stated = root.opt("as_of", instant)?;
    let own = root.opt("source", |node| source(node, as_of.or(stated)))?;
    let complete = root.opt("complete", flag)?.unwrap_or(true);
    let mut own = match (own, as_of.or(stated)) {
        (Some(own), _) => own,
        // The built-in catalog is always whole: nobody else speaks in its name.
        (None, _) if !complete => {
            return Err(root
                .at
                .key("source")
                .error("the source of a document that is not complete", "nothing"));
        }
        (None, Some(as_of)) => built_in(as_of),
        (None, None) => {
            return Err(root
                .at
                .key("as_of")
                .error("the date of the edition", "nothing"));
        }
    };
    own.as_of = as_of.unwrap_or(own.as_of);
    let mut feed = empty_feed(own, complete, PriceKind::Dated);
    let edition = feed.source.as_of;
    feed.sources = records(&root, "sources", |node| source(node, Some(edition)))?;
    feed.publishers = records(&root, "publishers", record::publisher)?;
    feed.providers = records(&root, "providers", record::provider)?;
    feed.regions = records(&root, "regions", record::region)?;
    feed.models = records(&root, "models", record::model)?;
    feed.offerings = records(&root, "offerings", record::offering)?;
    feed.scores = records(&root, "scores", record::score)?;
    let day = edition.to_offset(UtcOffset::UTC).date();
    feed.speeds = records(&root, "speeds", |node| record::speed(node, day))?;
    check(&feed)?;
    Ok(feed)
}

fn built_in(as_of: OffsetDateTime) -> Source {
    Source {
        slug: "tessera-starter".to_owned(),
        name: "Built-in catalog".to_owned(),
        url: None,
        license: None,
        as_of,
        rank: RANK,
    }
}

fn records<T>(
    root: &Object<'_, '_>,
    name: &str,
    read: impl Fn(Node<'_, '_>) -> Result<T, FeedError>,
) -> Result<Vec<T>, FeedError> {
    let Some(node) = root.get(name) else {
        return Ok(Vec::new());
    };
    node.list()?.iter().map(read).collect()
}

fn source(node: Node<'_, '_>, edition: Option<OffsetDateTime>) -> Result<Source, FeedError> {
    let row = node.object()?;
    let rank = |node: Node<'_, '_>| {
        i16::try_from(count(node)?).map_err(|_| node.error("a number up to 32767"))
    };
    let Some(as_of) = row.opt("as_of", instant)?.or(edition) else {
        return Err(row
            .at
            .key("as_of")
            .error("the date of the edition", "nothing"));
    };
    Ok(Source {
        slug: row.need("slug", slug)?,
        name: row.need("name", owned)?,
        url: row.opt("url", url)?.flatten(),
        license: row.opt("license", owned)?,
        as_of,
        rank: row.opt("rank", rank)?.unwrap_or(RANK),
    })
}

/// The names that records may refer to.
struct Names<'f>(&'static str, BTreeSet<&'f str>);

impl<'f> Names<'f> {
    /// All names of a kind of record, each of which may be there once.
    fn of(
        list: &'static str,
        field: &str,
        names: impl Iterator<Item = &'f str>,
    ) -> Result<Self, FeedError> {
        let mut set = BTreeSet::new();
        for (i, name) in names.enumerate() {
            if !set.insert(name) {
                let record = At::ROOT.key(list);
                return Err(record
                    .index(i)
                    .key(field)
                    .error("each name once", format!("{name:?} again")));
            }
        }
        Ok(Self(list, set))
    }

    fn has(&self, name: &str, list: &str, index: usize, field: &str) -> Result<(), FeedError> {
        if self.1.contains(name) {
            return Ok(());
        }
        let record = At::ROOT.key(list);
        Err(record.index(index).key(field).error(
            format!("the name of one of the {}", self.0),
            format!("{name:?}"),
        ))
    }
}

/// Every record that another one names must be in the document.
fn check(feed: &Feed) -> Result<(), FeedError> {
    let own = feed.source.slug.as_str();
    let named = feed.sources.iter().map(|s| s.slug.as_str());
    let mut sources = Names::of("sources", "slug", named)?;
    sources.1.insert(own);
    let publishers = Names::of(
        "publishers",
        "slug",
        feed.publishers.iter().map(|p| p.slug.as_str()),
    )?;
    let providers = Names::of(
        "providers",
        "slug",
        feed.providers.iter().map(|p| p.slug.as_str()),
    )?;
    let regions = Names::of(
        "regions",
        "slug",
        feed.regions.iter().map(|r| r.slug.as_str()),
    )?;
    let models = Names::of("models", "id", feed.models.iter().map(|m| m.slug.as_str()))?;
    for (i, model) in feed.models.iter().enumerate() {
        publishers.has(&model.publisher, "models", i, "publisher")?;
        sources.has(
            model.source.as_deref().unwrap_or(own),
            "models",
            i,
            "source",
        )?;
        let others = model.also.iter().map(|said| ("also", &said.source));
        let ends = model.retires_source.iter().map(|by| ("retires_source", by));
        let seen = model.seen_source.iter().map(|by| ("seen_source", by));
        for (field, name) in others.chain(ends).chain(seen) {
            sources.has(name, "models", i, field)?;
        }
    }
    let (mut seen, list) = (Seen::default(), At::ROOT.key("offerings"));
    for (i, offering) in feed.offerings.iter().enumerate() {
        let at = list.index(i);
        if !seen.first(offering) {
            let found = format!("{}/{} again", offering.provider, offering.upstream);
            return Err(at.error(
                "each offering once (provider, upstream, deployment, region)",
                found,
            ));
        }
        providers.has(&offering.provider, "offerings", i, "provider")?;
        offering
            .model
            .as_deref()
            .map_or(Ok(()), |name| models.has(name, "offerings", i, "model"))?;
        offering
            .region
            .as_deref()
            .map_or(Ok(()), |name| regions.has(name, "offerings", i, "region"))?;
        sources.has(
            offering.source.as_deref().unwrap_or(own),
            "offerings",
            i,
            "source",
        )?;
        let others = offering.also.iter().map(|said| ("also", &said.source));
        let ends = offering.retires_source.iter();
        for (field, name) in others.chain(ends.map(|by| ("retires_source", by))) {
            sources.has(name, "offerings", i, field)?;
        }
        let named = offering.prices.iter().filter_map(|p| p.source.as_deref());
        named
            .into_iter()
            .try_for_each(|name| sources.has(name, "offerings", i, "prices"))?;
        check_periods(&at, &offering.prices)?;
    }
    for (i, score) in feed.scores.iter().enumerate() {
        models.has(&score.model, "scores", i, "model")?;
        sources.has(
            score.source.as_deref().unwrap_or(own),
            "scores",
            i,
            "source",
        )?;
    }
    check_speeds(feed, &sources)
}

/// A source says once how fast an offering was on one day.
fn check_speeds(feed: &Feed, sources: &Names<'_>) -> Result<(), FeedError> {
    let (mut seen, list) = (BTreeSet::new(), At::ROOT.key("speeds"));
    for (i, speed) in feed.speeds.iter().enumerate() {
        let source = speed.source.as_deref().unwrap_or(&feed.source.slug);
        sources.has(source, "speeds", i, "source")?;
        let (name, region) = (&speed.upstream, &speed.region);
        let way = (&speed.provider, name, speed.deployment, region);
        if !seen.insert((way, source, speed.date)) {
            let found = format!("{}/{name} of {} again", speed.provider, speed.date);
            return Err(list.index(i).error(
                "each measurement once (provider, upstream, deployment, region, source, date)",
                found,
            ));
        }
    }
    Ok(())
}
