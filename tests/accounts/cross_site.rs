//! Requests that another site makes a browser send (#21).

use server::web;
use tests::{Person, TestApp};

/// What a form can be sent as without asking anybody first.
const KINDS: [&str; 3] = [
    "application/x-www-form-urlencoded",
    "text/plain",
    "multipart/form-data; boundary=x",
];

/// How a browser says that another site is behind a request: a new one, and an
/// old one.
const FOREIGN: [(&str, &str); 2] = [
    ("sec-fetch-site", "cross-site"),
    ("origin", "https://evil.example"),
];

/// The routes of this method, as the program lists them.
fn routes(method: &str) -> Vec<String> {
    let all = web::operations().into_iter();
    all.filter(|operation| operation.method == method)
        .map(|operation| operation.path)
        .collect()
}

/// An organization of two, with a project, and its owner, whose browser is
/// misused.
async fn victim(app: &TestApp) -> (Person<'_>, String) {
    let owner = app.person("owner@acme.example").await;
    let fields = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    let fields = [("name", "Web"), ("slug", "web")];
    let projects = "/organizations/acme/projects/new";
    owner.browser.submit(projects, &fields).await;
    let member = app.person("member@acme.example").await;
    app.join("acme", member.user, &["developer"]).await;
    (owner, member.user.to_string())
}

fn address(route: &str, member: &str) -> String {
    let address = route
        .replace("{org}", "acme")
        .replace("{project}", "web")
        .replace("{member}", member);
    // What is left are ids of nothing.
    let parts: Vec<_> = address
        .split('/')
        .map(|part| {
            if part.starts_with('{') {
                "nothing"
            } else {
                part
            }
        })
        .collect();
    parts.join("/")
}

/// Nothing is sent with these, as with the forms that only have a button: they
/// would do something at once.
#[tokio::test]
async fn other_sites_cannot_write() {
    let app = TestApp::empty().await;
    let (owner, member) = victim(&app).await;
    let before = app.dump().await;
    let forms = routes("POST");
    assert!(forms.len() > 40, "{forms:?}");
    for route in forms {
        let address = address(&route, &member);
        for kind in KINDS {
            for foreign in FOREIGN {
                let headers = [("content-type", kind), foreign];
                let answer = owner.browser.post_with(&address, &[], &headers).await;
                assert_eq!(answer.status, 403, "{address} as {kind}, {foreign:?}");
                let cookie = answer.header("set-cookie");
                assert!(cookie.is_empty(), "{address} sets {cookie}");
            }
        }
    }
    assert!(app.dump().await == before, "the database is another one");
    assert_eq!(owner.browser.get("/home").await.status, 200, "still in");
}

/// Every way in which a browser says that it was not this site, and every type
/// of body that is not read.
#[tokio::test]
async fn what_is_not_sent_by_a_form_of_this_site_is_refused() {
    let app = TestApp::empty().await;
    let person = app.person("a@acme.example").await;
    let page = "/organizations/new";
    let fields = [("name", "Evil"), ("slug", "evil"), ("time_zone", "UTC")];
    for headers in [
        &[("sec-fetch-site", "same-site")][..],
        &[("origin", "null")],
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://tessera.example"),
        ],
    ] {
        let answer = person.browser.post_with(page, &fields, headers).await;
        assert_eq!(answer.status, 403, "{headers:?}");
    }
    for kind in [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/json",
    ] {
        let headers = [("sec-fetch-site", "same-origin"), ("content-type", kind)];
        let answer = person.browser.post_with(page, &fields, &headers).await;
        assert_eq!(answer.status, 415, "{kind}");
    }
    let made: i64 = sqlx::query_scalar("select count(*) from organizations")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(made, 0);
}

/// Another site can lead a browser to every page, with whatever parameters:
/// nothing is written by that. Two things are done by `GET` and are not here:
/// coming back from a provider, which takes what the same browser was given when
/// it left (`single_sign_on/`), and another id for a session whose roles have
/// changed (`membership.rs`).
#[tokio::test]
async fn nothing_is_written_by_opening_a_page() {
    let app = TestApp::empty().await;
    let (owner, member) = victim(&app).await;
    let (pages, forms) = (routes("GET"), routes("POST"));
    assert!(pages.len() > 50, "{pages:?}");
    let before = app.dump().await;
    for route in pages.into_iter().chain(forms) {
        let address = address(&route, &member);
        let fields = "name=Evil&slug=evil&time_zone=UTC&member=x&roles=owner&org=acme";
        let headers = [("sec-fetch-site", "cross-site")];
        let wanted = format!("{address}?{fields}");
        let answer = owner.browser.get_with(&wanted, &headers).await;
        assert!(!answer.status.is_server_error(), "{address}");
    }
    assert!(app.dump().await == before, "the database is another one");
    assert_eq!(owner.browser.get("/home").await.status, 200, "still in");
}
