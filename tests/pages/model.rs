//! The page of a model.

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
