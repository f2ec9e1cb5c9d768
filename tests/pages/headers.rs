//! What every answer carries.

use tests::TestApp;

const PAGES: [&str; 12] = [
    "/",
    "/models",
    "/models?view=table",
    "/models/anthropic/claude-sonnet-4-5",
    "/providers",
    "/providers/openai",
    "/publishers",
    "/publishers/anthropic",
    "/compare?m=anthropic/claude-sonnet-4-5",
    "/changes",
    "/sources",
    "/help",
];

#[tokio::test]
async fn a_strict_policy_whose_nonce_is_on_every_script() {
    let app = TestApp::starter().await;
    for address in PAGES {
        let answer = app.get(address).await;
        assert_eq!(answer.status.as_u16(), 200, "{address}");
        let policy = answer.header("content-security-policy");
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next())
            .unwrap_or_default();
        assert!(nonce.len() >= 16, "{address}: {policy}");
        assert!(
            policy.contains("'wasm-unsafe-eval'") && !policy.contains("unsafe-inline"),
            "{address}: {policy}"
        );
        let page = answer.text();
        for script in page.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(
                tag.contains(&format!("nonce=\"{nonce}\"")),
                "{address}: <script{tag}>"
            );
        }
        assert!(
            !page.contains(" style=\""),
            "{address}: a style attribute would be blocked"
        );
        assert_eq!(
            answer.header("x-content-type-options"),
            "nosniff",
            "{address}"
        );
        assert!(!answer.header("x-request-id").is_empty(), "{address}");
        let foreign = ["src=\"http", "href=\"//", "url(http"];
        assert!(
            !foreign.iter().any(|f| page.contains(f)),
            "{address}: loads something from elsewhere"
        );
    }
}

#[tokio::test]
async fn every_page_has_one_heading_a_title_and_landmarks() {
    let app = TestApp::starter().await;
    for address in PAGES {
        let page = app.get(address).await.text();
        assert_eq!(page.matches("<h1").count(), 1, "{address}");
        for part in [
            "<title>",
            "<header",
            "<main",
            "<footer",
            "lang=\"en\"",
            "class=\"skip-link\"",
        ] {
            assert!(page.contains(part), "{address}: {part}");
        }
        assert_eq!(
            page.matches("<table").count(),
            page.matches("<tbody").count(),
            "{address}: a table without tbody"
        );
    }
}

#[tokio::test]
async fn pages_are_compressed_and_asked_about_again() {
    let app = TestApp::starter().await;
    app.get("/models").await;
    let packed = app.get_with("/models", &[("accept-encoding", "br")]).await;
    assert_eq!(packed.header("content-encoding"), "br");
    assert!(
        packed.bytes.len() < 60 * 1024,
        "the catalog page has {} bytes of brotli",
        packed.bytes.len()
    );
    let etag = packed.header("etag").to_owned();
    let again = app.get_with("/models", &[("if-none-match", &etag)]).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
}

#[tokio::test]
async fn a_theme_is_kept_and_leads_back() {
    let app = TestApp::starter().await;
    let answer = app
        .post_form("/theme", "theme=dark", "https://evil.example/models?q=a")
        .await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (303, "/models?q=a")
    );
    let cookie = answer
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let page = app.get_with("/models", &[("cookie", &cookie)]).await.text();
    assert!(page.contains("data-theme=\"dark\""));
    assert!(
        !app.get("/models").await.text().contains("data-theme"),
        "others keep their own"
    );
}
