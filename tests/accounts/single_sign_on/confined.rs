//! What a session that came through a provider may do: what is of its
//! organization, and nothing that is of the account or of another one (#17).

use sqlx::types::Uuid;
use tests::{Browser, Person, TestApp, now};

use super::super::PASSWORD;
use super::super::ended::name_of;
use super::provider::Provider;
use super::{acme, linked};

/// What pages say instead of a form.
const NOTICE: &str = "You came in through acme. Sign in with your password to ";
/// The name of the other organization.
const OTHER: &str = "Kanarienvogel";

/// Ann has come to Acme through its provider, and belongs to another
/// organization too.
struct Scene<'a> {
    app: &'a TestApp,
    ann: Person<'a>,
    /// The owner of Acme.
    owner: Person<'a>,
    /// The owner of the other organization.
    other: Person<'a>,
}

impl<'a> Scene<'a> {
    async fn new(app: &'a TestApp) -> Self {
        let provider = Provider::start().await;
        let owner = acme(app, &provider).await;
        let other = app.person("owner@other.example").await;
        let fields = [("name", OTHER), ("slug", "other"), ("time_zone", "UTC")];
        other.browser.submit("/organizations/new", &fields).await;
        let ann = linked(app, &provider, "ann").await;
        app.join("other", ann.user, &["owner"]).await;
        // So that there is something to change.
        let statement = "update users set password_hash = 'x' where user_id = $1";
        sqlx::query(statement)
            .bind(ann.user.0)
            .execute(&app.database.pool)
            .await
            .unwrap();
        Self {
            app,
            ann,
            owner,
            other,
        }
    }

    /// Ann in another browser, where she has entered her password.
    async fn by_password(&self) -> Browser<'a> {
        self.app.session_of(self.ann.user.0).await
    }

    /// Both organizations write to her.
    async fn tell(&self) {
        for (by, org) in [(&self.owner, "acme"), (&self.other, "other")] {
            let path = format!("/organizations/{org}/members/{}", self.ann.user);
            by.browser.submit(&path, &[("roles", "finance")]).await;
        }
    }

    /// The message of an organization to her.
    async fn message(&self, org: &str) -> String {
        let id: Uuid = sqlx::query_scalar(
            "select n.notification_id from notifications n join organizations o using (org_id)
             where n.user_id = $1 and o.slug = $2",
        )
        .bind(self.ann.user.0)
        .bind(org)
        .fetch_one(&self.app.database.pool)
        .await
        .unwrap();
        domain::id::NotificationId(id).to_string()
    }
}

#[tokio::test]
async fn other_organizations_are_as_for_a_stranger() {
    let app = TestApp::starter().await;
    let scene = Scene::new(&app).await;
    sqlx::query("update users set is_operator = true where user_id = $1")
        .bind(scene.ann.user.0)
        .execute(&app.database.pool)
        .await
        .unwrap();
    let (ann, stranger) = (&scene.ann.browser, app.person("s@nobody.example").await);
    for below in [
        "",
        "/members",
        "/projects",
        "/settings",
        "/tokens",
        "/audit",
    ] {
        let address = format!("/organizations/other{below}");
        assert_eq!(ann.get(&address).await.status, 404, "{below}");
        let wanted = stranger.browser.get(&address).await.status;
        assert_eq!(wanted, 404, "{below}");
    }
    for below in ["settings", "tokens", "projects/new", "leave", "audit.csv"] {
        let address = format!("/organizations/other/{below}");
        assert_eq!(ann.post(&address, &[]).await.status, 404, "{below}");
    }
    assert_eq!(ann.get("/models?org=other").await.status, 400);
    assert_eq!(ann.get("/operator").await.status, 404);
    for page in [
        "/home",
        "/account",
        "/inbox",
        "/models",
        "/organizations/acme",
        "/organizations/other",
    ] {
        let text = ann.get(page).await.text();
        assert!(!text.contains(OTHER), "{page}");
        assert!(!text.contains("href=\"/operator\""), "{page}");
    }
    let by_password = scene.by_password().await;
    for page in ["/organizations/other", "/organizations/acme", "/operator"] {
        assert_eq!(by_password.get(page).await.status, 200, "{page}");
    }
}

#[tokio::test]
async fn messages_of_other_organizations_stay_closed() {
    let app = TestApp::starter().await;
    let scene = Scene::new(&app).await;
    scene.tell().await;
    let (here, there) = (scene.message("acme").await, scene.message("other").await);
    let ann = &scene.ann.browser;
    let inbox = ann.get("/inbox").await.text();
    assert!(inbox.contains("Your roles in acme"), "{inbox}");
    assert!(!inbox.contains(OTHER), "{inbox}");
    assert!(inbox.contains("Inbox, 1 unread"), "{inbox}");
    for (id, status) in [(&here, 200), (&there, 400)] {
        let answer = ann.get(&format!("/inbox?before={id}")).await;
        assert_eq!(answer.status, status, "{id}");
    }
    for field in [
        ("notification", there.as_str()),
        ("about", "/organizations/other"),
    ] {
        let answer = ann.post("/inbox", &[field, ("as", "archived")]).await;
        assert_eq!(answer.status, 404, "{field:?}");
    }
    // All of them are those of Acme.
    let page = ann.submit("/inbox", &[("as", "read")]).await.text();
    assert!(page.contains("Inbox, nothing unread"), "{page}");
    let unread = scene.by_password().await.get("/inbox?only=unread").await;
    let unread = unread.text();
    assert!(unread.contains("Your roles in Kanarienvogel"), "{unread}");
    assert!(!unread.contains("Your roles in acme"), "{unread}");
    assert!(unread.contains("Inbox, 1 unread"), "{unread}");
}

/// A form that was refused says how to go on.
async fn refuse(browser: &Browser<'_>, page: &str, fields: &[(&str, &str)]) {
    let answer = browser.post(page, fields).await;
    assert_eq!(answer.status, 403, "{page}: {}", answer.text());
    let words = "Sign in with your password";
    assert!(answer.text().contains(words), "{page}: {}", answer.text());
}

#[tokio::test]
async fn the_account_stays_as_it_is() {
    let app = TestApp::starter().await;
    let scene = Scene::new(&app).await;
    let by_password = scene.by_password().await;
    // A secret that was begun elsewhere is not shown.
    let second = "/account/second-factor";
    let begun = by_password.submit(second, &[("begin", "1")]).await.text();
    assert!(begun.contains("otpauth:"), "{begun}");
    let page = scene.ann.browser.get(second).await.text();
    assert!(!page.contains("otpauth:"), "{page}");
    assert!(page.contains(NOTICE), "{page}");
    sqlx::query("update users set totp_enabled_at = $2 where user_id = $1")
        .bind(scene.ann.user.0)
        .bind(now())
        .execute(&app.database.pool)
        .await
        .unwrap();

    let name = name_of(&by_password);
    let password = ("password", PASSWORD);
    let before = app.dump().await;
    let forms: [(&str, &[(&str, &str)]); 10] = [
        ("/account/name", &[("name", "Mallory")]),
        ("/account/password", &[("current", PASSWORD), password]),
        (second, &[("begin", "1")]),
        (second, &[("code", "123456")]),
        ("/account/second-factor/off", &[password]),
        ("/account/recovery-codes", &[password]),
        ("/account/sessions", &[("session", "")]),
        ("/account/sessions", &[("session", name.as_str())]),
        ("/account/notifications", &[("roles_changed", "never")]),
        (
            "/organizations/new",
            &[("name", "Evil"), ("slug", "evil"), ("time_zone", "UTC")],
        ),
    ];
    for (page, fields) in forms {
        refuse(&scene.ann.browser, page, fields).await;
        let text = scene.ann.browser.get(page).await.text();
        assert!(text.contains(NOTICE), "{page}: {text}");
        let form = format!("action=\"{page}\"");
        assert!(!text.contains(&form), "{page}: {text}");
    }
    assert!(app.dump().await == before, "the database is another one");
}

#[tokio::test]
async fn where_else_the_account_is_signed_in_is_not_told() {
    let app = TestApp::starter().await;
    let scene = Scene::new(&app).await;
    let by_password = scene.by_password().await;
    let page = scene.ann.browser.get("/account/sessions").await.text();
    assert!(page.contains("This session"), "{page}");
    assert!(!page.contains("End all other sessions"), "{page}");
    assert!(!page.contains(&name_of(&by_password)), "{page}");
    let all = by_password.get("/account/sessions").await.text();
    assert!(all.contains(&name_of(&scene.ann.browser)), "{all}");
    // The own one can be ended.
    scene.ann.browser.submit("/sign-out", &[]).await;
    assert_eq!(scene.ann.browser.get("/home").await.status, 303);
    assert_eq!(by_password.get("/home").await.status, 200);
}
