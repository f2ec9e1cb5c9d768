#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeMap;

use domain::model::{Capability, Lifecycle, Task};
use domain::offering::Dialect;
use domain::price::{Direction, ServiceTier, TokenClass, UnitPrice};
use time::macros::datetime;

use super::super::build::Seen;
use super::super::shared_data::shared_data;
use super::*;
use crate::catalog::import::feed::Offering;

const AS_OF: OffsetDateTime = datetime!(2026-11-22 0:00 UTC);

fn file(name: &str) -> Option<Feed> {
    shared_data(&format!("catalog/{name}")).map(|text| read(&text, None).unwrap())
}

fn by_key(feed: &Feed) -> BTreeMap<(&str, &str), &Offering> {
    feed.offerings
        .iter()
        .map(|o| ((o.provider.as_str(), o.upstream.as_str()), o))
        .collect()
}

fn base(offering: &Offering, direction: Direction) -> Option<UnitPrice> {
    offering
        .prices
        .iter()
        .find(|p| p.component.is_base(direction))
        .map(|p| p.amount)
}

#[test]
fn july_is_read_whole() {
    let Some(feed) = file("models_dev_2026-07-02.json.gz") else {
        return;
    };
    assert_eq!(
        (
            feed.providers.len(),
            feed.offerings.len(),
            feed.models.len()
        ),
        (147, 5_276, 231)
    );
    assert_eq!(
        feed.offerings.iter().filter(|o| o.model.is_some()).count(),
        1_347
    );
    assert_eq!((feed.publishers.len(), feed.scores.len()), (20, 207));
    assert_eq!(
        feed.source.as_of.to_string(),
        "2026-07-01 16:40:28.0 +00:00:00"
    );
    let free = |o: &&Offering| {
        [Direction::Input, Direction::Output]
            .iter()
            .all(|d| base(o, *d) == Some(UnitPrice::ZERO))
    };
    assert_eq!(
        feed.offerings.iter().filter(free).count(),
        432,
        "free is free"
    );
    // Five of them state the price of their fast mode alone.
    let standard = |o: &Offering| {
        o.prices
            .iter()
            .any(|p| p.component.tier == ServiceTier::Standard)
    };
    let unpriced = feed.offerings.iter().filter(|o| !standard(o)).count();
    assert_eq!(unpriced, 382, "not priced is not free");
    assert_eq!(
        feed.offerings
            .iter()
            .filter(|o| o.prices.is_empty())
            .count(),
        377
    );
    assert_eq!(
        feed.offerings
            .iter()
            .filter(|o| o.attributes.context.is_none())
            .count(),
        95
    );
    assert!(
        feed.offerings
            .iter()
            .all(|o| o.attributes.released.is_none_or(|d| d.year() > 1970))
    );
    let mut seen = Seen::default();
    assert!(feed.offerings.iter().all(|o| seen.first(o)));
    let skipped: Vec<_> = feed
        .skipped
        .iter()
        .map(|(name, n)| (name.as_str(), *n))
        .collect();
    assert_eq!(
        skipped,
        [
            ("cost.citation", 1),
            ("cost.image", 2),
            ("cost.request", 1),
            ("release_date without a day", 177)
        ]
    );
}

#[test]
fn august_is_the_same_source_later() {
    let (Some(july), Some(august)) = (
        file("models_dev_2026-07-02.json.gz"),
        file("models_dev_2026-08-18.json.gz"),
    ) else {
        return;
    };
    assert_eq!(
        (
            august.providers.len(),
            august.offerings.len(),
            august.models.len()
        ),
        (191, 6_731, 0)
    );
    let (before, after) = (by_key(&july), by_key(&august));
    assert_eq!(
        after.keys().filter(|k| !before.contains_key(*k)).count(),
        2_085,
        "added"
    );
    assert_eq!(
        before.keys().filter(|k| !after.contains_key(*k)).count(),
        630,
        "removed"
    );
    let differs =
        |a: &Offering, b: &Offering, d| base(a, d).zip(base(b, d)).is_some_and(|(a, b)| a != b);
    let repriced = before.iter().filter(|(key, old)| {
        after.get(*key).is_some_and(|new| {
            let known = |o: &Offering| {
                base(o, Direction::Input).is_some() && base(o, Direction::Output).is_some()
            };
            known(old)
                && known(new)
                && (differs(old, new, Direction::Input) || differs(old, new, Direction::Output))
        })
    });
    assert_eq!(repriced.count(), 413, "repriced");
    assert!(august.skipped.is_empty(), "{:?}", august.skipped);
}

#[test]
fn the_samples_of_the_documentation_are_read() {
    let samples: Vec<String> = include_str!("mod.rs")
        .split("//! ```json\n")
        .skip(1)
        .filter_map(|part| part.split("//! ```").next())
        .map(|part| part.replace("//! ", ""))
        .collect();
    assert_eq!(samples.len(), 3);
    let first = read(samples[0].as_bytes(), None).unwrap();
    assert_eq!(
        (
            first.models.len(),
            first.scores.len(),
            first.publishers[0].slug.as_str()
        ),
        (1, 1, "acme")
    );
    assert_eq!(first.models[0].tasks, [Task::Chat]);
    let offering = &first.offerings[0];
    assert_eq!(
        (offering.model.as_deref(), offering.lifecycle),
        (Some("acme/one"), Lifecycle::Preview)
    );
    assert_eq!(offering.prices.len(), 11);
    assert!(
        offering
            .attributes
            .capabilities
            .contains(&Capability::Cache)
    );
    assert_eq!(
        first.providers[0].api_url.as_deref(),
        Some("https://api.shop.example/v1")
    );

    let second = read(samples[1].as_bytes(), None).unwrap();
    assert_eq!(second.offerings[0].attributes.context, Some(200_000));
    assert_eq!(second.offerings[0].prices.len(), 7);
    let fast = second.offerings[0]
        .prices
        .iter()
        .filter(|p| p.component.tier == ServiceTier::Fast)
        .count();
    assert_eq!(fast, 2);
    assert!(first.skipped.is_empty() && second.skipped.is_empty());

    let third = read(samples[2].as_bytes(), Some(AS_OF)).unwrap();
    assert_eq!((third.models.len(), third.providers.len()), (0, 1));
    assert_eq!((third.source.as_of, third.complete), (AS_OF, true));
    assert_eq!(third.providers[0], first.providers[0]);
    let bare = &third.offerings[0];
    assert_eq!(bare.prices.len(), 7);
    let above = bare.prices.iter().filter_map(|p| p.component.threshold);
    assert_eq!(above.map(|t| t.tokens).collect::<Vec<_>>(), [200_000; 2]);
    assert!(third.skipped.is_empty(), "{:?}", third.skipped);
}

#[test]
fn the_published_file_needs_a_date() {
    let bare = br#"{"shop":{"id":"shop","name":"Shop","models":{"m-1":{"cost":{"input":1}}}}}"#;
    assert!(is_undated(bare));
    let undated = read(bare, None).err().unwrap().to_string();
    assert!(undated.contains("--as-of"), "{undated}");
    assert_eq!(read(bare, Some(AS_OF)).unwrap().offerings.len(), 1);
    let dated = br#"{"committed_at":"2026-07-02","providers":{}}"#;
    assert!(!is_undated(dated) && !is_undated(b"{") && !is_undated(b"[]"));
    let other = br#"{"sample_spec":{"mode":"chat"}}"#;
    let refused = read(other, Some(AS_OF)).err().unwrap().to_string();
    assert!(
        refused.starts_with("at sample_spec.models: expected"),
        "{refused}"
    );
}

#[test]
fn tiers_go_before_the_one_limit() {
    let feed = offering(
        r#""cost":{"input":1,"context_over_200k":{"input":3},"tiers":[{"input":2,"tier":{"size":128000}}]}"#,
    )
    .unwrap();
    let prices: Vec<_> = feed.offerings[0]
        .prices
        .iter()
        .map(|p| {
            (
                p.component.threshold.map(|t| t.tokens),
                p.amount.to_string(),
            )
        })
        .collect();
    let expected = [(None, "1".to_owned()), (Some(128_000), "2".to_owned())];
    assert_eq!(prices, expected);
    assert!(feed.skipped.is_empty(), "{:?}", feed.skipped);
}

fn offering(fields: &str) -> Result<Feed, FeedError> {
    let text = format!(
        r#"{{"committed_at":"2026-07-02","providers":{{"shop":{{"npm":"@ai-sdk/anthropic","models":{{"m-1":{{{fields}}}}}}}}}}}"#
    );
    read(text.as_bytes(), None)
}

fn wrong(fields: &str) -> String {
    offering(fields).err().unwrap().to_string()
}

#[test]
fn unknown_stays_unknown() {
    let feed = offering(
        r#""limit":{"context":99999999,"output":0},"release_date":"1970-01-01","cost":{"input":0,"citation":2,"tiers":[]},"status":"odd","more":{"cost":1}"#,
    )
    .unwrap();
    let o = &feed.offerings[0];
    let a = &o.attributes;
    assert_eq!(
        (a.context, a.max_output, a.released, o.prices.len()),
        (None, None, None, 1)
    );
    assert_eq!(o.dialect, Some(Dialect::Anthropic));
    assert_eq!(
        feed.skipped.keys().collect::<Vec<_>>(),
        ["cost.citation", "status odd"]
    );
}

#[test]
fn thresholds_are_exclusive_and_claude_caches_for_five_minutes() {
    let feed =
        offering(r#""cost":{"input":1,"tiers":[{"input":2,"tier":{"size":200000}}]}"#).unwrap();
    let threshold = feed.offerings[0].prices[1].component.threshold.unwrap();
    assert_eq!((threshold.tokens, threshold.inclusive), (200_000, false));
    for (id, ttl) in [("claude-x", Some(300)), ("other", None)] {
        let text = format!(
            r#"{{"metadata":{{"generated_at":"2026-08-18"}},"providers":{{"s":{{"models":{{"{id}":{{"pricing":[{{"cost_cache_write":1}}]}}}}}}}}}}"#
        );
        let feed = read(text.as_bytes(), None).unwrap();
        let component = &feed.offerings[0].prices[0].component;
        assert_eq!(
            (component.class, component.cache_ttl),
            (TokenClass::CacheWrite, ttl)
        );
    }
}

#[test]
fn wrong_things_name_their_place() {
    let at = "at providers.shop.models[\"m-1\"]";
    assert_eq!(
        wrong(r#""cost":{"input":-1}"#),
        format!(
            "{at}.cost.input: expected a price of at most ten decimals, found -1, which is negative"
        )
    );
    assert_eq!(
        wrong(r#""cost":{"input":"NaN"}"#),
        format!("{at}.cost.input: expected a price as a number, found \"NaN\"")
    );
    assert!(wrong(r#""cost":{"output":0.123456789012345678901}"#).contains("too many digits"));
    assert_eq!(
        wrong(r#""cost":[]"#),
        format!("{at}.cost: expected an object, found []")
    );
    assert_eq!(
        wrong(r#""limit":{"context":"big"}"#),
        format!("{at}.limit.context: expected a whole number from 0 on, found \"big\"")
    );
    assert_eq!(
        wrong(r#""reasoning":1"#),
        format!("{at}.reasoning: expected true or false, found 1")
    );
    assert!(
        wrong(r#""cost":{"tiers":[{"input":2}]}"#)
            .starts_with(&format!("{at}.cost.tiers[0].tier: expected a value"))
    );
    assert!(
        wrong(r#""cost":{"input":1,"cached_input":1,"cache_read":2}"#)
            .contains("one price of a component at a time")
    );
    let twice =
        br#"{"committed_at":"2026-07-02","providers":{"s":{"models":{"gpt-4o":{},"gpt-4o":{}}}}}"#;
    let error = read(twice, None).err().unwrap().to_string();
    assert_eq!(
        error,
        "at providers.s.models[\"gpt-4o\"]: expected each name once, found a second one"
    );
    let undated = read(br#"{"providers":{}}"#, None)
        .err()
        .unwrap()
        .to_string();
    assert!(undated.contains("the date of the edition"), "{undated}");
}

#[test]
fn a_truncated_file_is_refused() {
    let Some(text) = shared_data("catalog/models_dev_2026-07-02.json.gz") else {
        return;
    };
    for cut in [1, text.len() / 2, text.len() - 2] {
        assert!(read(&text[..cut], None).is_err(), "{cut} bytes");
    }
}

#[test]
fn dangling_models_are_counted() {
    let feed = offering(r#""base_model":"a/b""#).unwrap();
    assert_eq!(
        (feed.offerings[0].model.as_ref(), feed.skipped.len()),
        (None, 1)
    );
}
