//! Bad input gets the right status and a page that helps.

use tests::TestApp;
use tests::logs::capture;

/// Addresses nobody can use, with the status and the words they get.
fn mistakes() -> Vec<(String, u16, &'static str)> {
    let long = format!("/models?q={}", "x".repeat(10_000));
    let wordy = format!("/models?q={}", "x".repeat(300));
    let all = [
        ("/models?page=-1", 400, "page"),
        ("/models?page=99999999999999999999", 400, "page"),
        ("/models?page=9999", 404, "last page"),
        ("/models?lifecycle=dead", 400, "lifecycle"),
        ("/models?sort=best", 400, "sort"),
        ("/models?price=abc", 400, "price"),
        ("/models?open=yes", 400, "open"),
        ("/models?q=%ff%fe", 400, "UTF-8"),
        (wordy.as_str(), 400, "200 characters"),
        (long.as_str(), 414, "8 KB"),
        ("/models/nobody/nothing", 404, "No such model"),
        ("/providers/nobody", 404, "No such provider"),
        ("/publishers/nobody", 404, "No such publisher"),
        ("/nothing/here", 404, "No such page"),
        ("/compare?m=a&m=b&m=c&m=d&m=e", 400, "4"),
    ];
    all.map(|(address, status, words)| (address.to_owned(), status, words))
        .to_vec()
}

#[tokio::test]
async fn each_mistake_has_its_status_and_names_its_field() {
    let app = TestApp::starter().await;
    for (address, status, words) in mistakes() {
        let answer = app.get(&address).await;
        let page = answer.text();
        let shown: String = address.chars().take(60).collect();
        assert_eq!(answer.status.as_u16(), status, "{shown}");
        assert!(page.contains(words), "{shown}: {page}");
        assert!(
            page.contains("<h1") && page.contains("</html>"),
            "{shown}: a whole page"
        );
    }
}

/// One line that says that it was asked, and none that anything is wrong here.
fn is_one_quiet_line(what: &str, status: u16, log: &str) {
    let what: String = what.chars().take(60).collect();
    assert_eq!(log.lines().count(), 1, "{what}: {log}");
    assert!(log.contains(" INFO "), "{what}: {log}");
    assert!(log.contains(&format!("status={status}")), "{what}: {log}");
}

/// What people send wrongly is their mistake: nobody is to be woken by it.
#[tokio::test]
async fn a_mistake_is_one_line_in_the_log() {
    let app = TestApp::starter().await;
    for (address, status, _) in mistakes() {
        let (_, log) = capture(app.get(&address)).await;
        is_one_quiet_line(&address, status, &log);
    }
    for (address, status) in [
        ("/api/v1/models?page=-1", 400),
        ("/api/v1/models?q=%ff", 400),
        ("/api/v1/nothing", 404),
        ("/api/v1/account", 401),
    ] {
        let (answer, log) = capture(app.get(address)).await;
        assert_eq!(answer.status, status, "{address}");
        is_one_quiet_line(address, status, &log);
    }
}

#[tokio::test]
async fn a_form_that_is_wrong_is_one_line_in_the_log() {
    let app = TestApp::starter().await;
    let person = app.person("a@acme.example").await;
    for (page, fields) in [
        ("/sign-up", &[("email", "none")][..]),
        ("/account/name", &[("name", "")][..]),
        ("/account/name", &[("name", "a\0b")][..]),
        ("/organizations/new", &[("slug", "A B"), ("name", "")][..]),
        ("/organizations/new", &[("no_such_field", "1")][..]),
        ("/reset-password", &[("token", "x"), ("password", "y")][..]),
    ] {
        let (answer, log) = capture(person.browser.post(page, fields)).await;
        assert_eq!(answer.status, 422, "{page}");
        is_one_quiet_line(page, 422, &log);
    }
    let headers = [("sec-fetch-site", "cross-site")];
    let other_site = person.browser.post_with("/home", &[], &headers);
    let (answer, log) = capture(other_site).await;
    assert_eq!(answer.status, 403);
    is_one_quiet_line("another site", 403, &log);
}

#[tokio::test]
async fn an_unknown_name_is_an_empty_list_and_not_an_error() {
    let app = TestApp::starter().await;
    for page in ["/models", "/quality", "/changes"] {
        let answer = app.get(&format!("{page}?provider=gone-for-good")).await;
        assert_eq!(answer.status.as_u16(), 200, "{page}");
        assert!(answer.text().contains("gone-for-good (unknown)"), "{page}");
    }
    let answer = app.get("/compare?m=acme/gone").await;
    assert_eq!(answer.status.as_u16(), 200);
    assert!(answer.text().contains("acme/gone"));
}

#[tokio::test]
async fn what_people_type_is_shown_and_never_run() {
    let app = TestApp::starter().await;
    let page = app
        .get("/models?q=%3Cscript%3Ealert(1)%3C/script%3E%22onload=%22x")
        .await
        .text();
    assert!(
        !page.contains("<script>alert(1)") && !page.contains("\"onload=\"x\""),
        "{page}"
    );
    let page = app
        .get("/models?provider=%22%3E%3Cimg/src=x%3E")
        .await
        .text();
    assert!(!page.contains("<img/src"), "{page}");
}

#[tokio::test]
async fn what_providers_write_is_cleaned() {
    let mut app = TestApp::empty().await;
    let text = "**Fast** <script>alert(1)</script> [x](javascript:alert(1)) ![p](https://evil.example/p.png)";
    let feed = format!(
        r#"{{"tessera_catalog":1,"as_of":"2026-11-01","source":{{"slug":"own","name":"Own"}},"sources":[],
        "publishers":[{{"slug":"acme","name":"</title><script>alert(2)</script>"}}],
        "providers":[{{"slug":"acme","name":"Acme"}}],"regions":[],
        "models":[{{"id":"acme/one","publisher":"acme","name":"<img src=x onerror=alert(3)>","tasks":["chat"],
        "inputs":["text"],"outputs":["text"],"capabilities":[],"lifecycle":"active"}}],
        "offerings":[{{"provider":"acme","model":"acme/one","upstream":"one","name":"One","description":{},
        "deployment":"serverless_global","lifecycle":"active","prices":[]}}],"scores":[]}}"#,
        serde_json::to_string(text).unwrap()
    );
    app.import(backend::catalog::import::Format::Tessera, feed.as_bytes())
        .await
        .unwrap();
    app.refresh().await;
    for address in [
        "/models/acme/one",
        "/models",
        "/models?view=table",
        "/publishers/acme",
        "/compare?m=acme/one",
        "/",
    ] {
        let page = app.get(address).await.text();
        for bad in [
            "<script>alert",
            "<img src=x",
            "javascript:alert",
            "evil.example/p.png\"",
        ] {
            assert!(!page.contains(bad), "{address}: {bad}");
        }
    }
    assert!(
        app.get("/models/acme/one")
            .await
            .text()
            .contains("<strong>Fast</strong>")
    );
}

#[tokio::test]
async fn a_page_beyond_the_last_has_no_neighbors() {
    let app = TestApp::starter().await;
    let beyond = app.get("/models?page=9999").await;
    let page = beyond.text();
    assert!(!page.contains("class=\"pager\""), "{page}");
    assert!(app.get("/models").await.text().contains("class=\"pager\""));
}

#[tokio::test]
async fn a_slash_at_the_end_leads_to_the_page() {
    let app = TestApp::starter().await;
    for (path, page) in [
        ("/models/", "/models"),
        ("/models/?q=a%20b", "/models?q=a%20b"),
        ("/providers/openai/", "/providers/openai"),
        ("/organizations/acme/", "/organizations/acme"),
    ] {
        let answer = app.get(path).await;
        let moved = (answer.status.as_u16(), answer.header("location"));
        assert_eq!(moved, (308, page), "{path}");
    }
    for path in [
        "/nothing/",
        "//example.com/",
        "/\\example.com/",
        "/models//",
    ] {
        assert_eq!(app.get(path).await.status, 404, "{path}");
    }
}
