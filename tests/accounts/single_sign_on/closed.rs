//! An organization that wants everybody to come through its provider (#17).

use axum::http::Method;
use sqlx::types::Uuid;
use tests::{Browser, Person, TestApp};

use super::super::inbox::tell;
use super::provider::Provider;
use super::{acme, come_back, link};

const SETTINGS: &str = "/organizations/acme/settings";
const TOKENS: &str = "/organizations/acme/tokens";
const RULE: [(&str, &str); 3] = [
    ("name", "Acme"),
    ("time_zone", "UTC"),
    ("sso_required", "on"),
];
const TOKEN: [(&str, &str); 3] = [
    ("name", "Build"),
    ("scopes", "organization:read"),
    ("days", "7"),
];

/// Comes through the provider of Acme, which links the account.
async fn come_through(browser: &Browser<'_>, provider: &Provider, subject: &str) {
    let asked = link(browser, "acme").await;
    come_back(browser, &asked, &provider.know(&asked, subject)).await;
}

async fn calls(app: &TestApp, token: &str) -> u16 {
    let address = "/api/v1/organizations/acme";
    let answer = app.call(Method::GET, address, Some(token), None).await;
    answer.status.as_u16()
}

async fn member<'a>(app: &'a TestApp, owner: &Person<'_>) -> Person<'a> {
    let ann = app.person("ann@acme.example").await;
    app.join("acme", ann.user, &["developer"]).await;
    tell(owner, &ann, "finance").await;
    ann
}

#[tokio::test]
async fn a_password_opens_none_of_it() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    let ann = member(&app, &owner).await;
    let home = ann.browser.get("/home").await.text();
    assert!(home.contains("Inbox, 1 unread"), "{home}");
    come_through(&owner.browser, &provider, "owner").await;
    owner.browser.submit(SETTINGS, &RULE).await;

    for below in ["", "/members", "/projects", "/requests", "/tokens"] {
        let address = format!("/organizations/acme{below}");
        assert_eq!(ann.browser.get(&address).await.status, 403, "{below}");
    }
    let home = ann.browser.get("/home").await.text();
    assert!(home.contains("Inbox, nothing unread"), "{home}");
    let inbox = ann.browser.get("/inbox").await.text();
    assert!(!inbox.contains("Your roles in"), "{inbox}");
    let id: Uuid = sqlx::query_scalar("select notification_id from notifications")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    let id = domain::id::NotificationId(id).to_string();
    let before = format!("/inbox?before={id}");
    assert_eq!(ann.browser.get(&before).await.status, 400);
    for field in [
        ("notification", id.as_str()),
        ("about", "/organizations/acme"),
    ] {
        let answer = ann.browser.post("/inbox", &[field, ("as", "read")]).await;
        assert_eq!(answer.status, 404, "{field:?}");
    }
    ann.browser.submit("/inbox", &[("as", "archived")]).await;

    // Through the provider all of it is there, and nothing was read or put away.
    come_through(&ann.browser, &provider, "ann").await;
    let page = ann.browser.get("/inbox?only=unread").await.text();
    assert!(page.contains("Your roles in"), "{page}");
    assert!(page.contains("Inbox, 1 unread"), "{page}");
    assert_eq!(ann.browser.get(&before).await.status, 200);
    assert_eq!(ann.browser.get("/organizations/acme").await.status, 200);
}

/// Tokens were made by whoever had a password, and live for up to a year.
#[tokio::test]
async fn requiring_it_ends_every_token() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    let ann = member(&app, &owner).await;
    let before = owner.browser.get(SETTINGS).await.text();
    assert!(!before.contains("when you turn this on"), "{before}");
    let old = [
        app.token(&owner, "acme").await,
        app.token(&ann, "acme").await,
    ];
    let page = owner.browser.get(SETTINGS).await.text();
    let words = "2 access tokens end when you turn this on.";
    assert!(page.contains(words), "{page}");
    come_through(&owner.browser, &provider, "owner").await;
    let page = owner.browser.submit(SETTINGS, &RULE).await.text();
    assert!(!page.contains("when you turn this on"), "{page}");
    for token in &old {
        assert_eq!(calls(&app, token).await, 401);
    }
    let told: Vec<Option<String>> = sqlx::query_scalar(
        "select after ->> 'tokens_revoked' from audit_events
         where action = 'organization.changed' order by seq",
    )
    .fetch_all(&app.database.pool)
    .await
    .unwrap();
    assert_eq!(told, [Some("2".to_owned())]);

    // Whoever comes through the provider makes new ones, which stay.
    assert_eq!(ann.browser.post(TOKENS, &TOKEN).await.status, 403);
    come_through(&ann.browser, &provider, "ann").await;
    let made = ann.browser.post(TOKENS, &TOKEN).await.text();
    let (_, rest) = made.split_once("tsr_pat_").expect("a token");
    let is_part = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    let rest: String = rest.chars().take_while(is_part).collect();
    let token = format!("tsr_pat_{rest}");
    assert_eq!(calls(&app, &token).await, 200);
    owner.browser.submit(SETTINGS, &RULE).await;
    assert_eq!(calls(&app, &token).await, 200, "the rule is no news");
}

/// A token that is on its way when the rule comes is not left behind.
#[tokio::test]
async fn no_token_slips_through() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    let mut rule = app.database.pool.begin().await.unwrap();
    sqlx::query("update organizations set sso_required = true")
        .execute(&mut *rule)
        .await
        .unwrap();
    let make = owner.browser.post(TOKENS, &TOKEN);
    let decision = async {
        app.database.until_somebody_waits().await;
        rule.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(make, decision);
    assert_eq!(answer.status, 403, "{}", answer.text());
    let count: i64 = sqlx::query_scalar("select count(*) from access_tokens")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(count, 0);
}
