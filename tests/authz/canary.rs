//! Strings that one organization alone knows (#9), and tokens that are none
//! (#16).

use axum::http::Method;
use tests::TestApp;

use super::operations;

const CANARY: &str = "Kanarienvogel";

/// Whatever another organization is asked for, nothing of this one comes out.
#[tokio::test]
async fn nothing_crosses_from_one_organization_to_another() {
    let app = TestApp::starter().await;
    let secretive = app.person("canary@kanarienvogel.example").await;
    let organization = [
        ("name", "Kanarienvogel AG"),
        ("slug", "kanarienvogel"),
        ("time_zone", "UTC"),
    ];
    secretive
        .browser
        .submit("/organizations/new", &organization)
        .await;
    let inside = "/organizations/kanarienvogel";
    let project = [("name", "Kanarienvogel 1"), ("slug", "kanarienvogel-1")];
    secretive
        .browser
        .submit(&format!("{inside}/projects/new"), &project)
        .await;
    let guest = [
        ("email", "guest@kanarienvogel.example"),
        ("roles", "developer"),
    ];
    secretive
        .browser
        .submit(&format!("{inside}/members/invite"), &guest)
        .await;

    let other = app.person("a@acme.example").await;
    let acme = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    other.browser.submit("/organizations/new", &acme).await;
    let token = app.token(&other, "acme").await;
    let mut looked_at = 0;
    for operation in operations::all(&app) {
        // Mails of everybody are on the page for development, which a release does not have.
        if operation.method != "GET" || operation.route == "/development/mail" {
            continue;
        }
        let address = operation
            .route
            .replace("{org}", "acme")
            .replace("{*id}", "nothing");
        if address.contains('{') {
            continue;
        }
        for suffix in ["", "?q=kanarien", "?text=kanarien"] {
            let address = format!("{address}{suffix}");
            let answer = if operation.is_api() {
                app.call(Method::GET, &address, Some(&token), None).await
            } else {
                other.browser.get(&address).await
            };
            let text = answer.text().to_lowercase();
            // What was asked for may be said back.
            let text = text.replace("kanarien\"", "").replace("kanarien”", "");
            assert!(!text.contains(&CANARY.to_lowercase()), "{address}");
            looked_at += 1;
        }
    }
    assert!(looked_at > 60, "{looked_at}");
}

/// What is no token by its form is refused, however it looks.
#[tokio::test]
async fn headers_that_are_no_token() {
    let app = TestApp::empty().await;
    let long = "a".repeat(1 << 20);
    for token in [
        "' or 1=1 --",
        "tsr_pat_aaaaaaaaaaaa_'; drop table users; --",
        "tsr_pat_%00",
        "",
        " ",
        long.as_str(),
    ] {
        let answer = app
            .call(Method::GET, "/api/v1/account", Some(token), None)
            .await;
        let shown: String = token.chars().take(40).collect();
        assert_eq!(answer.status, 401, "{shown:?}");
        assert!(!answer.text().to_lowercase().contains("sql"), "{shown:?}");
    }
    let in_address = app.get("/api/v1/account?access_token=tsr_pat_x").await;
    assert_eq!(in_address.status, 400, "a token has no place in an address");
    let person = app.person("a@acme.example").await;
    let cookie = person.browser.cookie_header();
    let by_cookie = app
        .get_with("/api/v1/account", &[("cookie", &cookie)])
        .await;
    assert_eq!(by_cookie.status, 401, "cookies do not work there");
}

/// The same invitation accepted twice at once makes one member (#7, for what
/// can be accepted so far).
#[tokio::test]
async fn two_cannot_use_one_invitation() {
    let app = TestApp::starter().await;
    let owner = app.person("owner@acme.example").await;
    let acme = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &acme).await;
    let guest = [("email", "guest@acme.example"), ("roles", "developer")];
    owner
        .browser
        .submit("/organizations/acme/members/invite", &guest)
        .await;
    let mails = app.services.mailer.list();
    let text = &mails.first().expect("a mail").text;
    let (_, rest) = text.split_once("https://tessera.example").unwrap();
    let link = rest.split_whitespace().next().unwrap();
    let one = app.person("one@acme.example").await;
    let two = app.person("two@acme.example").await;
    let (a, b) = tokio::join!(one.browser.post(link, &[]), two.browser.post(link, &[]));
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 404]);
    let members: i64 = sqlx::query_scalar("select count(*) from members")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(members, 2);
}
