//! The log of accounts and of the installation, which operators read.

use tests::{Browser, Person, TestApp};

use super::{sign_in, sign_up};

const PAGE: &str = "/operator/audit";

async fn operator(app: &TestApp) -> Person<'_> {
    let operator = app.person("operator@tessera.example").await;
    sqlx::query("update users set is_operator = true where user_id = $1")
        .bind(operator.user.0)
        .execute(&app.database.pool)
        .await
        .unwrap();
    operator
}

/// Somebody who signs up, mistypes the password once, signs in and makes an
/// organization.
async fn newcomer(app: &TestApp) -> Browser<'_> {
    let browser = Browser::new(app);
    sign_up(&browser, "a@acme.example").await;
    let wrong = [("email", "a@acme.example"), ("password", "wrong")];
    assert_eq!(browser.post("/sign-in", &wrong).await.status, 422);
    sign_in(&browser, "a@acme.example").await;
    let acme = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    browser.submit("/organizations/new", &acme).await;
    browser
}

#[tokio::test]
async fn operators_read_what_happened_to_accounts() {
    let app = TestApp::starter().await;
    let operator = operator(&app).await;
    newcomer(&app).await;
    let front = operator.browser.get("/operator").await;
    assert!(front.text().contains(r#"href="/operator/audit""#));
    let open = async |query: &str| {
        let answer = operator.browser.get(&format!("{PAGE}{query}")).await;
        (answer.status.as_u16(), answer.text())
    };
    // Once in the list of what can be asked for, once in the table.
    let failures = |text: &str| text.matches("Sign-in failed").count();
    let (status, all) = open("").await;
    assert_eq!((status, failures(&all)), (200, 2), "{all}");
    assert!(!all.contains("Organization created"), "in another log");
    let (status, some) = open("?action=account.signed_in").await;
    assert_eq!((status, failures(&some)), (200, 1), "{some}");
    let (_, none) = open("?text=nobody").await;
    assert!(none.contains("No such event"), "{none}");
    let (status, _) = open("?action=account.married").await;
    assert_eq!(status, 400);
}

/// Every sign-in is in it: it is not walked for a page.
#[tokio::test]
async fn the_shell_says_whether_the_log_is_whole() {
    let app = TestApp::starter().await;
    let operator = operator(&app).await;
    newcomer(&app).await;
    for address in [PAGE, "/operator/audit?check=1"] {
        let page = operator.browser.get(address).await.text();
        assert!(page.contains("tessera audit verify"), "{page}");
        assert!(page.contains("in the log of that organization"), "{page}");
        assert!(!page.contains("Verified:"), "{page}");
    }
}

#[tokio::test]
async fn operators_take_the_log_out() {
    let app = TestApp::starter().await;
    let operator = operator(&app).await;
    newcomer(&app).await;
    let csv = operator.browser.post("/operator/audit.csv", &[]).await;
    assert_eq!(csv.status, 200, "{}", csv.text());
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let file = "attachment; filename=\"audit-installation-2026-11-22.csv\"";
    assert_eq!(csv.header("content-disposition"), file);
    let text = csv.text();
    assert!(text.contains("\"account.signed_in\""), "{text}");
    assert!(!text.contains("organization.created"), "{text}");

    let json = operator.browser.post("/operator/audit.json", &[]).await;
    let json = json.json();
    assert!(json["organization"].is_null(), "{json}");
    assert_eq!(json["items"][0]["action"], "audit.exported", "{json}");
    let path = "/operator/audit.json?action=account.sign_in_failed";
    let narrowed = operator.browser.post(path, &[]).await.json();
    let items = narrowed["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{narrowed}");
    assert_eq!(items[0]["action"], "account.sign_in_failed");
}

/// For everybody else there is no such page.
#[tokio::test]
async fn nobody_else_reads_it() {
    let app = TestApp::starter().await;
    let owner = newcomer(&app).await;
    let stranger = Browser::new(&app);
    assert_eq!(owner.get(PAGE).await.status, 404);
    assert_eq!(stranger.get(PAGE).await.status, 303);
    for file in ["/operator/audit.csv", "/operator/audit.json"] {
        let refused = owner.post(file, &[]).await;
        assert_eq!(refused.status, 404, "{file}");
        assert!(!refused.text().contains("account."), "{file}");
        assert_eq!(stranger.post(file, &[]).await.status, 401, "{file}");
    }
    let exports: i64 =
        sqlx::query_scalar("select count(*) from audit_events where action = 'audit.exported'")
            .fetch_one(&app.database.pool)
            .await
            .unwrap();
    assert_eq!(exports, 0);
}
