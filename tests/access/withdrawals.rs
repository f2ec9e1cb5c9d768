//! Taking back what others have joined.

use backend::Error;
use backend::access::{self, Withdrawn};
use backend::authz::{AnyMember, Requester};
use domain::access::RequestState;
use domain::id::RequestId;
use tests::{Person, TestApp};

use super::{Acme, new, offerings};

async fn join(acme: &Acme<'_>, person: &Person<'_>, offering: i64) {
    let grant = acme.grant::<Requester>(person).await;
    let asked = access::request(&acme.app.services, &grant, new("web", offering)).await;
    assert!(asked.unwrap().joined);
}

async fn withdraw(acme: &Acme<'_>, person: &Person<'_>, id: RequestId) -> Withdrawn {
    let grant = acme.grant::<AnyMember>(person).await;
    let done = access::withdraw(&acme.app.services, &grant, id).await;
    done.unwrap()
}

/// A request goes on while somebody is left who has joined it.
#[tokio::test]
async fn whoever_has_joined_first_goes_on_asking() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    let second = app.person("second@acme.example").await;
    app.join("acme", second.user, &["developer"]).await;
    join(&acme, &second, offering).await;
    // The clock stands still: the first is the one who joined before.
    sqlx::query("update access_request_followers set joined_at = joined_at - interval '1 hour'")
        .execute(&app.database.pool)
        .await
        .unwrap();
    join(&acme, &acme.owner, offering).await;

    assert_eq!(
        withdraw(&acme, &acme.developer, id).await,
        Withdrawn::HandedOver
    );
    let gone = acme.see(&acme.developer, id).await;
    assert!(matches!(gone, Err(Error::NotFound)), "asks no longer");
    let seen = acme.see(&acme.approver, id).await.unwrap();
    assert_eq!(seen.state, RequestState::Pending);
    assert_eq!(seen.requested_by, second.user);
    assert!(!seen.is_asker);
    let states = access::states(&app.services, &acme.grant::<AnyMember>(&second).await).await;
    assert!(states.unwrap().get(offering).is_some());

    assert_eq!(withdraw(&acme, &second, id).await, Withdrawn::HandedOver);
    assert!(matches!(acme.see(&second, id).await, Err(Error::NotFound)));
    assert_eq!(withdraw(&acme, &acme.owner, id).await, Withdrawn::Closed);
    let seen = acme.see(&acme.owner, id).await.unwrap();
    assert_eq!(seen.state, RequestState::Withdrawn);
    let told: Vec<(String, Option<String>)> = sqlx::query_as(
        "select action, after::json ->> 'requested_by' from audit_events where subject = $1 order by seq",
    )
    .bind(id.to_string())
    .fetch_all(&app.database.pool)
    .await
    .unwrap();
    let action = |word: &str| (word.to_owned(), None);
    let handed_over =
        |to: &Person<'_>| ("access.handed_over".to_owned(), Some(to.user.to_string()));
    assert_eq!(
        told,
        [
            action("access.requested"),
            action("access.joined"),
            action("access.joined"),
            handed_over(&second),
            handed_over(&acme.owner),
            action("access.withdrawn"),
        ]
    );
}

/// Who has left the organization asks for nothing any more.
#[tokio::test]
async fn somebody_who_left_does_not_go_on_asking() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings(&app);
    let id = acme.ask("web", offering).await;
    let second = app.person("second@acme.example").await;
    app.join("acme", second.user, &["developer"]).await;
    join(&acme, &second, offering).await;
    second
        .browser
        .submit("/organizations/acme/leave", &[])
        .await;
    assert_eq!(
        withdraw(&acme, &acme.developer, id).await,
        Withdrawn::Closed
    );
}
