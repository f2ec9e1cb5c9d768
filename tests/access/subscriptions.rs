//! Lists of subscriptions, and who may open what is behind them.

use std::collections::BTreeSet;

use backend::access;
use backend::access::subscriptions::{self, Holder};
use backend::authz::{AccessManager, AnyMember, Requester};
use backend::{Error, Services};
use domain::access::SubscriptionState;
use domain::id::SubscriptionId;
use tests::{TestApp, now};
use time::OffsetDateTime;
use time::macros::{date, datetime};

use super::{Acme, member, new, offerings, wrong};

/// Sixty of one moment, of which every sixth has expired.
const MANY: &str = "
    insert into access_requests (org_id, request_id, project_id, offering_id, requested_by, use_case, data_class,
        environment, requests_per_month, input_tokens, output_tokens, state, created_at, decided_at, decided_by)
    select p.org_id, gen_random_uuid(), p.project_id, o.offering_id, u.user_id, 'What a page needs.', 'internal',
        'production', 1, 1, 1, 'approved', now(), now(), u.user_id
    from projects p, users u, (select offering_id from offerings order by offering_id limit 60) o
    where p.slug = 'web' and u.email = 'owner@acme.example';
    insert into subscriptions (org_id, subscription_id, project_id, offering_id, request_id, state, starts_at,
        expires_on, created_by)
    select org_id, gen_random_uuid(), project_id, offering_id, request_id, 'active', '2026-11-01 12:00Z',
        case when row_number() over (order by offering_id) % 6 = 0 then date '2026-11-21' end, decided_by
    from access_requests where state = 'approved'";

fn new_year_in_utc() -> OffsetDateTime {
    datetime!(2027-01-01 02:00 UTC)
}

#[tokio::test]
async fn lists_go_on_where_they_ended() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    sqlx::raw_sql(MANY)
        .execute(&app.database.pool)
        .await
        .unwrap();
    let grant = acme.grant::<AnyMember>(&acme.owner).await;
    let first = subscriptions::list(&app.services, &grant, None)
        .await
        .unwrap();
    assert_eq!(first.subscriptions.len(), 50);
    assert_eq!(first.today, date!(2026 - 11 - 22));
    let is_active = |s: &subscriptions::Subscription| s.state == SubscriptionState::Active;
    assert!(first.subscriptions.iter().all(is_active), "they come first");
    let second = subscriptions::list(&app.services, &grant, first.next)
        .await
        .unwrap();
    assert_eq!((second.subscriptions.len(), second.next), (10, None));
    assert!(!second.subscriptions.iter().any(is_active));
    let all = first.subscriptions.iter().chain(&second.subscriptions);
    assert_eq!(all.map(|s| s.id).collect::<BTreeSet<_>>().len(), 60);
    // A page may begin in the middle of either kind.
    for (list, at, rest) in [(&first, 39, 20), (&second, 3, 6)] {
        let after = list.subscriptions[at].id;
        let page = subscriptions::list(&app.services, &grant, Some(after)).await;
        assert_eq!(page.unwrap().subscriptions.len(), rest);
    }
    let unknown: SubscriptionId = "sub_00000000000000000000000000000007".parse().unwrap();
    let page = subscriptions::list(&app.services, &grant, Some(unknown)).await;
    assert_eq!(wrong(page).0, "after");

    let path = "/organizations/acme/subscriptions";
    let page = acme.developer.browser.get(path).await.text();
    let older = format!("{path}?after={}", first.next.unwrap());
    assert!(page.contains(&format!("href=\"{older}\"")));
    assert_eq!(acme.developer.browser.get(&older).await.status, 200);
    for id in ["usr_1".to_owned(), unknown.to_string()] {
        let address = format!("{path}?after={id}");
        let answer = acme.developer.browser.get(&address).await;
        assert_eq!(answer.status, 400, "{address}");
    }
}

/// Every member sees subscriptions; the request behind one opens for who has
/// asked and for the roles that see all.
#[tokio::test]
async fn what_is_behind_a_subscription_opens_for_few() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    let joined = app.person("joined@acme.example").await;
    app.join("acme", joined.user, &["developer"]).await;
    let requester = acme.grant::<Requester>(&joined).await;
    access::request(&app.services, &requester, new("web", offering))
        .await
        .unwrap();
    acme.approve(id).await;
    let other = app.person("other@acme.example").await;
    app.join("acme", other.user, &["developer"]).await;
    let finance = member(&app, "finance").await;
    for (person, may) in [
        (&acme.developer, true),
        (&joined, true),
        (&other, false),
        (&finance, true),
    ] {
        let grant = acme.grant::<AnyMember>(person).await;
        let page = subscriptions::list(&app.services, &grant, None).await;
        let page = page.unwrap();
        assert_eq!(page.subscriptions.first().unwrap().may_open, may);
        let seen = acme.see(person, id).await;
        assert_eq!(!matches!(seen, Err(Error::NotFound)), may);
    }
}

/// Who ended it and why stays with it, and it holds nothing any more.
#[tokio::test]
async fn an_end_has_a_name_and_a_reason() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering, other] = offerings(&app);
    acme.approve(acme.ask("search", offering).await).await;
    acme.approve(acme.ask("web", other).await).await;
    let id = acme.ask("web", offering).await;
    acme.approve(id).await;
    let grant = acme.grant::<AnyMember>(&acme.developer).await;
    let in_use = async || {
        let found = subscriptions::active_of(&app.services, &grant, offering).await;
        found.unwrap()
    };
    let holder = |slug: &str| Holder {
        slug: slug.to_owned(),
        name: slug.to_owned(),
    };
    assert_eq!(in_use().await.projects, [holder("search"), holder("web")]);

    let own = acme.see(&acme.developer, id).await.unwrap().subscription;
    let manager = acme.grant::<AccessManager>(&acme.approver).await;
    let why = "The pilot is over.".parse().unwrap();
    subscriptions::cancel(&app.services, &manager, own.unwrap(), why)
        .await
        .unwrap();
    let seen = subscriptions::get(&app.services, &grant, own.unwrap())
        .await
        .unwrap();
    assert_eq!(seen.ended_at, Some(now()));
    assert_eq!(seen.ended_by.as_deref(), Some("approver"));
    assert_eq!(seen.end_reason.as_deref(), Some("The pilot is over."));
    assert_eq!(in_use().await.projects, [holder("search")]);
}

/// Days are those of the organization.
#[tokio::test]
async fn today_is_the_day_of_the_organization() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let zone = "update organizations set time_zone = 'America/New_York' where slug = 'acme'";
    sqlx::query(zone).execute(&app.database.pool).await.unwrap();
    let services = Services {
        clock: new_year_in_utc,
        ..app.services.clone()
    };
    let grant = acme.grant::<AnyMember>(&acme.owner).await;
    let page = subscriptions::list(&services, &grant, None).await.unwrap();
    assert_eq!(page.today, date!(2026 - 12 - 31));
    let in_use = subscriptions::active_of(&services, &grant, 1).await;
    assert_eq!(in_use.unwrap().today, date!(2026 - 12 - 31));
}
