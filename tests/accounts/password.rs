//! The password of somebody who is signed in, and its hash.

use sqlx::types::Uuid;
use tests::{Browser, TestApp};

use super::{PASSWORD, sign_in, sign_up};

const EMAIL: &str = "a@acme.example";
const NEW: &str = "another long sentence here";

/// [`PASSWORD`] with parameters that were never enough: 64 KiB, one pass.
const CHEAP: &str = "$argon2id$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$aq42HBL+IPAitHspChw/8mx5JRX2jFDkTmlsBskwH/0";

#[tokio::test]
async fn a_new_password_ends_the_old_one_and_other_sessions() {
    let app = TestApp::starter().await;
    let here = Browser::new(&app);
    sign_up(&here, EMAIL).await;
    sign_in(&here, EMAIL).await;
    let user: Uuid = sqlx::query_scalar("select user_id from users")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    let there = app.session_of(user).await;
    let page = "/account/password";
    for (current, new) in [("not my password", NEW), (PASSWORD, "password"), ("", NEW)] {
        let fields = [("current", current), ("password", new)];
        let answer = here.post(page, &fields).await;
        assert_eq!(answer.status, 422, "{current:?} {new:?}");
    }
    assert_eq!(there.get("/account").await.status, 200, "nothing happened");

    let fields = [("current", PASSWORD), ("password", NEW)];
    let done = here.submit(page, &fields).await;
    assert!(done.text().contains("other sessions have ended"));
    assert_eq!(here.get("/account").await.status, 200, "this one goes on");
    assert_eq!(there.get("/account").await.status, 303);
    let mails = app.services.mailer.list();
    let told = mails.first().expect("a mail");
    assert!(told.to == EMAIL && told.subject.contains("password"));

    let other = Browser::new(&app);
    let old = [("email", EMAIL), ("password", PASSWORD)];
    assert_eq!(other.post("/sign-in", &old).await.status, 422);
    let new = [("email", EMAIL), ("password", NEW)];
    other.submit("/sign-in", &new).await;
}

async fn kept_hash(app: &TestApp) -> String {
    sqlx::query_scalar("select password_hash from users")
        .fetch_one(&app.database.pool)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_cheap_hash_is_renewed_by_signing_in() {
    let app = TestApp::starter().await;
    app.person(EMAIL).await;
    sqlx::query("update users set password_hash = $1")
        .bind(CHEAP)
        .execute(&app.database.pool)
        .await
        .unwrap();
    let wrong = [("email", EMAIL), ("password", NEW)];
    let refused = Browser::new(&app).post("/sign-in", &wrong).await;
    assert_eq!(refused.status, 422);
    assert_eq!(kept_hash(&app).await, CHEAP, "not by a wrong password");
    sign_in(&Browser::new(&app), EMAIL).await;
    let renewed = kept_hash(&app).await;
    let today = "$argon2id$v=19$m=19456,t=2,p=1$";
    assert!(renewed.starts_with(today), "{renewed}");
    sign_in(&Browser::new(&app), EMAIL).await;
    assert_eq!(kept_hash(&app).await, renewed, "once");
}
