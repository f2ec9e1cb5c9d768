//! Invitations end with the authority of whoever has made them.

use axum::http::Method;
use tests::{Person, TestApp};

use super::link;

const INVITE: &str = "/organizations/acme/members/invite";

async fn owner(app: &TestApp) -> Person<'_> {
    let owner = app.person("owner@acme.example").await;
    let fields = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    owner
}

async fn member<'a>(app: &'a TestApp, name: &str, roles: &[&str]) -> Person<'a> {
    let person = app.person(&format!("{name}@acme.example")).await;
    app.join("acme", person.user, roles).await;
    person
}

/// The link of an invitation that `by` has made.
async fn invite(app: &TestApp, by: &Person<'_>, email: &str, role: &str) -> String {
    let fields = [("email", email), ("roles", role)];
    by.browser.submit(INVITE, &fields).await;
    link(app, email)
}

/// Whether somebody can open the link and accept it; otherwise it answers as one
/// that was taken back.
async fn works(app: &TestApp, link: &str) -> bool {
    let secret = link.strip_prefix("/invitations/").unwrap();
    let guest = app.person(&format!("{secret}@other.example")).await;
    let opened = guest.browser.get(link).await.status.as_u16();
    let accepted = guest.browser.post(link, &[]).await.status.as_u16();
    match (opened, accepted) {
        (200, 303) => true,
        (404, 404) => false,
        other => panic!("{other:?}"),
    }
}

/// The addresses whose invitations the newest event of this kind names.
async fn named(app: &TestApp, action: &str) -> Option<String> {
    sqlx::query_scalar(
        "select after ->> 'invitations_revoked' from audit_events where action = $1
         order by seq desc limit 1",
    )
    .bind(action)
    .fetch_one(&app.database.pool)
    .await
    .unwrap()
}

fn page(person: &Person<'_>) -> String {
    format!("/organizations/acme/members/{}", person.user)
}

#[tokio::test]
async fn who_is_removed_leaves_no_way_back() {
    let app = TestApp::starter().await;
    let owner = owner(&app).await;
    let admin = member(&app, "admin", &["admin"]).await;
    let theirs = invite(&app, &admin, "a@new.example", "developer").await;
    let own = invite(&app, &owner, "b@new.example", "developer").await;
    let remove = format!("{}/remove", page(&admin));
    owner.browser.submit(&remove, &[]).await;
    let told = named(&app, "member.removed").await;
    assert_eq!(told.as_deref(), Some(r#"["a@new.example"]"#));
    assert!(!works(&app, &theirs).await);
    assert!(works(&app, &own).await, "that of somebody else");
}

#[tokio::test]
async fn who_leaves_takes_invitations_along() {
    let app = TestApp::starter().await;
    owner(&app).await;
    let admin = member(&app, "admin", &["admin"]).await;
    let theirs = invite(&app, &admin, "a@new.example", "developer").await;
    admin.browser.submit("/organizations/acme/leave", &[]).await;
    let told = named(&app, "member.left").await;
    assert_eq!(told.as_deref(), Some(r#"["a@new.example"]"#));
    assert!(!works(&app, &theirs).await);
}

/// Through the API too, which calls the same use-case.
#[tokio::test]
async fn who_invites_no_more_has_invited_nobody() {
    let app = TestApp::starter().await;
    let owner = owner(&app).await;
    let admin = member(&app, "admin", &["admin"]).await;
    let token = app.token(&owner, "acme").await;
    let theirs = invite(&app, &admin, "a@new.example", "developer").await;
    let address = format!("/api/v1{}", page(&admin));
    let change = async |roles: &str| {
        let body = Some(format!(r#"{{"roles":[{roles}]}}"#));
        let call = app.call(Method::PATCH, &address, Some(&token), body);
        assert_eq!(call.await.status, 200);
    };
    change(r#""admin","finance""#).await;
    assert_eq!(named(&app, "member.roles_changed").await, None, "may still");
    change(r#""finance""#).await;
    let told = named(&app, "member.roles_changed").await;
    assert_eq!(told.as_deref(), Some(r#"["a@new.example"]"#));
    assert!(!works(&app, &theirs).await);
}

/// An admin may invite developers and no owners.
#[tokio::test]
async fn a_demoted_owner_made_no_owner() {
    let app = TestApp::starter().await;
    let owner = owner(&app).await;
    let second = member(&app, "second", &["owner"]).await;
    let of_owner = invite(&app, &second, "a@new.example", "owner").await;
    let of_developer = invite(&app, &second, "b@new.example", "developer").await;
    owner
        .browser
        .submit(&page(&second), &[("roles", "admin")])
        .await;
    let told = named(&app, "member.roles_changed").await;
    assert_eq!(told.as_deref(), Some(r#"["a@new.example"]"#));
    assert!(!works(&app, &of_owner).await);
    assert!(works(&app, &of_developer).await);
}

#[tokio::test]
async fn handing_over_hands_over_who_makes_owners() {
    let app = TestApp::starter().await;
    let owner = owner(&app).await;
    let admin = member(&app, "admin", &["admin"]).await;
    let of_owner = invite(&app, &owner, "a@new.example", "owner").await;
    let of_developer = invite(&app, &owner, "b@new.example", "developer").await;
    let to = admin.user.to_string();
    let hand_over = "/organizations/acme/hand-over";
    owner.browser.submit(hand_over, &[("member", &to)]).await;
    let told = named(&app, "organization.handed_over").await;
    assert_eq!(told.as_deref(), Some(r#"["a@new.example"]"#));
    assert!(!works(&app, &of_owner).await);
    assert!(works(&app, &of_developer).await);
}

/// An invitation that is made while its maker is removed is found by one of the
/// two: there is no moment between them.
#[tokio::test]
async fn removing_and_inviting_at_once_leave_nothing_open() {
    let app = TestApp::starter().await;
    let owner = owner(&app).await;
    let admin = member(&app, "admin", &["admin"]).await;
    let remove = format!("{}/remove", page(&admin));
    let tries = (0..8).map(|i| {
        let browser = &admin.browser;
        async move {
            let email = format!("new{i}@new.example");
            let fields = [("email", email.as_str()), ("roles", "developer")];
            browser.post(INVITE, &fields).await
        }
    });
    let (_, removed) = tokio::join!(
        futures::future::join_all(tries),
        owner.browser.post(&remove, &[])
    );
    assert_eq!(removed.status, 303);
    let open: i64 = sqlx::query_scalar(
        "select count(*) from invitations where accepted_at is null and revoked_at is null",
    )
    .fetch_one(&app.database.pool)
    .await
    .unwrap();
    assert_eq!(open, 0);
}
