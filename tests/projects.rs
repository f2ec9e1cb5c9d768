//! Projects through the API: what belongs together happens together.

use axum::http::Method;
use tests::{Answer, Person, TestApp};

const PATH: &str = "/api/v1/organizations/acme/projects/web";

/// An organization with one project, and a token of its owner.
async fn project(app: &TestApp) -> (Person<'_>, String) {
    let owner = app.person("owner@acme.example").await;
    let fields = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    let fields = [("name", "Web"), ("slug", "web"), ("cost_center", "4711")];
    let page = "/organizations/acme/projects/new";
    owner.browser.submit(page, &fields).await;
    let token = app.token(&owner, "acme").await;
    (owner, token)
}

async fn patch(app: &TestApp, token: &str, body: &str) -> Answer {
    app.call(Method::PATCH, PATH, Some(token), Some(body.to_owned()))
        .await
}

/// What the log tells about the project, the oldest first.
async fn told(app: &TestApp) -> Vec<String> {
    sqlx::query_scalar("select action from audit_events where subject = 'web' order by seq")
        .fetch_all(&app.database.pool)
        .await
        .unwrap()
}

#[tokio::test]
async fn one_request_renames_and_archives_with_both_events() {
    let app = TestApp::empty().await;
    let (_owner, token) = project(&app).await;
    let answer = patch(&app, &token, r#"{"name":"Shop","archived":true}"#).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let project = answer.json();
    assert_eq!(project["name"], "Shop");
    assert_eq!(project["cost_center"], "4711", "what is left out stays");
    assert_eq!(project["archived_at"], "2026-11-22T12:00:00Z");
    let shown = app.call(Method::GET, PATH, Some(&token), None).await.json();
    assert_eq!(shown, project);
    assert_eq!(
        told(&app).await,
        ["project.created", "project.changed", "project.archived"]
    );
}

/// The second event cannot be written: the first change is undone too.
#[tokio::test]
async fn both_happen_or_neither() {
    let app = TestApp::empty().await;
    let (_owner, token) = project(&app).await;
    let before = app.call(Method::GET, PATH, Some(&token), None).await.json();
    let when = "when (new.action = 'project.archived')";
    app.database.refuse("insert on audit_events", when).await;
    let answer = patch(&app, &token, r#"{"name":"Shop","archived":true}"#).await;
    assert_eq!(answer.status, 500, "{}", answer.text());
    let after = app.call(Method::GET, PATH, Some(&token), None).await.json();
    assert_eq!(after, before);
    assert_eq!(told(&app).await, ["project.created"]);
}

#[tokio::test]
async fn what_changes_nothing_is_not_told() {
    let app = TestApp::empty().await;
    let (_owner, token) = project(&app).await;
    for body in [
        "{}",
        r#"{"name":"Web","cost_center":"4711","archived":false}"#,
    ] {
        let answer = patch(&app, &token, body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    assert_eq!(told(&app).await, ["project.created"]);
    let cleared = patch(&app, &token, r#"{"cost_center":null}"#).await.json();
    assert!(cleared["cost_center"].is_null());
    assert_eq!(cleared["name"], "Web");
    for body in [
        r#"{"name":null}"#,
        r#"{"archived":"yes"}"#,
        r#"{"slug":"x"}"#,
    ] {
        assert_eq!(patch(&app, &token, body).await.status, 422, "{body}");
    }
    assert_eq!(told(&app).await, ["project.created", "project.changed"]);
}
