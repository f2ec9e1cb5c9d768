//! One record of each kind.

use domain::fact::Fact;
use domain::model::{Lifecycle, Modality};
use domain::price::{ContextThreshold, PriceComponent, ServiceTier, TokenClass, Unit};
use domain::speed::{FirstToken, Throughput};
use time::Date;

use super::super::build::{deployment_of, plain_offering};
use super::super::dates::{day, instant, partial_date};
use super::super::error::FeedError;
use super::super::json::{Node, Object};
use super::super::scalar::{
    self, count, flag, license, limit, model_id, owned, price_text, slug, url, word, words,
};
use crate::catalog::import::feed::{
    Attributes, DataPolicy, Denied, Model, Offering, Price, Provider, Publisher, Region,
    ScoreRecord, SpeedRecord, Statement,
};

/// A two-letter country.
fn country(node: Node<'_, '_>) -> Result<String, FeedError> {
    let code = owned(node)?;
    let right = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
    if right {
        Ok(code)
    } else {
        Err(node.error("a country of ISO 3166-1 alpha-2, such as DE"))
    }
}

/// A number from 1 on that fits into 31 bits.
fn small(node: Node<'_, '_>) -> Result<i32, FeedError> {
    i32::try_from(count(node)?).map_err(|_| node.error("a number up to 2147483647"))
}

pub(super) fn publisher(node: Node<'_, '_>) -> Result<Publisher, FeedError> {
    let row = node.object()?;
    Ok(Publisher {
        slug: row.need("slug", slug)?,
        name: row.need("name", owned)?,
        country: row.opt("country", country)?,
        url: row.opt("url", url)?.flatten(),
        description: row.opt("description", owned)?,
    })
}

pub(super) fn provider(node: Node<'_, '_>) -> Result<Provider, FeedError> {
    let row = node.object()?;
    Ok(Provider {
        slug: row.need("slug", slug)?,
        name: row.need("name", owned)?,
        country: row.opt("country", country)?,
        url: row.opt("url", url)?.flatten(),
        docs_url: row.opt("docs_url", url)?.flatten(),
        api_url: row.opt("api_url", url)?.flatten(),
        description: row.opt("description", owned)?,
    })
}

pub(super) fn region(node: Node<'_, '_>) -> Result<Region, FeedError> {
    let row = node.object()?;
    Ok(Region {
        slug: row.need("slug", slug)?,
        name: row.need("name", owned)?,
        cloud: row.opt("cloud", owned)?,
        country: row.opt("country", country)?,
    })
}

pub(super) fn model(node: Node<'_, '_>) -> Result<Model, FeedError> {
    let row = node.object()?;
    let aliases = row.opt("aliases", |node| {
        node.list()?.iter().map(model_id).collect()
    })?;
    Ok(Model {
        slug: row.need("id", model_id)?,
        publisher: row.need("publisher", slug)?,
        name: row.need("name", owned)?,
        description: row.opt("description", owned)?,
        tasks: row.opt("tasks", words)?.unwrap_or_default(),
        attributes: attributes(&row)?,
        has_all_tasks: true,
        license: row.opt("license", license)?.flatten(),
        lifecycle: Some(row.opt("lifecycle", word)?.unwrap_or(Lifecycle::Active)),
        legacy_on: row.opt("legacy_on", day)?,
        retires_on: row.opt("retires_on", day)?,
        retires_source: row.opt("retires_source", slug)?,
        successor: row.opt("successor", model_id)?,
        seen: row.opt("seen", day)?,
        seen_source: row.opt("seen_source", slug)?,
        aliases: aliases.unwrap_or_default(),
        source: row.opt("source", slug)?,
        also: also(&row)?,
    })
}

fn attributes(row: &Object<'_, '_>) -> Result<Attributes, FeedError> {
    let (inputs, inputs_open) = modalities(row, "inputs", "takes")?;
    let (outputs, outputs_open) = modalities(row, "outputs", "gives")?;
    Ok(Attributes {
        inputs,
        outputs,
        capabilities: row.opt("capabilities", words)?.unwrap_or_default(),
        denied: Denied {
            inputs: row.opt("takes_not", words)?.unwrap_or_default(),
            outputs: row.opt("gives_not", words)?.unwrap_or_default(),
            capabilities: row.opt("cannot", words)?.unwrap_or_default(),
        },
        inputs_open,
        outputs_open,
        context: row.opt("context", limit)?.flatten(),
        max_output: row.opt("max_output", limit)?.flatten(),
        knowledge: row.opt("knowledge", partial_date)?,
        released: row.opt("released", day)?,
        open_weights: row.opt("open_weights", flag)?,
        family: row.opt("family", owned)?,
    })
}

/// The modalities of a list that is whole or, without it, of one that is open, and whether it is.
fn modalities(
    row: &Object<'_, '_>,
    whole: &str,
    open: &str,
) -> Result<(Vec<Modality>, bool), FeedError> {
    let all = row.opt(whole, words)?;
    let some = row.opt(open, words)?;
    match (all, some) {
        (Some(_), Some(_)) => Err(row
            .at
            .key(open)
            .error(format!("nothing beside {whole}"), "both")),
        (all, some) => {
            let is_open = some.is_some();
            Ok((all.or(some).unwrap_or_default(), is_open))
        }
    }
}

/// What other sources say: a source and its facts in each object.
fn also(row: &Object<'_, '_>) -> Result<Vec<Statement>, FeedError> {
    let said = row.opt("also", |node| node.list()?.iter().map(statements).collect())?;
    let said: Vec<Vec<Statement>> = said.unwrap_or_default();
    Ok(said.into_iter().flatten().collect())
}

fn statements(node: Node<'_, '_>) -> Result<Vec<Statement>, FeedError> {
    let row = node.object()?;
    let source = row.need("source", slug)?;
    let said = attributes(&row)?;
    let license = row.opt("license", license)?.flatten();
    let (stage, ends) = (row.opt("lifecycle", word)?, row.opt("retires_on", day)?);
    let facts = said.facts();
    let facts: Vec<Fact> = facts
        .chain(license.map(Fact::License))
        .chain(stage.map(Fact::Lifecycle))
        .chain(ends.map(Fact::RetiresOn))
        .chain(data_policy(&row)?.facts())
        .collect();
    if facts.is_empty() {
        return Err(row.at.error("what the source says", "nothing"));
    }
    let statement = |fact| Statement {
        source: source.clone(),
        fact,
    };
    Ok(facts.into_iter().map(statement).collect())
}

pub(super) fn offering(node: Node<'_, '_>) -> Result<Offering, FeedError> {
    let row = node.object()?;
    let plain = plain_offering(
        &row.need("provider", slug)?,
        &row.need("upstream", model_id)?,
    );
    let prices = row.opt("prices", |node| node.list()?.iter().map(price).collect())?;
    Ok(Offering {
        name: row.opt("name", owned)?.unwrap_or(plain.name),
        model: row.opt("model", model_id)?,
        deployment: row.opt("deployment", word)?.unwrap_or(plain.deployment),
        region: row.opt("region", slug)?,
        dialect: row.opt("dialect", word)?,
        attributes: attributes(&row)?,
        lifecycle: row.opt("lifecycle", word)?.unwrap_or(Lifecycle::Active),
        retires_on: row.opt("retires_on", day)?,
        retires_source: row.opt("retires_source", slug)?,
        description: row.opt("description", owned)?,
        data_policy: data_policy(&row)?,
        source: row.opt("source", slug)?,
        also: also(&row)?,
        prices: prices.unwrap_or_default(),
        provider: plain.provider,
        upstream: plain.upstream,
    })
}

fn data_policy(row: &Object<'_, '_>) -> Result<DataPolicy, FeedError> {
    Ok(DataPolicy {
        retention_days: row.opt("retention_days", small)?,
        trains_on_data: row.opt("trains_on_data", flag)?,
        url: row.opt("data_policy_url", url)?.flatten(),
    })
}

fn price(node: Node<'_, '_>) -> Result<Price, FeedError> {
    let row = node.object()?;
    Ok(Price {
        component: component(&row)?,
        amount: row.need("usd", price_text)?,
        from: row.opt("from", instant)?,
        to: row.opt("to", instant)?,
        source: row.opt("source", slug)?,
        url: row.opt("url", url)?.flatten(),
    })
}

fn component(row: &Object<'_, '_>) -> Result<PriceComponent, FeedError> {
    let positive = |node: Node<'_, '_>| match count(node)? {
        0 => Err(node.error("a number from 1 on")),
        n => Ok(n),
    };
    let inclusive = row.opt("inclusive", flag)?.unwrap_or_default();
    let threshold = row
        .opt("above", positive)?
        .map(|tokens| ContextThreshold { tokens, inclusive });
    Ok(PriceComponent {
        unit: row.opt("unit", word)?.unwrap_or(Unit::Mtok),
        direction: row.opt("direction", word)?,
        modality: row.opt("modality", word)?.unwrap_or(Modality::Text),
        class: row.opt("class", word)?.unwrap_or(TokenClass::Standard),
        cache_ttl: row.opt("ttl", |node| positive(node).and_then(|_| small(node)))?,
        tier: row.opt("tier", word)?.unwrap_or(ServiceTier::Standard),
        threshold,
        schedule: row.opt("schedule", owned)?,
        region: row.opt("region", owned)?,
    })
}

pub(super) fn score(node: Node<'_, '_>) -> Result<ScoreRecord, FeedError> {
    let row = node.object()?;
    let named = |key| Ok::<_, FeedError>(row.opt(key, owned)?.unwrap_or_default());
    let parts = [named("category")?, named("task")?];
    Ok(ScoreRecord {
        model: row.need("model", model_id)?,
        benchmark: row.need("benchmark", owned)?,
        version: named("version")?,
        category: parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" / "),
        metric: named("metric")?,
        variant: named("variant")?,
        score: row.need("score", scalar::score)?,
        unit: named("unit")?,
        date: row.opt("date", day)?,
        source: row.opt("source", slug)?,
        url: row.opt("url", url)?.flatten(),
    })
}

/// `edition` is the day of a measurement that does not state one.
pub(super) fn speed(node: Node<'_, '_>, edition: Date) -> Result<SpeedRecord, FeedError> {
    let row = node.object()?;
    let (provider, upstream) = (row.need("provider", slug)?, row.need("upstream", model_id)?);
    let plain = deployment_of(&provider, &upstream);
    // An edition has nothing of the days after it: a wrong year would be the
    // newest measurement for ever.
    let until = |node: Node<'_, '_>| match day(node)? {
        on if on <= edition => Ok(on),
        _ => Err(node.error(format!("a day up to {edition}, that of the edition"))),
    };
    let record = SpeedRecord {
        provider,
        upstream,
        deployment: row.opt("deployment", word)?.unwrap_or(plain),
        region: row.opt("region", slug)?,
        first_token: row.opt("ttft_ms", first_token)?,
        throughput: row.opt("tokens_per_second", throughput)?,
        date: row.opt("date", until)?.unwrap_or(edition),
        source: row.opt("source", slug)?,
        url: row.opt("url", url)?.flatten(),
    };
    if record.first_token.is_none() && record.throughput.is_none() {
        return Err(row
            .at
            .error("ttft_ms, tokens_per_second or both", "neither"));
    }
    Ok(record)
}

fn first_token(node: Node<'_, '_>) -> Result<FirstToken, FeedError> {
    let millis = u32::try_from(count(node)?).ok();
    millis.and_then(FirstToken::from_millis).ok_or_else(|| {
        let most = FirstToken::MAX_MILLIS;
        node.error(format!("milliseconds from 1 to {most}"))
    })
}

/// As text: many programs would make a float of a number.
fn throughput(node: Node<'_, '_>) -> Result<Throughput, FeedError> {
    let text = scalar::text(node)?;
    Throughput::parse(&text).map_err(|e| {
        node.at
            .error("tokens a second", format!("{text:?}, which {e}"))
    })
}
