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

    // Another site can lead a browser through a sign-in, which links nothing.
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

    let asked = link(&ann.browser, "acme").await;
    let to = come_back(&ann.browser, &asked, &provider.know(&asked, "other")).await;
    assert_eq!(to, taken, "the account has another person");

    // To link again what is linked is a sign-in.
    let asked = link(&ann.browser, "acme").await;
    assert_eq!(
        come_back(&ann.browser, &asked, &provider.know(&asked, "ann")).await,
        "/home"
    );
    assert_eq!(links(&app).await, 1);
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
