//! Linking an account, and what ends it.

use tests::{Browser, Person, TestApp};

use super::provider::Provider;
use super::{acme, come_back, is_in, link, linked, links, start};

#[tokio::test]
async fn only_members_link_and_only_by_a_form() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    acme(&app, &provider).await;
    let address = "/organizations/acme/single-sign-on/link";
    let stranger = app.person("stranger@other.example").await;
    assert_eq!(stranger.browser.post(address, &[]).await.status, 404);
    assert_eq!(Browser::new(&app).post(address, &[]).await.status, 401);
    let ann = app.person("ann@acme.example").await;
    app.join("acme", ann.user, &["developer"]).await;
    assert_eq!(
        ann.browser.post(address, &[("user", "x")]).await.status,
        422
    );
    let elsewhere = [("sec-fetch-site", "cross-site")];
    assert_eq!(
        ann.browser.post_with(address, &[], &elsewhere).await.status,
        403
    );

    // A sign-in links nothing.
    let asked = start(&ann.browser, "acme").await;
    let to = come_back(&ann.browser, &asked, &provider.know(&asked, "ann")).await;
    assert_eq!(to, "/single-sign-on?org=acme&done=sso-unknown");
    assert_eq!(links(&app).await, 0);
    let page = ann.browser.get(&to).await;
    assert!(page.text().contains(address), "{}", page.text());
}

#[tokio::test]
async fn whoever_signs_out_meanwhile_is_not_linked() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    acme(&app, &provider).await;
    let ann = app.person("ann@acme.example").await;
    app.join("acme", ann.user, &["developer"]).await;
    let asked = link(&ann.browser, "acme").await;
    ann.browser.post("/sign-out", &[]).await;
    let to = come_back(&ann.browser, &asked, &provider.know(&asked, "ann")).await;
    assert_eq!(
        to,
        "/sign-in?done=sso-signed-out&next=/single-sign-on%3Forg%3Dacme"
    );
    assert_eq!(links(&app).await, 0);
}

#[tokio::test]
async fn one_person_at_the_provider_is_one_account() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    acme(&app, &provider).await;
    let ann = linked(&app, &provider, "ann").await;
    let taken = "/single-sign-on?org=acme&done=sso-taken";

    let bob = app.person("bob@acme.example").await;
    app.join("acme", bob.user, &["developer"]).await;
    let asked = link(&bob.browser, "acme").await;
    let to = come_back(&bob.browser, &asked, &provider.know(&asked, "ann")).await;
    assert_eq!(to, taken, "the person has another account");

    let by_password = app.session_of(ann.user.0).await;
    let asked = link(&by_password, "acme").await;
    let to = come_back(&by_password, &asked, &provider.know(&asked, "other")).await;
    assert_eq!(to, taken, "the account has another person");

    // To link again what is linked is a sign-in.
    let asked = link(&by_password, "acme").await;
    assert_eq!(
        come_back(&by_password, &asked, &provider.know(&asked, "ann")).await,
        "/home"
    );
    assert_eq!(links(&app).await, 1);
}

/// Whoever came through a provider makes no new way into the account, but can
/// try out the one there is.
#[tokio::test]
async fn only_a_password_links() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    acme(&app, &provider).await;
    let ann = linked(&app, &provider, "ann").await;
    let answer = ann
        .browser
        .post("/organizations/acme/single-sign-on/link", &[])
        .await;
    assert_eq!(answer.status, 403);
    assert!(
        answer.text().contains("Sign in with your password"),
        "{}",
        answer.text()
    );
    assert_eq!(ann.browser.cookie("__Host-oidc"), None);
    let page = ann.browser.get("/single-sign-on?org=acme").await.text();
    assert!(page.contains("action=\"/single-sign-on/start\""), "{page}");
    assert!(!page.contains("/single-sign-on/link"), "{page}");
    let asked = start(&ann.browser, "acme").await;
    let to = come_back(&ann.browser, &asked, &provider.know(&asked, "ann")).await;
    assert_eq!(to, "/inbox");
}

/// Who is on the way in while the provider is removed does not arrive.
#[tokio::test]
async fn nobody_is_linked_to_what_is_gone() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    acme(&app, &provider).await;
    let ann = app.person("ann@acme.example").await;
    app.join("acme", ann.user, &["developer"]).await;
    let asked = link(&ann.browser, "acme").await;
    let code = provider.know(&asked, "ann");
    let mut removal = app.database.pool.begin().await.unwrap();
    for statement in [
        "select from organizations for update",
        "delete from identity_providers",
    ] {
        sqlx::query(statement).execute(&mut *removal).await.unwrap();
    }
    let arrive = come_back(&ann.browser, &asked, &code);
    let removed = async {
        app.database.until_somebody_waits().await;
        removal.commit().await.unwrap();
    };
    let (to, ()) = tokio::join!(arrive, removed);
    assert_eq!(to, "/single-sign-on?org=acme&done=sso-changed");
    assert_eq!(links(&app).await, 0);
}

/// A link is worth nothing without the membership and the account behind it.
#[tokio::test]
async fn those_who_left_and_disabled_accounts_stay_out() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    acme(&app, &provider).await;
    let (ann, bob) = (
        linked(&app, &provider, "ann").await,
        linked(&app, &provider, "bob").await,
    );
    run(&app, "delete from members where user_id = $1", &ann).await;
    run(
        &app,
        "update users set disabled_at = '2026-11-22' where user_id = $1",
        &bob,
    )
    .await;
    for subject in ["ann", "bob"] {
        let browser = Browser::new(&app);
        let asked = start(&browser, "acme").await;
        let to = come_back(&browser, &asked, &provider.know(&asked, subject)).await;
        assert_eq!(to, "/sign-in?done=sso-closed", "{subject}");
        assert!(!is_in(&browser).await, "{subject}");
    }
}

async fn run(app: &TestApp, statement: &'static str, person: &Person<'_>) {
    let done = sqlx::query(statement).bind(person.user.0);
    done.execute(&app.database.pool).await.unwrap();
}
