//! Signing up takes work, so what bounds it comes before the work.

use backend::accounts::{self, NewAccount, Secret, SignUp};
use backend::authz::Origin;
use backend::{Error, Services};
use tests::{TestApp, now};
use time::Duration;

use super::PASSWORD;

const EASY: &str = "password";

async fn sign_up(services: &Services, ip: &str, password: &str) -> Result<SignUp, Error> {
    let new = NewAccount {
        email: "a@acme.example".parse().unwrap(),
        name: "Ann".parse().unwrap(),
        password: Secret::from(password),
    };
    let origin = Origin {
        ip: Some(ip.to_owned()),
        user_agent: None,
    };
    accounts::sign_up(services, &origin, new).await
}

fn is_refused(answer: &Result<SignUp, Error>) -> bool {
    matches!(answer, Err(Error::TooMany { .. }))
}

/// Easy passwords are refused, and so many of them bar their network.
#[tokio::test]
async fn easy_passwords_are_judged_so_often() {
    let app = TestApp::empty().await;
    let services = &app.services;
    let easy = sign_up(services, "10.9.9.9", EASY).await;
    assert!(matches!(easy, Err(Error::Invalid(_))), "{easy:?}");
    let counted = sqlx::query(
        "update throttles set failures = failures + 99 where key = 'judging:ip:10.9.9.9'",
    )
    .execute(&app.database.pool)
    .await
    .unwrap();
    assert_eq!(counted.rows_affected(), 1);
    for password in [EASY, PASSWORD] {
        let answer = sign_up(services, "10.9.9.9", password).await;
        assert!(is_refused(&answer), "{answer:?}");
    }
    let elsewhere = sign_up(services, "10.9.9.8", EASY).await;
    assert!(matches!(elsewhere, Err(Error::Invalid(_))), "{elsewhere:?}");
    let made = sign_up(services, "10.9.9.8", PASSWORD).await;
    assert!(matches!(made, Ok(SignUp::Created(_))), "{made:?}");
}

/// Whoever has signed up too often is told so before a password is looked at.
#[tokio::test]
async fn nothing_is_judged_for_who_comes_too_often() {
    let app = TestApp::empty().await;
    sqlx::query("insert into throttles (key, failures, window_ends_at) values ($1, 20, $2)")
        .bind("sign-up:ip:10.9.9.9")
        .bind(now() + Duration::minutes(10))
        .execute(&app.database.pool)
        .await
        .unwrap();
    let easy = sign_up(&app.services, "10.9.9.9", EASY).await;
    assert!(is_refused(&easy), "{easy:?}");
    assert_eq!(app.services.passwords.most_at_once(), 0, "nothing ran");
}
