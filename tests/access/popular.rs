//! What is popular among the projects of all organizations.

use std::sync::Arc;

use backend::access;
use backend::access::subscriptions;
use backend::authz::{AccessManager, Approver, Requester};
use backend::catalog::snapshot::{Entry, Snapshot};
use backend::catalog::{Catalog, Clock};
use domain::catalog_query::CatalogQuery;
use tests::{TestApp, now};
use time::OffsetDateTime;
use time::macros::datetime;

use super::catalog::live;
use super::{Acme, new, yes};

fn tomorrow() -> OffsetDateTime {
    datetime!(2026-11-23 00:00 UTC)
}

fn in_a_week() -> OffsetDateTime {
    datetime!(2026-11-29 23:00 UTC)
}

fn in_eight_days() -> OffsetDateTime {
    datetime!(2026-11-30 00:00 UTC)
}

fn a_week_after_the_end() -> OffsetDateTime {
    datetime!(2027-02-07 12:00 UTC)
}

fn more_than_a_week_after_the_end() -> OffsetDateTime {
    datetime!(2027-02-08 12:00 UTC)
}

/// The catalog as a server builds it at another time, through connections that
/// own nothing.
async fn catalog(app: &TestApp, clock: Clock) -> Arc<Snapshot> {
    let catalog = Catalog::open(&app.database.app, clock).await.unwrap();
    catalog.snapshot()
}

fn order(snapshot: &Snapshot, sort: &str) -> Vec<String> {
    let query = CatalogQuery::from_pairs([("sort", sort)]).unwrap();
    let all = snapshot.find_all(&query).into_iter();
    all.map(|entry| entry.slug.clone()).collect()
}

/// Whether these are the most popular, in this order, and all others follow by
/// relevance.
fn assert_popular(snapshot: &Arc<Snapshot>, expected: &[&str]) {
    let popular = order(snapshot, "popular");
    assert_eq!(popular[..expected.len()], *expected);
    let mut others = order(snapshot, "relevance");
    others.retain(|slug| !expected.contains(&slug.as_str()));
    assert_eq!(popular[expected.len()..], others);
}

/// Some models without an end, of each of which two offerings can be had, the
/// most relevant first.
fn models<const N: usize>(snapshot: &Snapshot) -> [String; N] {
    let is_lasting = |slug: &String| {
        let has_no_end = |e: &Entry| e.model().is_some_and(|m| m.retires_on.is_none());
        snapshot.model(slug).is_some_and(has_no_end) && live(snapshot, slug).len() > 1
    };
    let mut slugs = order(snapshot, "relevance").into_iter().filter(is_lasting);
    std::array::from_fn(|_| slugs.next().unwrap())
}

/// Another organization comes to use offerings.
async fn beta_uses(app: &TestApp, offerings: &[i64]) {
    let owner = app.person("owner@beta.example").await;
    let fields = [("name", "Beta"), ("slug", "beta"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    let path = "/organizations/beta/projects/new";
    let fields = [("name", "Web"), ("slug", "web")];
    owner.browser.submit(path, &fields).await;
    let approver = app.person("approver@beta.example").await;
    app.join("beta", approver.user, &["approver"]).await;

    let asks = app.actor(&owner).await;
    let decides = app.actor(&approver).await;
    for offering in offerings {
        let grant = asks.in_org::<Requester>(&app.services, "beta").await;
        let asked = access::request(&app.services, &grant.unwrap(), new("web", *offering)).await;
        let grant = decides.in_org::<Approver>(&app.services, "beta").await;
        access::decide(&app.services, &grant.unwrap(), asked.unwrap().id, yes())
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn projects_of_all_organizations_count_once_each() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let today = app.services.catalog.snapshot();
    let [first, second] = models(&today);
    assert_popular(&today, &[]);
    // Two offerings of the more relevant one, for one project.
    for offering in &live(&today, &first)[..2] {
        acme.approve(acme.ask("web", *offering).await).await;
    }
    // Of the other one projects called alike of two organizations, and one more.
    let offering = live(&today, &second)[0];
    for project in ["web", "search"] {
        acme.approve(acme.ask(project, offering).await).await;
    }
    // What one organization uses alone is not said.
    assert_popular(&catalog(&app, tomorrow).await, &[]);
    beta_uses(&app, &[offering, live(&today, &first)[0]]).await;

    // Whole days count, so that all replicas agree.
    let today = catalog(&app, now).await;
    assert_popular(&today, &[]);
    assert!(
        today.next_boundary.unwrap() <= tomorrow(),
        "built anew then"
    );
    let popular: [&str; 2] = [&second, &first];
    assert_popular(&catalog(&app, tomorrow).await, &popular);
    // The last day of all of them is that of January.
    let ended = catalog(&app, a_week_after_the_end).await;
    assert_popular(&ended, &popular);
    let over = catalog(&app, more_than_a_week_after_the_end).await;
    assert_popular(&over, &[]);
}

#[tokio::test]
async fn what_has_ended_counts_for_a_week() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let today = app.services.catalog.snapshot();
    let [_, second] = models(&today);
    let offering = live(&today, &second)[0];
    beta_uses(&app, &[offering]).await;
    let id = acme.ask("web", offering).await;
    // Asking alone is no use.
    assert_popular(&catalog(&app, tomorrow).await, &[]);
    acme.approve(id).await;
    let made = acme.see(&acme.developer, id).await.unwrap().subscription;
    let manager = acme.grant::<AccessManager>(&acme.approver).await;
    let why = "The pilot is over.".parse().unwrap();
    subscriptions::cancel(&app.services, &manager, made.unwrap(), why)
        .await
        .unwrap();
    assert_popular(&catalog(&app, in_a_week).await, &[&second]);
    assert_popular(&catalog(&app, in_eight_days).await, &[]);
}
