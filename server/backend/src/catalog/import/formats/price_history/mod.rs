//! Dated prices of first-party providers, as model-prices publishes them,
//! <https://github.com/wakamex/model-prices>, MIT.
//!
//! It is not a list of all that is sold: what it leaves out is not retired.
//! Prices are dollars for a million tokens. A segment is one tariff of one mode
//! of a model from its start to the start of the next one.
//!
//! ```json
//! {"updated_at": "2026-10-26T18:46:35Z",
//!  "prices": {"acme": {"one": {
//!    "standard": [
//!      {"start": null, "rates": {"input": 4, "output": 20, "source": "https://acme.example/prices"}},
//!      {"start": "2026-03-01T00:00:00Z", "rates": {"input": 3, "output": 15, "cache_read": 0.3, "cache_write": 3.75,
//!        "cache_write_1h_multiple": 2, "tiers": [{"above": 200000, "input": 6, "output": 22.5}]}}],
//!    "batch": [{"start": null, "rates": null}, {"start": "2026-03-01T00:00:00Z", "rates": {"input": 1.5, "output": 7.5}}]}}},
//!  "schedules": {"schedule": [{"provider": "acme", "off_peak_hours_utc": [["16:30", "00:30"]],
//!    "off_peak_multiplier": {"one": 0.5}, "valid_from": "2026-03-01T00:00:00Z", "valid_until": "2026-09-01T00:00:00Z"}]},
//!  "status": {"acme": {"one": "deprecated"}}}
//! ```
//!
//! The same segments as a table (no date of the edition, no schedules, no
//! states):
//!
//! ```csv
//! provider,model,mode,effective_from,effective_to,input_per_mtok,output_per_mtok,cache_read_per_mtok,cache_write_per_mtok,tiers_json,date_basis,source_url
//! acme,one,standard,,2026-03-01T00:00:00Z,4,20,,,,documented,https://acme.example/prices
//! acme,one,standard,2026-03-01T00:00:00Z,,3,15,0.3,3.75,"[{""above"":200000,""input"":6,""output"":22.5}]",documented,
//! ```
//!
//! | In the file | In the catalog |
//! |---|---|
//! | provider and model | an offering, not linked to a model |
//! | mode | service tier |
//! | `start`, and that of the next segment | the period; no start is an unknown one |
//! | `rates: null` | a segment without prices |
//! | `tiers` with `above` | prices above that input, exclusive as the name says |
//! | `cache_write` | cache write; five minutes for Claude models |
//! | `cache_write_1h_multiple` | a cache write that lives an hour, at so many times the price of input |
//! | `schedules` | further prices with their hours, for the time a schedule and a segment share |
//! | `status` `deprecated`, `removed` | legacy, retired |
//! | `recorded` (superseded figures), `plans`, `aliases`, `bases` | left out and counted |

mod csv;
mod schedule;
mod segment;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use domain::model::Lifecycle;
use domain::price::ServiceTier;
use time::OffsetDateTime;

use super::build::{
    Skipped, check_periods, derive_capabilities, empty_feed, makes_embeddings, plain_offering,
    plain_provider,
};
use super::dates::instant;
use super::error::FeedError;
use super::json::{self, Object};
use super::place::At;
use super::scalar::{model_id_of, slug_of, text};
use crate::catalog::import::feed::{Feed, Offering, PriceKind, Source};
use segment::Segment;

/// Whether this is the table, which has no date of its own.
pub(super) fn is_undated(bytes: &[u8]) -> bool {
    bytes.starts_with(b"provider,")
}

pub(super) fn read(bytes: &[u8], as_of: Option<OffsetDateTime>) -> Result<Feed, FeedError> {
    let mut skipped = Skipped::default();
    if is_undated(bytes) {
        let Some(as_of) = as_of else {
            return Err(At::ROOT.error(
                "a date of the edition, given with --as-of",
                "none, and a table has no date",
            ));
        };
        return build(
            &csv::read(json::utf8(bytes)?, &mut skipped)?,
            &Extras::default(),
            as_of,
            skipped,
        );
    }
    let root = json::document(bytes)?.object()?;
    let Some(as_of) =
        as_of.map_or_else(|| root.opt("updated_at", instant), |date| Ok(Some(date)))?
    else {
        return Err(root
            .at
            .key("updated_at")
            .error("the date of the edition", "nothing"));
    };
    let segments = root.need("prices", |node| {
        segment::read(&node.object()?, &mut skipped)
    })?;
    let extras = Extras {
        states: states(&root)?,
        schedules: root.opt("schedules", schedule::read)?.unwrap_or_default(),
    };
    count_left_out(&root, &mut skipped)?;
    build(&segments, &extras, as_of, skipped)
}

/// What the JSON form says besides segments.
#[derive(Default)]
struct Extras<'a> {
    states: BTreeMap<(String, String), Cow<'a, str>>,
    schedules: Vec<schedule::Schedule>,
}

fn states<'a>(
    root: &Object<'a, '_>,
) -> Result<BTreeMap<(String, String), Cow<'a, str>>, FeedError> {
    let mut found = BTreeMap::new();
    let Some(status) = root.get("status") else {
        return Ok(found);
    };
    for (provider, node) in status.object()?.iter() {
        for (model, state) in node.object()?.iter() {
            found.insert((provider.to_owned(), model.to_owned()), text(state)?);
        }
    }
    Ok(found)
}

/// Lists and tables that have no place in the catalog, by their size.
fn count_left_out(root: &Object<'_, '_>, skipped: &mut Skipped) -> Result<(), FeedError> {
    if let Some(plans) = root.get("plans") {
        plans.list()?.iter().for_each(|_| skipped.add("plans"));
    }
    for name in ["aliases", "bases"] {
        let Some(node) = root.get(name) else { continue };
        for (_, table) in node.object()?.iter() {
            table.object()?.iter().for_each(|_| skipped.add(name));
        }
    }
    Ok(())
}

/// Segments of one model stand together; each model is an offering.
fn build(
    segments: &[Segment],
    extras: &Extras<'_>,
    as_of: OffsetDateTime,
    mut skipped: Skipped,
) -> Result<Feed, FeedError> {
    let mut feed = empty_feed(source(as_of), false, PriceKind::Dated);
    feed.segments = segments.len();
    let mut offerings: BTreeMap<(&str, &str), Offering> = BTreeMap::new();
    let mut providers = BTreeSet::new();
    for segment in segments {
        let (root, provider) = (At::ROOT.key("prices"), segment.provider.as_str());
        let of_provider = root.key(provider);
        let at = of_provider.key(&segment.model);
        slug_of(&at, provider)?;
        model_id_of(&at, &segment.model)?;
        providers.insert(provider);
        let offering = offerings
            .entry((provider, &segment.model))
            .or_insert_with(|| new_offering(segment, extras, &mut skipped));
        segment.prices(&at, &mut offering.prices)?;
        let scheduled =
            segment.mode == ServiceTier::Standard && offering.lifecycle != Lifecycle::Retired;
        for schedule in extras
            .schedules
            .iter()
            .filter(|s| scheduled || s.names(&segment.model))
        {
            schedule.prices(segment, &at, &mut offering.prices)?;
        }
    }
    for ((provider, model), mut offering) in offerings {
        check_periods(
            &At::ROOT.key("prices").key(provider).key(model),
            &offering.prices,
        )?;
        derive_capabilities(&mut offering);
        feed.offerings.push(offering);
    }
    feed.providers = providers.into_iter().map(plain_provider).collect();
    feed.skipped = skipped.0;
    Ok(feed)
}

fn new_offering(segment: &Segment, extras: &Extras<'_>, skipped: &mut Skipped) -> Offering {
    let mut offering = plain_offering(&segment.provider, &segment.model);
    let state = extras
        .states
        .get(&(segment.provider.clone(), segment.model.clone()));
    offering.lifecycle = match state.map(AsRef::as_ref) {
        None => Lifecycle::Active,
        Some("deprecated") => Lifecycle::Legacy,
        Some("removed") => Lifecycle::Retired,
        Some(other) => {
            skipped.add(format!("status {other}"));
            Lifecycle::Active
        }
    };
    if makes_embeddings(&segment.model) {
        offering
            .attributes
            .outputs
            .push(domain::model::Modality::Embedding);
        offering.attributes.outputs_open = true;
    }
    offering
}

fn source(as_of: OffsetDateTime) -> Source {
    Source {
        slug: "model-prices".to_owned(),
        name: "model-prices".to_owned(),
        url: Some("https://github.com/wakamex/model-prices".to_owned()),
        license: Some("MIT".to_owned()),
        as_of,
        rank: 30,
    }
}
