//! models.dev, <https://models.dev>, MIT: what many providers sell.
//!
//! A file has everything its source lists, at the prices of its date. It comes
//! in three shapes: one with `metadata`, one with `providers` and without, and
//! one that is nothing but providers. Prices are dollars for a million tokens.
//!
//! The first shape:
//!
//! ```json
//! {"committed_at": "2026-07-02T00:40:28+08:00",
//!  "models": {"acme/one": {"name": "One", "family": "one", "knowledge": "2025-06", "release_date": "2026-01-31",
//!    "modalities": {"input": ["text", "image"], "output": ["text"]}, "limit": {"context": 200000, "output": 64000},
//!    "attachment": true, "reasoning": true, "tool_call": true, "temperature": true, "structured_output": true,
//!    "open_weights": false, "license": "MIT",
//!    "benchmarks": [{"name": "Some Bench", "score": 59.6, "metric": "percent correct", "date": "2026-02-01",
//!      "version": "2", "dataset": "public", "variant": "high", "harness": "x", "source": "https://bench.example"}]}},
//!  "providers": {"shop": {"name": "Shop", "doc": "https://shop.example/docs", "api": "https://api.shop.example/v1",
//!    "npm": "@ai-sdk/openai-compatible",
//!    "models": {"acme/one:latest": {"name": "One", "base_model": "acme/one", "status": "beta", "provider": {"npm": "…"},
//!      "modalities": {}, "limit": {},
//!      "cost": {"input": 3, "output": 15, "cache_read": 0.3, "cache_write": 3.75, "reasoning": 15,
//!        "input_audio": 1, "output_audio": 2,
//!        "tiers": [{"input": 6, "output": 22.5, "tier": {"type": "context", "size": 200000}}]},
//!      "experimental": {"modes": {"fast": {"cost": {"input": 30, "output": 150}}}}}}}}}
//! ```
//!
//! The second shape has no models and no release dates; an offering reads:
//!
//! ```json
//! {"metadata": {"generated_at": "2026-08-18T08:14:34+00:00"},
//!  "providers": {"shop": {"models": {"acme/one:latest": {"name": "One", "limit_context": 200000, "limit_output": 64000,
//!    "pricing": [{"min_context": 0, "cost_input": 3, "cost_output": 15, "cost_cache_read": 0.3},
//!                {"min_context": 200000, "cost_input": 6, "cost_output": 22.5},
//!                {"min_context": 0, "experimental_mode_name": "fast", "cost_input": 30, "cost_output": 150}]}}}}}
//! ```
//!
//! The third shape is the published <https://models.dev/api.json>: providers by
//! their ids, without models of their own. It has no date: the importer gives it.
//!
//! ```json
//! {"shop": {"id": "shop", "env": ["SHOP_API_KEY"], "npm": "@ai-sdk/openai-compatible",
//!   "api": "https://api.shop.example/v1", "name": "Shop", "doc": "https://shop.example/docs",
//!   "models": {"acme/one:latest": {"id": "acme/one:latest", "name": "One", "attachment": true, "reasoning": true,
//!     "tool_call": true, "temperature": true, "knowledge": "2025-06", "release_date": "2026-01-31",
//!     "last_updated": "2026-02-01", "modalities": {"input": ["text", "image"], "output": ["text"]},
//!     "open_weights": false, "limit": {"context": 200000, "output": 64000},
//!     "cost": {"input": 3, "output": 15, "cache_read": 0.3, "cache_write": 3.75, "reasoning": 15,
//!       "context_over_200k": {"input": 6, "output": 22.5}}}}}}
//! ```
//!
//! | In the file | In the catalog |
//! |---|---|
//! | `models` | models; the publisher is the part of the id before `/` |
//! | `providers` | providers; `npm` says which dialect they speak |
//! | `cache_read`, also `cached_input`, `cache_input` | cache read |
//! | `cache_write`, also `cached_write` | cache write; five minutes for Claude models |
//! | `input_audio`, `output_audio` | audio tokens |
//! | `reasoning` | output tokens spent on thinking |
//! | `tiers`, `min_context` above 0 | prices above that many tokens of input |
//! | `context_over_200k`, where there are no `tiers` | prices above 200,000 tokens of input |
//! | mode `fast` and other names of service tiers | that service tier |
//! | `license` | an SPDX identifier, or a `LicenseRef-` of its words |
//! | `status` `deprecated`, `alpha` or `beta` | legacy, preview |
//! | limits 0 and 99999999, release 1970-01-01 | unknown |
//! | a date that does not exist (2025-02-31, 2025-25-11) | as far as it exists: 2025-02, 2025 |
//! | a release of which no day is known | unknown, and counted |
//! | `cost.image`, `cost.request`, `cost.citation` | left out and counted: no unit is stated |
//!
//! Above or from? All shapes mean *above*: the published interface calls the
//! field `context_over_200k`. The second shape writes 200,000 wherever there is
//! a second price, also where the first states 256,000, 272,000 or 512,000
//! (70 of the 159 rows whose offering has a tier in both files). It is recorded
//! as it stands.

mod cost;
mod model;
mod offering;
#[cfg(test)]
mod tests;

use time::OffsetDateTime;

use super::build::{Skipped, empty_feed};
use super::dates::instant;
use super::error::FeedError;
use super::json::{self, Object};
use super::scalar::{owned, slug_of, url};
use crate::catalog::import::feed::{Feed, PriceKind, Provider, Source};

/// How models and offerings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `models`, `limit`, `cost`.
    Nested,
    /// `metadata`, `limit_context`, `pricing`.
    Rows,
}

/// Whether the file is nothing but providers by their ids.
fn is_bare(root: &Object<'_, '_>) -> bool {
    let around = ["providers", "models", "metadata", "committed_at"];
    !around.iter().any(|name| root.has(name))
}

/// Whether the file is of the shape that has no date.
pub(super) fn is_undated(text: &[u8]) -> bool {
    json::document(text)
        .and_then(json::Node::object)
        .is_ok_and(|root| is_bare(&root))
}

pub(super) fn read(text: &[u8], as_of: Option<OffsetDateTime>) -> Result<Feed, FeedError> {
    let root = json::document(text)?.object()?;
    if is_bare(&root) {
        return read_bare(&root, as_of);
    }
    let shape = if root.has("metadata") {
        Shape::Rows
    } else {
        Shape::Nested
    };
    let stated = match shape {
        Shape::Nested => root.opt("committed_at", instant)?,
        Shape::Rows => root.need("metadata", |node| {
            node.object()?.opt("generated_at", instant)
        })?,
    };
    let Some(as_of) = as_of.or(stated) else {
        return Err(root.at.error(
            "the date of the edition: committed_at, or metadata.generated_at",
            "no such field",
        ));
    };
    let mut feed = empty_feed(source(as_of), true, PriceKind::Current);
    let mut skipped = Skipped::default();
    if let Some(models) = root.get("models") {
        model::read(&models.object()?, &mut feed, &mut skipped)?;
    }
    let Some(providers) = root.get("providers") else {
        return Err(root.at.key("providers").error("an object", "nothing"));
    };
    read_providers(&providers.object()?, shape, &mut feed, &mut skipped)?;
    feed.skipped = skipped.0;
    Ok(feed)
}

fn read_bare(providers: &Object<'_, '_>, as_of: Option<OffsetDateTime>) -> Result<Feed, FeedError> {
    let Some(as_of) = as_of else {
        return Err(providers.at.error(
            "a date of the edition, given with --as-of",
            "none, and this shape has no date",
        ));
    };
    let mut feed = empty_feed(source(as_of), true, PriceKind::Current);
    let mut skipped = Skipped::default();
    // Another file is not to be taken for one of providers that sell nothing.
    for (_, node) in providers.iter() {
        node.object()?.need("models", |_| Ok(()))?;
    }
    read_providers(providers, Shape::Nested, &mut feed, &mut skipped)?;
    feed.skipped = skipped.0;
    Ok(feed)
}

fn read_providers(
    providers: &Object<'_, '_>,
    shape: Shape,
    feed: &mut Feed,
    skipped: &mut Skipped,
) -> Result<(), FeedError> {
    for (slug, node) in providers.iter() {
        let entry = node.object()?;
        slug_of(&entry.at, slug)?;
        feed.providers.push(provider(slug, &entry)?);
        offering::read(slug, &entry, shape, feed, skipped)?;
    }
    Ok(())
}

fn source(as_of: OffsetDateTime) -> Source {
    Source {
        slug: "models-dev".to_owned(),
        name: "models.dev".to_owned(),
        url: Some("https://models.dev".to_owned()),
        license: Some("MIT".to_owned()),
        as_of,
        rank: 20,
    }
}

fn provider(slug: &str, entry: &Object<'_, '_>) -> Result<Provider, FeedError> {
    Ok(Provider {
        slug: slug.to_owned(),
        name: entry
            .opt("name", owned)?
            .unwrap_or_else(|| super::names::display_name(slug)),
        docs_url: entry.opt("doc", url)?.flatten(),
        api_url: entry.opt("api", url)?.flatten(),
        ..Provider::default()
    })
}
