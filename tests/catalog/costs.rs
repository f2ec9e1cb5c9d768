//! What a month costs, and why it cannot be said.

use tests::TestApp;

const FEED: &str = r#"{"tessera_catalog":1,"as_of":"2026-11-20","complete":false,
    "source":{"slug":"own","name":"Own"},"publishers":[{"slug":"acme","name":"Acme"}],
    "providers":[{"slug":"shop","name":"Shop"}],
    "models":[{"id":"acme/vectors","publisher":"acme","name":"Vectors","tasks":["embedding"]},
        {"id":"acme/nights","publisher":"acme","name":"Nights","tasks":["chat"]}],
    "offerings":[{"provider":"shop","model":"acme/vectors","upstream":"vectors","prices":[
            {"direction":"input","usd":"0.1"},{"unit":"image","usd":"0.002"}]},
        {"provider":"shop","model":"acme/nights","upstream":"nights","prices":[
            {"direction":"input","usd":"3"},{"direction":"output","usd":"15"},
            {"direction":"input","usd":"6","schedule":"peak 01:00-04:00 UTC"}]}]}"#;

#[tokio::test]
async fn what_makes_vectors_has_a_cost_without_a_price_of_output() {
    let app = TestApp::with_feed(FEED).await;
    let cost = async |query: &str| {
        let address = format!("/api/v1/cost?m=acme/vectors{query}");
        app.get(&address).await.json()["models"][0]["offerings"][0]["cost"].clone()
    };
    assert!(cost("").await.is_null(), "its output has no price");
    let month = cost("&output=0").await;
    assert_eq!(month["total_usd"], "20.000000000");
    assert_eq!(month["has_conditional_price"], false);

    let page = app.get("/compare?m=acme/vectors").await.text();
    assert!(page.contains("no output price"), "{page}");
    assert!(!page.contains("not by tokens"), "{page}");
    let page = app.get("/compare?m=acme/vectors&output=0").await.text();
    assert!(page.contains("$20.00") && !page.contains("no output price"));
}

#[tokio::test]
async fn prices_of_some_hours_are_left_out_and_said() {
    let app = TestApp::with_feed(FEED).await;
    let json = app.get("/api/v1/cost?m=acme/nights").await.json();
    let cost = &json["models"][0]["offerings"][0]["cost"];
    assert_eq!(cost["total_usd"], "1350.000000000");
    assert_eq!(cost["has_conditional_price"], true);
    let page = app.get("/compare?m=acme/nights").await.text();
    for words in [
        "other prices at some hours or in some regions: ",
        "Prices that hold only at some hours or in some regions are left out",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[tokio::test]
async fn the_example_of_vectors_asks_for_no_output() {
    let app = TestApp::starter().await;
    let page = app.get("/compare").await.text();
    let (_, from) = page.split_once("output=0").expect("the example");
    assert!(from.split("</a>").next().unwrap().contains("Embedding"));
    let typed = app.get("/compare?output=7").await.text();
    assert!(!typed.contains("output=0"), "what was typed stays");
}
