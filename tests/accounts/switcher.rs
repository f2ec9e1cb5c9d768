//! The projects in the menus of every page.

use tests::{Person, TestApp};

/// An organization of somebody with these projects.
async fn organization(owner: &Person<'_>, slug: &str, projects: &[&str]) {
    let fields = [("name", slug), ("slug", slug), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    for project in projects {
        let fields = [("name", *project), ("slug", *project)];
        let page = format!("/organizations/{slug}/projects/new");
        owner.browser.submit(&page, &fields).await;
    }
}

/// The menu of the header.
async fn menu(person: &Person<'_>, page: &str) -> String {
    let text = person.browser.get(page).await.text();
    let (_, rest) = text.split_once("id=\"organization-menu\"").expect("a menu");
    let (menu, _) = rest.split_once("</nav>").expect("an end");
    menu.to_owned()
}

#[tokio::test]
async fn the_header_and_the_palette_lead_to_the_projects_of_an_organization() {
    let app = TestApp::starter().await;
    let owner = app.person("owner@acme.example").await;
    organization(&owner, "acme", &["web", "attic"]).await;
    organization(&owner, "beta", &["shop"]).await;
    let attic = "/organizations/acme/projects/attic/archive";
    owner.browser.submit(attic, &[("archived", "1")]).await;
    for (page, org, project, other) in [
        ("/models", "acme", "web", "shop"),
        ("/home", "acme", "web", "shop"),
        ("/organizations/beta/members", "beta", "shop", "web"),
        ("/models?org=beta", "beta", "shop", "web"),
        ("/organizations/beta/nothing", "beta", "shop", "web"),
    ] {
        let menu = menu(&owner, page).await;
        let href = format!("href=\"/organizations/{org}/projects/{project}\"");
        assert!(menu.contains(&href), "{page}: {menu}");
        let all = format!("href=\"/organizations/{org}/projects\"");
        assert!(menu.contains(&all), "{page}: {menu}");
        assert!(!menu.contains(&format!("/projects/{other}\"")), "{page}");
        assert!(!menu.contains("attic"), "{page}: it is archived");
        let whole = owner.browser.get(page).await.text();
        assert_eq!(
            whole.matches(&href).count(),
            3,
            "{page}: both menus, palette"
        );
        let requests = format!(
            "href=\"/organizations/{org}/requests\" data-words=\"access approve pending\" data-go=\"r\""
        );
        assert!(whole.contains(&requests), "{page}");
    }
}

#[tokio::test]
async fn a_menu_shows_ten_projects() {
    let app = TestApp::empty().await;
    let owner = app.person("owner@acme.example").await;
    let names: Vec<String> = (10..22).map(|i| format!("p{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    organization(&owner, "acme", &names).await;
    let menu = menu(&owner, "/home").await;
    assert_eq!(menu.matches("/organizations/acme/projects/").count(), 10);
    assert!(menu.contains("/projects/p10\"") && !menu.contains("/projects/p20\""));
}

/// Neither strangers nor those whose way of signing in opens nothing see one.
#[tokio::test]
async fn only_those_see_projects_to_whom_the_organization_is_open() {
    let app = TestApp::starter().await;
    let owner = app.person("owner@acme.example").await;
    organization(&owner, "acme", &["web"]).await;
    let stranger = app.person("stranger@other.example").await;
    for page in ["/models", "/organizations/acme"] {
        let text = stranger.browser.get(page).await.text();
        assert!(!text.contains("/acme/projects"), "{page}: {text}");
    }
    let text = app.get("/models").await.text();
    assert!(!text.contains("All projects") && !text.contains("data-go"));
    sqlx::query("update organizations set sso_required = true where slug = 'acme'")
        .execute(&app.database.pool)
        .await
        .unwrap();
    let text = owner.browser.get("/models").await.text();
    assert!(!text.contains("/acme/projects/web"), "{text}");
    assert!(!menu(&owner, "/models").await.contains("All projects"));
}
