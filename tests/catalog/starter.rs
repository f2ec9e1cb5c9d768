//! The built-in catalog.

use std::collections::BTreeMap;

use backend::catalog::import::load_starter;
use backend::catalog::snapshot::Entry;
use domain::catalog_query::CatalogQuery;
use serde_json::Value;
use tests::TestApp;
use time::Date;
use time::macros::format_description;

/// The file, before anything reads it.
fn document() -> Value {
    let text = include_str!("../../server/backend/starter/catalog.json");
    serde_json::from_str(text).unwrap()
}

fn records<'a>(of: &'a Value, list: &str) -> impl Iterator<Item = &'a Value> {
    of[list].as_array().into_iter().flatten()
}

fn day(value: &Value) -> Date {
    let text = value.as_str().unwrap_or_else(|| panic!("a day: {value}"));
    let form = format_description!("[year]-[month]-[day]");
    Date::parse(text, form).unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// What people call a provider is often its id and not its name.
#[tokio::test]
async fn providers_and_publishers_are_found_by_id() {
    let app = TestApp::starter().await;
    let s = app.services.catalog.snapshot();
    let found = |text: &str| {
        let query = CatalogQuery::from_pairs([("q", text)]).unwrap();
        s.find_all(&query)
    };
    let (azure, _) = s.provider("azure").unwrap();
    let is_sold = |e: &&Entry| s.offerings_of(e).iter().any(|o| o.provider == azure);
    for text in ["azure", "azure gpt"] {
        let entries = found(text);
        assert!(entries.len() > 5, "{text}: {}", entries.len());
        assert!(entries.iter().all(is_sold), "{text}");
    }
    assert!(!found("togetherai").is_empty() && !found("xai").is_empty());
}

#[tokio::test]
async fn it_has_what_enterprises_ask_for_first() {
    let app = TestApp::starter().await;
    let s = app.services.catalog.snapshot();
    let models = s.entries.iter().filter(|e| e.model().is_some()).count();
    assert!(s.publishers.len() >= 25 && models >= 300 && s.offerings.len() >= 600);
    for slug in [
        "anthropic",
        "openai",
        "amazon",
        "microsoft",
        "google",
        "meta",
        "mistral",
        "nvidia",
        "cohere",
        "deepseek",
        "alibaba",
        "xai",
    ] {
        let (index, _) = s
            .publisher(slug)
            .unwrap_or_else(|| panic!("publisher {slug}"));
        assert!(
            s.entries.iter().any(|e| e.publisher == Some(index)),
            "{slug} has models"
        );
    }
    for slug in [
        "amazon-bedrock",
        "azure",
        "google-vertex",
        "openrouter",
        "groq",
        "togetherai",
        "fireworks-ai",
    ] {
        assert!(s.provider(slug).is_some(), "provider {slug}");
    }
    let several = s.entries.iter().filter(|e| e.providers > 1).count();
    assert!(
        several >= 100,
        "{several} models are sold by more than one provider"
    );
}

#[test]
fn every_price_names_a_source_with_a_date() {
    let document = document();
    let edition = day(&document["as_of"]);
    let sources: BTreeMap<&str, Date> = records(&document, "sources")
        .map(|s| (s["slug"].as_str().unwrap(), day(&s["as_of"])))
        .collect();
    let mut prices = 0;
    for offering in records(&document, "offerings") {
        for price in records(offering, "prices") {
            let source = price["source"].as_str().unwrap_or_default();
            let date = sources.get(source);
            assert!(
                date.is_some_and(|date| *date <= edition),
                "{} at {}: {source:?}, {date:?}",
                offering["upstream"],
                offering["provider"]
            );
            prices += 1;
        }
    }
    assert!(prices > 4_000, "{prices}");
}

#[tokio::test]
async fn every_model_has_a_line() {
    let app = TestApp::starter().await;
    let s = app.services.catalog.snapshot();
    for entry in &s.entries {
        let line = entry.description.as_deref().unwrap_or_default();
        assert!(
            !line.is_empty() && line.chars().count() <= 140,
            "{}: {line:?}",
            entry.slug
        );
    }
}

#[tokio::test]
async fn loading_it_twice_changes_nothing() {
    let app = TestApp::starter().await;
    assert!(load_starter(&app.database.pool).await.unwrap().is_none());
}
