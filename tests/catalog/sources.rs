//! Where sources disagree.

use backend::catalog::import::Format;
use domain::price::Direction;
use tests::TestApp;

fn feed(slug: &str, rank: i16, name: &str, usd: &str) -> String {
    format!(
        r#"{{"tessera_catalog":1,"as_of":"2026-11-01","source":{{"slug":"{slug}","name":"{slug}","rank":{rank}}},
        "sources":[{{"slug":"{slug}-prices","name":"{slug} prices","as_of":"2026-11-01","rank":{rank}}}],
        "publishers":[{{"slug":"acme","name":"Acme"}}],"providers":[{{"slug":"acme","name":"{name}"}}],"regions":[],
        "models":[{{"id":"acme/one","publisher":"acme","name":"{name}","tasks":["chat"],"inputs":["text"],
        "outputs":["text"],"capabilities":[],"lifecycle":"active"}}],
        "offerings":[{{"provider":"acme","model":"acme/one","upstream":"one","name":"{name}",
        "deployment":"serverless_global","lifecycle":"active",
        "prices":[{{"direction":"input","usd":"{usd}","from":"2026-10-01","source":"{slug}-prices"}}]}}],"scores":[]}}"#
    )
}

#[tokio::test]
async fn both_prices_are_kept_and_rank_chooses() {
    let mut app = TestApp::empty().await;
    app.import(
        Format::Tessera,
        feed("better", 30, "Good name", "3").as_bytes(),
    )
    .await
    .unwrap();
    app.import(
        Format::Tessera,
        feed("worse", 10, "Bad name", "4").as_bytes(),
    )
    .await
    .unwrap();
    app.refresh().await;
    let snapshot = app.services.catalog.snapshot();
    let entry = snapshot.model("acme/one").unwrap();
    assert_eq!(
        entry.name, "Good name",
        "facts of a lower rank replace nothing"
    );
    let [offering] = snapshot.offerings_of(entry) else {
        panic!("one offering from two sources")
    };
    assert_eq!(
        offering.base_price(Direction::Input).unwrap().to_string(),
        "3"
    );
    let [price] = offering.prices.as_slice() else {
        panic!("one price is shown")
    };
    assert_eq!(
        price
            .others
            .iter()
            .map(|q| q.amount.to_string())
            .collect::<Vec<_>>(),
        ["4"]
    );
    let page = app.get("/models/acme/one").await.text();
    assert!(page.contains("Sources differ"), "the page says so");
    assert!(page.contains("worse prices"), "and names the other source");
}
