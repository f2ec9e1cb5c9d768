//! What a new password ends: everything that was begun with the old one.

use backend::accounts;
use domain::id::UserId;
use sha2::{Digest, Sha256};
use sqlx::types::Uuid;
use tests::{Browser, Person, TestApp, now};
use time::Duration;

use super::second_factor::{EMAIL, after_the_password, enrolled, try_code};
use super::{PASSWORD, link, sign_in, sign_up, totp};

const NEW: &str = "another long sentence here";

/// Sets a new password with a mailed link.
async fn reset(app: &TestApp) {
    let browser = Browser::new(app);
    let ask = [("email", EMAIL)];
    browser.submit("/forgot-password", &ask).await;
    let link = link(app, EMAIL);
    let token = link.split_once("token=").unwrap().1;
    let fields = [("token", token), ("password", NEW)];
    browser.submit("/reset-password", &fields).await;
}

async fn user(app: &TestApp) -> Uuid {
    sqlx::query_scalar("select user_id from users")
        .fetch_one(&app.database.pool)
        .await
        .unwrap()
}

/// The password was right, and is not any more: a code does not help it.
#[tokio::test]
async fn a_code_after_an_old_password_is_none() {
    let app = TestApp::starter().await;
    let (_, secret, codes) = enrolled(&app).await;
    let begun = after_the_password(&app).await;
    reset(&app).await;
    let next = totp::code(&secret, now() + Duration::seconds(30));
    for code in [&next, &codes[0]] {
        assert_eq!(try_code(&begun, code).await, 401);
    }
    assert_eq!(begun.get("/account").await.status, 303);
    let fields = [("email", EMAIL), ("password", NEW)];
    begun.submit("/sign-in", &fields).await;
    assert_eq!(try_code(&begun, &next).await, 303, "it is not used");
    assert_eq!(begun.get("/account").await.status, 200);
}

/// A session is written after the sign-in is done. One that is written after the
/// password was set anew is nobody's.
#[tokio::test]
async fn a_session_of_an_old_password_is_nobodys() {
    let app = TestApp::starter().await;
    sign_up(&Browser::new(&app), EMAIL).await;
    let user = user(&app).await;
    let before = app.session_of(user).await;
    assert_eq!(before.get("/account").await.status, 200);
    reset(&app).await;
    assert_eq!(before.get("/account").await.status, 303);
    let late = app.session_of(user).await;
    assert_eq!(late.get("/account").await.status, 303);
    assert_eq!(late.cookie("__Host-session"), None);
}

/// Whoever changes the password goes on, under a new id; a sign-in that is under
/// way does not.
#[tokio::test]
async fn changing_the_password_carries_one_session_on() {
    let app = TestApp::starter().await;
    let browser = Browser::new(&app);
    sign_up(&browser, EMAIL).await;
    sign_in(&browser, EMAIL).await;
    let before = browser.cookie("__Host-session").unwrap();
    let fields = [("current", PASSWORD), ("password", NEW)];
    browser.submit("/account/password", &fields).await;
    assert_eq!(browser.get("/account").await.status, 200);
    assert_ne!(browser.cookie("__Host-session").unwrap(), before);
    let thief = Browser::new(&app);
    thief.set_cookie("__Host-session", &before);
    assert_eq!(thief.get("/account").await.status, 303, "the old id");
    let late = app.session_of(user(&app).await).await;
    assert_eq!(late.get("/account").await.status, 303);

    // The session keeps its epoch when other roles give it another id.
    app.roles_change().await;
    for _ in 0..2 {
        assert_eq!(browser.get("/account").await.status, 200);
    }
}

/// The session goes on from the moment in which the password is another one: the
/// answer, which brings it a new id, may reach nobody.
#[tokio::test]
async fn a_lost_answer_signs_nobody_out() {
    let app = TestApp::starter().await;
    let browser = Browser::new(&app);
    sign_up(&browser, EMAIL).await;
    sign_in(&browser, EMAIL).await;
    let cookie = browser.cookie("__Host-session").unwrap();
    let keep = Sha256::digest(cookie.as_bytes()).into();
    let user = UserId(user(&app).await);
    let person = Person { user, browser };
    let actor = app.actor(&person).await;
    let changed =
        accounts::change_password(&app.services, &actor, PASSWORD.into(), NEW.into(), keep);
    changed.await.unwrap();
    for _ in 0..2 {
        let page = person.browser.get("/account").await;
        assert_eq!(page.status, 200);
    }
    assert_eq!(person.browser.cookie("__Host-session"), Some(cookie));
    // Another session with the old epoch is nobody's.
    let late = app.session_of(person.user.0).await;
    assert_eq!(late.get("/account").await.status, 303);
}

/// Wrong codes from other browsers, by somebody who knows the password, keep
/// nobody out of a browser that is known (#12).
#[tokio::test]
async fn wrong_codes_lock_nobody_out() {
    let app = TestApp::starter().await;
    let (owner, secret, _) = enrolled(&app).await;
    let thief = after_the_password(&app).await;
    let wrong = "0000-0000-0000-0000";
    let mut answers = Vec::new();
    for _ in 0..30 {
        answers.push(try_code(&thief, wrong).await);
    }
    let (tried, refused) = answers.split_at(10);
    assert!(tried.iter().all(|status| *status == 422), "{tried:?}");
    assert!(refused.iter().all(|status| *status == 429), "{refused:?}");
    let next = totp::code(&secret, now() + Duration::seconds(30));
    let stranger = after_the_password(&app).await;
    assert_eq!(try_code(&stranger, &next).await, 429);

    owner.post("/sign-out", &[]).await;
    let fields = [("email", EMAIL), ("password", PASSWORD)];
    owner.submit("/sign-in", &fields).await;
    assert_eq!(try_code(&owner, &next).await, 303);
    assert_eq!(owner.get("/account").await.status, 200);
    assert_eq!(try_code(&thief, wrong).await, 429, "nothing is forgiven");
}

/// A known browser has its own limits. A new password by mail lifts that of
/// passwords, and not that of codes: whoever has the mailbox still lacks the second
/// factor (#12).
#[tokio::test]
async fn a_new_password_forgives_passwords_and_no_codes() {
    let app = TestApp::starter().await;
    let (owner, secret, _) = enrolled(&app).await;
    owner.post("/sign-out", &[]).await;
    let old = [("email", EMAIL), ("password", PASSWORD)];
    owner.submit("/sign-in", &old).await;
    for _ in 0..20 {
        assert_eq!(try_code(&owner, "0000-0000-0000-0000").await, 422);
    }
    let next = totp::code(&secret, now() + Duration::seconds(30));
    assert_eq!(try_code(&owner, &next).await, 429);
    let wrong = [("email", EMAIL), ("password", "wrong")];
    for _ in 0..20 {
        assert_eq!(owner.post("/sign-in", &wrong).await.status, 422);
    }
    assert_eq!(owner.post("/sign-in", &old).await.status, 429);
    reset(&app).await;
    let new = [("email", EMAIL), ("password", NEW)];
    owner.submit("/sign-in", &new).await;
    assert_eq!(try_code(&owner, &next).await, 429);
    // Nobody is kept out for longer than the window.
    let later = app.at(|| now() + Duration::minutes(15)).await;
    let owner = owner.at(&later);
    owner.submit("/sign-in", &new).await;
    let next = totp::code(&secret, now() + Duration::minutes(15));
    assert_eq!(try_code(&owner, &next).await, 303);
}
