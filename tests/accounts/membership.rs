//! Roles change, members go.

use tests::{Person, TestApp};

async fn organization(app: &TestApp) -> (Person<'_>, Person<'_>) {
    let owner = app.person("owner@acme.example").await;
    owner
        .browser
        .submit(
            "/organizations/new",
            &[("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")],
        )
        .await;
    let admin = app.person("admin@acme.example").await;
    app.join("acme", admin.user, &["admin"]).await;
    (owner, admin)
}

/// Somebody who is removed or demoted loses access with the next request, on
/// every replica: nothing about roles is kept in memory (#8).
#[tokio::test]
async fn removed_and_demoted_members_lose_access_at_once() {
    let app = TestApp::starter().await;
    let (owner, admin) = organization(&app).await;
    let token = app.token(&admin, "acme").await;
    let invite = "/organizations/acme/members/invite";
    assert_eq!(admin.browser.get(invite).await.status, 200);
    let before = admin.browser.cookie("__Host-session").unwrap();
    let path = format!("/organizations/acme/members/{}", admin.user);
    owner.browser.submit(&path, &[("roles", "developer")]).await;
    assert_eq!(admin.browser.get(invite).await.status, 403);
    let after = admin.browser.cookie("__Host-session").unwrap();
    assert_ne!(before, after, "other roles, another session id");
    let call = async |path: &str| {
        app.call(axum::http::Method::GET, path, Some(&token), None)
            .await
            .status
            .as_u16()
    };
    assert_eq!(call("/api/v1/organizations/acme/audit").await, 403);
    assert_eq!(call("/api/v1/organizations/acme").await, 200);
    owner.browser.submit(&format!("{path}/remove"), &[]).await;
    assert_eq!(admin.browser.get("/organizations/acme").await.status, 404);
    assert_eq!(
        call("/api/v1/organizations/acme").await,
        401,
        "tokens of a member go with the member"
    );
}

/// The same on two replicas: what one of them is told, the other knows with its
/// next request, for sessions and for tokens (#8).
#[tokio::test]
async fn replicas_agree_about_members_at_once() {
    let one = TestApp::starter().await;
    let two = one.replica().await;
    let (owner, admin) = organization(&one).await;
    let token = one.token(&admin, "acme").await;
    let invite = "/organizations/acme/members/invite";
    let home = "/organizations/acme";
    let status = async |app: &TestApp, path: &str| {
        let path = format!("/api/v1/organizations/acme{path}");
        let answer = app.call(axum::http::Method::GET, &path, Some(&token), None);
        answer.await.status.as_u16()
    };
    // The session and the token are known to both.
    let there = admin.browser.at(&two);
    assert_eq!(admin.browser.get(invite).await.status, 200);
    assert_eq!(there.get(invite).await.status, 200);
    assert_eq!(status(&one, "/audit").await, 200);
    assert_eq!(status(&two, "/audit").await, 200);

    // Demoted on the first: the second refuses, and gives the session another
    // id, which the first knows.
    let path = format!("/organizations/acme/members/{}", admin.user);
    owner.browser.submit(&path, &[("roles", "developer")]).await;
    assert_eq!(there.get(invite).await.status, 403);
    assert_ne!(
        there.cookie("__Host-session"),
        admin.browser.cookie("__Host-session")
    );
    assert_eq!(admin.browser.get(home).await.status, 303, "the old id");
    let here = there.at(&one);
    assert_eq!(here.get(invite).await.status, 403);
    assert_eq!(here.get(home).await.status, 200, "still a member");
    assert_eq!(status(&two, "/audit").await, 403);
    assert_eq!(status(&one, "/audit").await, 403);
    assert_eq!(status(&two, "").await, 200, "still a member");

    // Removed on the second: the first refuses.
    let remove = format!("{path}/remove");
    owner.browser.at(&two).submit(&remove, &[]).await;
    assert_eq!(here.get(home).await.status, 404);
    assert_eq!(here.at(&two).get(home).await.status, 404);
    assert_eq!(status(&one, "").await, 401);
    assert_eq!(status(&two, "").await, 401);
}

/// When somebody works elsewhere, organizations do not learn of it.
#[tokio::test]
async fn what_members_do_elsewhere_is_not_seen() {
    let app = TestApp::starter().await;
    let (owner, admin) = organization(&app).await;
    let token = app.token(&owner, "acme").await;
    let seen = async || {
        let page = owner.browser.get("/organizations/acme/members").await;
        let path = "/api/v1/organizations/acme/members";
        let list = app.call(axum::http::Method::GET, path, Some(&token), None);
        (page.text().replace(&page.nonce(), ""), list.await.json())
    };
    // The first request of a session or a token notes when it was used.
    seen().await;
    let before = seen().await;
    sqlx::query(
        "update sessions set last_seen_at = last_seen_at - interval '9 days' where user_id = $1",
    )
    .bind(admin.user.0)
    .execute(&app.database.pool)
    .await
    .unwrap();
    let after = seen().await;
    assert_eq!(before.0, after.0);
    assert_eq!(before.1, after.1);
    assert_eq!(before.1["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_last_owner_stays() {
    let app = TestApp::starter().await;
    let (owner, admin) = organization(&app).await;
    let leave = owner.browser.post("/organizations/acme/leave", &[]).await;
    assert_eq!(leave.status, 422);
    assert!(leave.text().contains("last owner"), "{}", leave.text());
    let me = format!("/organizations/acme/members/{}", owner.user);
    assert_eq!(
        owner.browser.post(&me, &[("roles", "admin")]).await.status,
        422
    );
    assert_eq!(
        admin.browser.post(&me, &[("roles", "admin")]).await.status,
        403,
        "admins do not touch owners"
    );
    let self_made = format!("/organizations/acme/members/{}", admin.user);
    assert_eq!(
        admin
            .browser
            .post(&self_made, &[("roles", "owner")])
            .await
            .status,
        403
    );
    let member = admin.user.to_string();
    owner
        .browser
        .submit("/organizations/acme/hand-over", &[("member", &member)])
        .await;
    owner.browser.submit("/organizations/acme/leave", &[]).await;
    assert_eq!(
        admin
            .browser
            .get("/organizations/acme/settings")
            .await
            .status,
        200,
        "the new owner"
    );
}

/// Two owners who leave at the same moment: one stays.
#[tokio::test]
async fn two_owners_cannot_both_leave() {
    let app = TestApp::starter().await;
    let (owner, admin) = organization(&app).await;
    let path = format!("/organizations/acme/members/{}", admin.user);
    owner.browser.submit(&path, &[("roles", "owner")]).await;
    let (one, two) = tokio::join!(
        owner.browser.post("/organizations/acme/leave", &[]),
        admin.browser.post("/organizations/acme/leave", &[])
    );
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
}

/// Fields that a form does not offer are refused, and nothing changes (#5).
#[tokio::test]
async fn fields_that_are_not_offered_are_refused() {
    let app = TestApp::starter().await;
    let (owner, _) = organization(&app).await;
    for extra in ["org_id", "role", "is_operator", "posted"] {
        let fields = [("name", "Evil"), ("time_zone", "UTC"), (extra, "1")];
        let answer = owner
            .browser
            .post("/organizations/acme/settings", &fields)
            .await;
        assert_eq!(answer.status, 422, "{extra}");
    }
    let token = app.token(&owner, "acme").await;
    let body = r#"{"slug":"x","name":"X","org_id":"org_1"}"#.to_owned();
    let path = "/api/v1/organizations/acme/projects";
    let answer = app
        .call(axum::http::Method::POST, path, Some(&token), Some(body))
        .await;
    assert_eq!(answer.status, 422, "{}", answer.text());
    let name: String = sqlx::query_scalar("select name from organizations")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(name, "Acme");
}
