//! An id names one thing: what a provider lists under the id of a model is
//! that model.

use std::collections::HashSet;

use backend::catalog::import::Format;
use tests::{TestApp, shared_data};

#[tokio::test]
async fn every_entry_has_an_id_of_its_own() {
    let Some(july) = shared_data::read("catalog/models_dev_2026-07-02.json.gz") else {
        return;
    };
    let mut app = TestApp::empty().await;
    let report = app.import(Format::ModelsDev, &july).await.unwrap();
    assert_eq!(report.linked, 1347, "what the feed says");
    app.refresh().await;
    let s = app.services.catalog.snapshot();
    let ids: HashSet<&str> = s.entries.iter().map(|e| e.slug.as_str()).collect();
    assert_eq!(ids.len(), s.entries.len());
    // Of 3,929 offerings without a model 174 have the id of one.
    let models = s.entries.iter().filter(|e| e.model().is_some()).count();
    assert_eq!((models, s.entries.len() - models), (231, 3755));
    let linked = s
        .offerings
        .iter()
        .filter(|o| s.entries[o.entry].model().is_some())
        .count();
    assert_eq!(linked, 1347 + 174);
}

/// A document of one source that retires nothing.
fn document(source: &str, models: &str, offerings: &str) -> String {
    format!(
        r#"{{"tessera_catalog":1,"as_of":"2026-11-20","complete":false,
        "source":{{"slug":"{source}","name":"{source}"}},
        "publishers":[{{"slug":"acme","name":"Acme"}}],"providers":[{{"slug":"acme","name":"Acme Cloud"}}],
        "models":[{models}],"offerings":[{offerings}]}}"#
    )
}

const MODEL: &str = r#"{"id":"acme/one","publisher":"acme","name":"One","tasks":["chat"],"inputs":["text"],
    "outputs":["text"],"aliases":["one-20260131"]}"#;

#[tokio::test]
async fn a_model_that_comes_later_takes_its_listings() {
    let sold = ["one", "One-20260131", "other"].map(|upstream| {
        format!(
            r#"{{"provider":"acme","upstream":"{upstream}","prices":[{{"direction":"input","usd":"1"}}]}}"#
        )
    });
    let list = document("list", "", &sold.join(","));
    let maker = document("maker", MODEL, "");
    let mut app = TestApp::empty().await;
    let import = async |app: &TestApp, text: &str| {
        app.import(Format::Tessera, text.as_bytes()).await.unwrap()
    };
    import(&app, &list).await;
    app.refresh().await;
    let s = app.services.catalog.snapshot();
    assert_eq!(s.entries.len(), 3);
    assert!(s.entries.iter().all(|e| e.model().is_none()));

    let linked = import(&app, &maker).await;
    assert!(linked.updated >= 2, "{linked}");
    for text in [&maker, &list, &maker] {
        let again = import(&app, text).await;
        assert!(again.is_unchanged(), "{again}");
    }
    app.refresh().await;
    let s = app.services.catalog.snapshot();
    let model = s.model("acme/one").unwrap();
    let names: HashSet<&str> = s
        .offerings_of(model)
        .iter()
        .map(|o| o.upstream.as_str())
        .collect();
    assert_eq!(names, HashSet::from(["one", "One-20260131"]));
    assert_eq!(s.entries.len(), 2, "what has another name stays a listing");
    // What was a listing is found under its id as before.
    let cost = app.get("/api/v1/cost?m=acme/One-20260131&output=0").await;
    assert_eq!(cost.json()["models"][0]["id"], "acme/one");
}

#[tokio::test]
async fn a_listing_in_the_file_of_its_model_is_linked_at_once() {
    let mut app = TestApp::empty().await;
    let text = document("own", MODEL, r#"{"provider":"acme","upstream":"one"}"#);
    let first = app.import(Format::Tessera, text.as_bytes()).await.unwrap();
    assert_eq!((first.linked, first.added), (0, 1));
    let other = text.replace(r#""upstream":"one""#, r#""upstream":"other""#);
    let apart = TestApp::empty().await;
    let apart = apart.import(Format::Tessera, other.as_bytes()).await;
    let facts = apart.unwrap().updated;
    assert_eq!(first.updated, facts, "what is new is not another fact");
    let again = app.import(Format::Tessera, text.as_bytes()).await.unwrap();
    assert!(again.is_unchanged(), "{again}");
    app.refresh().await;
    let s = app.services.catalog.snapshot();
    assert_eq!((s.entries.len(), s.entries[0].providers), (1, 1));
}

/// As [`document`], but everything that a source of this rank has.
fn whole(source: &str, rank: i16, models: &str, offerings: &str) -> String {
    let ranked = format!(r#""name":"{source}","rank":{rank}}}"#);
    document(source, models, offerings)
        .replace(r#""complete":false,"#, "")
        .replace(&format!(r#""name":"{source}"}}"#), &ranked)
}

const OTHER: &str = r#"{"id":"acme/other","publisher":"acme","name":"Other","tasks":["chat"],"inputs":["text"],
    "outputs":["text"]}"#;
const STATED: &str = r#"{"provider":"acme","model":"acme/other","upstream":"one"}"#;
const SILENT: &str = r#"{"provider":"acme","upstream":"one"}"#;

/// The entry under which the offerings of `acme/one` stand.
async fn entry(app: &mut TestApp) -> String {
    app.refresh().await;
    let s = app.services.catalog.snapshot();
    s.listing("acme", "one").unwrap().slug.clone()
}

#[tokio::test]
async fn what_a_source_states_goes_before_what_an_id_says() {
    for (stated, silent) in [(10, 20), (20, 10)] {
        let stated = whole("stated", stated, OTHER, STATED);
        let silent = whole("silent", silent, MODEL, SILENT);
        for order in [[&stated, &silent], [&silent, &stated]] {
            let mut app = TestApp::empty().await;
            for text in order {
                app.import(Format::Tessera, text.as_bytes()).await.unwrap();
            }
            let first = entry(&mut app).await;
            for text in order {
                let again = app.import(Format::Tessera, text.as_bytes()).await.unwrap();
                assert!(again.is_unchanged(), "{again}");
            }
            assert_eq!(entry(&mut app).await, first, "nothing flips");
            // What comes later and has a lower rank replaces no facts at all.
            let late = *order[0] == silent && stated.contains(r#""rank":10"#);
            assert_eq!(first, if late { "acme/one" } else { "acme/other" });
        }
    }
}

#[tokio::test]
async fn one_statement_in_a_feed_is_enough() {
    let mut app = TestApp::empty().await;
    let model = document("maker", MODEL, "");
    app.import(Format::Tessera, model.as_bytes()).await.unwrap();
    // One listing, sold in two ways; the model of its id is the older one.
    let batch = STATED.replace('}', r#","deployment":"batch"}"#);
    let text = whole("list", 20, OTHER, &format!("{SILENT},{batch}"));
    app.import(Format::Tessera, text.as_bytes()).await.unwrap();
    assert_eq!(entry(&mut app).await, "acme/other");
    let again = app.import(Format::Tessera, text.as_bytes()).await.unwrap();
    assert!(again.is_unchanged(), "{again}");
}
