//! Lists of things to do: put away and brought back, by each for themselves.

use tests::{Person, TestApp};

const HIDE: &[(&str, &str)] = &[("checklist", "hide")];
const SHOW: &[(&str, &str)] = &[("checklist", "show")];

async fn organization(app: &TestApp) -> (Person<'_>, Person<'_>) {
    let owner = app.person("owner@acme.example").await;
    let fields = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    let admin = app.person("admin@acme.example").await;
    app.join("acme", admin.user, &["admin"]).await;
    (owner, admin)
}

#[tokio::test]
async fn a_list_is_put_away_and_comes_back() {
    let app = TestApp::starter().await;
    let (owner, admin) = organization(&app).await;
    for page in ["/home", "/organizations/acme"] {
        let whole = owner.browser.get(page).await.text();
        assert!(whole.contains("Create a project"), "{page}: {whole}");
        assert!(!whole.contains("Show what to do next"), "{page}");
        // Twice is once: a form that is sent again changes nothing.
        owner.browser.submit(page, HIDE).await;
        let hidden = owner.browser.submit(page, HIDE).await.text();
        assert!(!hidden.contains("Create a project"), "{page}");
        assert!(hidden.contains("Show what to do next"), "{page}");
        let theirs = admin.browser.get(page).await.text();
        assert!(
            theirs.contains("Create a project"),
            "{page}: it is personal"
        );
        let back = owner.browser.submit(page, SHOW).await.text();
        assert!(back.contains("Create a project"), "{page}");
    }
}

#[tokio::test]
async fn lists_are_put_away_one_by_one() {
    let app = TestApp::starter().await;
    let (owner, _) = organization(&app).await;
    let page = "/organizations/acme";
    owner.browser.submit(page, HIDE).await;
    let home = owner.browser.get("/home").await.text();
    assert!(home.contains("Create a project"), "another list");
    let fields = [("name", "Beta"), ("slug", "beta"), ("time_zone", "UTC")];
    let beta = owner.browser.submit("/organizations/new", &fields).await;
    assert!(beta.text().contains("Create a project"), "another list");
}

#[tokio::test]
async fn only_the_two_words_are_taken() {
    let app = TestApp::starter().await;
    let (owner, _) = organization(&app).await;
    for page in ["/home", "/organizations/acme"] {
        let wrong = owner.browser.post(page, &[("checklist", "burn")]).await;
        assert_eq!(wrong.status, 422, "{page}");
        assert!(wrong.text().contains("must be hide or show"), "{page}");
    }
    let stranger = app.person("stranger@other.example").await;
    let refused = stranger.browser.post("/organizations/acme", HIDE).await;
    assert_eq!(refused.status, 404);
    let kept: i64 = sqlx::query_scalar("select count(*) from hidden_checklists")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(kept, 0);
}
