//! The date beside a fact is that of the edition which says so, not of the newest of its source.

use backend::catalog::import::{Format, Report};
use serde_json::Value;
use tests::TestApp;

/// A document of `slug` with these sources, models and offerings.
fn feed(slug: &str, day: &str, sources: &str, models: &str, offerings: &str) -> String {
    format!(
        r#"{{"tessera_catalog":1,"as_of":"{day}","source":{{"slug":"{slug}","name":"Source {slug}"}},"sources":[{sources}],
        "publishers":[{{"slug":"acme","name":"Acme"}}],"providers":[{{"slug":"shop","name":"Shop"}}],
        "models":[{models}],"offerings":[{offerings}]}}"#
    )
}

fn model(id: &str, more: &str) -> String {
    format!(r#"{{"id":"acme/{id}","publisher":"acme","name":"Model {id}"{more}}}"#)
}

fn offering(id: &str, usd: &str, more: &str) -> String {
    format!(
        r#"{{"provider":"shop","model":"acme/{id}","upstream":"{id}","prices":[{{"direction":"input","usd":"{usd}"{more}}}]{more}}}"#
    )
}

/// A document of the shop's own list, and one of somebody who quotes its edition of September.
fn own(day: &str, models: &[String], offerings: &[String]) -> String {
    feed("list", day, "", &models.join(","), &offerings.join(","))
}

fn quoting(day: &str, of: &str, models: &[String], offerings: &[String]) -> String {
    let list = format!(r#"{{"slug":"list","name":"List","as_of":"{of}"}}"#);
    feed("press", day, &list, &models.join(","), &offerings.join(","))
}

const BY_LIST: &str = r#","source":"list""#;

async fn imported(app: &mut TestApp, feed: &str) -> Report {
    let report = app.import(Format::Tessera, feed.as_bytes()).await.unwrap();
    app.refresh().await;
    report
}

/// Source and day of a model, of its offering, of its price, and of what others say of it.
async fn dates(app: &TestApp, id: &str) -> Vec<String> {
    let json = app.get(&format!("/api/v1/models/acme/{id}")).await.json();
    let date = |source: &Value| {
        let day = source["as_of"].as_str().unwrap().get(..10).unwrap();
        format!("{} {day}", source["id"].as_str().unwrap())
    };
    let offering = &json["offerings"][0];
    let mut dates = vec![
        date(&json["source"]),
        date(&offering["source"]),
        date(&offering["prices"][0]["source"]),
    ];
    let others = json["other_statements"].as_array().unwrap();
    dates.extend(others.iter().map(|said| date(&said["source"])));
    dates
}

#[tokio::test]
async fn an_older_edition_shows_its_own_date() {
    let quoted = [model("one", r#","context":8000,"source":"list""#)];
    let sold = [offering("one", "3", BY_LIST)];
    let mut app = TestApp::empty().await;
    imported(
        &mut app,
        &quoting("2026-11-01", "2026-09-01", &quoted, &sold),
    )
    .await;
    let july = own(
        "2026-07-02",
        &[model("one", r#","context":4000"#), model("two", "")],
        &[offering("one", "9", ""), offering("two", "7", "")],
    );
    imported(&mut app, &july).await;
    let september = vec!["list 2026-09-01"; 3];
    assert_eq!(dates(&app, "one").await, september, "known in a newer one");
    assert_eq!(dates(&app, "two").await, vec!["list 2026-07-02"; 3]);
    let json = app.get("/api/v1/models/acme/one").await.json();
    assert_eq!(json["attributes"]["context_tokens"], 8000);
    assert_eq!(json["offerings"][0]["prices"][0]["usd"], "3");
    let page = app.get("/models/acme/two").await.text();
    assert!(page.contains("2 Jul 2026"), "{page}");

    let sources = app.get("/api/v1/sources").await.json();
    let list = sources["items"].as_array().unwrap().iter();
    let list: Vec<_> = list.filter(|source| source["id"] == "list").collect();
    assert_eq!(list.len(), 1, "one source, whatever its editions");
    assert!(list[0]["as_of"].as_str().unwrap().starts_with("2026-09-01"));
    assert!(imported(&mut app, &july).await.is_unchanged());

    // One in between is newer than what was imported, and older than what is quoted.
    let august = july
        .replace("2026-07-02", "2026-08-01")
        .replace("\"7\"", "\"6\"");
    imported(&mut app, &august).await;
    assert_eq!(dates(&app, "one").await, september);
    assert_eq!(dates(&app, "two").await, vec!["list 2026-08-01"; 3]);
    let refused = app.import(Format::Tessera, july.as_bytes()).await;
    assert!(refused.is_err(), "a newer edition was imported");

    // The next one says all of it itself.
    let october = july.replace("2026-07-02", "2026-10-01");
    imported(&mut app, &october).await;
    for id in ["one", "two"] {
        assert_eq!(dates(&app, id).await, vec!["list 2026-10-01"; 3]);
    }
    let json = app.get("/api/v1/models/acme/one").await.json();
    assert_eq!(json["attributes"]["context_tokens"], 4000);
}

#[tokio::test]
async fn what_a_newer_quote_is_silent_about_keeps_its_date() {
    let models = [model("one", ""), model("two", "")];
    let sold = [offering("one", "3", ""), offering("two", "7", "")];
    let mut app = TestApp::empty().await;
    imported(&mut app, &own("2026-07-02", &models, &sold)).await;
    let quoted = [model("one", BY_LIST)];
    let quote = quoting(
        "2026-11-01",
        "2026-09-01",
        &quoted,
        &[offering("one", "3", BY_LIST)],
    );
    imported(&mut app, &quote).await;
    assert_eq!(dates(&app, "one").await, vec!["list 2026-09-01"; 3]);
    assert_eq!(dates(&app, "two").await, vec!["list 2026-07-02"; 3]);
    assert!(imported(&mut app, &quote).await.is_unchanged());
}

#[tokio::test]
async fn what_a_feed_no_longer_has_keeps_the_date_when_it_had_it() {
    let other = feed(
        "other",
        "2026-11-01",
        "",
        &model("two", r#","context":1000"#),
        &offering("two", "7", ""),
    );
    let other = other.replace("\"Source other\"", "\"Source other\",\"rank\":90");
    let models = [model("one", ""), model("two", r#","context":2000"#)];
    let sold = [offering("one", "3", "")];
    let mut app = TestApp::empty().await;
    imported(&mut app, &own("2026-07-02", &models, &sold)).await;
    imported(&mut app, &other).await;
    // A list of offerings alone takes back nothing about models.
    imported(
        &mut app,
        &own("2026-08-18", &[], &[offering("three", "5", "")])
            .replace(r#""model":"acme/three","#, ""),
    )
    .await;
    let one = app.get("/api/v1/models/acme/one").await.json();
    assert!(
        one["source"]["as_of"]
            .as_str()
            .unwrap()
            .starts_with("2026-07-02")
    );
    assert_eq!(
        dates(&app, "two").await,
        [
            "other 2026-11-01",
            "other 2026-11-01",
            "other 2026-11-01",
            "list 2026-07-02"
        ]
    );
}

/// An offering of which nothing is said.
fn any() -> String {
    r#"{"provider":"shop","upstream":"any"}"#.to_owned()
}

/// A document of somebody who says this of a model, below everybody else.
fn low(id: &str, said: &str) -> String {
    let low = feed("low", "2026-11-02", "", &model(id, said), &any());
    let low = low.replace("\"Source low\"", "\"Source low\",\"rank\":5");
    low.replacen("\"source\":{", "\"complete\":false,\"source\":{", 1)
}

/// What is shown under this name, and what stands beside it.
async fn words(app: &TestApp, id: &str, name: &str) -> (Value, Vec<String>) {
    let json = app.get(&format!("/api/v1/models/acme/{id}")).await.json();
    let others = json["other_statements"].as_array().unwrap().iter();
    let others = others.map(|said| {
        let words = [&said["fact"], &said["value"], &said["source"]["id"]];
        words.map(|word| word.as_str().unwrap()).join(" ")
    });
    (json["attributes"][name].clone(), others.collect())
}

#[tokio::test]
async fn a_word_of_an_older_edition_silences_nobody() {
    let mut app = TestApp::empty().await;
    let quote = quoting(
        "2026-11-01",
        "2026-09-01",
        &[model("one", BY_LIST)],
        &[any()],
    );
    imported(&mut app, &quote).await;
    imported(&mut app, &low("one", r#","capabilities":["tools"]"#)).await;
    let said = r#","capabilities":["cache"],"outputs":["text"]"#;
    imported(
        &mut app,
        &own("2026-07-02", &[model("one", said)], &[any()]),
    )
    .await;
    let shown = words(&app, "one", "capabilities").await;
    assert_eq!(shown, (serde_json::json!(["tools", "cache"]), vec![]));
    let (outputs, _) = words(&app, "one", "outputs").await;
    assert_eq!(outputs, serde_json::json!(["text"]));
}

#[tokio::test]
async fn a_record_that_is_quoted_says_all_of_its_source() {
    let mut app = TestApp::empty().await;
    let before = model("one", r#","capabilities":["tools","vision"]"#);
    imported(&mut app, &own("2026-08-18", &[before], &[any()])).await;
    let after = r#","capabilities":["tools"],"cannot":["vision"],"source":"list""#;
    let quote = quoting("2026-11-01", "2026-09-01", &[model("one", after)], &[any()]);
    imported(&mut app, &quote).await;
    imported(&mut app, &low("one", r#","capabilities":["vision"]"#)).await;
    assert_eq!(
        words(&app, "one", "capabilities").await,
        (
            serde_json::json!(["tools"]),
            vec!["capabilities.vision true low".to_owned()]
        )
    );
}

#[tokio::test]
async fn an_older_quote_says_what_is_new_with_its_words() {
    let mut app = TestApp::empty().await;
    let newer = quoting(
        "2026-11-01",
        "2026-09-01",
        &[model("one", BY_LIST)],
        &[any()],
    );
    imported(&mut app, &newer).await;
    let two = model("two", r#","inputs":["text"],"source":"list""#);
    let older = quoting("2026-11-01", "2026-08-01", &[two], &[any()]);
    imported(&mut app, &older.replace("press", "other")).await;
    imported(&mut app, &low("two", r#","inputs":["text","image"]"#)).await;
    assert_eq!(
        words(&app, "two", "inputs").await,
        (
            serde_json::json!(["text"]),
            vec!["inputs text,image low".to_owned()]
        )
    );
}

#[tokio::test]
async fn an_older_edition_moves_no_offering() {
    let mut app = TestApp::empty().await;
    let sold = |id: &str, more: &str| {
        offering("one", "3", more).replace("acme/one", &format!("acme/{id}"))
    };
    let models = [model("one", ""), model("new", "")];
    let quote = quoting("2026-11-01", "2026-09-01", &models, &[sold("new", BY_LIST)]);
    imported(&mut app, &quote).await;
    imported(&mut app, &own("2026-07-02", &models, &[sold("one", "")])).await;
    let json = app.get("/api/v1/models/acme/new").await.json();
    assert_eq!(json["offerings"][0]["upstream"], "one", "{json}");
}
