#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use domain::price::{Direction, PriceComponent, TokenClass};
use time::macros::datetime;

use super::super::shared_data::shared_data;
use super::*;
use crate::catalog::import::feed::Price;

fn json() -> Option<Vec<u8>> {
    shared_data("catalog/model_prices_history_2026-10-26.json.gz")
}

#[test]
fn both_forms_have_the_same_1579_segments() {
    let (Some(json), Some(table)) = (json(), shared_data("catalog/price_history.csv")) else {
        return;
    };
    let mut skipped = Skipped::default();
    let root = json::document(&json).unwrap().object().unwrap();
    let prices = root.get("prices").unwrap().object().unwrap();
    let mut from_json = segment::read(&prices, &mut skipped).unwrap();
    let mut from_table = csv::read(json::utf8(&table).unwrap(), &mut skipped).unwrap();
    // The table does not have the multiple of an hour.
    from_json
        .iter_mut()
        .filter_map(|s| s.rates.as_mut())
        .for_each(|r| r.hour_multiple = None);
    let order = |s: &Segment| (s.provider.clone(), s.model.clone(), s.mode, s.from);
    from_json.sort_by_key(order);
    from_table.sort_by_key(order);
    assert_eq!(from_json.len(), 1_579);
    for (a, b) in from_json.iter().zip(&from_table) {
        assert_eq!(a, b);
    }
    assert_eq!(from_table.len(), 1_579);
}

#[test]
fn the_history_is_read_whole_and_without_overlap() {
    let Some(json) = json() else { return };
    let feed = read(&json, None).unwrap();
    assert_eq!(
        (feed.offerings.len(), feed.segments, feed.providers.len()),
        (575, 1_579, 32)
    );
    assert_eq!(feed.source.as_of, datetime!(2026-10-26 18:46:35 UTC));
    for offering in &feed.offerings {
        check_periods(&At::ROOT.key(&offering.upstream), &offering.prices).unwrap();
    }
    let of = |state| {
        feed.offerings
            .iter()
            .filter(|o| o.lifecycle == state)
            .count()
    };
    assert_eq!((of(Lifecycle::Legacy), of(Lifecycle::Retired)), (70, 122));
    let skipped: Vec<_> = feed
        .skipped
        .iter()
        .map(|(name, n)| (name.as_str(), *n))
        .collect();
    assert_eq!(
        skipped,
        [
            ("aliases", 18),
            ("bases", 37),
            ("plans", 14),
            ("recorded", 146)
        ]
    );
}

#[test]
fn schedules_become_prices_of_their_hours() {
    let Some(json) = json() else { return };
    let feed = read(&json, None).unwrap();
    let of = |model: &str| -> Vec<&Price> {
        let offering = feed
            .offerings
            .iter()
            .find(|o| o.provider == "deepseek" && o.upstream == model)
            .unwrap();
        let input = PriceComponent::tokens(Direction::Input);
        let same = |p: &&Price| {
            PriceComponent {
                schedule: None,
                ..p.component.clone()
            } == input
        };
        offering
            .prices
            .iter()
            .filter(same)
            .filter(|p| p.component.schedule.is_some())
            .collect()
    };
    let old = of("deepseek-reasoner");
    assert_eq!(
        old[0].component.schedule.as_deref(),
        Some("off-peak 16:30-00:30 UTC")
    );
    assert_eq!(old[0].amount.to_string(), "0.1375", "a quarter of 0.55");
    assert_eq!(old[0].from, Some(datetime!(2025-02-26 16:30 UTC)));
    assert_eq!(
        old.last().unwrap().to,
        Some(datetime!(2025-09-05 16:00 UTC))
    );
    let new = of("deepseek-v4-flash");
    assert_eq!(
        new[0].component.schedule.as_deref(),
        Some(
            "peak 01:00-04:00 and 06:00-10:00 UTC, Monday to Friday, except public holidays in CN"
        )
    );
    assert_eq!(
        (new[0].amount.to_string(), new.last().unwrap().to),
        ("0.44".to_owned(), None)
    );
}

fn sample(kind: &str) -> String {
    let text = include_str!("mod.rs")
        .split(&format!("//! ```{kind}\n"))
        .nth(1)
        .unwrap();
    text.split("//! ```").next().unwrap().replace("//! ", "")
}

#[test]
fn the_samples_of_the_documentation_are_read() {
    let feed = read(sample("json").as_bytes(), None).unwrap();
    assert_eq!(
        (
            feed.offerings.len(),
            feed.segments,
            feed.offerings[0].lifecycle
        ),
        (1, 4, Lifecycle::Legacy)
    );
    let prices = &feed.offerings[0].prices;
    let hour: Vec<_> = prices
        .iter()
        .filter(|p| p.component.cache_ttl == Some(3_600) && p.component.schedule.is_none())
        .map(|p| {
            (
                p.component.threshold.map(|t| t.tokens),
                p.amount.to_string(),
            )
        })
        .collect();
    assert_eq!(
        hour,
        [(None, "6".to_owned()), (Some(200_000), "12".to_owned())]
    );
    assert!(feed.skipped.is_empty(), "{:?}", feed.skipped);
    let table = read(
        sample("csv").as_bytes(),
        Some(datetime!(2026-10-26 0:00 UTC)),
    )
    .unwrap();
    assert_eq!((table.offerings.len(), table.segments), (1, 2));
    let write = |p: &&Price| p.component.class == TokenClass::CacheWrite;
    assert_eq!(table.offerings[0].prices.iter().filter(write).count(), 1);
}

fn wrong(standard: &str) -> String {
    let text = format!(
        r#"{{"updated_at":"2026-10-26","prices":{{"a":{{"m":{{"standard":[{standard}]}}}}}}}}"#
    );
    read(text.as_bytes(), None).err().unwrap().to_string()
}

#[test]
fn wrong_things_name_their_place() {
    let at = "at prices.a.m.standard[0]";
    assert!(wrong(r#"{"rates":{"input":-1}}"#).starts_with(&format!("{at}.rates.input: ")));
    assert!(wrong(r#"{"rates":{"input":0.123456789012345678901}}"#).contains("too many digits"));
    assert!(wrong(r#"{"rates":{"input":"NaN"}}"#).contains("a price as a number"));
    assert!(wrong(r#"{"start":"now"}"#).starts_with(&format!("{at}.start: expected an instant")));
    let twice = wrong(
        r#"{"start":"2026-01-02","rates":{"input":1}},{"start":"2026-01-01","rates":{"input":1}}"#,
    );
    assert!(
        twice.starts_with("at prices.a.m.standard[1].start: expected a start after"),
        "{twice}"
    );
    assert!(
        wrong(r#"{"rates":{"input":1}},{"rates":{"input":2}}"#).contains("expected a start after")
    );
    assert!(
        read(b"{\"prices\":{}}", None)
            .err()
            .unwrap()
            .path
            .contains("updated_at")
    );
    let Some(json) = json() else { return };
    assert!(read(&json[..json.len() / 3], None).is_err());
}

#[test]
fn wrong_tables_name_their_line() {
    let as_of = Some(datetime!(2026-10-26 0:00 UTC));
    let table = sample("csv");
    let error = |text: &str| read(text.as_bytes(), as_of).err().unwrap().to_string();
    assert!(
        error(&table.replace(",4,20,", ",-4,20,"))
            .starts_with("at [\"line 2\"].input_per_mtok: expected a price")
    );
    assert!(
        error(&table.replace("one,standard,,2026", "one,hourly,,2026"))
            .contains("expected a service tier")
    );
    assert!(
        error(&table.replace("provider,model", "provider,name"))
            .starts_with("at line 1: expected provider,model")
    );
    assert!(error(&table.replace(",documented,https", ",https")).contains("expected 12 cells"));
    let overlap = table.replace(
        "standard,2026-03-01T00:00:00Z,,3",
        "standard,2026-02-01T00:00:00Z,,3",
    );
    assert!(error(&overlap).contains("one price of a component at a time"));
    assert!(read(table.as_bytes(), None).is_err());
}
