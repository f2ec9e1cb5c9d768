//! Limits, dates and licenses on which sources differ: every word is kept, rank chooses, and the
//! page shows the others.

use backend::catalog::export::export;
use backend::catalog::import::Format;
use tests::{TestApp, now};

/// A document in which `slug`, of this rank, says this of a model and of its offering.
fn feed(slug: &str, rank: i16, day: &str, model: &str, offering: &str) -> String {
    format!(
        r#"{{"tessera_catalog":1,"as_of":"{day}","source":{{"slug":"{slug}","name":"Source {slug}","rank":{rank}}},
        "sources":[{{"slug":"quoted","name":"Quoted list","as_of":"2026-09-01","rank":5}}],
        "publishers":[{{"slug":"acme","name":"Acme"}}],"providers":[{{"slug":"shop","name":"Shop"}}],
        "models":[{{"id":"acme/one","publisher":"acme","name":"One"{model}}}],
        "offerings":[{{"provider":"shop","model":"acme/one","upstream":"one","name":"One"{offering}}}]}}"#
    )
}

const BETTER: &str = r#","context":200000,"license":"MIT","retires_on":"2027-03-01""#;
const WORSE: &str =
    r#","context":128000,"license":"Apache-2.0","max_output":4096,"retires_on":"2027-03-01""#;

/// What stands beside the shown facts of the model: fact, value and source.
async fn others(app: &TestApp, of: &str) -> Vec<(String, String, String)> {
    let json = app.get("/api/v1/models/acme/one").await.json();
    let list = match of {
        "model" => &json["other_statements"],
        _ => &json["offerings"][0]["other_statements"],
    };
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let list = list.as_array().unwrap().iter();
    let mut said: Vec<_> = list
        .map(|s| {
            (
                text(&s["fact"]),
                text(&s["value"]),
                text(&s["source"]["id"]),
            )
        })
        .collect();
    said.sort();
    said
}

fn said(fact: &str, value: &str, source: &str) -> (String, String, String) {
    (fact.to_owned(), value.to_owned(), source.to_owned())
}

async fn imported(app: &mut TestApp, feed: &str) -> backend::catalog::import::Report {
    let report = app.import(Format::Tessera, feed.as_bytes()).await.unwrap();
    app.refresh().await;
    report
}

#[tokio::test]
async fn every_word_is_kept_whoever_came_first() {
    let better = feed("better", 30, "2026-11-01", BETTER, r#","context":200000"#);
    let worse = feed("worse", 10, "2026-11-02", WORSE, r#","context":64000"#);
    for order in [[&better, &worse], [&worse, &better]] {
        let mut app = TestApp::empty().await;
        for feed in order {
            imported(&mut app, feed).await;
        }
        let json = app.get("/api/v1/models/acme/one").await.json();
        assert_eq!(json["attributes"]["context_tokens"], 200_000);
        assert_eq!(json["license"], "MIT");
        assert_eq!(
            json["attributes"]["max_output_tokens"], 4096,
            "what only one states is shown"
        );
        assert_eq!(
            others(&app, "offering").await,
            [said("context", "64000", "worse")]
        );
        let about = others(&app, "model").await;
        assert!(
            about.contains(&said("context", "128000", "worse")),
            "{about:?}"
        );
        assert!(about.contains(&said("license", "Apache-2.0", "worse")));
        assert!(
            about.iter().all(|(fact, ..)| fact != "retires_on"),
            "on that they agree: {about:?}"
        );
        for again in order {
            assert!(imported(&mut app, again).await.is_unchanged());
        }
    }
}

#[tokio::test]
async fn the_page_says_who_says_otherwise() {
    let mut app = TestApp::empty().await;
    let worse = feed("worse", 10, "2026-11-02", WORSE, r#","context":64000"#);
    imported(
        &mut app,
        &feed("better", 30, "2026-11-01", BETTER, r#","context":200000"#),
    )
    .await;
    let page = app.get("/models/acme/one").await.text();
    assert!(!page.contains("id=\"differences\"") && !page.contains("#differences"));
    imported(&mut app, &worse).await;
    let page = app.get("/models/acme/one").await.text();
    let (head, rest) = page.split_once("id=\"differences\"").unwrap();
    let (table, _) = rest.split_once("</section>").unwrap();
    for words in [
        "200,000",
        "128,000",
        "64,000",
        "Apache-2.0",
        "Source worse",
        "Source better",
    ] {
        assert!(table.contains(words), "{words}: {table}");
    }
    assert!(head.contains("sources differ"), "beside the figure itself");
    assert!(head.contains("Sources differ"), "beside the offering");
}

#[tokio::test]
async fn what_a_source_no_longer_says_is_taken_back() {
    let mut app = TestApp::empty().await;
    imported(&mut app, &feed("better", 30, "2026-11-01", BETTER, "")).await;
    imported(&mut app, &feed("worse", 10, "2026-11-02", WORSE, "")).await;
    assert_eq!(others(&app, "model").await.len(), 2);
    let agreed = r#","context":200000,"license":"Apache-2.0""#;
    imported(&mut app, &feed("worse", 10, "2026-11-03", agreed, "")).await;
    assert_eq!(
        others(&app, "model").await,
        [said("license", "Apache-2.0", "worse")]
    );
}

#[tokio::test]
async fn a_quoted_word_gives_way_to_the_source_itself() {
    let also =
        r#","context":200000,"also":[{"source":"quoted","context":32000,"open_weights":true}]"#;
    let mut app = TestApp::empty().await;
    imported(&mut app, &feed("better", 30, "2026-11-01", also, "")).await;
    let quoted = [said("context", "32000", "quoted")];
    assert_eq!(others(&app, "model").await, quoted);

    // It moves to another installation with the catalog.
    let text = export(&app.database.pool, now()).await.unwrap();
    let mut elsewhere = TestApp::empty().await;
    imported(&mut elsewhere, &text).await;
    assert_eq!(others(&elsewhere, "model").await, quoted);
    assert!(
        text.contains(r#"{"source":"quoted","context":32000,"open_weights":true}"#),
        "what is shown from another source stays its word: {text}"
    );
    let json = elsewhere.get("/api/v1/models/acme/one").await.json();
    assert_eq!(json["attributes"]["open_weights"], true);

    let itself = feed("itself", 5, "2026-10-01", r#","context":48000"#, "");
    let itself = itself.replace("\"slug\":\"quoted\"", "\"slug\":\"other\"");
    let itself = itself.replace("\"slug\":\"itself\"", "\"slug\":\"quoted\"");
    imported(&mut app, &itself).await;
    let own = [said("context", "48000", "quoted")];
    assert_eq!(others(&app, "model").await, own);
    // The older edition that is quoted does not come back.
    imported(&mut app, &feed("better", 30, "2026-11-02", also, "")).await;
    assert_eq!(others(&app, "model").await, own);
}

#[tokio::test]
async fn a_quote_that_is_gone_is_taken_back() {
    let also = r#","context":200000,"also":[{"source":"quoted","context":32000}]"#;
    let mut app = TestApp::empty().await;
    imported(&mut app, &feed("better", 30, "2026-11-01", also, also)).await;
    assert_eq!(others(&app, "offering").await.len(), 1);
    imported(&mut app, &feed("better", 30, "2026-11-02", "", also)).await;
    assert_eq!(others(&app, "model").await, []);
    assert_eq!(others(&app, "offering").await.len(), 1);
}

/// A document of offerings alone, of this source.
fn offerings_only(slug: &str, day: &str) -> String {
    format!(
        r#"{{"tessera_catalog":1,"as_of":"{day}","source":{{"slug":"{slug}","name":"{slug}","rank":5}},
        "providers":[{{"slug":"mall","name":"Mall"}}],"offerings":[{{"provider":"mall","upstream":"other"}}]}}"#
    )
}

#[tokio::test]
async fn a_feed_without_models_takes_back_no_word_about_one() {
    let also = r#","context":200000,"also":[{"source":"quoted","context":32000}]"#;
    let mut app = TestApp::empty().await;
    imported(&mut app, &feed("better", 30, "2026-11-01", also, "")).await;
    imported(&mut app, &feed("worse", 10, "2026-11-01", WORSE, "")).await;
    let before = others(&app, "model").await;
    assert_eq!(before.len(), 3, "{before:?}");
    for slug in ["quoted", "worse"] {
        imported(&mut app, &offerings_only(slug, "2026-11-03")).await;
        assert_eq!(others(&app, "model").await, before, "{slug}");
    }
}

#[tokio::test]
async fn a_document_takes_back_only_what_it_has_said_itself() {
    let also = r#","context":200000,"also":[{"source":"quoted","context":32000}]"#;
    let mut app = TestApp::empty().await;
    imported(&mut app, &feed("better", 30, "2026-11-01", also, "")).await;
    // It names the same source and says nothing of it.
    imported(&mut app, &feed("worse", 10, "2026-11-02", "", "")).await;
    assert_eq!(
        others(&app, "model").await,
        [said("context", "32000", "quoted")]
    );
    // A quote of an older edition does not replace that of a newer one.
    let older = also.replace("32000", "16000");
    let older = feed("worse", 10, "2026-11-03", &older, "").replace("2026-09-01", "2026-08-01");
    imported(&mut app, &older).await;
    assert_eq!(
        others(&app, "model").await,
        [said("context", "32000", "quoted")]
    );
}

#[tokio::test]
async fn an_older_edition_of_a_source_replaces_no_newer_quote_of_it() {
    let also = r#","context":200000,"also":[{"source":"quoted","context":32000}]"#;
    let mut app = TestApp::empty().await;
    imported(&mut app, &feed("better", 30, "2026-11-01", also, "")).await;
    let own = feed(
        "quoted",
        5,
        "2026-08-01",
        r#","context":16000,"license":"MIT""#,
        "",
    );
    let own = own.replace(
        r#"{"slug":"quoted","name":"Quoted list","as_of":"2026-09-01","rank":5}"#,
        "",
    );
    imported(&mut app, &own).await;
    assert_eq!(
        others(&app, "model").await,
        [said("context", "32000", "quoted")]
    );
    let json = app.get("/api/v1/models/acme/one").await.json();
    assert_eq!(json["license"], "MIT", "what it alone says is kept");
}

#[tokio::test]
async fn a_feed_of_a_part_takes_back_what_it_said_of_that_part() {
    let part = |day, about| {
        let whole = feed("part", 10, day, "", about);
        whole.replacen("\"source\":{", "\"complete\":false,\"source\":{", 1)
    };
    let mut app = TestApp::empty().await;
    imported(
        &mut app,
        &feed("better", 30, "2026-11-01", "", r#","context":200000"#),
    )
    .await;
    imported(&mut app, &part("2026-11-02", r#","context":8000"#)).await;
    assert_eq!(
        others(&app, "offering").await,
        [said("context", "8000", "part")]
    );
    imported(&mut app, &part("2026-11-03", "")).await;
    assert_eq!(others(&app, "offering").await, []);
}

#[tokio::test]
async fn the_higher_rank_stays_in_charge_of_what_it_agrees_with() {
    let says = |slug, rank, context: &str| {
        let fact = format!(r#","context":{context}"#);
        feed(slug, rank, "2026-11-01", &fact, "")
    };
    let mut app = TestApp::empty().await;
    imported(&mut app, &says("low", 10, "128000")).await;
    imported(&mut app, &says("high", 30, "128000")).await;
    imported(&mut app, &says("mid", 20, "64000")).await;
    let json = app.get("/api/v1/models/acme/one").await.json();
    assert_eq!(json["attributes"]["context_tokens"], 128_000);
    assert_eq!(json["source"]["id"], "high");
    assert_eq!(
        others(&app, "model").await,
        [said("context", "64000", "mid")]
    );
}

#[tokio::test]
async fn who_says_what_is_shown_is_named() {
    let mut app = TestApp::empty().await;
    let low = r#","context":8000,"max_output":4096"#;
    imported(&mut app, &feed("low", 10, "2026-11-01", low, "")).await;
    imported(
        &mut app,
        &feed("high", 30, "2026-11-01", r#","context":8000"#, ""),
    )
    .await;
    let other = r#","max_output":1024"#;
    imported(&mut app, &feed("other", 5, "2026-11-01", other, "")).await;
    let page = app.get("/models/acme/one").await.text();
    let (_, table) = page.split_once("id=\"differences\"").unwrap();
    let (table, _) = table.split_once("</section>").unwrap();
    assert!(
        table.contains("4,096") && table.contains("Source low"),
        "{table}"
    );
    assert!(
        !table.contains("Source high"),
        "it does not say so: {table}"
    );
    let text = export(&app.database.pool, now()).await.unwrap();
    let model = text.lines().find(|line| line.contains("\"acme/one\""));
    let (own, also) = model.unwrap().split_once("\"also\"").unwrap();
    assert!(
        !own.contains("4096") && also.contains("4096"),
        "{own} {also}"
    );
}

#[tokio::test]
async fn what_the_first_source_leaves_open_the_next_one_fills() {
    let mut app = TestApp::empty().await;
    imported(&mut app, &feed("better", 30, "2026-11-01", "", "")).await;
    let low = r#","context":8000,"retires_on":"2026-11-10""#;
    imported(&mut app, &feed("low", 5, "2026-11-02", "", low)).await;
    let mid = r#","context":16000,"max_output":2000"#;
    imported(&mut app, &feed("mid", 10, "2026-11-02", "", mid)).await;
    let json = app.get("/api/v1/models/acme/one").await.json();
    let offering = &json["offerings"][0];
    assert_eq!(offering["attributes"]["context_tokens"], 16_000);
    assert_eq!(offering["attributes"]["max_output_tokens"], 2000);
    assert_eq!(
        (&offering["retires_on"], &offering["lifecycle"]),
        (&"2026-11-10".into(), &"retired".into()),
        "whoever knows of an end is heard"
    );
    assert_eq!(
        others(&app, "offering").await,
        [said("context", "8000", "low")]
    );
}

#[tokio::test]
async fn a_wrong_word_changes_nothing_and_names_its_place() {
    let app = TestApp::empty().await;
    for (also, place) in [
        (r#"[{"source":"nobody","context":1}]"#, "models[0].also"),
        (r#"[{"source":"quoted"}]"#, "models[0].also[0]"),
        (
            r#"[{"source":"quoted","context":"many"}]"#,
            "models[0].also[0].context",
        ),
    ] {
        let text = feed("own", 20, "2026-11-01", &format!(",\"also\":{also}"), "");
        let refused = app.import(Format::Tessera, text.as_bytes()).await;
        let words = refused.unwrap_err().to_string();
        assert!(words.contains(place), "{words}");
    }
    let left: i64 = sqlx::query_scalar("select count(*) from models")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_model_is_as_new_as_the_first_edition_that_has_it() {
    let mut app = TestApp::empty().await;
    let models = |day: &str, models: &[(&str, &str)]| {
        let models: Vec<String> = models
            .iter()
            .map(|(id, more)| {
                format!(r#"{{"id":"acme/{id}","publisher":"acme","name":"Model {id}"{more}}}"#)
            })
            .collect();
        format!(
            r#"{{"tessera_catalog":1,"as_of":"{day}","source":{{"slug":"own","name":"Own"}},
            "sources":[{{"slug":"press","name":"Press","as_of":"2026-10-02"}}],
            "publishers":[{{"slug":"acme","name":"Acme"}}],"providers":[{{"slug":"shop","name":"Shop"}}],
            "models":[{}],"offerings":[{{"provider":"shop","upstream":"any","model":"acme/stock"}}]}}"#,
            models.join(",")
        )
    };
    let told = r#","seen":"2026-10-01","seen_source":"press""#;
    let out = r#","released":"2026-10-20""#;
    let first = [("stock", ""), ("told", told), ("out", out)];
    imported(&mut app, &models("2026-11-01", &first)).await;
    let second = [("stock", ""), ("told", ""), ("out", out), ("late", "")];
    imported(&mut app, &models("2026-11-15", &second)).await;

    let list = app.get("/api/v1/models?sort=newest").await.json();
    let seen: Vec<_> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| (m["id"].as_str().unwrap(), m["first_seen_on"].as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            ("acme/late", Some("2026-11-15")),
            ("acme/out", None),
            ("acme/told", Some("2026-10-01")),
            ("acme/stock", None),
        ]
    );
    let page = app.get("/models/acme/told").await.text();
    let (_, life) = page.split_once("id=\"lifecycle\"").unwrap();
    assert!(
        life.contains("First seen") && life.contains("Press"),
        "{life}"
    );
    let start = app.get("/").await.text();
    let (_, new) = start.split_once("id=\"newest\"").unwrap();
    assert!(
        new.contains("first seen ") && new.contains("15 Nov 2026"),
        "{new}"
    );
    let page = app.get("/models/acme/out").await.text();
    assert!(!page.contains("first seen"), "its release is known");
}
