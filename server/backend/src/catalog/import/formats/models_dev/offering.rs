//! Offerings of one provider, and the facts that models and offerings share.

use domain::model::{Capability, Lifecycle, Modality};
use domain::offering::Dialect;

use super::super::build::{
    Skipped, can, check_periods, derive_capabilities, exact_day, makes_embeddings, plain_offering,
};
use super::super::dates::loose_date;
use super::super::error::FeedError;
use super::super::json::{Node, Object};
use super::super::scalar::{flag, limit, model_id_of, owned, text};
use super::Shape;
use super::cost::Prices;
use crate::catalog::import::feed::{Attributes, Feed, Offering};

/// A release on this day is a release nobody knows.
const UNKNOWN_RELEASE: &str = "1970-01-01";

pub(super) fn read(
    provider: &str,
    entry: &Object<'_, '_>,
    shape: Shape,
    feed: &mut Feed,
    skipped: &mut Skipped,
) -> Result<(), FeedError> {
    let npm = entry.opt("npm", text)?;
    let Some(models) = entry.get("models") else {
        return Ok(());
    };
    for (upstream, node) in models.object()?.iter() {
        let fields = node.object()?;
        model_id_of(&fields.at, upstream)?;
        let mut offering = plain_offering(provider, upstream);
        facts(&mut offering, &fields, shape, skipped)?;
        offering.dialect = dialect(&fields, npm.as_deref(), shape)?;
        offering.model = fields.opt("base_model", owned)?.filter(|id| {
            let known = feed
                .models
                .binary_search_by(|m| m.slug.as_str().cmp(id))
                .is_ok();
            if !known {
                skipped.add("base_model that is not in the file");
            }
            known
        });
        prices(&mut offering, &fields, shape, skipped)?;
        derive_capabilities(&mut offering);
        feed.offerings.push(offering);
    }
    Ok(())
}

fn facts(
    o: &mut Offering,
    fields: &Object<'_, '_>,
    shape: Shape,
    skipped: &mut Skipped,
) -> Result<(), FeedError> {
    if let Some(name) = fields.opt("name", owned)? {
        o.name = name;
    }
    o.attributes = attributes(&o.upstream, fields, shape, skipped)?;
    o.lifecycle = match fields.opt("status", text)?.as_deref() {
        None | Some("active") => Lifecycle::Active,
        Some("alpha" | "beta") => Lifecycle::Preview,
        Some("deprecated") => Lifecycle::Legacy,
        Some(other) => {
            skipped.add(format!("status {other}"));
            Lifecycle::Active
        }
    };
    Ok(())
}

fn prices(
    o: &mut Offering,
    fields: &Object<'_, '_>,
    shape: Shape,
    skipped: &mut Skipped,
) -> Result<(), FeedError> {
    let mut prices = Prices {
        upstream: &o.upstream,
        skipped,
        found: Vec::new(),
    };
    match shape {
        Shape::Nested => {
            fields.opt("cost", |node| prices.nested(node))?;
            fields.opt("experimental", |node| prices.modes(node))?;
        }
        Shape::Rows => {
            fields.opt("pricing", |node| prices.rows(node))?;
        }
    }
    let found = prices.found;
    check_periods(&fields.at, &found)?;
    o.prices = found;
    Ok(())
}

/// The client package names the request format. Packages of our own making
/// say nothing about it and are left unknown.
fn dialect(
    fields: &Object<'_, '_>,
    npm: Option<&str>,
    shape: Shape,
) -> Result<Option<Dialect>, FeedError> {
    let own = match shape {
        Shape::Nested => fields
            .opt("provider", |node| node.object()?.opt("npm", owned))?
            .flatten(),
        Shape::Rows => fields.opt("provider_npm", owned)?,
    };
    Ok(match own.as_deref().or(npm) {
        Some("@ai-sdk/anthropic") => Some(Dialect::Anthropic),
        Some(
            "@ai-sdk/openai"
            | "@ai-sdk/openai-compatible"
            | "@ai-sdk/cerebras"
            | "@ai-sdk/deepinfra"
            | "@ai-sdk/groq"
            | "@ai-sdk/togetherai"
            | "@ai-sdk/xai"
            | "@openrouter/ai-sdk-provider",
        ) => Some(Dialect::OpenAi),
        _ => None,
    })
}

/// Limits, modalities, capabilities and dates of a model or an offering.
pub(super) fn attributes(
    id: &str,
    fields: &Object<'_, '_>,
    shape: Shape,
    skipped: &mut Skipped,
) -> Result<Attributes, FeedError> {
    let mut attributes = Attributes {
        family: fields.opt("family", owned)?,
        ..Attributes::default()
    };
    (attributes.context, attributes.max_output) = limits(fields, shape)?;
    if let Some(node) = fields.get("modalities") {
        let sides = node.object()?;
        attributes.inputs = sides
            .opt("input", |node| modalities(node, skipped))?
            .unwrap_or_default();
        attributes.outputs = sides
            .opt("output", |node| modalities(node, skipped))?
            .unwrap_or_default();
    }
    if makes_embeddings(id) && attributes.outputs == [Modality::Text] {
        attributes.outputs = vec![Modality::Embedding];
    }
    for (name, capability) in [
        ("tool_call", Capability::Tools),
        ("structured_output", Capability::JsonSchema),
        ("reasoning", Capability::Reasoning),
        ("temperature", Capability::Temperature),
        ("attachment", Capability::Attachments),
    ] {
        if let Some(whether) = fields.opt(name, flag)? {
            can(&mut attributes, capability, whether);
        }
    }
    if attributes.inputs.contains(&Modality::Image) {
        can(&mut attributes, Capability::Vision, true);
    }
    attributes.capabilities.sort_unstable();
    attributes.open_weights = fields.opt("open_weights", flag)?;
    attributes.knowledge = fields.opt("knowledge", loose_date)?;
    if let Some(date) = fields
        .opt("release_date", loose_date)?
        .filter(|d| d.to_string() != UNKNOWN_RELEASE)
    {
        attributes.released = exact_day(date);
        if attributes.released.is_none() {
            skipped.add("release_date without a day");
        }
    }
    Ok(attributes)
}

fn limits(fields: &Object<'_, '_>, shape: Shape) -> Result<(Option<i64>, Option<i64>), FeedError> {
    let pair = |o: &Object<'_, '_>, context: &str, output: &str| {
        Ok((
            o.opt(context, limit)?.flatten(),
            o.opt(output, limit)?.flatten(),
        ))
    };
    match shape {
        Shape::Nested => {
            let found = fields.opt("limit", |node| pair(&node.object()?, "context", "output"))?;
            Ok(found.unwrap_or_default())
        }
        Shape::Rows => pair(fields, "limit_context", "limit_output"),
    }
}

fn modalities(node: Node<'_, '_>, skipped: &mut Skipped) -> Result<Vec<Modality>, FeedError> {
    let mut found = Vec::new();
    for item in node.list()?.iter() {
        let name = text(item)?;
        match name.parse() {
            Ok(modality) if !found.contains(&modality) => found.push(modality),
            Ok(_) => {}
            Err(_) => skipped.add(format!("modality {name}")),
        }
    }
    found.sort_unstable();
    Ok(found)
}
