//! The license of a model is an identifier, whatever a feed calls it.

use backend::catalog::import::Format;
use tests::TestApp;

const FEED: &str = r#"{"tessera_catalog":1,"as_of":"2026-11-20","complete":false,
    "source":{"slug":"own","name":"Own"},"publishers":[{"slug":"acme","name":"Acme"}],
    "models":[{"id":"acme/one","publisher":"acme","name":"One","license":"Apache 2.0"},
        {"id":"acme/two","publisher":"acme","name":"Two","license":"Our own terms (2026)"}]}"#;
const MIGRATION: &str = include_str!("../../migrations/20261122000011_check_licenses.sql");

async fn license(app: &TestApp, model: &str) -> Option<String> {
    sqlx::query_scalar("select license from models where slug = $1")
        .bind(model)
        .fetch_one(&app.database.pool)
        .await
        .unwrap()
}

#[tokio::test]
async fn what_a_feed_says_can_be_filtered_by() {
    let mut app = TestApp::empty().await;
    app.import(Format::Tessera, FEED.as_bytes()).await.unwrap();
    let again = app.import(Format::Tessera, FEED.as_bytes()).await.unwrap();
    assert!(again.is_unchanged(), "{again}");
    app.refresh().await;
    for id in ["Apache-2.0", "LicenseRef-Our-own-terms-2026"] {
        let address = format!("/models?license={id}");
        assert_eq!(app.get(&address).await.status, 200, "{address}");
        let found = app.get(&format!("/api/v1{address}")).await.json();
        assert_eq!(found["total"], 1, "{id}");
    }
    let page = app.get("/models").await.text();
    for id in ["Apache-2.0", "LicenseRef-Our-own-terms-2026"] {
        assert!(page.contains(&format!("value=\"{id}\"")), "{id}");
    }
}

#[tokio::test]
async fn the_database_takes_identifiers_only() {
    let app = TestApp::empty().await;
    app.import(Format::Tessera, FEED.as_bytes()).await.unwrap();
    let error = sqlx::query("update models set license = 'Apache 2.0'")
        .execute(&app.database.pool)
        .await
        .unwrap_err();
    assert_eq!(
        error.as_database_error().unwrap().constraint(),
        Some("models_license_form")
    );
}

#[tokio::test]
async fn what_was_written_before_becomes_an_identifier() {
    let app = TestApp::empty().await;
    app.import(Format::Tessera, FEED.as_bytes()).await.unwrap();
    let before = "alter table models drop constraint models_license_form;
        update models set license = ' apache license, version 2.0' where slug = 'acme/one';
        update models set license = '(Our) own terms' where slug = 'acme/two'";
    sqlx::raw_sql(before)
        .execute(&app.database.pool)
        .await
        .unwrap();
    sqlx::raw_sql(MIGRATION)
        .execute(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(license(&app, "acme/one").await.unwrap(), "Apache-2.0");
    assert_eq!(
        license(&app, "acme/two").await.unwrap(),
        "LicenseRef-Our-own-terms"
    );
    let generation: i64 = sqlx::query_scalar("select generation from catalog_generation")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(generation, 2, "the import and this");
}
