//! Links that are sent by mail (#18).

use tests::{Browser, TestApp};

use super::{PASSWORD, link, sign_in, sign_up};

#[tokio::test]
async fn a_reset_link_works_once_and_ends_every_session() {
    let app = TestApp::starter().await;
    let owner = Browser::new(&app);
    sign_up(&owner, "a@acme.example").await;
    sign_in(&owner, "a@acme.example").await;
    let other = Browser::new(&app);
    other
        .submit("/forgot-password", &[("email", "a@acme.example")])
        .await;
    let reset = link(&app, "a@acme.example");
    assert!(reset.starts_with("/reset-password?token="), "{reset}");
    let token = reset.split_once("token=").unwrap().1.to_owned();
    assert!(!app.dump().await.contains(&token), "only a hash is kept");
    let new = "another long sentence here";
    let fields = [("token", token.as_str()), ("password", new)];
    assert_eq!(other.post("/reset-password", &fields).await.status, 303);
    assert_eq!(owner.get("/home").await.status, 303, "sessions are over");
    assert_eq!(
        other.post("/reset-password", &fields).await.status,
        422,
        "once"
    );
    let old = [("email", "a@acme.example"), ("password", PASSWORD)];
    assert_eq!(other.post("/sign-in", &old).await.status, 422);
    other
        .submit(
            "/sign-in",
            &[("email", "a@acme.example"), ("password", new)],
        )
        .await;
}

/// Whatever a request says of the host it came to, links in mails begin with
/// the configured address.
#[tokio::test]
async fn a_poisoned_host_has_no_effect() {
    let app = TestApp::starter().await;
    let owner = app.person("owner@acme.example").await;
    let acme = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &acme).await;
    // Without a password there is none to be set anew.
    sqlx::query("update users set password_hash = 'x'")
        .execute(&app.database.pool)
        .await
        .unwrap();
    let poisoned = [
        ("sec-fetch-site", "same-origin"),
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "http"),
        ("forwarded", "host=evil.example;proto=http"),
    ];
    let up = [
        ("email", "new@acme.example"),
        ("name", "New"),
        ("password", PASSWORD),
    ];
    let invite = [("email", "guest@acme.example"), ("roles", "developer")];
    let reset = [("email", "owner@acme.example")];
    for (page, fields, to, link_of) in [
        ("/sign-up", &up[..], up[0].1, "/verify-email?token="),
        (
            "/forgot-password",
            &reset[..],
            reset[0].1,
            "/reset-password?token=",
        ),
        (
            "/organizations/acme/members/invite",
            &invite[..],
            invite[0].1,
            "/invitations/",
        ),
    ] {
        let answer = owner.browser.post_with(page, fields, &poisoned).await;
        assert_eq!(answer.status, 303, "{page}: {}", answer.text());
        assert!(answer.header("location").starts_with('/'), "{page}");
        assert!(link(&app, to).starts_with(link_of), "{page}");
    }
    let mails = app.services.mailer.list();
    assert_eq!(mails.len(), 3);
    for mail in mails {
        let whole = format!("{}\n{}\n{}", mail.subject, mail.text, mail.html);
        assert!(!whole.contains("evil"), "{whole}");
    }
}

#[tokio::test]
async fn unknown_addresses_get_the_same_answer_and_no_mail() {
    let app = TestApp::starter().await;
    let browser = Browser::new(&app);
    let page = browser
        .submit("/forgot-password", &[("email", "nobody@acme.example")])
        .await;
    assert!(page.text().contains("on its way"), "{}", page.text());
    assert!(app.services.mailer.list().is_empty());
}

#[tokio::test]
async fn links_expire() {
    let app = TestApp::starter().await;
    let browser = Browser::new(&app);
    sign_up(&browser, "a@acme.example").await;
    browser
        .submit("/forgot-password", &[("email", "a@acme.example")])
        .await;
    let reset = link(&app, "a@acme.example");
    let token = reset.split_once("token=").unwrap().1.to_owned();
    for table in ["account_tokens", "invitations"] {
        let statement = format!("update {table} set expires_at = '2026-11-22 11:59Z'");
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .execute(&app.database.pool)
            .await
            .unwrap();
    }
    let fields = [
        ("token", token.as_str()),
        ("password", "another long sentence here"),
    ];
    assert_eq!(browser.post("/reset-password", &fields).await.status, 422);
}

#[tokio::test]
async fn invitations_expire_are_revoked_and_are_hashed() {
    let app = TestApp::starter().await;
    let owner = app.person("owner@acme.example").await;
    owner
        .browser
        .submit(
            "/organizations/new",
            &[("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")],
        )
        .await;
    let invite = |email: &'static str| {
        let browser = &owner.browser;
        async move {
            browser
                .submit(
                    "/organizations/acme/members/invite",
                    &[("email", email), ("roles", "developer")],
                )
                .await
        }
    };
    invite("one@acme.example").await;
    let first = link(&app, "one@acme.example");
    let secret = first.strip_prefix("/invitations/").unwrap();
    assert!(!app.dump().await.contains(secret), "only a hash is kept");
    let guest = app.person("one@acme.example").await;
    assert_eq!(guest.browser.get(&first).await.status, 200);
    // Inviting again replaces the link.
    invite("one@acme.example").await;
    assert_eq!(guest.browser.get(&first).await.status, 404);
    assert_eq!(guest.browser.post(&first, &[]).await.status, 404);
    let second = link(&app, "one@acme.example");
    sqlx::query("update invitations set expires_at = '2026-11-22 11:59Z'")
        .execute(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(guest.browser.post(&second, &[]).await.status, 404);
}
