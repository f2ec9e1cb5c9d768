//! What ends with a provider that is removed or replaced: sessions that came
//! through it, also those that are written only then, and access tokens (#17).

use axum::http::Method;
use backend::access_tokens::{self, NewToken};
use backend::authz::{Actor, AnyMember, Origin, SignedInBy};
use backend::{Error, accounts};
use domain::id::OrgId;
use sqlx::types::Uuid;
use tests::{Person, TestApp};

use super::provider::Provider;
use super::{acme, come_back, is_in, link, linked, set};

const PATH: &str = "/organizations/acme/single-sign-on";

async fn org(app: &TestApp) -> OrgId {
    let org: Uuid = sqlx::query_scalar("select org_id from organizations where slug = 'acme'")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    OrgId(org)
}

async fn remove(owner: &Person<'_>) {
    let path = format!("{PATH}/remove");
    let page = owner.browser.submit(&path, &[]).await.text();
    assert!(page.contains("The provider is removed"), "{page}");
}

/// A session whose sign-in was committed before the provider went, and which is
/// written after that, is nobody's and is not kept.
async fn assert_late(app: &TestApp, person: &Person<'_>, org: OrgId) {
    let late = app.session_through(person.user.0, org).await;
    assert!(!is_in(&late).await);
    assert_eq!(late.cookie("__Host-session"), None);
    let left: i64 =
        sqlx::query_scalar("select count(*) from sessions where provider_org_id is not null")
            .fetch_one(&app.database.pool)
            .await
            .unwrap();
    assert_eq!(left, 0);
    assert!(is_in(&app.session_of(person.user.0).await).await);
}

#[tokio::test]
async fn a_session_that_comes_after_the_removal_is_nobodys() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    let (ann, org) = (linked(&app, &provider, "ann").await, org(&app).await);
    let before = app.session_through(ann.user.0, org).await;
    assert!(is_in(&before).await);
    remove(&owner).await;
    assert!(!is_in(&before).await);
    assert_late(&app, &ann, org).await;
}

#[tokio::test]
async fn a_session_that_comes_after_another_provider_is_nobodys() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    let (ann, org) = (linked(&app, &provider, "ann").await, org(&app).await);
    set(&owner, "acme", &provider).await;
    let before = app.session_through(ann.user.0, org).await;
    assert!(is_in(&before).await, "only the secret was entered anew");
    set(&owner, "acme", &Provider::start().await).await;
    assert!(!is_in(&before).await);
    assert_late(&app, &ann, org).await;
}

/// Those who come through the next one stay in, also when their roles change.
#[tokio::test]
async fn the_next_provider_opens_the_organization() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    let ann = linked(&app, &provider, "ann").await;
    remove(&owner).await;
    set(&owner, "acme", &provider).await;
    assert!(!is_in(&ann.browser).await, "of the one before");
    let browser = app.session_of(ann.user.0).await;
    let asked = link(&browser, "acme").await;
    let to = come_back(&browser, &asked, &provider.know(&asked, "ann")).await;
    assert_eq!(to, "/home");
    app.roles_change().await;
    for _ in 0..2 {
        let page = browser.get("/organizations/acme").await;
        assert_eq!(page.status, 200, "{}", page.text());
    }
}

/// Ann, who has come through the first provider of Acme.
async fn through(app: &TestApp, ann: &Person<'_>, org: OrgId) -> Actor {
    let by = SignedInBy::Provider(org, 0);
    let found = accounts::actor_of(&app.services, ann.user, by, Origin::default());
    found.await.unwrap().unwrap().actor
}

/// A request that is under way when the provider goes gets no further.
#[tokio::test]
async fn what_has_begun_ends_too() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    let (ann, org) = (linked(&app, &provider, "ann").await, org(&app).await);
    let actor = through(&app, &ann, org).await;
    let grant = actor.in_org::<AnyMember>(&app.services, "acme").await;
    let grant = grant.unwrap();
    remove(&owner).await;
    let again = actor.in_org::<AnyMember>(&app.services, "acme").await;
    assert!(matches!(again, Err(Error::Unauthenticated)));
    let new = NewToken {
        name: "late".parse().unwrap(),
        scopes: vec!["account:read".to_owned()],
        days: 366,
    };
    let made = access_tokens::create(&app.services, &grant, &actor, new).await;
    assert!(matches!(made, Err(Error::Unauthenticated)));
}

async fn calls(app: &TestApp, token: &str) -> u16 {
    let address = "/api/v1/organizations/acme";
    let answer = app.call(Method::GET, address, Some(token), None).await;
    answer.status.as_u16()
}

/// How many tokens the newest event of this kind tells of.
async fn revoked(app: &TestApp, action: &str) -> Option<String> {
    app.told(action, "tokens_revoked").await
}

/// Whoever ran the provider could make tokens in the name of any member, for a
/// year.
#[tokio::test]
async fn tokens_end_with_their_provider() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    let ann = linked(&app, &provider, "ann").await;
    let tokens = [
        app.token(&owner, "acme").await,
        app.token(&ann, "acme").await,
    ];
    set(&owner, "acme", &provider).await;
    for token in &tokens {
        assert_eq!(calls(&app, token).await, 200, "it is the same provider");
    }
    assert_eq!(revoked(&app, "identity_provider.changed").await, None);
    let page = owner.browser.get(PATH).await.text();
    let words = "2 access tokens end when another provider or client";
    assert!(page.contains(words), "{page}");
    set(&owner, "acme", &Provider::start().await).await;
    for token in &tokens {
        assert_eq!(calls(&app, token).await, 401);
    }
    let told = revoked(&app, "identity_provider.changed").await;
    assert_eq!(told.as_deref(), Some("2"));
    let page = owner.browser.get(PATH).await.text();
    assert!(!page.contains("when another provider or client"), "{page}");

    let token = app.token(&owner, "acme").await;
    let page = owner.browser.get(&format!("{PATH}/remove")).await.text();
    assert!(page.contains("1 access token ends too"), "{page}");
    remove(&owner).await;
    assert_eq!(calls(&app, &token).await, 401);
    let told = revoked(&app, "identity_provider.removed").await;
    assert_eq!(told.as_deref(), Some("1"));
}
