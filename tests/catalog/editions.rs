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
