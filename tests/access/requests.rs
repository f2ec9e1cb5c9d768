//! Asking.

use backend::access::{self, Filter, Withdrawn, subscriptions};
use backend::authz::{AnyMember, Approver, Requester};
use backend::{Error, Services};
use domain::access::{RequestState, SubscriptionState};
use tests::{Person, TestApp, now};
use time::macros::date;
use time::{Duration, OffsetDateTime};

use super::{Acme, member, new, no, offerings, refused, wrong, yes};

fn a_month_later() -> OffsetDateTime {
    now() + Duration::days(30)
}

fn almost_a_month_later() -> OffsetDateTime {
    a_month_later() - Duration::seconds(1)
}

async fn actions(app: &TestApp) -> Vec<String> {
    sqlx::query_scalar(
        "select action from audit_events where action like 'access.%' or action like 'subscription.%' order by seq",
    )
    .fetch_all(&app.database.pool)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_request_becomes_a_subscription() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let member = acme.grant::<AnyMember>(&acme.developer).await;
    let approver = acme.grant::<AnyMember>(&acme.approver).await;
    let deciders = access::approvers(&app.services, &member).await.unwrap();
    assert_eq!(deciders, ["approver", "owner"]);

    let id = acme.ask("web", offering).await;
    assert_eq!(acme.messages(&acme.approver, "access_requested").await, 1);
    assert_eq!(acme.messages(&acme.owner, "access_requested").await, 1);
    assert_eq!(acme.messages(&acme.developer, "access_requested").await, 0);
    let waiting = access::waiting(&app.services, &approver).await.unwrap();
    assert_eq!(waiting, 1);
    let waiting = access::waiting(&app.services, &member).await.unwrap();
    assert_eq!(waiting, 0, "developers decide nothing");
    let seen = acme.see(&acme.approver, id).await.unwrap();
    assert_eq!(seen.state, RequestState::Pending);
    assert_eq!(
        (seen.project_slug.as_str(), seen.requester.as_str()),
        ("web", "developer")
    );
    assert_eq!(seen.offering, offering);
    assert_eq!(seen.expires_at, a_month_later());

    acme.approve(id).await;
    assert_eq!(acme.messages(&acme.developer, "access_decided").await, 1);
    let seen = acme.see(&acme.developer, id).await.unwrap();
    assert_eq!(seen.state, RequestState::Approved);
    assert_eq!(seen.decided_by.as_deref(), Some("approver"));
    let page = subscriptions::list(&app.services, &member, None).await;
    let list = page.unwrap().subscriptions;
    let [made] = &list[..] else {
        panic!("{list:?}");
    };
    assert_eq!(Some(made.id), seen.subscription);
    assert_eq!(made.state, SubscriptionState::Active);
    assert_eq!(made.until, Some(date!(2027 - 01 - 31)), "as asked for");
    assert_eq!((made.request, made.offering), (id, offering));
    assert_eq!(actions(&app).await, ["access.requested", "access.approved"]);
    let waiting = access::waiting(&app.services, &approver).await.unwrap();
    assert_eq!(waiting, 0);

    let requester = acme.grant::<Requester>(&acme.developer).await;
    let again = access::request(&app.services, &requester, new("web", offering)).await;
    assert_eq!(wrong(again).0, "project", "it has access already");
    let other = access::request(&app.services, &requester, new("search", offering)).await;
    assert!(!other.unwrap().joined, "another project asks for itself");
}

/// Whoever asks for what is open already joins, sees the request and is told.
#[tokio::test]
async fn a_duplicate_joins_the_open_request() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    let admin = member(&app, "admin").await;
    let second = app.person("second@acme.example").await;
    app.join("acme", second.user, &["developer"]).await;
    assert!(matches!(acme.see(&second, id).await, Err(Error::NotFound)));
    for person in [&acme.developer, &second, &second, &admin] {
        let grant = acme.grant::<Requester>(person).await;
        let asked = access::request(&app.services, &grant, new("web", offering)).await;
        let asked = asked.unwrap();
        assert!(asked.joined);
        assert_eq!(asked.id, id);
    }
    assert_eq!(
        actions(&app).await,
        ["access.requested", "access.joined", "access.joined"]
    );
    assert!(acme.see(&second, id).await.is_ok());
    let grant = acme.grant::<AnyMember>(&second).await;
    refused(access::withdraw(&app.services, &grant, id).await);
    acme.deny(id).await;
    assert_eq!(acme.messages(&second, "access_decided").await, 1);
    assert_eq!(acme.messages(&acme.developer, "access_decided").await, 1);
}

/// Two who ask at the same moment make one request.
#[tokio::test]
async fn two_who_ask_at_once_make_one_request() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let one = acme.grant::<Requester>(&acme.developer).await;
    let two = acme.grant::<Requester>(&acme.owner).await;
    let (a, b) = tokio::join!(
        access::request(&app.services, &one, new("web", offering)),
        access::request(&app.services, &two, new("web", offering))
    );
    let (a, b) = (a.unwrap(), b.unwrap());
    assert_eq!(a.id, b.id);
    assert_ne!(a.joined, b.joined);
}

#[tokio::test]
async fn members_see_their_own_requests() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    let own = app.person("own@acme.example").await;
    app.join("acme", own.user, &["developer"]).await;
    let grant = acme.grant::<AnyMember>(&own).await;
    let page = access::list(&app.services, &grant, &Filter::default()).await;
    assert!(page.unwrap().requests.is_empty());
    for role in ["admin", "finance", "auditor"] {
        let person = member(&app, role).await;
        assert!(acme.see(&person, id).await.is_ok(), "{role}");
        let grant = acme.grant::<AnyMember>(&person).await;
        let mine = Filter {
            mine: true,
            ..Filter::default()
        };
        let page = access::list(&app.services, &grant, &mine).await.unwrap();
        assert!(page.requests.is_empty(), "{role}");
    }
    let publisher = member(&app, "publisher").await;
    assert!(matches!(
        acme.see(&publisher, id).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn lists_go_on_where_they_ended() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let all: [i64; 51] = offerings(&app);
    for offering in all {
        acme.ask("web", offering).await;
    }
    let grant = acme.grant::<AnyMember>(&acme.approver).await;
    let first = access::list(&app.services, &grant, &Filter::default())
        .await
        .unwrap();
    assert_eq!(first.requests.len(), 50);
    let rest = Filter {
        state: Some(RequestState::Pending),
        before: first.next,
        ..Filter::default()
    };
    let second = access::list(&app.services, &grant, &rest).await.unwrap();
    assert_eq!((second.requests.len(), second.next), (1, None));
    let last = second.requests.first().unwrap().id;
    assert!(first.requests.iter().all(|r| r.id != last));
    let denied = Filter {
        state: Some(RequestState::Denied),
        ..Filter::default()
    };
    let none = access::list(&app.services, &grant, &denied).await.unwrap();
    assert!(none.requests.is_empty());
}

/// A page begins after a request that the member may see, or nowhere.
#[tokio::test]
async fn a_page_begins_at_a_request_that_can_be_seen() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    let before = |id: &str| Filter {
        before: Some(id.parse().unwrap()),
        ..Filter::default()
    };
    let own = acme.grant::<AnyMember>(&acme.developer).await;
    let page = access::list(&app.services, &own, &before(&id.to_string())).await;
    assert!(page.unwrap().requests.is_empty(), "it is the last");
    let unknown = before("req_00000000000000000000000000000007");
    let page = access::list(&app.services, &own, &unknown).await;
    assert_eq!(wrong(page).0, "before");
    let other = app.person("other@acme.example").await;
    app.join("acme", other.user, &["developer"]).await;
    let other = acme.grant::<AnyMember>(&other).await;
    let page = access::list(&app.services, &other, &before(&id.to_string())).await;
    assert_eq!(wrong(page).0, "before", "somebody else's is like none");
}

/// What waits for somebody is what they can decide, no more and no less.
#[tokio::test]
async fn what_waits_is_what_can_be_decided() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [open, joined, own, denied] = offerings(&app);
    let id = acme.ask("web", open).await;
    acme.ask("web", joined).await;
    acme.deny(acme.ask("web", denied).await).await;
    let requester = acme.grant::<Requester>(&acme.owner).await;
    for offering in [joined, own] {
        access::request(&app.services, &requester, new("web", offering))
            .await
            .unwrap();
    }
    let waiting = Filter {
        waiting: true,
        ..Filter::default()
    };
    let found = async |person: &Person<'_>| {
        let grant = acme.grant::<AnyMember>(person).await;
        let page = access::list(&app.services, &grant, &waiting).await.unwrap();
        let count = access::waiting(&app.services, &grant).await.unwrap();
        assert_eq!(i64::try_from(page.requests.len()), Ok(count));
        page.requests.iter().map(|r| r.id).collect::<Vec<_>>()
    };
    assert_eq!(found(&acme.owner).await, [id]);
    assert_eq!(found(&acme.approver).await.len(), 3);
    assert!(found(&acme.developer).await.is_empty(), "decides nothing");
}

/// Who asks while a request is being decided waits, and asks anew.
#[tokio::test]
async fn nobody_joins_what_is_being_decided() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    let grant = acme.grant::<Requester>(&acme.owner).await;
    let mut other = app.database.pool.begin().await.unwrap();
    sqlx::query("update access_requests set state = 'withdrawn', decided_at = created_at where request_id = $1")
        .bind(id.0)
        .execute(&mut *other)
        .await
        .unwrap();
    let decided = async {
        app.database.until_somebody_waits().await;
        other.commit().await.unwrap();
    };
    let asking = access::request(&app.services, &grant, new("web", offering));
    let (asked, ()) = tokio::join!(asking, decided);
    let asked = asked.unwrap();
    assert!(!asked.joined);
    assert_ne!(asked.id, id);
}

/// Of asking and approving at once: who joined is told, and who did not has
/// access already.
#[tokio::test]
async fn asking_and_approving_at_once_lose_nobody() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    for offering in offerings::<5>(&app) {
        let id = acme.ask("web", offering).await;
        let requester = acme.grant::<Requester>(&acme.owner).await;
        let approver = acme.grant::<Approver>(&acme.approver).await;
        let before = acme.messages(&acme.owner, "access_decided").await;
        let (decided, asked) = tokio::join!(
            access::decide(&app.services, &approver, id, yes()),
            access::request(&app.services, &requester, new("web", offering))
        );
        decided.unwrap();
        let after = acme.messages(&acme.owner, "access_decided").await;
        match asked {
            Ok(asked) => assert_eq!((asked.id, asked.joined, after), (id, true, before + 1)),
            refused => assert_eq!(wrong(refused).1, "can already use this offering"),
        }
    }
}

#[tokio::test]
async fn what_cannot_be_asked_for() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let grant = acme.grant::<Requester>(&acme.developer).await;
    let archive = [("archived", "1")];
    let path = "/organizations/acme/projects/search/archive";
    acme.owner.browser.submit(path, &archive).await;
    let mut late = new("web", offering);
    late.until = Some(date!(2026 - 11 - 22));
    let mut long = new("web", offering);
    long.until = Some(date!(2028 - 11 - 22));
    for (asked, field) in [
        (new("nothing", offering), "project"),
        (new("search", offering), "project"),
        (new("web", -1), "offering"),
        (late, "until"),
        (long, "until"),
    ] {
        let refused = access::request(&app.services, &grant, asked).await;
        assert_eq!(wrong(refused).0, field);
    }
    sqlx::query("update offerings set retired_at = $2 where offering_id = $1")
        .bind(offering)
        .bind(now())
        .execute(&app.database.pool)
        .await
        .unwrap();
    drop(acme);
    let mut app = app;
    app.refresh().await;
    let refused = access::request(&app.services, &grant, new("web", offering)).await;
    assert_eq!(wrong(refused).0, "offering");
}

#[tokio::test]
async fn whoever_asked_can_take_it_back() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    let other = acme.grant::<AnyMember>(&acme.approver).await;
    let words = refused(access::withdraw(&app.services, &other, id).await);
    assert_eq!(words, access::NOT_YOURS);
    let own = acme.grant::<AnyMember>(&acme.developer).await;
    let done = access::withdraw(&app.services, &own, id).await.unwrap();
    assert_eq!(done, Withdrawn::Closed);
    let again = access::withdraw(&app.services, &own, id).await;
    assert!(matches!(again, Err(Error::Conflict(_))));
    let seen = acme.see(&acme.developer, id).await.unwrap();
    assert_eq!(seen.state, RequestState::Withdrawn);
    let approver = acme.grant::<Approver>(&acme.approver).await;
    let late = access::decide(&app.services, &approver, id, yes()).await;
    assert_eq!(
        wrong(late),
        (
            "decision".to_owned(),
            "developer has withdrawn this request.".to_owned()
        )
    );
    let next = acme.ask("web", offering).await;
    assert_ne!(next, id, "it is no longer in the way");
}

/// What nobody decides for thirty days expires, to the second, and stands in
/// nobody's way.
#[tokio::test]
async fn idle_requests_expire() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    let member = acme.grant::<AnyMember>(&acme.developer).await;
    let approver = acme.grant::<Approver>(&acme.approver).await;
    let before = Services {
        clock: almost_a_month_later,
        ..app.services.clone()
    };
    let after = Services {
        clock: a_month_later,
        ..app.services.clone()
    };
    let state = async |services: &Services| {
        let request = access::get(services, &member, id).await.unwrap();
        request.state
    };
    assert_eq!(state(&before).await, RequestState::Pending);
    assert_eq!(state(&after).await, RequestState::Expired);
    let expired = Filter {
        state: Some(RequestState::Expired),
        ..Filter::default()
    };
    let page = access::list(&after, &member, &expired).await.unwrap();
    assert_eq!(page.requests.len(), 1);
    let reader = acme.grant::<AnyMember>(&acme.approver).await;
    assert_eq!(access::waiting(&after, &reader).await.unwrap(), 0);
    assert!(
        access::states(&after, &member)
            .await
            .unwrap()
            .get(offering)
            .is_none()
    );
    let late = access::decide(&after, &approver, id, no()).await;
    assert_eq!(wrong(late).0, "decision");
    let requester = acme.grant::<Requester>(&acme.developer).await;
    let mut again = new("web", offering);
    again.until = None;
    let again = access::request(&after, &requester, again).await.unwrap();
    assert!(!again.joined);
    let settled: String =
        sqlx::query_scalar("select state from access_requests where request_id = $1")
            .bind(id.0)
            .fetch_one(&app.database.pool)
            .await
            .unwrap();
    assert_eq!(settled, "expired");
}
