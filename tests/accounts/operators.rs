//! Operators: the link that makes the first one, and the command that makes
//! others.

use backend::accounts::{self, NewAccount, Secret};
use backend::authz::Origin;
use backend::{Error, Services};
use domain::id::UserId;
use tests::{Browser, TestApp, now};
use time::Duration;

use super::{PASSWORD, sign_in};

const EMAIL: &str = "operator@tessera.example";

/// Uses the link, not through its page.
async fn use_link(services: &Services, token: &str) -> Result<UserId, Error> {
    let new = NewAccount {
        email: EMAIL.parse().unwrap(),
        name: "Ann".parse().unwrap(),
        password: Secret::from(PASSWORD),
    };
    accounts::use_setup_token(services, &Origin::default(), token, new).await
}

fn form(token: &str) -> [(&str, &str); 4] {
    [
        ("token", token),
        ("email", EMAIL),
        ("name", "Ann"),
        ("password", PASSWORD),
    ]
}

#[tokio::test]
async fn the_link_makes_one_operator() {
    let app = TestApp::starter().await;
    let token = accounts::make_setup_token(&app.services).await.unwrap();
    let other = accounts::make_setup_token(&app.services).await.unwrap();
    assert!(!app.dump().await.contains(&token), "only a hash is kept");
    let browser = Browser::new(&app);
    let unknown = browser.post("/setup", &form("nothing")).await;
    assert_eq!(unknown.status, 422);
    let page = browser.submit("/setup", &form(&token)).await;
    assert!(page.text().contains("name=\"password\""), "the way in");
    for used in [&token, &other] {
        let answer = browser.post("/setup", &form(used)).await;
        assert_eq!(answer.status, 422, "no link works any more");
    }
    let again = accounts::make_setup_token(&app.services).await;
    assert!(matches!(again, Err(Error::Conflict(_))));
    assert_eq!(browser.get("/operator").await.status, 303);
    sign_in(&browser, EMAIL).await;
    assert_eq!(browser.get("/operator").await.status, 200);
}

#[tokio::test]
async fn the_link_works_for_seven_days() {
    let app = TestApp::empty().await;
    let token = accounts::make_setup_token(&app.services).await.unwrap();
    let late = Services {
        clock: || now() + Duration::days(7),
        ..app.services.clone()
    };
    let refused = use_link(&late, &token).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    assert!(!accounts::has_operator(&app.services).await.unwrap());
    let in_time = Services {
        clock: || now() + Duration::hours(167),
        ..app.services.clone()
    };
    use_link(&in_time, &token).await.unwrap();
    assert!(accounts::has_operator(&app.services).await.unwrap());
}

/// What `tessera admin create-operator` does.
#[tokio::test]
async fn an_operator_is_made_from_the_shell() {
    let app = TestApp::starter().await;
    let create = async |email: &str, password: &str| {
        let (email, name) = (email.parse().unwrap(), "Ann".parse().unwrap());
        accounts::create_operator(&app.services, email, name, Secret::from(password)).await
    };
    let easy = create(EMAIL, "password").await;
    assert!(matches!(easy, Err(Error::Invalid(_))), "{easy:?}");
    let user = create(EMAIL, PASSWORD).await.unwrap();
    let taken = create(EMAIL, PASSWORD).await;
    assert!(matches!(taken, Err(Error::Invalid(_))), "{taken:?}");
    let told: Vec<String> =
        sqlx::query_scalar("select action from audit_events where subject = $1")
            .bind(user.to_string())
            .fetch_all(&app.database.pool)
            .await
            .unwrap();
    assert_eq!(told, ["operator.created"]);
    let browser = Browser::new(&app);
    sign_in(&browser, EMAIL).await;
    assert_eq!(browser.get("/operator").await.status, 200);
}
