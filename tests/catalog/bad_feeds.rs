//! A bad file changes nothing and says where it is bad.

use backend::catalog::import::{Fetched, Format, ImportError, Input, import};
use tests::TestApp;
use time::macros::datetime;

const GOOD: &str = r#"{"committed_at":"2026-07-02T00:00:00Z","models":{},"providers":{
    "acme":{"id":"acme","name":"Acme","doc":"https://acme.example","env":[],"npm":"@ai-sdk/openai-compatible","models":{
        "acme/one":{"id":"acme/one","name":"One","attachment":false,"reasoning":false,"tool_call":true,
            "open_weights":false,"release_date":"2026-01-01","last_updated":"2026-01-01",
            "limit":{"context":1000,"output":100},"modalities":{"input":["text"],"output":["text"]},
            "cost":{"input":1.5,"output":2}}}}}}"#;

async fn refused(app: &TestApp, text: &str) -> String {
    match app.import(Format::ModelsDev, text.as_bytes()).await {
        Err(error @ ImportError::Feed { .. }) => error.to_string(),
        other => panic!("expected a feed error, got {other:?}"),
    }
}

#[tokio::test]
async fn each_mistake_names_file_place_and_expectation() {
    let app = TestApp::empty().await;
    for (what, text, place) in [
        ("truncated", GOOD[..GOOD.len() - 40].to_owned(), "line"),
        ("not JSON", "hello".to_owned(), "line 1"),
        (
            "wrong type",
            GOOD.replace("\"context\":1000", "\"context\":\"many\""),
            "acme/one",
        ),
        ("negative", GOOD.replace("1.5", "-1.5"), "input"),
        (
            "too many digits",
            GOOD.replace("1.5", "0.12345678901234567890123"),
            "input",
        ),
        ("not an object", "[]".to_owned(), "at the top of the file"),
        (
            "a character that no text may have",
            GOOD.replace("\"One\"", "\"O\\u0000ne\""),
            "acme/one",
        ),
    ] {
        let error = refused(&app, &text).await;
        assert!(error.starts_with("feed.json: "), "{what}: {error}");
        assert!(error.contains(place), "{what}: {error}");
        assert!(error.contains("expected"), "{what}: {error}");
    }
    let rows: i64 = sqlx::query_scalar("select count(*) from import_runs")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    let sources: i64 = sqlx::query_scalar("select count(*) from sources")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!((rows, sources), (0, 0));
}

/// A table of prices has no date: it takes that of its file, or says what to give.
#[tokio::test]
async fn what_has_no_date_names_the_option() {
    let app = TestApp::empty().await;
    let table = b"provider,model,mode,effective_from,effective_to,input_per_mtok,output_per_mtok\n";
    let refused = app.import(Format::PriceHistory, table).await;
    let error = refused.err().map(|error| error.to_string());
    let error = error.unwrap_or_default();
    assert!(
        error.contains("at the top of the file: expected a date"),
        "{error}"
    );
    assert!(error.contains("--as-of"), "{error}");
}

/// The release before runs on the schema of a newer one, and doctor says so.
#[tokio::test]
async fn a_newer_database_is_not_refused() {
    let app = TestApp::empty().await;
    let pool = &app.database.pool;
    assert_eq!(backend::db::unknown_migrations(pool).await.unwrap(), 0);
    sqlx::query(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (20990101000000, 'of a newer release', true, '', 0)",
    )
    .execute(pool)
    .await
    .unwrap();
    backend::db::migrate(pool).await.unwrap();
    assert_eq!(backend::db::pending_migrations(pool).await.unwrap(), 0);
    assert_eq!(backend::db::unknown_migrations(pool).await.unwrap(), 1);
}

#[tokio::test]
async fn a_failure_in_the_middle_leaves_the_catalog_as_it_was() {
    let app = TestApp::empty().await;
    app.import(Format::ModelsDev, GOOD.as_bytes())
        .await
        .unwrap();
    // The database refuses the last statement of the import.
    sqlx::query(
        "alter table changes add constraint changes_test_refuses check (kind <> 'repriced')",
    )
    .execute(&app.database.pool)
    .await
    .unwrap();
    let next = GOOD
        .replace("2026-07-02", "2026-08-02")
        .replace("1.5", "9")
        .replace("acme/one", "acme/two");
    let both = GOOD.replace("2026-07-02", "2026-08-02").replace("1.5", "9");
    assert!(
        app.import(Format::ModelsDev, both.as_bytes())
            .await
            .is_err()
    );
    let open: i64 =
        sqlx::query_scalar("select count(*) from prices where upper_inf(valid) and amount = 1.5")
            .fetch_one(&app.database.pool)
            .await
            .unwrap();
    assert_eq!(open, 1, "the old price is still in force");
    // A feed without that change goes through: no lock or half state is left.
    let report = app
        .import(Format::ModelsDev, next.as_bytes())
        .await
        .unwrap();
    assert_eq!((report.added, report.retired), (1, 1));
}

#[tokio::test]
async fn an_edition_of_the_future_is_refused() {
    let app = TestApp::empty().await;
    let edition = |own: &str, quoted: &str| {
        format!(
            r#"{{"tessera_catalog":1,"as_of":"{own}","source":{{"slug":"own","name":"Own"}},
            "sources":[{{"slug":"press","name":"Press","as_of":"{quoted}"}}],
            "providers":[{{"slug":"shop","name":"Shop"}}],"offerings":[{{"provider":"shop","upstream":"one"}}]}}"#
        )
    };
    let given = async |text: String| {
        let input = Input {
            format: Format::Tessera,
            file: Fetched {
                origin: "feed.json".to_owned(),
                bytes: text.into_bytes(),
                modified: None,
            },
            as_of: None,
            until: Some(datetime!(2026-11-22 0:00 UTC)),
            source: None,
        };
        import(&app.database.pool, input, |_| {}).await
    };
    for (own, quoted, slug) in [
        ("2027-11-22", "2026-11-01", "own"),
        ("2026-11-22", "2062-11-01", "press"),
    ] {
        let words = given(edition(own, quoted)).await.unwrap_err().to_string();
        assert!(words.contains(slug) && words.contains("future"), "{words}");
    }
    let sources: i64 = sqlx::query_scalar("select count(*) from sources")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(sources, 0, "nothing was noted");
    given(edition("2026-11-22", "2026-11-22")).await.unwrap();
}
