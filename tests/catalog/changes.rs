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
