//! Deciding.

use backend::Error;
use backend::access::{self, Decision};
use backend::authz::{AnyMember, Approver, Requester};
use domain::access::RequestState;
use tests::TestApp;
use time::macros::date;

use super::{Acme, member, new, no, offerings, refused, wrong, yes};

async fn subscriptions(app: &TestApp) -> i64 {
    sqlx::query_scalar("select count(*) from subscriptions")
        .fetch_one(&app.database.pool)
        .await
        .unwrap()
}

/// Nobody decides what they have asked for, nor what they have joined (#7).
#[tokio::test]
async fn nobody_decides_an_own_request() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering, other] = offerings(&app);
    let requester = acme.grant::<Requester>(&acme.owner).await;
    let own = access::request(&app.services, &requester, new("web", offering))
        .await
        .unwrap();
    let joined = acme.ask("web", other).await;
    access::request(&app.services, &requester, new("web", other))
        .await
        .unwrap();
    let grant = acme.grant::<Approver>(&acme.owner).await;
    for (id, why) in [
        (own.id, "You asked for this yourself"),
        (joined, "You asked for this too"),
    ] {
        for decision in [yes(), no()] {
            let words = refused(access::decide(&app.services, &grant, id, decision).await);
            assert!(words.contains(why), "{words}");
        }
        let seen = acme.see(&acme.owner, id).await.unwrap();
        assert_eq!(seen.state, RequestState::Pending);
        assert!(seen.is_asker);
    }
    assert_eq!(subscriptions(&app).await, 0);
    let member = acme.grant::<AnyMember>(&acme.owner).await;
    assert_eq!(access::waiting(&app.services, &member).await.unwrap(), 0);
    let others = access::approvers(&app.services, &member).await.unwrap();
    assert_eq!(others, ["approver"]);
}

/// Requests of another organization do not exist (#7).
#[tokio::test]
async fn another_organizations_request_does_not_exist() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    let stranger = app.person("owner@beta.example").await;
    let fields = [("name", "Beta"), ("slug", "beta"), ("time_zone", "UTC")];
    stranger.browser.submit("/organizations/new", &fields).await;
    let actor = app.actor(&stranger).await;
    let grant = actor
        .in_org::<Approver>(&app.services, "beta")
        .await
        .unwrap();
    let refused = access::decide(&app.services, &grant, id, yes()).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    let reader = actor
        .in_org::<AnyMember>(&app.services, "beta")
        .await
        .unwrap();
    let unseen = access::get(&app.services, &reader, id).await;
    assert!(matches!(unseen, Err(Error::NotFound)));
    let refused = access::withdraw(&app.services, &reader, id).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    let seen = acme.see(&acme.approver, id).await.unwrap();
    assert_eq!(seen.state, RequestState::Pending);
}

/// Two approvers at once: one approval, one subscription, and the second is
/// told who was faster (#7).
#[tokio::test]
async fn two_approvers_at_once_approve_once() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    for offering in offerings::<5>(&app) {
        let id = acme.ask("web", offering).await;
        let one = acme.grant::<Approver>(&acme.approver).await;
        let two = acme.grant::<Approver>(&acme.owner).await;
        let before = subscriptions(&app).await;
        let (a, b) = tokio::join!(
            access::decide(&app.services, &one, id, yes()),
            access::decide(&app.services, &two, id, yes())
        );
        let (refused, winner) = match (a, b) {
            (Ok(()), refused @ Err(_)) => (refused, "approver"),
            (refused @ Err(_), Ok(())) => (refused, "owner"),
            both => panic!("{both:?}"),
        };
        let (field, words) = wrong(refused);
        assert_eq!(field, "decision");
        assert_eq!(words, format!("Already approved by {winner}."));
        assert_eq!(subscriptions(&app).await, before + 1);
        let events: i64 = sqlx::query_scalar(
            "select count(*) from audit_events where subject = $1 and action = 'access.approved'",
        )
        .bind(id.to_string())
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
        assert_eq!(events, 1);
    }
}

#[tokio::test]
async fn a_denial_says_why() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    acme.deny(id).await;
    let seen = acme.see(&acme.developer, id).await.unwrap();
    assert_eq!(seen.state, RequestState::Denied);
    assert_eq!(seen.reason.as_deref(), Some("There is a cheaper one."));
    assert_eq!(seen.subscription, None);
    assert_eq!(subscriptions(&app).await, 0);
    let grant = acme.grant::<Approver>(&acme.owner).await;
    let late = access::decide(&app.services, &grant, id, yes()).await;
    assert_eq!(wrong(late).1, "Already denied by approver.");
    let next = acme.ask("web", offering).await;
    assert_ne!(next, id, "one may ask again");
}

/// The approver may shorten or lengthen what was asked for, within limits.
#[tokio::test]
async fn an_approval_sets_the_last_day() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    let grant = acme.grant::<Approver>(&acme.approver).await;
    let until = |day| Decision::Approve {
        until: Some(day),
        note: Some("For the pilot only.".parse().unwrap()),
    };
    for day in [date!(2026 - 11 - 22), date!(2028 - 11 - 22)] {
        let refused = access::decide(&app.services, &grant, id, until(day)).await;
        assert_eq!(wrong(refused).0, "until");
    }
    let day = date!(2026 - 11 - 23);
    access::decide(&app.services, &grant, id, until(day))
        .await
        .unwrap();
    let member = acme.grant::<AnyMember>(&acme.developer).await;
    let page = access::subscriptions::list(&app.services, &member, None)
        .await
        .unwrap();
    assert_eq!(page.subscriptions.first().unwrap().until, Some(day));
    let seen = acme.see(&acme.developer, id).await.unwrap();
    assert_eq!(seen.reason.as_deref(), Some("For the pilot only."));
}

/// Nothing is given to a project that was archived meanwhile.
#[tokio::test]
async fn archived_projects_get_nothing() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    let path = "/organizations/acme/projects/web/archive";
    acme.owner.browser.submit(path, &[("archived", "1")]).await;
    let grant = acme.grant::<Approver>(&acme.approver).await;
    let refused = access::decide(&app.services, &grant, id, yes()).await;
    assert_eq!(wrong(refused).0, "decision");
    let seen = acme.see(&acme.approver, id).await.unwrap();
    assert_eq!(seen.state, RequestState::Pending, "nothing has happened");
    acme.deny(id).await;
}

#[tokio::test]
async fn a_typical_wait_needs_three_decisions() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let grant = acme.grant::<AnyMember>(&acme.developer).await;
    for (i, offering) in offerings::<3>(&app).into_iter().enumerate() {
        let wait = access::typical_wait(&app.services, &grant).await.unwrap();
        assert_eq!(wait, None, "after {i}");
        let id = acme.ask("web", offering).await;
        sqlx::query(
            "update access_requests set created_at = created_at - $2 * interval '1 hour' where request_id = $1",
        )
        .bind(id.0)
        .bind([1.0, 9.0, 2.0][i])
        .execute(&app.database.pool)
        .await
        .unwrap();
        acme.deny(id).await;
    }
    let wait = access::typical_wait(&app.services, &grant).await.unwrap();
    assert_eq!(wait, Some(time::Duration::hours(2)));
}

/// Only the roles that decide have the proof.
#[tokio::test]
async fn others_cannot_decide() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let admin = member(&app, "admin").await;
    for person in [&acme.developer, &admin] {
        let actor = app.actor(person).await;
        let refused = actor.in_org::<Approver>(&app.services, "acme").await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
    let actor = app.actor(&acme.approver).await;
    let refused = actor.in_org::<Requester>(&app.services, "acme").await;
    assert!(matches!(refused, Err(Error::Forbidden)));
}
