//! The price map of LiteLLM, <https://github.com/BerriAI/litellm>, MIT: one
//! object with an entry for each way to call a model.
//!
//! The file has no date: the importer gives it. Prices are dollars for one
//! token; the catalog has them for a million.
//!
//! ```json
//! {"sample_spec": {"max_tokens": "explains the fields; not an entry"},
//!  "shop/acme/one": {"litellm_provider": "shop", "mode": "chat", "max_input_tokens": 200000, "max_output_tokens": 64000,
//!    "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05, "output_cost_per_token_batches": 7.5e-06,
//!    "input_cost_per_token_above_200k_tokens": 6e-06, "cache_read_input_token_cost": 3e-07,
//!    "supports_function_calling": true, "supports_vision": true, "deprecation_date": "2027-03-30",
//!    "source": "https://shop.example/prices"},
//!  "bedrock/eu-west-1/acme.one-v1:0": {"litellm_provider": "bedrock", "mode": "embedding", "input_cost_per_token": 1e-07}}
//! ```
//!
//! | In the file | In the catalog |
//! |---|---|
//! | `litellm_provider` | the provider, under the name models.dev has for it |
//! | the key without the provider in front | the upstream name |
//! | a region, or a zone of Azure, in the key | region with its name and country, and deployment type |
//! | `…_per_token`, `…_token_cost` | tokens; by kind `audio`, `image`, `video`, `reasoning`, cache read and creation |
//! | `…_per_character`, `_pixel` | million characters, megapixels |
//! | `…_per_image`, `_second`, `_query`, `_page`, `_request`, `_session` | those units |
//! | `_batches`, `_flex`, `_priority`, `_ultrafast` at the end | service tiers |
//! | `_above_200k_tokens` | prices above that input, exclusive as the name says |
//! | `_above_1hr`, `_above_12hr` after cache creation | cache writes that live 3,600 or 43,200 seconds |
//! | cache creation without a time | five minutes for Claude models, otherwise no time |
//! | `tiered_pricing` by `range` | prices above the start of the range |
//! | `search_context_cost_per_query`, if all sizes cost the same | a price for one query |
//! | `deprecation_date` | when it ends: retired if that day has come, legacy before |
//! | `mode`, `supported_modalities`, `supports_…_input` | what goes in and comes out |
//! | `supports_…` | capabilities; `false` denies them |
//! | `source` | the address with every price |
//! | everything else | left out and counted by name |
//!
//! Where two keys are one offering (with and without the provider in front, or
//! two interfaces of one cloud), the first in the order of keys counts and the
//! others are counted as left out, apart if their prices differ.

mod facts;
mod fields;
mod keys;
mod prices;
mod regions;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use time::OffsetDateTime;

use super::build::{
    Seen, Skipped, check_periods, derive_capabilities, empty_feed, plain_offering, plain_provider,
};
use super::dates::day;
use super::error::FeedError;
use super::json::{self, Object};
use super::scalar::{model_id_of, slug_of, text};
use crate::catalog::import::feed::{Feed, Offering, Price, PriceKind, Region, Source};
use domain::model::Lifecycle;

/// Explains the fields and is no entry.
const EXPLANATION: &str = "sample_spec";

pub(super) fn read(bytes: &[u8], as_of: Option<OffsetDateTime>) -> Result<Feed, FeedError> {
    let root = json::document(bytes)?.object()?;
    let Some(as_of) = as_of else {
        return Err(root.at.error(
            "a date of the edition, given with --as-of",
            "none, and the format has no date",
        ));
    };
    let mut feed = empty_feed(source(as_of), true, PriceKind::Current);
    let mut found = Found::default();
    for (key, node) in root.iter().filter(|(key, _)| *key != EXPLANATION) {
        let entry = node.object()?;
        let offering = offering(key, &entry, as_of, &mut found)?;
        if found.seen.first(&offering) {
            found
                .index
                .insert(identity(&offering), feed.offerings.len());
            feed.offerings.push(offering);
            continue;
        }
        let same = found
            .index
            .get(&identity(&offering))
            .and_then(|i| feed.offerings.get(*i));
        let agrees = same.is_some_and(|first| same_prices(&first.prices, &offering.prices));
        found
            .skipped
            .add(if agrees { SAME_OFFERING } else { OTHER_PRICES });
    }
    feed.providers = found
        .providers
        .iter()
        .map(|slug| plain_provider(slug))
        .collect();
    feed.regions = found.regions.into_values().collect();
    feed.skipped = found.skipped.0;
    Ok(feed)
}

/// Why a key became no offering of its own.
const SAME_OFFERING: &str = "key of an offering that has another key";
const OTHER_PRICES: &str = "key of an offering that has another key with other prices";

/// What gathers over all entries.
#[derive(Default)]
struct Found {
    seen: Seen,
    index: BTreeMap<Identity, usize>,
    providers: BTreeSet<String>,
    regions: BTreeMap<String, Region>,
    skipped: Skipped,
}

type Identity = (String, String, &'static str, Option<String>);

fn identity(o: &Offering) -> Identity {
    (
        o.provider.clone(),
        o.upstream.clone(),
        o.deployment.as_str(),
        o.region.clone(),
    )
}

fn same_prices(a: &[Price], b: &[Price]) -> bool {
    let all = |prices: &[Price]| -> BTreeMap<_, _> {
        prices
            .iter()
            .map(|p| (p.component.clone(), p.amount))
            .collect()
    };
    all(a) == all(b)
}

fn offering(
    key: &str,
    entry: &Object<'_, '_>,
    as_of: OffsetDateTime,
    found: &mut Found,
) -> Result<Offering, FeedError> {
    let place = keys::place(key, &entry.need("litellm_provider", text)?);
    slug_of(&entry.at, &place.provider)?;
    model_id_of(&entry.at, &place.upstream)?;
    let mut offering = plain_offering(&place.provider, &place.upstream);
    if let Some(deployment) = place.deployment {
        offering.deployment = deployment;
    }
    if let Some(region) = place.region {
        offering.region = Some(region.slug.clone());
        found.regions.insert(region.slug.clone(), region);
    }
    offering.prices = prices::read(&offering, entry, &mut found.skipped)?;
    facts::read(&mut offering, entry, &mut found.skipped)?;
    if let Some(end) = entry.opt("deprecation_date", day)? {
        offering.retires_on = Some(end);
        offering.lifecycle = if end <= as_of.date() {
            Lifecycle::Retired
        } else {
            Lifecycle::Legacy
        };
    }
    check_periods(&entry.at, &offering.prices)?;
    derive_capabilities(&mut offering);
    found.providers.insert(place.provider);
    Ok(offering)
}

fn source(as_of: OffsetDateTime) -> Source {
    Source {
        slug: "litellm".to_owned(),
        name: "LiteLLM".to_owned(),
        url: Some("https://github.com/BerriAI/litellm".to_owned()),
        license: Some("MIT".to_owned()),
        as_of,
        rank: 10,
    }
}
