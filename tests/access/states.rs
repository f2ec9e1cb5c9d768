//! What an organization can use.

use backend::access::{self, subscriptions};
use backend::authz::{AccessManager, AnyMember, Requester};
use backend::{Error, Services};
use domain::access::{AccessState, Reason, SubscriptionState};
use tests::TestApp;
use time::OffsetDateTime;
use time::macros::datetime;

use super::{Acme, offerings};

fn last_day() -> OffsetDateTime {
    datetime!(2027-01-31 23:59:59 UTC)
}

fn day_after() -> OffsetDateTime {
    datetime!(2027-02-01 00:00 UTC)
}

fn why() -> Reason {
    "The pilot is over.".parse().unwrap()
}

/// Of several requests for one offering the best counts.
#[tokio::test]
async fn the_best_state_wins() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [available, pending, denied, nothing] = offerings(&app);
    acme.deny(acme.ask("web", available).await).await;
    let approved = acme.ask("web", available).await;
    acme.approve(approved).await;
    acme.ask("search", available).await;
    acme.deny(acme.ask("web", pending).await).await;
    let open = acme.ask("search", pending).await;
    let refused = acme.ask("web", denied).await;
    acme.deny(refused).await;

    let grant = acme.grant::<AnyMember>(&acme.approver).await;
    let states = access::states(&app.services, &grant).await.unwrap();
    let of = |offering| states.get(offering).map(|a| (a.state, a.request));
    assert_eq!(of(available), Some((AccessState::Available, approved)));
    assert_eq!(of(pending), Some((AccessState::Pending, open)));
    assert_eq!(of(denied), Some((AccessState::Denied, refused)));
    assert_eq!(of(nothing), None);
    assert_eq!(states.iter().count(), 3);
}

/// What a member has made or joined is theirs and comes first.
#[tokio::test]
async fn a_request_one_has_joined_is_ones_own() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering, other] = offerings(&app);
    let follower = super::member(&app, "admin").await;
    let joined = acme.ask("web", offering).await;
    let grant = acme.grant::<Requester>(&follower).await;
    let asked = access::request(&app.services, &grant, super::new("web", offering)).await;
    assert_eq!(asked.unwrap().id, joined);
    // Newer, and somebody else's.
    acme.ask("search", offering).await;
    let theirs = acme.ask("web", other).await;

    let grant = acme.grant::<AnyMember>(&follower).await;
    let states = access::states(&app.services, &grant).await.unwrap();
    let of = |offering| states.get(offering).map(|a| (a.request, a.is_mine));
    assert_eq!(of(offering), Some((joined, true)));
    assert_eq!(of(other), Some((theirs, false)));
    acme.approve(joined).await;
    let states = access::states(&app.services, &grant).await.unwrap();
    let available = states.get(offering).unwrap();
    assert_eq!(available.state, AccessState::Available);
    assert!(available.is_mine, "what came of it stays theirs");
    let grant = acme.grant::<AnyMember>(&acme.approver).await;
    let states = access::states(&app.services, &grant).await.unwrap();
    assert!(states.iter().all(|(_, access)| !access.is_mine));
}

#[tokio::test]
async fn states_belong_to_one_organization() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    acme.ask("web", offering).await;
    let stranger = app.person("owner@beta.example").await;
    let fields = [("name", "Beta"), ("slug", "beta"), ("time_zone", "UTC")];
    stranger.browser.submit("/organizations/new", &fields).await;
    let actor = app.actor(&stranger).await;
    let grant = actor
        .in_org::<AnyMember>(&app.services, "beta")
        .await
        .unwrap();
    let states = access::states(&app.services, &grant).await.unwrap();
    assert_eq!(states, access::OrgAccess::default());
}

/// Ending a subscription takes the offering away and leaves the way free.
#[tokio::test]
async fn a_subscription_can_be_ended() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    acme.approve(id).await;
    let made = acme.see(&acme.developer, id).await.unwrap().subscription;
    let subscription = made.unwrap();
    let manager = acme.grant::<AccessManager>(&acme.approver).await;
    subscriptions::cancel(&app.services, &manager, subscription, why())
        .await
        .unwrap();
    let again = subscriptions::cancel(&app.services, &manager, subscription, why()).await;
    assert!(matches!(again, Err(Error::Conflict(_))));
    let member = acme.grant::<AnyMember>(&acme.developer).await;
    let seen = subscriptions::get(&app.services, &member, subscription)
        .await
        .unwrap();
    assert_eq!(seen.state, SubscriptionState::Canceled);
    let states = access::states(&app.services, &member).await.unwrap();
    assert_eq!(states.get(offering), None);
    assert_eq!(acme.messages(&acme.developer, "access_decided").await, 1);
    assert_eq!(acme.messages(&acme.developer, "access_ended").await, 1);
    let (reason, before): (Option<String>, String) = sqlx::query_as(
        "select reason, before::text from audit_events where action = 'subscription.canceled'",
    )
    .fetch_one(&app.database.pool)
    .await
    .unwrap();
    assert_eq!(reason.as_deref(), Some("The pilot is over."));
    assert!(before.contains("2027-01-31"), "{before}");
    acme.ask("web", offering).await;
}

/// The last day counts whole, in the organization's time zone; then the
/// subscription is over without anybody doing anything.
#[tokio::test]
async fn a_subscription_ends_after_its_last_day() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    acme.approve(id).await;
    let member = acme.grant::<AnyMember>(&acme.developer).await;
    let at = |clock: fn() -> OffsetDateTime| Services {
        clock,
        ..app.services.clone()
    };
    let state = async |services: &Services| {
        let page = subscriptions::list(services, &member, None).await.unwrap();
        page.subscriptions.first().unwrap().state
    };
    assert_eq!(state(&at(last_day)).await, SubscriptionState::Active);
    assert_eq!(state(&at(day_after)).await, SubscriptionState::Expired);
    let zone = "update organizations set time_zone = 'America/New_York' where slug = 'acme'";
    sqlx::query(zone).execute(&app.database.pool).await.unwrap();
    let services = at(day_after);
    assert_eq!(
        state(&services).await,
        SubscriptionState::Active,
        "it is January there"
    );
    sqlx::query("update organizations set time_zone = 'UTC' where slug = 'acme'")
        .execute(&app.database.pool)
        .await
        .unwrap();
    let manager = acme.grant::<AccessManager>(&acme.owner).await;
    let made = acme.see(&acme.developer, id).await.unwrap().subscription;
    let late = subscriptions::cancel(&services, &manager, made.unwrap(), why()).await;
    assert!(matches!(late, Err(Error::Conflict(_))));
    let requester = acme
        .grant::<backend::authz::Requester>(&acme.developer)
        .await;
    let mut again = super::new("web", offering);
    again.until = None;
    let again = access::request(&services, &requester, again).await.unwrap();
    let approver = acme.grant::<backend::authz::Approver>(&acme.approver).await;
    let without_end = access::Decision::Approve {
        until: None,
        note: None,
    };
    access::decide(&services, &approver, again.id, without_end)
        .await
        .unwrap();
    let states = access::states(&services, &member).await.unwrap();
    let state = states.get(offering).map(|a| a.state);
    assert_eq!(state, Some(AccessState::Available));
}
