#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use domain::model::Lifecycle;
use domain::price::{Direction, PriceComponent, Unit};
use domain::speed::{FirstToken, Throughput};
use time::macros::{date, datetime};

use super::super::shared_data::shared_data;
use super::super::{Format, read as read_format};
use super::*;

fn sample() -> String {
    documented(1)
}

/// The document of speeds alone.
fn measurements() -> String {
    documented(2)
}

fn documented(which: usize) -> String {
    let text = include_str!("mod.rs")
        .split("//! ```json\n")
        .nth(which)
        .unwrap();
    text.split("//! ```").next().unwrap().replace("//! ", "")
}

fn same(a: &Feed, b: &Feed) {
    assert_eq!((&a.source, a.complete), (&b.source, b.complete));
    assert_eq!(
        (&a.sources, &a.publishers, &a.providers),
        (&b.sources, &b.publishers, &b.providers)
    );
    assert_eq!((&a.regions, &a.scores), (&b.regions, &b.scores));
    assert_eq!(a.speeds, b.speeds);
    // A whole catalog says of every model at which stage of life it is, and has all its tasks.
    let stated = |feed: &Feed| {
        let mut models = feed.models.clone();
        for model in &mut models {
            model.lifecycle.get_or_insert(Lifecycle::Active);
            model.has_all_tasks = true;
        }
        models
    };
    assert_eq!(stated(a), stated(b));
    assert_eq!(a.offerings.len(), b.offerings.len());
    for (a, b) in a.offerings.iter().zip(&b.offerings) {
        assert_eq!(a, b);
    }
}

#[test]
fn the_sample_is_written_as_it_was_read() {
    let text = sample();
    let feed = read(text.as_bytes(), None).unwrap();
    assert_eq!(
        (feed.models.len(), feed.offerings.len(), feed.scores.len()),
        (1, 1, 1)
    );
    let prices = &feed.offerings[0].prices;
    assert_eq!(
        prices[0].component,
        PriceComponent::tokens(Direction::Input)
    );
    assert_eq!(prices[1].to, Some(datetime!(2026-06-30 0:00 UTC)));
    assert!(prices[2].component.threshold.unwrap().inclusive);
    assert_eq!(
        (prices[4].component.unit, prices[4].component.direction),
        (Unit::Request, None)
    );
    let speed = &feed.speeds[0];
    assert_eq!(speed.first_token.map(FirstToken::millis), Some(210));
    assert_eq!(speed.throughput.map(Throughput::milli), Some(278_500));
    assert_eq!(speed.date, date!(2026 - 11 - 20));
    // Precedence is written only where it is not the usual one.
    assert_eq!(write_tessera(&feed), text.replace(",\"rank\":20", ""));
}

#[test]
fn whole_catalogs_survive_writing_and_reading() {
    for (format, file) in [
        (Format::ModelsDev, "catalog/models_dev_2026-07-02.json.gz"),
        (Format::LiteLlm, "catalog/litellm_prices_1.109.1.json.gz"),
        (
            Format::PriceHistory,
            "catalog/model_prices_history_2026-10-26.json.gz",
        ),
    ] {
        let Some(text) = shared_data(file) else {
            return;
        };
        let feed = read_format(format, &text, Some(datetime!(2026-11-22 0:00 UTC))).unwrap();
        let written = write_tessera(&feed);
        let again = read(written.as_bytes(), None).unwrap();
        same(&feed, &again);
        assert_eq!(write_tessera(&again), written);
    }
}

#[test]
fn the_built_in_catalog_needs_no_source() {
    let text = br#"{"tessera_catalog":1,"as_of":"2026-11-22","sources":[{"slug":"s","name":"S"}]}"#;
    let feed = read(text, None).unwrap();
    assert_eq!(
        (feed.source.slug.as_str(), feed.source.rank, feed.complete),
        ("tessera-starter", 20, true)
    );
    assert_eq!(feed.sources[0].as_of, feed.source.as_of);
    let later = datetime!(2026-12-01 0:00 UTC);
    assert_eq!(read(text, Some(later)).unwrap().source.as_of, later);
    let dated = read(sample().as_bytes(), Some(later)).unwrap();
    assert_eq!(dated.source.as_of, later);
}

#[test]
fn a_part_names_its_source() {
    let text = measurements();
    let source = text.lines().find(|line| line.starts_with("\"source\""));
    let nameless = text.replace(source.unwrap(), "");
    let error = read(nameless.as_bytes(), None).err().unwrap().to_string();
    let expected = "the source of a document that is not complete";
    assert_eq!(
        error,
        format!("at source: expected {expected}, found nothing")
    );
}

#[test]
fn speeds_need_nothing_else_in_their_document() {
    use domain::offering::DeploymentType::{ServerlessDataZone, ServerlessRegional};
    let feed = read_format(Format::Tessera, measurements().as_bytes(), None).unwrap();
    assert_eq!((feed.complete, feed.offerings.len()), (false, 0));
    assert_eq!(feed.speeds.len(), 2);
    let (first, second) = (&feed.speeds[0], &feed.speeds[1]);
    assert_eq!(first.date, date!(2026 - 11 - 21), "that of the edition");
    assert_eq!(first.deployment, ServerlessRegional);
    assert_eq!(second.date, date!(2026 - 11 - 20));
    // As for offerings, it follows from the name.
    assert_eq!(second.deployment, ServerlessDataZone);
    assert_eq!((second.throughput, &second.source), (None, &None));
    let again = read(write_tessera(&feed).as_bytes(), None).unwrap();
    same(&feed, &again);
}

#[test]
fn wrong_speeds_name_their_place() {
    let millis = "expected milliseconds from 1 to 3600000, found";
    for (from, to, error) in [
        (
            "\"ttft_ms\":210",
            "\"ttft_ms\":0",
            format!("ttft_ms: {millis} 0"),
        ),
        (
            "\"ttft_ms\":210",
            "\"ttft_ms\":3600001",
            format!("ttft_ms: {millis} 3600001"),
        ),
        (
            "\"ttft_ms\":210",
            "\"ttft_ms\":-210",
            "ttft_ms: expected a whole number from 0 on, found -210".to_owned(),
        ),
        (
            "\"ttft_ms\":210",
            "\"ttft_ms\":210.5",
            "ttft_ms: expected a whole number".to_owned(),
        ),
        (
            "\"ttft_ms\":210",
            "\"ttft_ms\":\"210\"",
            "ttft_ms: expected a whole number".to_owned(),
        ),
        (
            "\"278.5\"",
            "\"0\"",
            "tokens_per_second: expected tokens a second, found \"0\", which is not".to_owned(),
        ),
        (
            "\"278.5\"",
            "\"-278.5\"",
            "tokens_per_second: expected tokens a second, found \"-278.5\"".to_owned(),
        ),
        (
            "\"278.5\"",
            "\"278.1234\"",
            "tokens_per_second: expected tokens a second, found \"278.1234\", which has more"
                .to_owned(),
        ),
        (
            "\"278.5\"",
            "\"2.785e2\"",
            "tokens_per_second: expected tokens a second".to_owned(),
        ),
        (
            "\"278.5\"",
            "278.5",
            "tokens_per_second: expected text, found 278.5".to_owned(),
        ),
        (
            "\"278.5\"",
            "{\"p50\":278.5}",
            "tokens_per_second: expected text, found {".to_owned(),
        ),
        (
            "\"date\":\"2026-11-20\"",
            "\"date\":\"2026-11\"",
            "date: expected a day".to_owned(),
        ),
        (
            "\"date\":\"2026-11-20\"",
            "\"date\":\"2026-11-23\"",
            "date: expected a day up to 2026-11-22, that of the edition, found \"2026-11-23\""
                .to_owned(),
        ),
        (
            "\"2026-11-20\",\"source\":\"bench\"",
            "\"2026-11-20\",\"source\":\"x\"",
            "source: expected the name of one of the sources".to_owned(),
        ),
    ] {
        let found = wrong(from, to);
        assert!(
            found.starts_with(&format!("at speeds[0].{error}")),
            "{found}"
        );
    }
    let neither = wrong("\"ttft_ms\":210,\"tokens_per_second\":\"278.5\",", "");
    assert_eq!(
        neither,
        "at speeds[0]: expected ttft_ms, tokens_per_second or both, found neither"
    );
    let (text, record) = (measurements(), r#"{"provider":"amazon-bedrock","upstream""#);
    let twice = text.replace(
        record,
        &format!(r#"{record}:"eu.acme.one-v1:0","ttft_ms":9,"date":"2026-11-20"}},{record}"#),
    );
    let twice = read(twice.as_bytes(), None).err().unwrap().to_string();
    assert!(
        twice.starts_with("at speeds[2]: expected each measurement once"),
        "{twice}"
    );
}

/// The error for the sample after one replacement.
fn wrong(from: &str, to: &str) -> String {
    let (text, changed) = (sample(), sample().replace(from, to));
    assert_ne!(text, changed, "{from}");
    read(changed.as_bytes(), None).err().unwrap().to_string()
}

#[test]
fn every_reference_must_be_there() {
    for (from, to, error) in [
        (
            "\"publisher\":\"acme\"",
            "\"publisher\":\"b\"",
            "at models[0].publisher: expected the name of one of the publishers, found \"b\"",
        ),
        (
            "{\"provider\":\"shop\"",
            "{\"provider\":\"b\"",
            "at offerings[0].provider: expected the name of one of the providers",
        ),
        (
            "\"region\":\"eu-central-1\"",
            "\"region\":\"x\"",
            "at offerings[0].region: expected the name of one of the regions",
        ),
        (
            "\"model\":\"acme/one\",\"upstream\"",
            "\"model\":\"a/b\",\"upstream\"",
            "at offerings[0].model: expected the name of one of the models",
        ),
        (
            "{\"model\":\"acme/one\",\"benchmark\"",
            "{\"model\":\"a/b\",\"benchmark\"",
            "at scores[0].model: expected",
        ),
        (
            "\"2026-06-30\",\"source\":\"bench\"",
            "\"2026-06-30\",\"source\":\"x\"",
            "at offerings[0].prices: expected the name of one of the sources",
        ),
        (
            "\"2026-01-08\",\"source\":\"bench\"",
            "\"2026-01-08\",\"source\":\"x\"",
            "at scores[0].source: expected",
        ),
    ] {
        let found = wrong(from, to);
        assert!(found.starts_with(error), "{found}");
    }
}

#[test]
fn wrong_things_name_their_place() {
    for (from, to, error) in [
        (
            "\"usd\":\"3\"",
            "\"usd\":\"-3\"",
            "at offerings[0].prices[0].usd: expected a price of at most ten decimals, found -3, which is negative",
        ),
        (
            "\"usd\":\"3\"",
            "\"usd\":\"NaN\"",
            "at offerings[0].prices[0].usd: expected a price of at most ten decimals, found NaN, which is not",
        ),
        (
            "\"usd\":\"3\"",
            "\"usd\":\"0.123456789012345678\"",
            "at offerings[0].prices[0].usd: expected a price of at most ten",
        ),
        (
            "\"usd\":\"3\"",
            "\"usd\":true",
            "at offerings[0].prices[0].usd: expected text, found true",
        ),
        (
            "\"usd\":\"3\",",
            "",
            "at offerings[0].prices[0].usd: expected a value, found nothing",
        ),
        (
            "\"unit\":\"request\"",
            "\"unit\":\"furlong\"",
            "at offerings[0].prices[4].unit: expected a unit: mtok, request",
        ),
        (
            "\"above\":200000",
            "\"above\":0",
            "at offerings[0].prices[2].above: expected a number from 1 on",
        ),
        (
            "\"ttl\":300",
            "\"ttl\":99999999999",
            "at offerings[0].prices[3].ttl: expected a number up to",
        ),
        (
            "\"country\":\"US\"",
            "\"country\":\"USA\"",
            "at publishers[0].country: expected a country",
        ),
        (
            "\"released\":\"2026-01-31\"",
            "\"released\":\"2026-01\"",
            "at models[0].released: expected a day",
        ),
        (
            "\"score\":\"78.24\"",
            "\"score\":\"good\"",
            "at scores[0].score: expected a figure",
        ),
        (
            "\"tasks\":[\"chat\"]",
            "\"tasks\":\"chat\"",
            "at models[0].tasks: expected a list, found \"chat\"",
        ),
        (
            "\"to\":\"2026-06-30\"",
            "\"to\":\"2026-01-31\"",
            "at offerings[0]: expected a price period that ends after it starts",
        ),
        (
            "\"tessera_catalog\":1",
            "\"tessera_catalog\":2",
            "at tessera_catalog: expected 1, found 2",
        ),
        (
            "\"id\":\"acme/one\"",
            "\"id\":\"acme one\"",
            "at models[0].id: expected a model id",
        ),
    ] {
        let found = wrong(from, to);
        assert!(found.starts_with(error), "{found}");
    }
}

#[test]
fn records_are_there_once() {
    let twice = |list: &str| {
        let text = sample();
        let start = text.find(&format!("\"{list}\":[\n")).unwrap() + list.len() + 5;
        let line = text[start..]
            .lines()
            .next()
            .unwrap()
            .trim_end_matches(',')
            .trim_end_matches("]}")
            .trim_end_matches(']');
        let record = if line.ends_with('}') {
            line.to_owned()
        } else {
            format!("{line}]}}")
        };
        let changed = format!("{}{record},\n{}", &text[..start], &text[start..]);
        read(changed.as_bytes(), None).err().unwrap().to_string()
    };
    assert!(
        twice("models")
            .starts_with("at models[1].id: expected each name once, found \"acme/one\" again"),
        "{}",
        twice("models")
    );
    assert!(
        twice("offerings").starts_with("at offerings[1]: expected each offering once"),
        "{}",
        twice("offerings")
    );
    let overlap = wrong(
        "\"usd\":\"3\",\"from\":\"2026-01-31\"}",
        "\"usd\":\"3\",\"from\":\"2026-01-31\"},{\"direction\":\"input\",\"usd\":\"4\"}",
    );
    assert!(
        overlap.starts_with("at offerings[0]: expected one price of a component at a time"),
        "{overlap}"
    );
}

#[test]
fn a_truncated_document_is_refused() {
    let text = sample();
    for cut in [1, text.len() / 2, text.len() - 2] {
        assert!(read(&text.as_bytes()[..cut], None).is_err(), "{cut} bytes");
    }
}
