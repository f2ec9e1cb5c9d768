//! Invitations end with the authority of whoever has made them.

use axum::http::Method;
use tests::{Person, TestApp};

use super::link;

const INVITE: &str = "/organizations/acme/members/invite";

pub(super) async fn owner(app: &TestApp) -> Person<'_> {
    let owner = app.person("owner@acme.example").await;
    let fields = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    owner
}

pub(super) async fn member<'a>(app: &'a TestApp, name: &str, roles: &[&str]) -> Person<'a> {
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
    app.told(action, "invitations_revoked").await
}

pub(super) fn page(person: &Person<'_>) -> String {
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

/// How many invitations of the organization can be accepted.
async fn open(app: &TestApp) -> i64 {
    sqlx::query_scalar(
        "select count(*) from invitations where accepted_at is null and revoked_at is null",
    )
    .fetch_one(&app.database.pool)
    .await
    .unwrap()
}

const GUEST: [(&str, &str); 2] = [("email", "new@new.example"), ("roles", "developer")];

/// Whoever is removed between being asked who they are and inviting somebody has
/// invited nobody.
#[tokio::test]
async fn who_is_removed_meanwhile_invites_nobody() {
    let app = TestApp::starter().await;
    owner(&app).await;
    let admin = member(&app, "admin", &["admin"]).await;
    let mut removal = app.database.pool.begin().await.unwrap();
    sqlx::query("select from members where user_id = $1 for update")
        .bind(admin.user.0)
        .execute(&mut *removal)
        .await
        .unwrap();
    let removed = async {
        app.database.until_somebody_waits().await;
        sqlx::query("delete from members where user_id = $1")
            .bind(admin.user.0)
            .execute(&mut *removal)
            .await
            .unwrap();
        removal.commit().await.unwrap();
    };
    let (invited, ()) = tokio::join!(admin.browser.post(INVITE, &GUEST), removed);
    assert_eq!(invited.status, 404, "{}", invited.text());
    assert_eq!(open(&app).await, 0);
    assert!(app.services.mailer.list().is_empty());
}

/// The other order: who removes somebody waits for what they are doing, and finds
/// the invitation.
#[tokio::test]
async fn who_removes_waits_for_an_invitation_and_takes_it_back() {
    let app = TestApp::starter().await;
    let owner = owner(&app).await;
    let admin = member(&app, "admin", &["admin"]).await;
    let remove = format!("{}/remove", page(&admin));
    // The invitation is written and waits to be told to the log.
    let mut log = app.database.pool.begin().await.unwrap();
    sqlx::query("select from audit_heads for update")
        .execute(&mut *log)
        .await
        .unwrap();
    let then = async {
        app.database.until_waiting(1).await;
        let both = async {
            app.database.until_waiting(2).await;
            log.commit().await.unwrap();
        };
        let (removed, ()) = tokio::join!(owner.browser.post(&remove, &[]), both);
        removed
    };
    let (invited, removed) = tokio::join!(admin.browser.post(INVITE, &GUEST), then);
    assert_eq!(invited.status, 303, "{}", invited.text());
    assert_eq!(removed.status, 303, "{}", removed.text());
    let told = named(&app, "member.removed").await;
    assert_eq!(told.as_deref(), Some(r#"["new@new.example"]"#));
    assert_eq!(open(&app).await, 0);
}

/// An organization is locked before its members, as by who comes in through its
/// provider or makes a token: in the other order the two wait for each other.
#[tokio::test]
async fn who_invites_locks_the_organization_first() {
    let app = TestApp::starter().await;
    owner(&app).await;
    let admin = member(&app, "admin", &["admin"]).await;
    let mut other = app.database.pool.begin().await.unwrap();
    sqlx::query("select from organizations for update")
        .execute(&mut *other)
        .await
        .unwrap();
    let goes_on = async {
        app.database.until_somebody_waits().await;
        sqlx::query("select from members where user_id = $1 for update nowait")
            .bind(admin.user.0)
            .execute(&mut *other)
            .await
            .expect("the member is free while the organization is not");
        other.commit().await.unwrap();
    };
    let (invited, ()) = tokio::join!(admin.browser.post(INVITE, &GUEST), goes_on);
    assert_eq!(invited.status, 303, "{}", invited.text());
    assert_eq!(open(&app).await, 1);
}
