//! The catalog as members of an organization see it, and as others do.

use std::collections::BTreeSet;

use backend::access::{self, Decision, NewRequest};
use backend::authz::{Approver, Requester};
use domain::access::{DataClass, Environment, Volume};
use domain::id::RequestId;
use tests::{Person, TestApp};

use super::catalog::{ACTIVE, LEGACY, RETIRED, SINGLE, live};

/// An organization with a project; its owner, and an approver.
async fn acme(app: &TestApp) -> (Person<'_>, Person<'_>) {
    let owner = app.person("owner@acme.example").await;
    owner
        .browser
        .submit(
            "/organizations/new",
            &[("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")],
        )
        .await;
    owner
        .browser
        .submit(
            "/organizations/acme/projects/new",
            &[("name", "Support"), ("slug", "support")],
        )
        .await;
    let approver = app.person("approver@acme.example").await;
    app.join("acme", approver.user, &["approver"]).await;
    (owner, approver)
}

async fn ask(app: &TestApp, who: &Person<'_>, model: &str) -> RequestId {
    let offering = live(&app.services.catalog.snapshot(), model)[0];
    let actor = app.actor(who).await;
    let grant = actor
        .in_org::<Requester>(&app.services, "acme")
        .await
        .unwrap();
    let new = NewRequest {
        project: "support".parse().unwrap(),
        offering,
        use_case: "Answers questions of customers".parse().unwrap(),
        data_class: DataClass::Internal,
        environment: Environment::Production,
        volume: Volume {
            requests: 1_000,
            input: 500,
            output: 100,
        },
        until: None,
    };
    let asked = access::request(&app.services, &grant, new).await.unwrap();
    asked.id
}

async fn decide(app: &TestApp, who: &Person<'_>, id: RequestId, decision: Decision) {
    let actor = app.actor(who).await;
    let grant = actor
        .in_org::<Approver>(&app.services, "acme")
        .await
        .unwrap();
    access::decide(&app.services, &grant, id, decision)
        .await
        .unwrap();
}

/// The number beside the heading.
fn total(page: &str) -> String {
    let (_, rest) = page.split_once("catalog__count").unwrap();
    let text = rest.split_once('>').unwrap().1.split_once('<').unwrap().0;
    text.chars().filter(char::is_ascii_digit).collect()
}

#[tokio::test]
async fn members_see_what_their_organization_can_use() {
    let app = TestApp::starter().await;
    let (owner, approver) = acme(&app).await;
    let usable = ask(&app, &owner, ACTIVE).await;
    let approve = Decision::Approve {
        until: None,
        note: None,
    };
    decide(&app, &approver, usable, approve).await;
    let pending = ask(&app, &owner, LEGACY).await;
    let denied = ask(&app, &owner, SINGLE).await;
    let reason = "Too dear for this".parse().unwrap();
    decide(&app, &approver, denied, Decision::Deny { reason }).await;

    let requests = "/organizations/acme/requests";
    for view in ["cards", "table"] {
        for (state, model, words) in [
            ("available", ACTIVE, "<span>Available"),
            ("pending", LEGACY, " since <time"),
            ("denied", SINGLE, "<span>Denied"),
        ] {
            let address = format!("/models?access={state}&view={view}");
            let page = owner.browser.get(&address).await.text();
            assert_eq!(total(&page), "1", "{address}");
            assert!(page.contains(model), "{address}");
            assert!(page.contains(words), "{address}: {page}");
            assert!(page.contains("Access in Acme"), "{address}");
        }
        let page = owner.browser.get(&format!("/models?view={view}")).await;
        let page = page.text();
        assert!(page.contains("#offerings\""), "{view}");
        assert!(page.contains("Request access"), "{view}");
    }
    let page = owner.browser.get("/models?access=pending").await.text();
    assert!(page.contains(&format!("{requests}/{pending}\"")), "{page}");
    let page = owner.browser.get("/models?access=denied").await.text();
    assert!(page.contains(&format!("{requests}/{denied}\"")), "{page}");
    let quality = owner.browser.get("/quality?access=available").await;
    assert_eq!(quality.status, 200, "{}", quality.text());
}

#[tokio::test]
async fn the_page_of_a_model_says_what_comes_next() {
    let app = TestApp::starter().await;
    let (owner, approver) = acme(&app).await;
    let at = |model: &str| format!("/models/{model}");
    let offering = live(&app.services.catalog.snapshot(), SINGLE)[0];
    let new = format!("/organizations/acme/requests/new?offering={offering}");

    let page = owner.browser.get(&at(SINGLE)).await.text();
    assert!(page.contains(&new) && page.contains("Access in Acme"));
    let page = approver.browser.get(&at(SINGLE)).await.text();
    assert!(!page.contains(&new), "approvers do not ask");
    let id = ask(&app, &owner, SINGLE).await;
    let page = owner.browser.get(&at(SINGLE)).await.text();
    assert!(page.contains("See request") && page.contains(&id.to_string()));
    let again = "Request for another project";
    assert!(page.contains(again) && page.contains(&new), "{page}");
    let approve = Decision::Approve {
        until: None,
        note: None,
    };
    decide(&app, &approver, id, approve).await;
    let page = owner.browser.get(&at(SINGLE)).await.text();
    assert!(page.contains("See subscription") && page.contains("/acme/subscriptions\""));
    assert!(page.contains(again) && page.contains(&new), "{page}");
    let page = approver.browser.get(&at(SINGLE)).await.text();
    assert!(!page.contains(again) && !page.contains(&new), "{page}");

    let page = owner.browser.get(&at(ACTIVE)).await.text();
    assert!(
        page.contains(
            "href=\"#offerings\" class=\"button button--primary button--large\">Request access"
        ),
        "{page}"
    );
    let page = owner.browser.get(&at(RETIRED)).await.text();
    assert!(!page.contains("Request access"), "{page}");
}

#[tokio::test]
async fn who_may_not_see_a_request_gets_no_link_to_it() {
    let app = TestApp::starter().await;
    let (owner, _) = acme(&app).await;
    let id = ask(&app, &owner, ACTIVE).await;
    let developer = app.person("dev@acme.example").await;
    app.join("acme", developer.user, &["developer"]).await;
    let page = developer.browser.get("/models?access=pending").await.text();
    assert_eq!(total(&page), "1");
    assert!(!page.contains(&id.to_string()), "{page}");
    assert!(page.contains(" since <time") && !page.contains("badge--link"));
    let address = format!("/models/{ACTIVE}");
    let page = developer.browser.get(&address).await.text();
    assert!(page.contains("Request for another project"), "{page}");
    assert!(!page.contains("See request"), "{page}");

    let joined = ask(&app, &developer, ACTIVE).await;
    assert_eq!(joined, id);
    for address in ["/models?access=pending", address.as_str()] {
        let page = developer.browser.get(address).await.text();
        assert!(page.contains(&format!("requests/{id}\"")), "{address}");
    }
}

#[tokio::test]
async fn who_may_not_ask_is_not_sent_to() {
    let app = TestApp::starter().await;
    acme(&app).await;
    let finance = app.person("finance@acme.example").await;
    app.join("acme", finance.user, &["finance"]).await;
    let model = format!("/models/{ACTIVE}");
    for address in ["/models", "/models?view=table", model.as_str()] {
        let page = finance.browser.get(address).await.text();
        assert!(page.contains("Not requested"), "{address}");
        assert!(!page.contains("Request access"), "{address}");
        assert!(!page.contains("requests/new"), "{address}");
        assert!(!page.contains("badge--link"), "{address}");
    }
}

#[tokio::test]
async fn every_link_of_a_model_has_a_name_of_its_own() {
    let app = TestApp::starter().await;
    let (owner, _) = acme(&app).await;
    let page = owner.browser.get(&format!("/models/{ACTIVE}")).await.text();
    let links = page.split("Request access<span class=\"sr-only\">").skip(1);
    let names: Vec<_> = links.filter_map(|l| l.split("</span>").next()).collect();
    let offerings = live(&app.services.catalog.snapshot(), ACTIVE);
    assert_eq!(names.len(), offerings.len());
    let different: BTreeSet<_> = names.iter().collect();
    assert_eq!(different.len(), names.len(), "{names:?}");
    let snapshot = app.services.catalog.snapshot();
    let name = &snapshot.model(ACTIVE).unwrap().name;
    assert!(names.iter().all(|one| one.contains(name)), "{names:?}");
}

/// Links to models, redirects and the choice on the page keep whose access is
/// shown.
#[tokio::test]
async fn the_organization_of_the_address_stays() {
    let app = TestApp::starter().await;
    let (owner, _) = acme(&app).await;
    let href = format!("/models/{ACTIVE}");
    let (plain, named) = (
        format!("href=\"{href}\""),
        format!("href=\"{href}?org=acme\""),
    );
    for view in ["cards", "table"] {
        let question = format!("/models?q=claude-haiku-4-5&view={view}");
        let page = owner.browser.get(&format!("{question}&org=acme")).await;
        let page = page.text();
        assert!(page.contains(&named) && !page.contains(&plain), "{view}");
        let page = owner.browser.get(&question).await.text();
        assert!(page.contains(&plain) && !page.contains(&named), "{view}");
    }
    let shouted = "/models/Anthropic/Claude-Haiku-4-5";
    let answer = owner.browser.get(&format!("{shouted}?org=acme&q=x")).await;
    assert_eq!(answer.status, 308);
    assert_eq!(answer.header("location"), format!("{href}?org=acme"));
    let answer = app.get(shouted).await;
    assert_eq!(answer.header("location"), href);

    let choice = format!("action=\"{href}\"");
    let page = owner.browser.get(&href).await.text();
    assert!(!page.contains(&choice), "there is no choice");
    let fields = [("name", "Beta"), ("slug", "beta"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    let page = owner.browser.get(&format!("{href}?org=beta")).await.text();
    assert!(page.contains(&choice) && page.contains("name=\"org\""));
    assert!(page.contains("Access in Beta"), "{page}");
}

#[tokio::test]
async fn an_organization_with_its_own_sign_in_says_so() {
    let app = TestApp::starter().await;
    let (owner, _) = acme(&app).await;
    sqlx::query("update organizations set sso_required = true where slug = 'acme'")
        .execute(&app.database.pool)
        .await
        .unwrap();
    let through = "/single-sign-on?org=acme&amp;next=";
    let address = format!("/models/{ACTIVE}");
    let page = owner.browser.get(&address).await.text();
    assert!(page.contains("Sign in through Acme"), "{page}");
    assert!(page.contains(&format!("{through}{address}\"")), "{page}");
    for (address, next) in [
        ("/models?access=available", "/models%3Faccess%3Davailable"),
        ("/models?org=acme", "/models%3Forg%3Dacme"),
        ("/quality?access=available", "/quality%3Faccess%3Davailable"),
    ] {
        let answer = owner.browser.get(address).await;
        assert_eq!(answer.status, 403, "{address}");
        let page = answer.text();
        assert!(page.contains("Acme is open only to members"), "{page}");
        assert!(page.contains(&format!("{through}{next}\"")), "{page}");
    }
    assert_eq!(owner.browser.get("/models").await.status, 200);
    let inside = "/organizations/acme/requests?state=pending";
    let page = owner.browser.get(inside).await.text();
    let next = "/organizations/acme/requests%3Fstate%3Dpending";
    assert!(page.contains(&format!("{through}{next}\"")), "{page}");
}

#[tokio::test]
async fn only_own_organizations_can_be_chosen() {
    let app = TestApp::starter().await;
    let (owner, _) = acme(&app).await;
    let one = owner.browser.get("/models?org=acme").await.text();
    assert!(one.contains("Access in Acme") && !one.contains("name=\"org\""));
    let other = app.person("else@other.example").await;
    for address in [
        "/models?org=acme",
        "/models?org=nobody",
        "/models/anthropic/claude-haiku-4-5?org=acme",
    ] {
        let answer = other.browser.get(address).await;
        assert_eq!(answer.status, 400, "{address}");
        let page = answer.text();
        assert!(page.contains("is not one of your organizations"), "{page}");
        assert!(!page.contains("Acme"), "{address}");
    }
    owner
        .browser
        .submit(
            "/organizations/new",
            &[("name", "Beta"), ("slug", "beta"), ("time_zone", "UTC")],
        )
        .await;
    let page = owner
        .browser
        .get("/models?org=beta&view=table")
        .await
        .text();
    assert!(page.contains("Access in Beta") && page.contains("name=\"org\""));
    assert!(page.contains("org=beta#offerings"), "links keep it: {page}");
}

#[tokio::test]
async fn whoever_has_not_signed_in_is_asked_to() {
    let app = TestApp::starter().await;
    for (address, next) in [
        (
            "/models?access=available",
            "/sign-in?next=/models%3Faccess%3Davailable",
        ),
        ("/models?org=acme", "/sign-in?next=/models%3Forg%3Dacme"),
        (
            "/quality?access=available",
            "/sign-in?next=/quality%3Faccess%3Davailable",
        ),
        (
            "/models/anthropic/claude-haiku-4-5?org=acme",
            "/sign-in?next=/models/anthropic/claude-haiku-4-5%3Forg%3Dacme",
        ),
    ] {
        let answer = app.get(address).await;
        assert_eq!(answer.status, 303, "{address}");
        assert_eq!(answer.header("location"), next);
    }
    for address in ["/models", "/models?view=table&column=access"] {
        let page = app.get(address).await.text();
        for word in [
            "Request access",
            "Access in",
            "name=\"access\"",
            "name=\"org\"",
        ] {
            assert!(!page.contains(word), "{address}: {word}");
        }
    }
    let page = app.get(&format!("/models/{ACTIVE}")).await;
    assert!(page.text().contains("Sign in to request access"));
    assert!(
        !page.header("etag").is_empty(),
        "still the same for everybody"
    );
}

#[tokio::test]
async fn the_api_of_the_catalog_knows_no_organization() {
    let app = TestApp::starter().await;
    for (address, field) in [
        ("/api/v1/models?access=available", "access"),
        ("/api/v1/models?org=acme", "org"),
    ] {
        let answer = app.get(address).await;
        assert_eq!(answer.status, 400, "{address}");
        assert_eq!(answer.json()["errors"][0]["field"], field);
    }
}
