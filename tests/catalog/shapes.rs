//! A feed of somebody else in the shape of a known one.

use backend::catalog::import::{Fetched, Format, GivenSource, ImportError, Input, Report, import};
use domain::price::Direction;
use tests::{TestApp, now};

/// A list in the shape of models.dev, by somebody who writes all names with
/// this word and has this input price.
fn list(date: &str, word: &str, input: u8, upstreams: &[&str]) -> String {
    let models: Vec<_> = upstreams
        .iter()
        .map(|name| {
            format!(r#""{name}":{{"name":"{word} {name}","cost":{{"input":{input},"output":2}}}}"#)
        })
        .collect();
    format!(
        r#"{{"committed_at":"{date}","providers":{{"shop":{{"name":"{word} shop","models":{{{}}}}}}}}}"#,
        models.join(",")
    )
}

async fn import_as(
    app: &TestApp,
    format: Format,
    text: &str,
    source: Option<&GivenSource>,
) -> Result<Report, ImportError> {
    let file = Fetched {
        origin: "https://acme.example/list.json".to_owned(),
        bytes: text.as_bytes().to_vec(),
        modified: None,
    };
    let input = Input {
        format,
        file,
        as_of: None,
        until: None,
        source: source.cloned(),
    };
    import(&app.database.pool, input, |_| {}).await
}

async fn retired(app: &TestApp) -> i64 {
    sqlx::query_scalar("select count(*) from offerings where retired_at is not null")
        .fetch_one(&app.database.pool)
        .await
        .unwrap()
}

/// What both have is as the source of the format says, newer or not; the other
/// price stands beside it, and what only the other one has is as it says.
async fn shown_is_of_the_higher_rank(app: &mut TestApp) {
    app.refresh().await;
    let s = app.services.catalog.snapshot();
    let (_, shop) = s.provider("shop").unwrap();
    assert_eq!(shop.name, "Known shop");
    let input = |upstream: &str| {
        let entry = s.listing("shop", upstream).unwrap();
        let offering = &s.offerings_of(entry)[0];
        let mut prices = offering.prices.iter();
        let price = prices.find(|p| p.component.is_base(Direction::Input));
        let price = price.unwrap();
        let others: Vec<_> = price.others.iter().map(|q| q.amount.to_string()).collect();
        (entry.name.clone(), price.amount.to_string(), others)
    };
    let words = |name: &str, price: &str, others: &[&str]| {
        let others: Vec<_> = others.iter().map(|o| (*o).to_owned()).collect();
        (name.to_owned(), price.to_owned(), others)
    };
    assert_eq!(input("b"), words("Known b", "1", &["7"]));
    assert_eq!(input("c"), words("Their c", "7", &[]));
}

#[tokio::test]
async fn two_lists_in_one_shape_stand_side_by_side() {
    let mut app = TestApp::empty().await;
    let given = GivenSource::new("acme-list", Some("The list of Acme")).unwrap();
    let both = list("2026-07-02", "Known", 1, &["a", "b"]);
    app.import(Format::ModelsDev, both.as_bytes())
        .await
        .unwrap();
    let other = list("2026-07-03", "Their", 7, &["b", "c"]);
    let theirs = import_as(&app, Format::ModelsDev, &other, Some(&given))
        .await
        .unwrap();
    assert_eq!(theirs.source, "acme-list");
    assert_eq!((theirs.added, theirs.retired), (2, 0));
    let again = app
        .import(Format::ModelsDev, both.as_bytes())
        .await
        .unwrap();
    assert!(again.is_unchanged(), "{again}");
    let again = import_as(&app, Format::ModelsDev, &other, Some(&given)).await;
    let again = again.unwrap();
    assert!(again.is_unchanged(), "{again}");
    shown_is_of_the_higher_rank(&mut app).await;
    // What one no longer lists is there as long as the other does.
    let less = list("2026-07-04", "Their", 7, &["c"]);
    let theirs = import_as(&app, Format::ModelsDev, &less, Some(&given))
        .await
        .unwrap();
    assert_eq!((theirs.retired, retired(&app).await), (1, 0));

    app.refresh().await;
    let s = app.services.catalog.snapshot();
    let source = |slug: &str| s.sources().iter().find(|s| s.slug == slug).unwrap();
    let acme = source("acme-list");
    assert_eq!(
        (acme.name.as_str(), acme.url.as_deref()),
        ("The list of Acme", Some("https://acme.example/list.json"))
    );
    assert_eq!(acme.license, None, "nobody has said so");
    assert_eq!(source("models-dev").license.as_deref(), Some("MIT"));
    let page = app.get("/sources").await.text();
    assert!(page.contains("The list of Acme") && page.contains("models.dev"));
}

#[tokio::test]
async fn a_file_that_names_its_source_is_given_none() {
    let app = TestApp::empty().await;
    let given = GivenSource::new("acme-list", None).unwrap();
    let text = r#"{"tessera_catalog":1,"as_of":"2026-11-20","complete":false,
        "source":{"slug":"own","name":"Own"}}"#;
    let refused = import_as(&app, Format::Tessera, text, Some(&given)).await;
    assert!(matches!(refused, Err(ImportError::NamesItself { .. })));
}

/// As <https://models.dev/api.json> has it.
const PUBLISHED: &str = r#"{"acme":{"id":"acme","env":["ACME_API_KEY"],"npm":"@ai-sdk/openai-compatible",
    "api":"https://api.acme.example/v1","name":"Acme Cloud","doc":"https://acme.example/docs","models":{
    "one":{"id":"one","name":"One","attachment":false,"reasoning":false,"tool_call":true,"temperature":true,
        "knowledge":"2025-06","release_date":"2026-01-31","last_updated":"2026-02-01","open_weights":false,
        "modalities":{"input":["text"],"output":["text"]},"limit":{"context":200000,"output":64000},
        "cost":{"input":3,"output":15,"context_over_200k":{"input":6,"output":22.5}}},
    "two":{"id":"two","name":"Two","modalities":{"input":["text"],"output":["text"]},"open_weights":true}}}}"#;
const MODEL: &str = r#"{"tessera_catalog":1,"as_of":"2026-11-20","complete":false,
    "source":{"slug":"maker","name":"Maker"},"publishers":[{"slug":"acme","name":"Acme"}],
    "models":[{"id":"acme/one","publisher":"acme","name":"One"}]}"#;

#[tokio::test]
async fn the_published_list_of_models_dev() {
    let mut app = TestApp::empty().await;
    app.import(Format::Tessera, MODEL.as_bytes()).await.unwrap();
    let undated = import_as(&app, Format::ModelsDev, PUBLISHED, None).await;
    let undated = undated.unwrap_err().to_string();
    assert!(undated.contains("--as-of"), "{undated}");

    let file = Fetched {
        origin: "https://models.dev/api.json".to_owned(),
        bytes: PUBLISHED.as_bytes().to_vec(),
        modified: Some(now()),
    };
    let input = Input {
        format: Format::ModelsDev,
        file,
        as_of: None,
        until: None,
        source: None,
    };
    let report = import(&app.database.pool, input, |_| {}).await.unwrap();
    assert_eq!((report.providers, report.offerings), (1, 2));
    assert_eq!((report.priced, report.source.as_str()), (1, "models-dev"));
    app.refresh().await;
    let s = app.services.catalog.snapshot();
    let one = s.model("acme/one").unwrap();
    assert_eq!(s.offerings_of(one).len(), 1, "linked by its id");
    let two = s.listing("acme", "two").unwrap();
    assert!(two.model().is_none());
    let source = s.sources().iter().find(|s| s.slug == "models-dev").unwrap();
    assert_eq!(source.as_of, now());
}
