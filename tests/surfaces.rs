//! The same question gets the same status from the pages and from the API.

use tests::TestApp;

#[tokio::test]
async fn one_status_on_all_surfaces() {
    let app = TestApp::starter().await;
    let long = format!("?q={}", "x".repeat(9_000));
    for (page, api, status) in [
        ("/models", "/api/v1/models", 200),
        ("/models?page=-1", "/api/v1/models?page=-1", 400),
        ("/models?page=9999", "/api/v1/models?page=9999", 404),
        // A list without anything in it has one page.
        (
            "/models?provider=nobody",
            "/api/v1/models?provider=nobody",
            200,
        ),
        (
            "/models?provider=nobody&page=2",
            "/api/v1/models?provider=nobody&page=2",
            404,
        ),
        ("/models?open=yes", "/api/v1/models?open=yes", 400),
        ("/models?sort=best", "/api/v1/models?sort=best", 400),
        (
            "/models?lifecycle=dead",
            "/api/v1/models?lifecycle=dead",
            400,
        ),
        ("/models?q=%ff", "/api/v1/models?q=%ff", 400),
        (
            &format!("/models{long}"),
            &format!("/api/v1/models{long}"),
            414,
        ),
        (
            "/models/anthropic/claude-sonnet-4-5",
            "/api/v1/models/anthropic/claude-sonnet-4-5",
            200,
        ),
        (
            "/models/nobody/nothing",
            "/api/v1/models/nobody/nothing",
            404,
        ),
        ("/providers/nobody", "/api/v1/providers/nobody", 404),
        ("/publishers/nobody", "/api/v1/publishers/nobody", 404),
        ("/changes?kind=none", "/api/v1/changes?kind=none", 400),
        ("/changes?after=x", "/api/v1/changes?after=x", 400),
        (
            "/changes?provider=nobody",
            "/api/v1/changes?provider=nobody",
            200,
        ),
        (
            "/changes?provider=groq",
            "/api/v1/changes?provider=groq",
            200,
        ),
        ("/changes?kind=none", "/changes.atom?kind=none", 400),
        ("/nothing", "/api/v1/nothing", 404),
    ] {
        let shown: String = page.chars().take(50).collect();
        assert_eq!(app.get(page).await.status.as_u16(), status, "page {shown}");
        assert_eq!(app.get(api).await.status.as_u16(), status, "API {shown}");
    }
}

#[tokio::test]
async fn a_lost_database_is_unavailable_and_the_catalog_goes_on() {
    let app = TestApp::starter().await;
    app.database.app.close().await;
    assert_eq!(app.get("/changes").await.status.as_u16(), 503);
    assert_eq!(app.get("/api/v1/changes").await.status.as_u16(), 503);
    assert_eq!(app.get("/models").await.status.as_u16(), 200);
    assert_eq!(
        app.get("/models/anthropic/claude-sonnet-4-5")
            .await
            .status
            .as_u16(),
        200
    );
}
