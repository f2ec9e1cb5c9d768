//! The catalog as members of an organization see it, and as others do.

use backend::access::{self, Decision, NewRequest, OfferingAccess, OrgAccess};
use backend::authz::{Approver, Requester};
use backend::catalog::snapshot::{Entry, Snapshot};
use domain::access::{AccessState, DataClass, Environment, Volume};
use domain::catalog_query::CatalogQuery;
use domain::id::RequestId;
use sqlx::types::Uuid;
use tests::{Person, TestApp, now};

const ACTIVE: &str = "anthropic/claude-haiku-4-5";
const LEGACY: &str = "anthropic/claude-sonnet-4-5";
const RETIRED: &str = "anthropic/claude-3-opus";
/// With one offering.
const SINGLE: &str = "anthropic/claude-mythos-5";

fn having(list: &[(i64, AccessState)]) -> OrgAccess {
    let known = list.iter().map(|(offering, state)| {
        let access = OfferingAccess {
            state: *state,
            since: now(),
            request: RequestId(Uuid::nil()),
        };
        (*offering, access)
    });
    OrgAccess {
        by_offering: known.collect(),
    }
}

fn live(snapshot: &Snapshot, model: &str) -> Vec<i64> {
    let entry = snapshot.model(model).unwrap();
    let offerings = snapshot.offerings_of(entry).iter();
    offerings.filter(|o| o.is_live()).map(|o| o.id).collect()
}

fn query(pairs: &[(&str, &str)]) -> CatalogQuery {
    CatalogQuery::from_pairs(pairs.iter().copied()).unwrap()
}

#[tokio::test]
async fn offerings_are_found_by_their_key() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    assert!(snapshot.offerings.len() > 100);
    for (at, offering) in snapshot.offerings.iter().enumerate() {
        assert_eq!(snapshot.offering_position(offering.id), Some(at));
    }
    assert_eq!(snapshot.offering_position(-1), None);
    assert_eq!(snapshot.offering_position(i64::MAX), None);
}

#[tokio::test]
async fn the_best_offering_speaks_for_its_model() {
    use AccessState::{Available, Denied, Deprecated, Pending, Requestable};
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let state = |model: &str, states: &[AccessState]| {
        let ids = live(&snapshot, model);
        let list: Vec<_> = ids.into_iter().zip(states.iter().copied()).collect();
        let org = having(&list);
        let entry = snapshot.model(model).unwrap();
        snapshot.access_of(entry, &org).map(|found| found.state)
    };
    let cases: [(&str, &[AccessState], AccessState); 9] = [
        (ACTIVE, &[], Requestable),
        (ACTIVE, &[Denied], Denied),
        (ACTIVE, &[Denied, Pending], Pending),
        (ACTIVE, &[Denied, Pending, Available], Available),
        (LEGACY, &[], Deprecated),
        (LEGACY, &[Denied], Deprecated),
        (LEGACY, &[Pending], Pending),
        (LEGACY, &[Available], Available),
        (RETIRED, &[], Deprecated),
    ];
    for (model, states, expected) in cases {
        assert_eq!(state(model, states), Some(expected), "{model} {states:?}");
    }
}

#[tokio::test]
async fn counts_of_access_are_what_choosing_it_gives() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let (active, legacy) = (live(&snapshot, ACTIVE), live(&snapshot, LEGACY));
    let single = live(&snapshot, SINGLE);
    let org = having(&[
        (active[0], AccessState::Available),
        (active[1], AccessState::Denied),
        (legacy[0], AccessState::Pending),
        (single[0], AccessState::Denied),
        // Of another catalog: nothing follows.
        (i64::MAX, AccessState::Available),
    ]);
    for start in [
        vec![],
        vec![("publisher", "anthropic")],
        vec![("publisher", "anthropic"), ("access", "denied")],
        vec![("provider", "amazon-bedrock"), ("lifecycle", "legacy")],
        vec![("lifecycle", "retired"), ("access", "available")],
    ] {
        let question = query(&start);
        let results = snapshot.find_for(&question, Some(&org));
        assert_eq!(results.access.len(), AccessState::ALL.len());
        let mut alone = question.clone();
        alone.access.clear();
        for (state, count) in &results.access {
            let chosen = alone.with("access", state.as_str());
            let found = snapshot.find_for(&chosen, Some(&org));
            assert_eq!(*count, found.total as u64, "{start:?} {state}");
            let all_there = found
                .entries
                .iter()
                .all(|e| snapshot.access_of(e, &org).unwrap().state == *state);
            assert!(all_there, "{start:?} {state}");
            assert_eq!(
                found.total,
                snapshot.find_all_for(&chosen, Some(&org)).len()
            );
        }
        // Together they are everything that has a state, each entry once.
        let has_state = |e: &&Entry| snapshot.access_of(e, &org).is_some();
        let all = snapshot.find_all(&alone).into_iter().filter(has_state);
        let sum: u64 = results.access.iter().map(|(_, count)| count).sum();
        assert_eq!(sum, all.count() as u64, "{start:?}");
    }
    let available = snapshot.find_for(&query(&[("access", "available")]), Some(&org));
    let names: Vec<_> = available.entries.iter().map(|e| e.slug.as_str()).collect();
    assert_eq!(names, [ACTIVE]);
}

#[tokio::test]
async fn nobodys_access_is_no_access() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let question = query(&[("access", "request")]);
    assert_eq!(snapshot.find(&question).total, 0);
    assert!(snapshot.find(&CatalogQuery::default()).access.is_empty());
    let suggestion = snapshot.suggest_for(&question, None).unwrap();
    assert_eq!(
        suggestion.dropped,
        [("access", AccessState::Requestable.to_string())]
    );
}

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
    let approve = Decision::Approve {
        until: None,
        note: None,
    };
    decide(&app, &approver, id, approve).await;
    let page = owner.browser.get(&at(SINGLE)).await.text();
    assert!(page.contains("See subscription") && page.contains("/acme/subscriptions\""));

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
    assert!(page.contains("href=\"/organizations/acme/requests\""));
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
