//! The page of a model.

use backend::catalog::import::Format;
use serde_json::{Value, json};
use tests::TestApp;

#[tokio::test]
async fn it_shows_offerings_prices_sources_and_ids() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let entry = snapshot.model("anthropic/claude-sonnet-4-5").unwrap();
    let page = app.get(&entry.href).await.text();
    for offering in snapshot.offerings_of(entry).iter().filter(|o| o.is_live()) {
        let provider = &snapshot.providers[offering.provider].name;
        assert!(page.contains(provider.as_str()), "{provider}");
        assert!(page.contains(&offering.upstream), "{}", offering.upstream);
    }
    for words in [
        "200,000",
        "Anthropic",
        "data-copy=\"anthropic/claude-sonnet-4-5\"",
        "per 1M tokens",
        "<svg",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[tokio::test]
async fn every_entry_has_a_page() {
    let app = TestApp::starter().await;
    for entry in &app.services.catalog.snapshot().entries {
        let answer = app.get(&entry.href).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", entry.href);
    }
}

#[tokio::test]
async fn another_name_leads_to_the_page() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let (alias, href) = snapshot
        .entries
        .iter()
        .filter_map(|e| Some((e.model()?.aliases.first()?.clone(), e.href.clone())))
        .find(|(alias, _)| !alias.contains('%'))
        .expect("a model with an alias");
    let answer = app.get(&format!("/models/{alias}")).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (308, href.as_str())
    );
}

/// Charts of three offerings are shown at once; those of all others are folded
/// away, and none is left out.
#[tokio::test]
async fn every_price_that_has_changed_is_on_record() {
    let mut app = TestApp::empty().await;
    let shops: Vec<_> = (1..=5).map(|n| format!("shop-{n}")).collect();
    let offering = |shop: &String| -> Value {
        let prices = json!([
            {"direction": "input", "usd": "3", "from": "2026-01-01", "to": "2026-06-30"},
            {"direction": "input", "usd": "2", "from": "2026-06-30"},
        ]);
        json!({"provider": shop, "model": "acme/one", "upstream": "one", "prices": prices})
    };
    let feed = json!({
        "tessera_catalog": 1,
        "source": {"slug": "list", "name": "List", "license": "MIT", "as_of": "2026-11-22"},
        "publishers": [{"slug": "acme", "name": "Acme"}],
        "providers": shops.iter().map(|s| json!({"slug": s, "name": s})).collect::<Vec<_>>(),
        "models": [{"id": "acme/one", "publisher": "acme", "name": "One", "tasks": ["chat"]}],
        "offerings": shops.iter().map(offering).collect::<Vec<_>>(),
    });
    let feed = feed.to_string();
    app.import(Format::Tessera, feed.as_bytes()).await.unwrap();
    app.refresh().await;
    let page = app.get("/models/acme/one").await.text();
    let (_, history) = page.split_once("id=\"history\"").unwrap();
    let parts = history.split_once("2 more offerings have");
    let (first, rest) = parts.unwrap_or_else(|| panic!("{history}"));
    let charts = |part: &str| part.matches("<figure class=\"chart\"").count();
    assert_eq!((charts(first), charts(rest)), (3, 2));
}
