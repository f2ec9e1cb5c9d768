//! What is sent after its session has ended is not lost.

use tests::{Browser, TestApp};

const NEW: &str = "/organizations/acme/projects/new";

#[tokio::test]
async fn what_was_entered_comes_back_as_text_and_nothing_happens() {
    let app = TestApp::empty().await;
    let owner = app.person("owner@acme.example").await;
    let fields = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    let long = format!("</textarea>first\nsecond {}", "x".repeat(20_000));
    let fields = [
        ("name", "<b>Web</b> & \"more\""),
        ("slug", "web"),
        ("cost_center", ""),
        ("tag", "one"),
        ("tag", "two"),
        ("note", long.as_str()),
    ];
    let answer = Browser::new(&app).post(NEW, &fields).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.header("cache-control"), "no-store");
    let page = answer.text();
    for words in [
        "Sign in to go on",
        "Send again",
        "href=\"/sign-in?next=/organizations/acme/projects/new\"",
        "target=\"_blank\"",
        "action=\"/organizations/acme/projects/new\"",
        "name=\"slug\" value=\"web\"",
        "name=\"cost_center\" value",
        "name=\"tag\" value=\"one\"",
        "name=\"tag\" value=\"two\"",
        "&lt;b&gt;Web&lt;/b&gt; &amp; ",
        "&lt;/textarea&gt;first",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("<b>Web") && !page.contains("</textarea>first"));
    let made: i64 = sqlx::query_scalar("select count(*) from projects")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(made, 0);
}

#[tokio::test]
async fn a_button_alone_can_be_sent_again() {
    let app = TestApp::empty().await;
    let answer = Browser::new(&app)
        .post("/organizations/acme/leave?from=1", &[])
        .await;
    assert_eq!(answer.status, 401);
    let page = answer.text();
    assert!(page.contains("Send again") && !page.contains("id=\"entered\""));
    assert!(page.contains("action=\"/organizations/acme/leave?from=1\""));
}

/// Passwords and codes are not written into a page, and not left out silently.
#[tokio::test]
async fn secrets_are_asked_for_again() {
    let app = TestApp::empty().await;
    let browser = Browser::new(&app);
    for (address, fields) in [
        (
            "/account/password",
            [("current", "hidden-one"), ("password", "hidden-two")],
        ),
        (
            "/account/second-factor",
            [("code", "hidden-three"), ("CODE", "hidden-four")],
        ),
        (
            "/organizations/acme/single-sign-on",
            [("client_secret", "hidden-five"), ("token", "hidden-six")],
        ),
    ] {
        let page = browser.post(address, &fields).await.text();
        assert!(page.contains("Send again"), "{address}");
        assert!(!page.contains("hidden-"), "{address}");
        for (name, _) in fields {
            let field = format!("name=\"{name}\" type=\"password\"");
            assert!(page.contains(&field), "{address}: {name}");
        }
    }
}

#[tokio::test]
async fn what_is_no_form_gets_a_short_answer() {
    let app = TestApp::empty().await;
    let browser = Browser::new(&app);
    let huge = "x".repeat(70_000);
    let answer = browser.post(NEW, &[("name", huge.as_str())]).await;
    assert_eq!(answer.status, 401);
    assert!(answer.text().contains("Sign in first"));
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("accept", "text/html"),
        ("content-type", "application/json"),
    ];
    let answer = app.post_raw(NEW, &browser, &headers).await;
    assert_eq!(answer.status, 401);
    assert!(!answer.text().contains("Evil"));
}

/// The gate stays closed to other sites: what they send is not shown.
#[tokio::test]
async fn other_sites_cannot_fill_the_page() {
    let app = TestApp::empty().await;
    let headers = [("sec-fetch-site", "cross-site")];
    let fields = [("name", "Evil")];
    let answer = Browser::new(&app).post_with(NEW, &fields, &headers).await;
    assert_eq!(answer.status, 403);
    assert!(!answer.text().contains("Evil"));
}
