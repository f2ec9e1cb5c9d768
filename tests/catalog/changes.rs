//! Every change is a row that people can read.

use backend::catalog::changes::{self, Filter, Kind};
use backend::catalog::import::Format;
use tests::TestApp;

fn feed(date: &str, offerings: &str) -> String {
    format!(
        r#"{{"tessera_catalog":1,"as_of":"{date}","source":{{"slug":"own","name":"Own feed"}},"sources":[],
        "publishers":[{{"slug":"acme","name":"Acme"}}],"providers":[{{"slug":"acme","name":"Acme Cloud"}}],"regions":[],
        "models":[{{"id":"acme/one","publisher":"acme","name":"One","tasks":["chat"],"inputs":["text"],
        "outputs":["text"],"capabilities":[],"lifecycle":"active"}}],"offerings":[{offerings}],"scores":[]}}"#
    )
}

fn offering(upstream: &str, prices: &str) -> String {
    format!(
        r#"{{"provider":"acme","model":"acme/one","upstream":"{upstream}","name":"One",
        "deployment":"serverless_global","lifecycle":"active","prices":[{prices}]}}"#
    )
}

const FIRST: &str = r#"{"direction":"input","usd":"3","from":"2026-01-01"}"#;
const BOTH: &str = r#"{"direction":"input","usd":"3","from":"2026-01-01","to":"2026-06-01"},
    {"direction":"input","usd":"2","from":"2026-06-01"}"#;

#[tokio::test]
async fn added_retired_returned_and_repriced() {
    let app = TestApp::empty().await;
    let import = async |date: &str, offerings: &[String]| {
        app.import(Format::Tessera, feed(date, &offerings.join(",")).as_bytes())
            .await
            .unwrap()
    };
    import("2026-02-01", &[offering("a", FIRST), offering("b", FIRST)]).await;
    import("2026-06-02", &[offering("a", BOTH), offering("c", FIRST)]).await;
    import(
        "2026-07-02",
        &[
            offering("a", BOTH),
            offering("b", FIRST),
            offering("c", FIRST),
        ],
    )
    .await;

    let all = changes::list(&app.database.pool, &Filter::default())
        .await
        .unwrap()
        .changes;
    let told: Vec<_> = all
        .iter()
        .map(|c| {
            (
                c.kind,
                c.upstream.as_deref().unwrap_or_default(),
                c.at.date().to_string(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (Kind::Returned, "b", "2026-07-02".to_owned()),
            (Kind::Retired, "b", "2026-06-02".to_owned()),
            (Kind::Added, "c", "2026-06-02".to_owned()),
            (Kind::Repriced, "a", "2026-06-01".to_owned()),
        ]
    );
    let price = all.iter().find(|c| c.kind == Kind::Repriced).unwrap();
    assert_eq!(
        (
            price.old.unwrap().to_string(),
            price.new.unwrap().to_string()
        ),
        ("3".to_owned(), "2".to_owned())
    );
    assert_eq!(
        (price.component.as_deref(), price.permille()),
        (Some("Input"), Some(-333))
    );
    assert_eq!(price.href(), "/models/acme/one");
}

#[tokio::test]
async fn a_model_that_becomes_legacy_is_told_once() {
    let mut app = TestApp::empty().await;
    let edition = |date: &str, life: &str| {
        feed(date, &offering("a", FIRST)).replace(
            r#""capabilities":[],"lifecycle":"active""#,
            &format!(r#""capabilities":[],{life}"#),
        )
    };
    let first = edition("2026-02-01", r#""lifecycle":"active""#);
    let second = edition(
        "2026-06-02",
        r#""lifecycle":"legacy","retires_on":"2027-01-12""#,
    );
    app.import(Format::Tessera, first.as_bytes()).await.unwrap();
    app.import(Format::Tessera, second.as_bytes())
        .await
        .unwrap();
    let again = app
        .import(Format::Tessera, second.as_bytes())
        .await
        .unwrap();
    assert!(again.is_unchanged(), "{again}");

    let mut all = changes::list(&app.database.pool, &Filter::default())
        .await
        .unwrap()
        .changes;
    all.sort_by(|a, b| a.component.cmp(&b.component));
    let told: Vec<_> = all
        .iter()
        .map(|c| {
            (
                c.kind,
                c.component.as_deref().unwrap_or_default(),
                c.old_word.as_deref(),
                c.new_word.as_deref(),
                c.at.date().to_string(),
            )
        })
        .collect();
    let at = || "2026-06-02".to_owned();
    assert_eq!(
        told,
        [
            (
                Kind::Lifecycle,
                "Lifecycle",
                Some("active"),
                Some("legacy"),
                at()
            ),
            (
                Kind::Lifecycle,
                "Retirement",
                None,
                Some("2027-01-12"),
                at()
            ),
        ]
    );
    assert!(all.iter().all(|c| c.href() == "/models/acme/one"));

    app.refresh().await;
    let page = app.get("/changes?kind=lifecycle&days=all").await.text();
    for words in ["Active → Legacy", "Retires on 12 Jan 2027"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let json = app.get("/api/v1/changes?kind=lifecycle").await.json();
    let steps = json["items"].as_array().unwrap();
    let step = steps
        .iter()
        .find(|i| i["component"] == "Lifecycle")
        .unwrap();
    assert_eq!(
        (&step["model"], &step["before"], &step["after"]),
        (&"acme/one".into(), &"active".into(), &"legacy".into())
    );
    assert!(steps.iter().any(|i| i["before"].is_null()));
}

#[tokio::test]
async fn a_source_of_lower_rank_changes_no_stage() {
    let app = TestApp::empty().await;
    let own = feed("2026-02-01", &offering("a", FIRST));
    let lower = |lifecycle: &str| {
        own.replace(
            r#""slug":"own","name":"Own feed""#,
            r#""slug":"low","name":"Low feed","rank":1"#,
        )
        .replace(
            r#""capabilities":[],"lifecycle":"active""#,
            &format!(r#""capabilities":[],"lifecycle":"{lifecycle}""#),
        )
    };
    for text in [own.clone(), lower("active"), lower("retired")] {
        app.import(Format::Tessera, text.as_bytes()).await.unwrap();
    }
    let filter = Filter {
        kind: Some(Kind::Lifecycle),
        ..Filter::default()
    };
    let page = changes::list(&app.database.pool, &filter).await.unwrap();
    assert!(page.changes.is_empty(), "{:?}", page.changes);
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    let app = TestApp::starter().await;
    let mut filter = Filter {
        kind: Some(Kind::Repriced),
        ..Filter::default()
    };
    let mut ids = Vec::new();
    loop {
        let page = changes::list(&app.database.pool, &filter).await.unwrap();
        assert!(
            page.changes
                .windows(2)
                .all(|w| (w[0].at, w[0].id) > (w[1].at, w[1].id))
        );
        ids.extend(page.changes.iter().map(|c| c.id));
        match page.next {
            Some(next) => filter.after = Some(next),
            None => break,
        }
    }
    let total: i64 = sqlx::query_scalar("select count(*) from changes where kind = 'repriced'")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(i64::try_from(ids.len()).unwrap(), total);
    assert!(total > 100, "{total}");
}
