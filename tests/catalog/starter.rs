//! The built-in catalog.

use backend::catalog::import::load_starter;
use tests::TestApp;

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

#[tokio::test]
async fn every_price_has_a_source_and_every_model_a_line() {
    let app = TestApp::starter().await;
    let s = app.services.catalog.snapshot();
    assert!(
        s.offerings
            .iter()
            .flat_map(|o| &o.periods)
            .all(|p| s.sources.get(p.source).is_some())
    );
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
