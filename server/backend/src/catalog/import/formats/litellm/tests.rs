#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use domain::model::{Capability, Modality};
use domain::price::{Direction, ServiceTier, TokenClass, Unit};
use time::macros::{date, datetime};

use super::super::shared_data::shared_data;
use super::*;

const AS_OF: OffsetDateTime = datetime!(2026-11-22 0:00 UTC);

fn one(fields: &str) -> Result<Feed, FeedError> {
    let text = format!(r#"{{"shop/m-1":{{"litellm_provider":"shop",{fields}}}}}"#);
    read(text.as_bytes(), Some(AS_OF))
}

fn wrong(fields: &str) -> String {
    one(fields).err().unwrap().to_string()
}

#[test]
fn every_key_is_read_or_counted() {
    let Some(text) = shared_data("catalog/litellm_prices_1.109.1.json.gz") else {
        return;
    };
    let feed = read(&text, Some(AS_OF)).unwrap();
    let same = feed.skipped[SAME_OFFERING];
    let other = feed.skipped[OTHER_PRICES];
    assert_eq!(feed.offerings.len() + same + other, 4_551);
    assert!(
        feed.skipped.keys().all(|name| !name.starts_with("mode ")),
        "every mode is known"
    );
    let mut seen = Seen::default();
    assert!(feed.offerings.iter().all(|o| seen.first(o)));
    let retiring = feed
        .offerings
        .iter()
        .filter(|o| o.retires_on.is_some())
        .count();
    assert_eq!(
        (
            feed.offerings.len(),
            same,
            other,
            feed.providers.len(),
            feed.regions.len(),
            retiring
        ),
        (4_461, 55, 35, 128, 22, 903)
    );
}

#[test]
fn every_region_of_aws_has_a_name_and_a_country() {
    let Some(text) = shared_data("catalog/litellm_prices_1.109.1.json.gz") else {
        return;
    };
    let feed = read(&text, Some(AS_OF)).unwrap();
    let aws = feed
        .regions
        .iter()
        .filter(|r| r.cloud.as_deref() == Some("aws"));
    for region in aws {
        assert!(region.country.is_some(), "{}", region.slug);
        assert_ne!(region.name, region.slug);
    }
}

#[test]
fn known_prices_come_out_right() {
    let Some(text) = shared_data("catalog/litellm_prices_1.109.1.json.gz") else {
        return;
    };
    let feed = read(&text, Some(AS_OF)).unwrap();
    let sonnet = feed
        .offerings
        .iter()
        .find(|o| o.upstream == "anthropic.claude-sonnet-4-5-20250929-v1:0")
        .unwrap();
    assert_eq!(
        (sonnet.provider.as_str(), sonnet.lifecycle),
        ("amazon-bedrock", Lifecycle::Legacy)
    );
    let amount = |class, ttl, above: Option<i64>, tier| {
        let found = sonnet.prices.iter().find(|p| {
            let c = &p.component;
            c.direction == Some(Direction::Input)
                && (c.class, c.cache_ttl, c.threshold.map(|t| t.tokens), c.tier)
                    == (class, ttl, above, tier)
        });
        found.unwrap().amount.to_string()
    };
    let standard = ServiceTier::Standard;
    assert_eq!(amount(TokenClass::Standard, None, None, standard), "3");
    assert_eq!(
        amount(TokenClass::Standard, None, Some(200_000), standard),
        "6"
    );
    assert_eq!(
        amount(TokenClass::Standard, None, None, ServiceTier::Batch),
        "1.5"
    );
    assert_eq!(
        amount(TokenClass::CacheWrite, Some(300), None, standard),
        "3.75"
    );
    assert_eq!(
        amount(TokenClass::CacheWrite, Some(3_600), Some(200_000), standard),
        "12"
    );
}

#[test]
fn the_sample_of_the_documentation_is_read() {
    let text = include_str!("mod.rs")
        .split("//! ```json\n")
        .nth(1)
        .unwrap();
    let text = text.split("//! ```").next().unwrap().replace("//! ", "");
    let feed = read(text.as_bytes(), Some(AS_OF)).unwrap();
    assert_eq!(
        (
            feed.offerings.len(),
            feed.providers.len(),
            feed.regions.len()
        ),
        (2, 2, 1)
    );
    let one = feed
        .offerings
        .iter()
        .find(|o| o.provider == "shop")
        .unwrap();
    assert_eq!((one.upstream.as_str(), one.prices.len()), ("acme/one", 5));
    assert_eq!(one.retires_on, Some(date!(2027 - 03 - 30)));
    assert_eq!(
        one.prices[0].url.as_deref(),
        Some("https://shop.example/prices")
    );
    assert_eq!(one.attributes.inputs, [Modality::Text, Modality::Image]);
    assert!(one.attributes.capabilities.contains(&Capability::Tools));
    assert!(feed.skipped.is_empty(), "{:?}", feed.skipped);
}

#[test]
fn units_and_tiers() {
    let feed = one(
        r#""mode":"audio_speech","input_cost_per_character":1.5e-05,"input_cost_per_query":0.01,"rpm":5,
        "tiered_pricing":[{"range":[0,32000.0],"input_cost_per_token":1e-06},{"range":[32000.0,64000.0],"input_cost_per_token":2e-06}],
        "search_context_cost_per_query":{"search_context_size_low":0.01,"search_context_size_high":0.02},
        "output_cost_per_second_1080p":0.2,"off_peak_pricing":{}"#,
    )
    .unwrap();
    let prices: Vec<_> = feed.offerings[0]
        .prices
        .iter()
        .map(|p| {
            (
                p.component.unit,
                p.component.threshold.map(|t| t.tokens),
                p.amount.to_string(),
            )
        })
        .collect();
    let expected = [
        (Unit::Mchar, None, "15".to_owned()),
        (Unit::Query, None, "0.01".to_owned()),
        (Unit::Mtok, None, "1".to_owned()),
        (Unit::Mtok, Some(32_000), "2".to_owned()),
    ];
    assert_eq!(prices, expected);
    let skipped: Vec<_> = feed.skipped.keys().map(String::as_str).collect();
    assert_eq!(
        skipped,
        [
            "off_peak_pricing",
            "output_cost_per_second_1080p",
            "rpm",
            "search_context_cost_per_query by size"
        ]
    );
}

#[test]
fn an_end_that_has_come_is_retired() {
    for (end, lifecycle) in [
        ("2026-11-22", Lifecycle::Retired),
        ("2026-11-23", Lifecycle::Legacy),
    ] {
        let feed = one(&format!(r#""deprecation_date":"{end}""#)).unwrap();
        assert_eq!(feed.offerings[0].lifecycle, lifecycle, "{end}");
    }
}

#[test]
fn two_keys_of_one_offering_are_one_and_counted() {
    let pair = |second: &str| {
        let text = format!(
            r#"{{"a":{{"litellm_provider":"s","input_cost_per_token":1e-06}},"s/a":{{"litellm_provider":"s","input_cost_per_token":{second}}}}}"#
        );
        read(text.as_bytes(), Some(AS_OF)).unwrap()
    };
    assert_eq!(
        pair("1e-06").skipped.keys().collect::<Vec<_>>(),
        [SAME_OFFERING]
    );
    assert_eq!(
        pair("2e-06").skipped.keys().collect::<Vec<_>>(),
        [OTHER_PRICES]
    );
    assert_eq!(pair("2e-06").offerings.len(), 1);
}

#[test]
fn wrong_things_name_their_place() {
    let at = "at [\"shop/m-1\"]";
    assert_eq!(
        wrong(r#""input_cost_per_token":-1e-06"#),
        format!(
            "{at}.input_cost_per_token: expected a price of at most ten decimals, found -1e-06, which is negative"
        )
    );
    assert!(wrong(r#""input_cost_per_token":0.123456789012345678901"#).contains("too many digits"));
    assert!(wrong(r#""input_cost_per_token":"NaN""#).ends_with("found \"NaN\""));
    assert!(wrong(r#""mode":7"#).starts_with(&format!("{at}.mode: expected text")));
    assert!(
        wrong(r#""deprecation_date":"soon""#)
            .starts_with(&format!("{at}.deprecation_date: expected a day"))
    );
    assert!(wrong(r#""supports_vision":"yes""#).contains("expected true or false"));
    assert!(
        wrong(r#""tiered_pricing":[{"range":[]}]"#)
            .starts_with(&format!("{at}.tiered_pricing[0].range"))
    );
    let twice = br#"{"a":{"litellm_provider":"s"},"a":{"litellm_provider":"s"}}"#;
    assert_eq!(
        read(twice, Some(AS_OF)).err().unwrap().to_string(),
        "at a: expected each name once, found a second one"
    );
    assert!(
        read(b"{}", None)
            .err()
            .unwrap()
            .to_string()
            .contains("a date of the edition")
    );
    assert!(
        read(br#"{"a":{}}"#, Some(AS_OF))
            .err()
            .unwrap()
            .path
            .ends_with("litellm_provider")
    );
}

#[test]
fn a_truncated_file_is_refused() {
    let Some(text) = shared_data("catalog/litellm_prices_1.109.1.json.gz") else {
        return;
    };
    assert!(read(&text[..text.len() / 2], Some(AS_OF)).is_err());
}
