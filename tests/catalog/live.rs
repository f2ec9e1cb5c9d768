//! An import shows on every replica, soon and without a restart.

use std::time::Duration;

use backend::catalog::Catalog;
use backend::catalog::import::Format;
use tests::{TestApp, now};

const FEED: &str = r#"{"tessera_catalog":1,"as_of":"2026-11-01","source":{"slug":"own","name":"Own"},"sources":[],
    "publishers":[{"slug":"acme","name":"Acme"}],"providers":[{"slug":"acme","name":"Acme"}],"regions":[],
    "models":[{"id":"acme/one","publisher":"acme","name":"One","tasks":["chat"],"inputs":["text"],"outputs":["text"],
    "capabilities":[],"lifecycle":"active"}],"offerings":[{"provider":"acme","model":"acme/one","upstream":"one",
    "name":"One","deployment":"serverless_global","lifecycle":"active","prices":[]}],"scores":[]}"#;

#[tokio::test]
async fn two_replicas_follow_within_two_seconds() {
    let app = TestApp::empty().await;
    let replicas = [
        Catalog::open(&app.database.pool, now).await.unwrap(),
        Catalog::open(&app.database.pool, now).await.unwrap(),
    ];
    let followers: Vec<_> = replicas
        .iter()
        .cloned()
        .map(|catalog| {
            let pool = app.database.pool.clone();
            tokio::spawn(async move { catalog.follow(&pool, now).await })
        })
        .collect();
    app.import(Format::Tessera, FEED.as_bytes()).await.unwrap();
    for replica in &replicas {
        tokio::time::timeout(Duration::from_secs(2), replica.reached(1))
            .await
            .expect("within two seconds");
        assert!(replica.snapshot().model("acme/one").is_some());
    }
    for follower in followers {
        follower.abort();
    }
}

#[tokio::test]
async fn a_lost_notification_is_made_up_for() {
    let app = TestApp::empty().await;
    let replica = Catalog::open(&app.database.pool, now).await.unwrap();
    let (catalog, pool) = (replica.clone(), app.database.pool.clone());
    let follower = tokio::spawn(async move { catalog.follow(&pool, now).await });
    // The generation moves without any notification, as after a lost connection.
    sqlx::query("update catalog_generation set generation = generation + 1")
        .execute(&app.database.pool)
        .await
        .unwrap();
    tokio::time::timeout(Duration::from_secs(3), replica.reached(1))
        .await
        .expect("the poll finds it");
    follower.abort();
}
