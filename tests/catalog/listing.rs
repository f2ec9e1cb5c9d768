//! What a provider sells of which nobody has said which model it is.

use backend::catalog::import::Format;
use tests::TestApp;

/// As long as real feeds have them, with what real ones are made of.
const UPSTREAM: &str = "@cf/Meta/Unheard-Of-Ranger-17B-128E-Instruct-FP8-Dynamic:free";
const NAME: &str = "Unheard-Of Ranger";

/// A list of one provider that retires nothing.
fn feed() -> String {
    format!(
        r#"{{"tessera_catalog":1,"as_of":"2026-11-20","complete":false,
        "source":{{"slug":"corner-list","name":"The list of the corner shop"}},
        "providers":[{{"slug":"corner-shop","name":"Corner Shop"}}],
        "offerings":[{{"provider":"corner-shop","upstream":"{UPSTREAM}","name":"{NAME}",
        "deployment":"serverless_global","lifecycle":"active","inputs":["text"],"outputs":["text"],
        "capabilities":["tools"],"context":65536,"prices":[
        {{"direction":"input","usd":"0.375","from":"2026-11-01"}},
        {{"direction":"output","usd":"1.25","from":"2026-11-01"}}]}}]}}"#
    )
}

/// The built-in catalog and the listing.
async fn shop() -> TestApp {
    let mut app = TestApp::starter().await;
    let report = app.import(Format::Tessera, feed().as_bytes()).await;
    assert_eq!(report.unwrap().offerings, 1);
    app.refresh().await;
    app
}

fn href() -> String {
    format!("/providers/corner-shop/{UPSTREAM}")
}

fn id() -> String {
    format!("corner-shop/{UPSTREAM}")
}

#[tokio::test]
async fn a_listing_has_a_page() {
    assert_eq!(UPSTREAM.len(), 61);
    let app = shop().await;
    let answer = app.get(&href()).await;
    assert_eq!(answer.status, 200);
    let page = answer.text();
    for words in [
        NAME,
        "Corner Shop",
        "Model not identified",
        "0.375",
        "1.25",
        &format!("data-copy=\"{UPSTREAM}\""),
    ] {
        assert!(page.contains(words), "{words}");
    }
    let other_case = href().replace("Meta", "meta");
    let moved = app.get(&other_case).await;
    assert_eq!(moved.status, 308);
    assert_eq!(moved.header("location"), href());
}

#[tokio::test]
async fn a_listing_is_in_the_api() {
    let app = shop().await;
    let moved = app.get(&format!("/api/v1/models/{}", id())).await;
    assert_eq!(moved.status, 308, "a listing stands below its provider");
    let json = app.get(moved.header("location")).await.json();
    assert_eq!(json["id"], id());
    assert_eq!(json["name"], NAME);
    assert_eq!(json["offerings"][0]["upstream"], UPSTREAM);
    let list = app.get("/api/v1/models?provider=corner-shop").await.json();
    assert_eq!(list["total"], 1);
    assert_eq!(list["items"][0]["id"], id());
}

#[tokio::test]
async fn a_card_leads_to_its_listing() {
    let app = shop().await;
    for question in ["q=ranger", "q=unheard-of+ranger", "provider=corner-shop"] {
        for view in ["cards", "table"] {
            let page = app.get(&format!("/models?{question}&view={view}")).await;
            let link = format!("href=\"{}\"", href());
            assert!(page.text().contains(&link), "{question}, {view}");
        }
    }
}

/// From its own page too, as models are.
#[tokio::test]
async fn a_listing_can_be_compared() {
    let app = shop().await;
    let page = app.get(&href()).await.text();
    let cost = format!("/compare?m={}", id());
    assert!(page.contains(&format!("href=\"{cost}\"")));
    assert!(page.contains(&format!("value=\"{}\"", id())), "the box");
    assert!(page.contains("id=\"compare\""), "the tray");
    let both = format!("{cost}&m=anthropic/claude-haiku-4-5");
    let answer = app.get(&both).await;
    assert_eq!(answer.status, 200);
    let page = answer.text();
    assert!(page.contains(NAME) && page.contains("0.375"));
    assert!(!page.contains("left out of the comparison"));
}

#[tokio::test]
async fn access_to_a_listing_can_be_asked_for() {
    let app = shop().await;
    let owner = app.person("owner@acme.example").await;
    let fields = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    let fields = [("name", "Web"), ("slug", "web")];
    let projects = "/organizations/acme/projects/new";
    owner.browser.submit(projects, &fields).await;

    let snapshot = app.services.catalog.snapshot();
    let entry = snapshot.listing("corner-shop", UPSTREAM).unwrap();
    let offering = snapshot.offerings_of(entry)[0].id.to_string();
    let form = format!("/organizations/acme/requests/new?offering={offering}");
    let page = owner.browser.get(&href()).await.text();
    assert!(page.contains(&format!("href=\"{form}\"")));
    let fields = [
        ("offering", offering.as_str()),
        ("project", "web"),
        ("use_case", "Answers questions of customers."),
        ("data_class", "internal"),
        ("environment", "production"),
        ("requests", "100,000"),
        ("input", "2000"),
        ("output", "500"),
        ("until", "2027-01-31"),
    ];
    let page = owner.browser.submit(&form, &fields).await.text();
    assert!(page.contains("The request is sent."));
    assert!(page.contains(NAME) && page.contains("Corner Shop"));
}
