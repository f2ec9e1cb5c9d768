//! What goes in, what comes out and what can be done, on which sources differ: every word is kept,
//! rank chooses, and the page shows the others.

use backend::catalog::export::export;
use backend::catalog::import::Format;
use serde_json::Value;
use tests::{TestApp, now};

/// A document in which `slug`, of this rank, says this of a model and of its offering.
fn feed(slug: &str, rank: i16, day: &str, model: &str, offering: &str) -> String {
    format!(
        r#"{{"tessera_catalog":1,"as_of":"{day}","source":{{"slug":"{slug}","name":"Source {slug}","rank":{rank}}},
        "publishers":[{{"slug":"acme","name":"Acme"}}],"providers":[{{"slug":"shop","name":"Shop"}}],
        "models":[{{"id":"acme/one","publisher":"acme","name":"One"{model}}}],
        "offerings":[{{"provider":"shop","model":"acme/one","upstream":"one","name":"One"{offering}}}]}}"#
    )
}

async fn imported(app: &mut TestApp, feeds: &[&str]) {
    for feed in feeds {
        app.import(Format::Tessera, feed.as_bytes()).await.unwrap();
    }
    app.refresh().await;
}

async fn model(app: &TestApp) -> Value {
    app.get("/api/v1/models/acme/one").await.json()
}

/// What stands beside what is shown: fact, value and source.
fn others(subject: &Value) -> Vec<String> {
    let list = subject["other_statements"].as_array().unwrap();
    let words = list.iter().map(|said| {
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        [&said["fact"], &said["value"], &said["source"]["id"]]
            .map(word)
            .join(" ")
    });
    words.collect()
}

const HIGH: &str = r#","inputs":["text"],"capabilities":["tools"],"cannot":["vision"]"#;
const LOW: &str =
    r#","inputs":["image","text"],"capabilities":["vision","cache","tools"],"outputs":["text"]"#;

#[tokio::test]
async fn sources_differ_word_by_word() {
    let high = feed("high", 30, "2026-11-01", HIGH, HIGH);
    let low = feed("low", 10, "2026-11-02", LOW, LOW);
    for order in [[&*high, &*low], [&*low, &*high]] {
        let mut app = TestApp::empty().await;
        imported(&mut app, &order).await;
        let json = model(&app).await;
        for subject in [&json, &json["offerings"][0]] {
            let shown = &subject["attributes"];
            assert_eq!(shown["inputs"], serde_json::json!(["text"]));
            assert_eq!(shown["outputs"], serde_json::json!(["text"]), "one says it");
            assert_eq!(
                shown["capabilities"],
                serde_json::json!(["tools", "cache"]),
                "denied is not unknown"
            );
            assert_eq!(shown["cannot"], serde_json::json!(["vision"]));
            assert_eq!(
                others(subject),
                ["capabilities.vision true low", "inputs text,image low"]
            );
        }
        let page = app.get("/models/acme/one").await.text();
        let (head, table) = page.split_once("id=\"differences\"").unwrap();
        let tags = head.split_once("class=\"tag-list\"").unwrap().1;
        let tags = tags.split_once("</ul>").unwrap().0;
        assert!(tags.contains("sources differ"), "{tags}");
        for words in ["Vision", "Text, Image", "Source low", "Source high"] {
            assert!(table.contains(words), "{words}: {table}");
        }
        let found = app.get("/api/v1/models?can=cache").await.json();
        assert_eq!(found["items"][0]["id"], "acme/one");
        let found = app.get("/api/v1/models?can=vision").await.json();
        assert_eq!(found["items"], serde_json::json!([]));
        for again in order {
            let report = app.import(Format::Tessera, again.as_bytes()).await.unwrap();
            assert!(report.is_unchanged(), "{report:?}");
        }
    }
}

#[tokio::test]
async fn what_is_no_longer_said_is_gone() {
    let mut app = TestApp::empty().await;
    let high = feed("high", 30, "2026-11-01", HIGH, "");
    imported(&mut app, &[&high, &feed("low", 10, "2026-11-02", LOW, "")]).await;
    let agreed = r#","inputs":["text"],"capabilities":["tools"]"#;
    imported(&mut app, &[&feed("low", 10, "2026-11-03", agreed, "")]).await;
    let json = model(&app).await;
    assert_eq!(others(&json), [""; 0]);
    let shown = &json["attributes"];
    assert_eq!(shown["capabilities"], serde_json::json!(["tools"]));
    assert_eq!(shown["outputs"], serde_json::json!([]));
}

#[tokio::test]
async fn an_open_list_is_filled_and_a_whole_one_is_not() {
    let open = r#","takes":["text","pdf"],"takes_not":["audio"]"#;
    let high = feed("high", 30, "2026-11-01", open, open);
    let whole = |inputs: &str| {
        let said = format!(r#","inputs":[{inputs}]"#);
        feed("low", 10, "2026-11-01", &said, &said)
    };
    let text = serde_json::json!(["text", "pdf"]);
    for (inputs, shown, beside) in [
        (
            r#""text","image","pdf""#,
            serde_json::json!(["text", "image", "pdf"]),
            None,
        ),
        (r#""text""#, text.clone(), Some("inputs text low")),
        (
            r#""text","pdf","audio""#,
            text,
            Some("inputs text,audio,pdf low"),
        ),
        (
            r#""text","audio","image""#,
            serde_json::json!(["text", "image", "pdf"]),
            Some("inputs text,image,audio low"),
        ),
    ] {
        let mut app = TestApp::empty().await;
        imported(&mut app, &[&whole(inputs), &high]).await;
        let json = model(&app).await;
        for subject in [&json, &json["offerings"][0]] {
            assert_eq!(subject["attributes"]["inputs"], shown);
            assert_eq!(others(subject), Vec::from_iter(beside));
        }
    }
    let mut app = TestApp::empty().await;
    let whole = feed("high", 30, "2026-11-01", r#","inputs":["text"]"#, "");
    let open = feed("low", 10, "2026-11-01", open, "");
    imported(&mut app, &[&open, &whole]).await;
    let json = model(&app).await;
    assert_eq!(json["attributes"]["inputs"], serde_json::json!(["text"]));
    assert_eq!(others(&json), ["inputs.pdf true low"]);
}

#[tokio::test]
async fn every_word_moves_with_the_catalog() {
    let open = r#","takes":["text"],"takes_not":["audio"],"gives":["text"],"cannot":["batch"]"#;
    let mut app = TestApp::empty().await;
    let feeds = [
        feed("high", 30, "2026-11-01", HIGH, open),
        feed("low", 10, "2026-11-02", LOW, LOW),
    ];
    imported(&mut app, &[&feeds[0], &feeds[1]]).await;
    let text = export(&app.database.pool, now()).await.unwrap();
    for said in [HIGH, open] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let mut elsewhere = TestApp::empty().await;
    imported(&mut elsewhere, &[&text]).await;
    let again = export(&elsewhere.database.pool, now()).await.unwrap();
    let records = |text: &str| -> Vec<String> {
        let of_model = text.lines().filter(|line| line.contains("acme/one"));
        of_model.map(str::to_owned).collect()
    };
    assert_eq!(records(&again), records(&text));
    assert_eq!(
        model(&elsewhere).await["attributes"],
        model(&app).await["attributes"]
    );
}

#[tokio::test]
async fn a_word_that_changes_is_told() {
    let mut app = TestApp::empty().await;
    let july = feed("own", 20, "2026-07-02", HIGH, "");
    let said = r#","inputs":["text","image"],"capabilities":["vision"],"cannot":["tools","batch"]"#;
    imported(&mut app, &[&july, &feed("own", 20, "2026-08-18", said, "")]).await;
    let changes = app.get("/api/v1/changes?kind=facts").await.json();
    let told = changes["items"].as_array().unwrap().iter().map(|change| {
        let words = [&change["component"], &change["before"], &change["after"]];
        words.map(|word| word.as_str().unwrap()).join(" ")
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            "inputs text text,image",
            "capabilities.vision false true",
            "capabilities.tools true false",
        ]
    );
    let page = app.get("/changes?days=all&kind=facts").await.text();
    assert!(
        page.contains("Tool calling") && page.contains("Vision"),
        "{page}"
    );
}

#[tokio::test]
async fn a_list_is_whole_or_open() {
    let app = TestApp::empty().await;
    let both = feed(
        "own",
        20,
        "2026-11-01",
        r#","inputs":["text"],"takes":["pdf"]"#,
        "",
    );
    let refused = app.import(Format::Tessera, both.as_bytes()).await;
    let words = refused.unwrap_err().to_string();
    assert!(words.contains("models[0].takes"), "{words}");
}

/// A document of a part of what its source has: this of the offering.
fn part(day: &str, said: &str) -> String {
    let whole = feed("part", 30, day, "", said);
    whole.replacen("\"source\":{", "\"complete\":false,\"source\":{", 1)
}

#[tokio::test]
async fn a_feed_of_a_part_speaks_of_its_own() {
    let mut app = TestApp::empty().await;
    imported(
        &mut app,
        &[&part("2026-11-01", r#","capabilities":["tools"]"#)],
    )
    .await;
    imported(
        &mut app,
        &[&part("2026-11-02", r#","capabilities":["cache"]"#)],
    )
    .await;
    let shown = &model(&app).await["offerings"][0]["attributes"]["capabilities"];
    assert_eq!(*shown, serde_json::json!(["cache"]));
}

#[tokio::test]
async fn what_its_source_no_longer_has_is_exported_as_it_is_shown() {
    let mut app = TestApp::empty().await;
    let other = r#"{"id":"acme/two","publisher":"acme","name":"Two"}"#;
    let later = feed("own", 20, "2026-11-02", "", "");
    let (head, tail) = later.split_once(r#"{"id":"acme/one""#).unwrap();
    let (_, tail) = tail.split_once('}').unwrap();
    let later = format!("{head}{other}{tail}").replace(r#""model":"acme/one","#, "");
    imported(
        &mut app,
        &[&feed("own", 20, "2026-11-01", HIGH, ""), &later],
    )
    .await;
    assert_eq!(
        model(&app).await["attributes"]["inputs"],
        serde_json::json!(["text"])
    );
    let text = export(&app.database.pool, now()).await.unwrap();
    let one = text.lines().find(|line| line.contains("acme/one")).unwrap();
    assert!(
        one.contains(r#""takes":["text"],"capabilities":["tools"]"#),
        "{one}"
    );
}

#[tokio::test]
async fn a_quote_of_some_words_leaves_the_others() {
    let mut app = TestApp::empty().await;
    let own = feed(
        "own",
        10,
        "2026-11-01",
        r#","capabilities":["tools","cache"]"#,
        "",
    );
    let quote = r#","also":[{"source":"own","cannot":["batch"]}]"#;
    let quote = feed("press", 20, "2026-11-02", quote, "").replace(
        r#""publishers""#,
        r#""sources":[{"slug":"own","name":"Source own","as_of":"2026-11-01","rank":10}],"publishers""#,
    );
    imported(&mut app, &[&own, &quote]).await;
    let json = model(&app).await;
    let shown = serde_json::json!(["tools", "cache"]);
    assert_eq!(json["attributes"]["capabilities"], shown);
}

#[tokio::test]
async fn without_pictures_there_is_no_vision() {
    let mut app = TestApp::empty().await;
    let high = feed("high", 30, "2026-11-01", r#","inputs":["text"]"#, "");
    let low = feed("low", 10, "2026-11-02", r#","capabilities":["vision"]"#, "");
    imported(&mut app, &[&low, &high]).await;
    let json = model(&app).await;
    assert_eq!(json["attributes"]["capabilities"], serde_json::json!([]));
    assert_eq!(others(&json), ["capabilities.vision true low"]);
}

#[tokio::test]
async fn who_added_to_a_list_is_named() {
    let mut app = TestApp::empty().await;
    let feeds = [
        feed("first", 30, "2026-11-01", r#","takes":["text"]"#, ""),
        feed("second", 20, "2026-11-02", r#","takes":["pdf"]"#, ""),
        feed("third", 10, "2026-11-03", r#","inputs":["text"]"#, ""),
        feed("fourth", 5, "2026-11-04", r#","takes_not":["pdf"]"#, ""),
    ];
    imported(&mut app, &feeds.each_ref().map(String::as_str)).await;
    let page = app.get("/models/acme/one").await.text();
    let (_, table) = page.split_once("id=\"differences\"").unwrap();
    let rows: Vec<&str> = table
        .split("<tr>")
        .filter(|row| row.contains("The model"))
        .collect();
    let row = |label: &str| *rows.iter().find(|row| row.contains(label)).unwrap();
    let list = row(">Input<").split_once("Another source").unwrap().0;
    assert!(
        list.contains("Source first") && list.contains("Source second"),
        "{list}"
    );
    let pdf = row(">PDF input<").split_once("Another source").unwrap().0;
    assert!(
        pdf.contains("Source second") && !pdf.contains("Source first"),
        "{pdf}"
    );
}

#[tokio::test]
async fn what_happens_to_data_is_a_word_of_each_source() {
    let strict = r#","retention_days":0,"trains_on_data":false"#;
    let high = feed("high", 30, "2026-11-01", "", strict);
    let low = feed(
        "low",
        10,
        "2026-11-02",
        "",
        r#","retention_days":30,"trains_on_data":false"#,
    );
    for order in [[&*high, &*low], [&*low, &*high]] {
        let mut app = TestApp::empty().await;
        imported(&mut app, &order).await;
        let json = model(&app).await;
        let offering = &json["offerings"][0];
        assert_eq!(offering["data_policy"]["retention_days"], 0);
        assert_eq!(others(offering), ["retention_days 30 low"]);
        let page = app.get("/models/acme/one").await.text();
        let (_, table) = page.split_once("id=\"differences\"").unwrap();
        assert!(
            table.contains("Retention") && table.contains("30 days"),
            "{table}"
        );
        let text = export(&app.database.pool, now()).await.unwrap();
        assert!(
            text.contains(r#"{"source":"low","retention_days":30}"#),
            "{text}"
        );
        for again in order {
            let report = app.import(Format::Tessera, again.as_bytes()).await.unwrap();
            assert!(report.is_unchanged(), "{report:?}");
        }
    }
    // What only the lower one says is its word, and moves as such.
    let mut app = TestApp::empty().await;
    imported(&mut app, &[&low, &feed("high", 30, "2026-11-01", "", "")]).await;
    let text = export(&app.database.pool, now()).await.unwrap();
    let said = r#"{"source":"low","retention_days":30,"trains_on_data":false}"#;
    assert!(text.contains(said), "{text}");
    let json = model(&app).await;
    assert_eq!(json["offerings"][0]["data_policy"]["retention_days"], 30);
}
