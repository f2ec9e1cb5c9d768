//! What the readers share while they put a feed together.

use std::collections::{BTreeMap, BTreeSet};

use domain::day::PartialDate;
use domain::model::{Capability, Lifecycle, Modality};
use domain::offering::DeploymentType;
use domain::price::{PriceComponent, UnitPrice};
use time::OffsetDateTime;

use super::error::FeedError;
use super::place::At;
use crate::catalog::import::feed::{
    Attributes, DataPolicy, Feed, Offering, Price, PriceKind, Provider, Source,
};

/// Parts of a file that were left out, by name.
#[derive(Debug, Default)]
pub(super) struct Skipped(pub(super) BTreeMap<String, usize>);

impl Skipped {
    pub(super) fn add(&mut self, name: impl Into<String>) {
        *self.0.entry(name.into()).or_default() += 1;
    }
}

/// A feed with nothing in it but its source.
pub(super) const fn empty_feed(source: Source, complete: bool, prices: PriceKind) -> Feed {
    Feed {
        source,
        sources: Vec::new(),
        complete,
        prices,
        publishers: Vec::new(),
        providers: Vec::new(),
        regions: Vec::new(),
        models: Vec::new(),
        offerings: Vec::new(),
        scores: Vec::new(),
        speeds: Vec::new(),
        segments: 0,
        skipped: BTreeMap::new(),
    }
}

/// An offering of which nothing is known but how it is called.
pub(super) fn plain_offering(provider: &str, upstream: &str) -> Offering {
    Offering {
        provider: provider.to_owned(),
        upstream: upstream.to_owned(),
        name: upstream.to_owned(),
        model: None,
        deployment: deployment_of(provider, upstream),
        region: None,
        dialect: None,
        attributes: Attributes::default(),
        lifecycle: Lifecycle::Active,
        retires_on: None,
        retires_source: None,
        description: None,
        data_policy: DataPolicy::default(),
        source: None,
        also: Vec::new(),
        prices: Vec::new(),
    }
}

/// A provider of which only the slug is known.
pub(super) fn plain_provider(slug: &str) -> Provider {
    Provider {
        slug: slug.to_owned(),
        name: super::names::display_name(slug),
        ..Provider::default()
    }
}

/// How capacity is provided, as far as the provider and the upstream name say.
///
/// Amazon Bedrock puts it into the name: `global.` is anywhere, `us.`, `eu.`
/// and the like are a zone of several regions, no such word is one region.
/// Everybody else is taken to serve from anywhere. All readers use this one
/// rule, so that an offering of several sources stays one offering.
pub(super) fn deployment_of(provider: &str, upstream: &str) -> DeploymentType {
    if provider != "amazon-bedrock" {
        return DeploymentType::ServerlessGlobal;
    }
    match upstream.split_once('.').map(|(zone, _)| zone) {
        Some("global") => DeploymentType::ServerlessGlobal,
        Some("us" | "us-gov" | "eu" | "apac" | "au" | "jp" | "in" | "ca") => {
            DeploymentType::ServerlessDataZone
        }
        _ => DeploymentType::ServerlessRegional,
    }
}

/// How long a cache write lives for which a feed gives a price but no time.
///
/// Anthropic prices two lifetimes and feeds give the price of the shorter one,
/// five minutes, as the plain one. Nobody else charges by lifetime, so theirs
/// stays open. One rule for all readers, so that sources can be compared.
pub(super) fn plain_cache_ttl(upstream: &str) -> Option<i32> {
    upstream
        .to_ascii_lowercase()
        .contains("claude")
        .then_some(300)
}

/// Whether a model is known to make vectors: feeds that have no word for it
/// say that it makes text.
pub(super) fn makes_embeddings(name: &str) -> bool {
    name.to_ascii_lowercase().contains("embed")
}

/// Notes whether it can do something, each once.
pub(super) fn can(attributes: &mut Attributes, capability: Capability, whether: bool) {
    let (can, cannot) = (
        &mut attributes.capabilities,
        &mut attributes.denied.capabilities,
    );
    note(if whether { can } else { cannot }, capability);
}

/// Adds a word once.
pub(super) fn note<T: PartialEq>(list: &mut Vec<T>, word: T) {
    if !list.contains(&word) {
        list.push(word);
    }
}

/// What follows from the other facts of an offering: pictures as input are
/// vision, and a cache price is a cache.
pub(super) fn derive_capabilities(offering: &mut Offering) {
    use domain::price::TokenClass::{CacheRead, CacheWrite};
    let cached = offering
        .prices
        .iter()
        .any(|p| matches!(p.component.class, CacheRead | CacheWrite));
    let batch = offering
        .prices
        .iter()
        .any(|p| p.component.tier == domain::price::ServiceTier::Batch);
    let sees = offering.attributes.inputs.contains(&Modality::Image);
    for (capability, follows) in [
        (Capability::Cache, cached),
        (Capability::Batch, batch),
        (Capability::Vision, sees),
    ] {
        if follows {
            can(&mut offering.attributes, capability, true);
        }
    }
    offering.attributes.capabilities.sort_unstable();
}

/// A date that is known to the day.
pub(super) fn exact_day(date: PartialDate) -> Option<time::Date> {
    let text = date.to_string();
    time::Date::parse(
        &text,
        time::macros::format_description!("[year]-[month]-[day]"),
    )
    .ok()
}

/// A price in force on the date of the feed.
pub(super) const fn current(
    component: PriceComponent,
    amount: UnitPrice,
    url: Option<String>,
) -> Price {
    Price {
        component,
        amount,
        from: None,
        to: None,
        source: None,
        url,
    }
}

/// Offerings already seen in a file. One offering is one provider, upstream
/// name, deployment and region.
#[derive(Debug, Default)]
pub(super) struct Seen(BTreeSet<(String, String, DeploymentType, Option<String>)>);

impl Seen {
    /// Notes an offering; false if it was there before.
    pub(super) fn first(&mut self, o: &Offering) -> bool {
        self.0.insert((
            o.provider.clone(),
            o.upstream.clone(),
            o.deployment,
            o.region.clone(),
        ))
    }
}

/// Fails if two periods of one component and source overlap or one is empty.
/// `at` is the place of the offering.
pub(super) fn check_periods(at: &At<'_>, prices: &[Price]) -> Result<(), FeedError> {
    type Period = (Option<OffsetDateTime>, Option<OffsetDateTime>);
    let mut periods: BTreeMap<(&PriceComponent, Option<&str>), Vec<Period>> = BTreeMap::new();
    for price in prices {
        if price
            .from
            .zip(price.to)
            .is_some_and(|(from, to)| from >= to)
        {
            return Err(at.error("a price period that ends after it starts", describe(price)));
        }
        let key = (&price.component, price.source.as_deref());
        let known = periods.entry(key).or_default();
        let starts_before = |end: Option<OffsetDateTime>, start: Option<OffsetDateTime>| {
            end.zip(start).is_none_or(|(end, start)| start < end)
        };
        if known
            .iter()
            .any(|(from, to)| starts_before(*to, price.from) && starts_before(price.to, *from))
        {
            return Err(at.error(
                "one price of a component at a time",
                format!("another {}", describe(price)),
            ));
        }
        known.push((price.from, price.to));
    }
    Ok(())
}

fn describe(price: &Price) -> String {
    let day =
        |t: Option<OffsetDateTime>| t.map_or_else(|| "…".to_owned(), |t| t.date().to_string());
    format!(
        "{} ({}) from {} to {}",
        price.component.label(),
        price.component.tier,
        day(price.from),
        day(price.to)
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use domain::price::Direction;
    use time::macros::datetime;

    fn price(from: Option<OffsetDateTime>, to: Option<OffsetDateTime>) -> Price {
        Price {
            from,
            to,
            ..current(
                PriceComponent::tokens(Direction::Input),
                UnitPrice::ZERO,
                None,
            )
        }
    }

    #[test]
    fn periods_may_touch_but_not_overlap() {
        let (a, b) = (
            Some(datetime!(2026-01-01 0:00 UTC)),
            Some(datetime!(2026-02-01 0:00 UTC)),
        );
        let check = |prices: &[Price]| check_periods(&At::ROOT.key("x"), prices);
        assert_eq!(
            check(&[price(None, a), price(a, b), price(b, None)]),
            Ok(())
        );
        for wrong in [
            vec![price(None, None), price(a, b)],
            vec![price(a, None), price(None, b)],
            vec![price(b, a)],
        ] {
            assert!(check(&wrong).is_err(), "{wrong:?}");
        }
        let error = check(&[price(None, None), price(a, b)])
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "at x: expected one price of a component at a time, found another Input (standard) from 2026-01-01 to 2026-02-01"
        );
    }

    #[test]
    fn bedrock_says_where_it_runs() {
        use DeploymentType::{ServerlessDataZone, ServerlessGlobal, ServerlessRegional};
        for (upstream, deployment) in [
            ("global.anthropic.claude-opus-4-7", ServerlessGlobal),
            ("us.anthropic.claude-opus-4-7", ServerlessDataZone),
            ("amazon.nova-lite-v1:0", ServerlessRegional),
        ] {
            assert_eq!(
                deployment_of("amazon-bedrock", upstream),
                deployment,
                "{upstream}"
            );
        }
        assert_eq!(deployment_of("openai", "us.x"), ServerlessGlobal);
    }
}
