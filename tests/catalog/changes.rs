//! Every change is a row that people can read.

use backend::catalog::changes::{self, Filter, Kind};
use backend::catalog::import::{Fetched, Format, Input, import};
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

/// An edition of a source of which an offering has these facts and these prices.
fn edition(day: &str, facts: &str, prices: &str) -> String {
    format!(
        r#"{{"tessera_catalog":1,"as_of":"{day}","source":{{"slug":"own","name":"Own"}},
        "publishers":[{{"slug":"acme","name":"Acme"}}],"providers":[{{"slug":"shop","name":"Shop"}}],
        "models":[{{"id":"acme/one","publisher":"acme","name":"One","context":128000}}],
        "offerings":[{{"provider":"shop","model":"acme/one","upstream":"one"{facts},"prices":[{prices}]}}]}}"#
    )
}

#[tokio::test]
async fn limits_and_ends_of_an_offering_are_changes_that_people_read() {
    let mut app = TestApp::empty().await;
    let first = edition("2026-11-01", r#","context":128000"#, "");
    let second = edition(
        "2026-11-15",
        r#","context":200000,"max_output":8192,"lifecycle":"legacy","retires_on":"2027-02-01""#,
        "",
    );
    for text in [&first, &second] {
        app.import(Format::Tessera, text.as_bytes()).await.unwrap();
    }
    app.refresh().await;
    let json = app.get("/api/v1/changes").await.json();
    let items = json["items"].as_array().unwrap();
    let mut told: Vec<_> = items
        .iter()
        .map(|i| {
            let word = |name: &str| i[name].as_str().unwrap_or("-").to_owned();
            [
                word("kind"),
                word("component"),
                word("before"),
                word("after"),
                word("provider"),
            ]
            .join(" ")
        })
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            "facts context 128000 200000 shop",
            "facts max_output - 8192 shop",
            "lifecycle Lifecycle active legacy shop",
            "lifecycle Retirement - 2027-02-01 shop",
        ]
    );
    let page = app.get("/changes?kind=facts").await.text();
    for words in [
        "Context",
        "128,000 → 200,000",
        "8,192, unknown before",
        "Limits and facts",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let feed = app.get("/changes.atom?kind=facts").await.text();
    assert!(feed.contains("Context: 128,000 → 200,000. "), "{feed}");
    let again = app
        .import(Format::Tessera, second.as_bytes())
        .await
        .unwrap();
    assert!(again.is_unchanged(), "{again}");
}

#[tokio::test]
async fn a_price_that_comes_or_goes_is_a_change() {
    let app = TestApp::empty().await;
    let feed = |model: &str| {
        format!(
            r#"{{"shop":{{"id":"shop","name":"Shop","models":{{"one":{{"id":"one","name":"One"{model}}}}}}}}}"#
        )
    };
    let priced = feed(r#","cost":{"input":3,"output":15}"#);
    let bare = feed("");
    for (day, text) in [(1, &bare), (8, &priced), (15, &bare)] {
        let day = time::Date::from_calendar_date(2026, time::Month::November, day).unwrap();
        let input = Input {
            format: Format::ModelsDev,
            file: Fetched {
                origin: "feed.json".to_owned(),
                bytes: text.clone().into_bytes(),
                modified: None,
            },
            as_of: Some(day.midnight().assume_utc()),
            until: None,
            source: None,
        };
        import(&app.database.pool, input, |_| {}).await.unwrap();
    }
    let json = app.get("/api/v1/changes?kind=repriced").await.json();
    let mut told: Vec<_> = json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| format!("{} {} {}", i["component"], i["old_usd"], i["new_usd"]))
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            r#""Input" "3" null"#,
            r#""Input" null "3""#,
            r#""Output" "15" null"#,
            r#""Output" null "15""#,
        ]
    );
    let page = app.get("/changes?kind=repriced").await.text();
    assert!(page.contains("$3.00, not priced before"), "{page}");
    assert!(page.contains("was $3.00, not priced now"), "{page}");
}
