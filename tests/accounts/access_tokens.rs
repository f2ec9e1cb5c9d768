//! Access tokens: what they are for, how long, and until when.

use axum::http::Method;
use backend::access_tokens::{self, NewToken};
use backend::authz::AnyMember;
use tests::{Answer, Person, TestApp, now};
use time::Duration;

const ACCOUNT: &str = "/api/v1/account";
const ORGANIZATION: &str = "/api/v1/organizations/acme";

async fn owner(app: &TestApp) -> Person<'_> {
    let owner = app.person("owner@acme.example").await;
    let fields = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    owner
}

/// A token that may read the account and lives for 7 days.
async fn token(app: &TestApp, owner: &Person<'_>) -> String {
    let actor = app.actor(owner).await;
    let grant = actor.in_org::<AnyMember>(&app.services, "acme").await;
    let new = NewToken {
        name: "narrow".parse().unwrap(),
        scopes: vec!["account:read".to_owned()],
        days: 7,
    };
    let made = access_tokens::create(&app.services, &grant.unwrap(), &actor, new).await;
    made.unwrap().reveal()
}

async fn call(app: &TestApp, address: &str, token: &str) -> Answer {
    app.call(Method::GET, address, Some(token), None).await
}

#[tokio::test]
async fn a_token_is_for_its_scopes_only() {
    let app = TestApp::empty().await;
    let owner = owner(&app).await;
    let token = token(&app, &owner).await;
    assert_eq!(call(&app, ACCOUNT, &token).await.status, 200);
    for (address, scope) in [
        (ORGANIZATION.to_owned(), "organization:read"),
        (format!("{ORGANIZATION}/projects"), "organization:read"),
        (format!("{ORGANIZATION}/members"), "members:read"),
        (format!("{ORGANIZATION}/audit"), "audit:read"),
    ] {
        let answer = call(&app, &address, &token).await;
        assert_eq!(answer.status, 403, "{address}");
        assert!(answer.text().contains(scope), "{}", answer.text());
    }
    let project = r#"{"slug":"web","name":"Web"}"#.to_owned();
    let address = format!("{ORGANIZATION}/projects");
    let answer = app.call(Method::POST, &address, Some(&token), Some(project));
    let answer = answer.await;
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains("projects:write"));
}

#[tokio::test]
async fn a_token_ends_with_its_last_day() {
    let app = TestApp::empty().await;
    let owner = owner(&app).await;
    let token = token(&app, &owner).await;
    let before = app.at(|| now() + Duration::hours(167)).await;
    assert_eq!(call(&before, ACCOUNT, &token).await.status, 200);
    let after = app.at(|| now() + Duration::days(7)).await;
    assert_eq!(call(&after, ACCOUNT, &token).await.status, 401);
}

#[tokio::test]
async fn a_revoked_token_is_over_at_once() {
    let app = TestApp::empty().await;
    let owner = owner(&app).await;
    let (kept, lost) = (token(&app, &owner).await, token(&app, &owner).await);
    let actor = app.actor(&owner).await;
    let grant = actor.in_org::<AnyMember>(&app.services, "acme").await;
    let all = access_tokens::list(&app.services, &grant.unwrap()).await;
    let all = all.unwrap();
    let found = all.iter().find(|t| lost.contains(&t.public_id)).unwrap();
    let revoke = format!("/organizations/acme/tokens/{}/revoke", found.id);
    assert_eq!(call(&app, ACCOUNT, &lost).await.status, 200);
    owner.browser.submit(&revoke, &[]).await;
    assert_eq!(call(&app, ACCOUNT, &lost).await.status, 401);
    assert_eq!(call(&app.replica().await, ACCOUNT, &lost).await.status, 401);
    assert_eq!(call(&app, ACCOUNT, &kept).await.status, 200);
    assert_eq!(owner.browser.post(&revoke, &[]).await.status, 404);
}
