//! Sessions and requests of other sites.

use tests::{Browser, TestApp};

use super::{sign_in, sign_up};

/// A hundred writes that overlap with signing out do not revive the session
/// (#20).
#[tokio::test]
async fn signing_out_is_for_good() {
    let app = TestApp::starter().await;
    let person = app.person("a@acme.example").await;
    let cookie = person.browser.cookie("__Host-session").unwrap();
    let copies: Vec<_> = (0..100)
        .map(|_| {
            let copy = Browser::new(&app);
            copy.set_cookie("__Host-session", &cookie);
            copy
        })
        .collect();
    let writes = copies
        .iter()
        .map(|b| b.post("/account/name", &[("name", "Other")]));
    let (_, out) = tokio::join!(
        futures::future::join_all(writes),
        person.browser.post("/sign-out", &[])
    );
    assert_eq!(out.status, 303);
    let thief = Browser::new(&app);
    thief.set_cookie("__Host-session", &cookie);
    assert_eq!(thief.get("/home").await.status, 303);
    let left: i64 = sqlx::query_scalar("select count(*) from sessions where user_id = $1")
        .bind(person.user.0)
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

/// Writes from other sites are refused, whatever they look like, and nothing
/// is written by GET (#21).
#[tokio::test]
async fn other_sites_cannot_write() {
    let app = TestApp::starter().await;
    let person = app.person("a@acme.example").await;
    let fields = [("name", "Evil"), ("slug", "evil"), ("time_zone", "UTC")];
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://tessera.example"),
        ],
    ] {
        let answer = person
            .browser
            .post_with("/organizations/new", &fields, headers)
            .await;
        assert_eq!(answer.status, 403, "{headers:?}");
    }
    for kind in [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/json",
    ] {
        let headers = [("sec-fetch-site", "same-origin"), ("content-type", kind)];
        let answer = app
            .post_raw("/organizations/new", &person.browser, &headers)
            .await;
        assert_eq!(answer.status, 415, "{kind}");
    }
    person
        .browser
        .get("/organizations/new?name=Evil&slug=evil&time_zone=UTC")
        .await;
    let made: i64 = sqlx::query_scalar("select count(*) from organizations")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(made, 0);
}

/// Cookies cannot be read by scripts, travel over TLS only, and the database
/// keeps none of them (#22).
#[tokio::test]
async fn cookies_are_closed_and_hashed() {
    let app = TestApp::starter().await;
    let browser = Browser::new(&app);
    sign_up(&browser, "a@acme.example").await;
    let fields = [("email", "a@acme.example"), ("password", super::PASSWORD)];
    let answer = browser.post("/sign-in", &fields).await;
    let set: Vec<_> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|v| v.to_str().unwrap().to_owned())
        .collect();
    assert_eq!(set.len(), 2, "{set:?}");
    for cookie in &set {
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(attribute), "{cookie} lacks {attribute}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    let value = browser.cookie("__Host-session").unwrap();
    let device = browser.cookie("__Host-device").unwrap();
    let dump = app.dump().await;
    for secret in [value.as_str(), device.as_str(), super::PASSWORD] {
        assert!(!dump.contains(secret), "a secret is in the database");
    }
    let out = browser.post("/sign-out", &[]).await;
    assert_eq!(out.status, 303);
    assert_eq!(browser.cookie("__Host-session"), None);
}

/// After signing in people stay on this site (#23).
#[tokio::test]
async fn next_leads_nowhere_else() {
    let app = TestApp::starter().await;
    let browser = Browser::new(&app);
    sign_up(&browser, "a@acme.example").await;
    for next in [
        "//evil.example",
        "/\\evil.example",
        "\\evil",
        "https://evil.example",
        "/%0d%0aset-cookie:x=y",
        "/\r\nx: y",
    ] {
        let fields = [
            ("email", "a@acme.example"),
            ("password", super::PASSWORD),
            ("next", next),
        ];
        let answer = browser.post("/sign-in", &fields).await;
        let to = answer.header("location").to_owned();
        assert!(
            to == "/home" || to == "/%0d%0aset-cookie:x=y",
            "{next:?} leads to {to:?}"
        );
        assert!(!to.contains("evil"));
        sign_in(&browser, "a@acme.example").await;
    }
}

#[tokio::test]
async fn pages_of_people_are_not_kept_and_need_a_session() {
    let app = TestApp::starter().await;
    let person = app.person("a@acme.example").await;
    let page = person.browser.get("/models").await;
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.text().contains("/sign-out"));
    let anonymous = Browser::new(&app).get("/models").await;
    assert!(
        !anonymous.text().contains("/sign-out"),
        "the cache is not shared"
    );
    let closed = Browser::new(&app).get("/account?x=1").await;
    assert_eq!(
        (closed.status.as_u16(), closed.header("location")),
        (303, "/sign-in?next=/account%3Fx%3D1")
    );
}
