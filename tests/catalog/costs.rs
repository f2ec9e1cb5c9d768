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

const TWO_SHOPS: &str = r#"{"tessera_catalog":1,"as_of":"2026-11-20","complete":false,
    "source":{"slug":"own","name":"Own"},"publishers":[{"slug":"acme","name":"Acme"}],
    "providers":[{"slug":"dear","name":"Dear"},{"slug":"cheap","name":"Cheap"}],
    "models":[{"id":"acme/one","publisher":"acme","name":"One","tasks":["chat"],"context":200000}],
    "offerings":[{"provider":"dear","model":"acme/one","upstream":"one","context":100000,"prices":[
            {"direction":"input","usd":"3"},{"direction":"output","usd":"15"}]},
        {"provider":"cheap","model":"acme/one","upstream":"one","prices":[
            {"direction":"input","usd":"1"},{"direction":"output","usd":"5"}]}]}"#;

/// A column is about an offering: the cheapest of its model, or one that was asked
/// for.
#[tokio::test]
async fn offerings_of_one_model_stand_side_by_side() {
    let app = TestApp::with_feed(TWO_SHOPS).await;
    let snapshot = app.services.catalog.snapshot();
    let sold_by = |slug: &str| {
        let is_it = |provider: usize| snapshot.providers[provider].slug == slug;
        let found = snapshot.offerings.iter().find(|o| is_it(o.provider));
        format!("offering:{}", found.unwrap().id)
    };
    let (dear, cheap) = (sold_by("dear"), sold_by("cheap"));
    let table = async |query: &str| {
        let page = app.get(&format!("/compare?{query}")).await.text();
        let (_, table) = page.split_once("compare-table").unwrap();
        let (table, below) = table.split_once("</table>").unwrap();
        let columns = table.matches("compare-table__name").count();
        (columns, table.to_owned(), below.to_owned())
    };

    let (columns, alone, below) = table("m=acme/one").await;
    assert_eq!(columns, 1);
    assert!(alone.contains("at Cheap") && !alone.contains("at Dear"));
    let more = format!("href=\"/compare?m=acme/one&amp;m={dear}\"");
    assert!(below.contains(&more), "{more}: {below}");
    let added = below.matches("Put side by side").count();
    assert_eq!(added, 1, "the cheapest is a column already");

    let (columns, both, below) = table(&format!("m={dear}&m={cheap}")).await;
    assert_eq!(columns, 2);
    let (different, same) = both.split_once("The same").unwrap();
    for words in [
        "at Dear",
        "at Cheap",
        "Sold by",
        "<td>3.00</td>",
        "<td>1.00</td>",
        "100K",
        "unknown",
    ] {
        assert!(different.contains(words), "{words}: {different}");
    }
    assert!(same.contains("Released"), "{same}");
    assert_eq!(below.matches("<td data-label=\"Runs\"").count(), 2);
    assert!(!below.contains("Put side by side"), "both are columns");

    let (columns, _, _) = table(&format!("m=acme/one&m={dear}&m=acme/one")).await;
    assert_eq!(columns, 2, "a model, and one of its offerings");
    let unknown = app
        .get("/compare?m=acme/one&m=offering:999999")
        .await
        .text();
    assert!(unknown.contains("no model or live offering with this id"));
}

/// `acme/one` is listed at no charge by a kiosk; others charge for it.
const PLAN: &str = r#"{"tessera_catalog":1,"as_of":"2026-11-20",
    "source":{"slug":"own","name":"Own"},"publishers":[{"slug":"acme","name":"Acme"}],
    "providers":[{"slug":"shop","name":"Shop"},{"slug":"kiosk","name":"Kiosk"}],
    "models":[{"id":"acme/one","publisher":"acme","name":"One"},{"id":"acme/two","publisher":"acme","name":"Two"},
        {"id":"acme/gift","publisher":"acme","name":"Gift"}],
    "offerings":[
        {"provider":"kiosk","model":"acme/one","upstream":"one","prices":[
            {"direction":"input","usd":"0"},{"direction":"output","usd":"0"}]},
        {"provider":"shop","model":"acme/one","upstream":"one","prices":[
            {"direction":"input","usd":"2"},{"direction":"output","usd":"4"}]},
        {"provider":"shop","model":"acme/two","upstream":"two","prices":[
            {"direction":"input","usd":"1"},{"direction":"output","usd":"1"}]},
        {"provider":"kiosk","model":"acme/gift","upstream":"gift","prices":[
            {"direction":"input","usd":"0"},{"direction":"output","usd":"0"}]}]}"#;

#[tokio::test]
async fn what_is_listed_at_no_charge_hides_no_price() {
    let app = TestApp::with_feed(PLAN).await;
    let order = async |query: &str| -> Vec<String> {
        let list = app.get(&format!("/api/v1/models?{query}")).await.json();
        let items = list["items"].as_array().unwrap().iter();
        items
            .map(|i| i["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let by_price = ["acme/gift", "acme/two", "acme/one"];
    for sort in ["input", "output", "blended"] {
        assert_eq!(order(&format!("sort={sort}")).await, by_price, "{sort}");
        let narrowed = format!("sort={sort}&deployment=serverless_global");
        assert_eq!(order(&narrowed).await, by_price, "{narrowed}");
    }
    assert_eq!(order("price=0&sort=name").await, ["acme/gift", "acme/one"]);

    let page = app.get("/models?q=one").await.text();
    assert!(page.contains("2 providers, $0 at 1") && page.contains("$2.00"));
    let kiosk = app.get("/models?q=one&provider=kiosk").await.text();
    assert!(
        kiosk.contains("$0.00") && !kiosk.contains("$2.00"),
        "{kiosk}"
    );
    let gift = app.get("/models?q=gift").await.text();
    assert!(!gift.contains("$0 at"), "nobody charges for it");

    let model = app.get("/models/acme/one").await.text();
    assert!(model.contains("Input from") && model.contains(", $0 at 1"));
    let rows = model.split("<tr").filter(|row| row.contains(">Lowest<"));
    let rows: Vec<_> = rows.collect();
    assert!(rows.iter().all(|row| row.contains("Shop")), "{rows:?}");
    assert!(!rows.is_empty(), "{model}");
    let cost = app.get("/api/v1/cost?m=acme/one").await.json();
    let first = &cost["models"][0]["offerings"][0]["provider"]["id"];
    assert_eq!(first, "shop", "what is charged for comes first");

    let compare = app.get("/compare?m=acme/one&m=acme/two").await.text();
    let (columns, offerings) = compare
        .split_once("Every offering by monthly cost")
        .unwrap();
    assert!(
        !columns.contains("<span class=\"muted\">listed at no charge"),
        "a column is what is charged for"
    );
    assert!(offerings.contains("its source lists it at no charge"));
    let gift = app.get("/compare?m=acme/gift&m=acme/two").await.text();
    assert!(
        gift.contains("<span class=\"muted\">listed at no charge"),
        "{gift}"
    );
}
