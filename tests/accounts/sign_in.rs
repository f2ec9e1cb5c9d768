//! Signing in.

use backend::Services;
use backend::accounts::{self, Passwords, Secret};
use backend::authz::Origin;
use tests::{Browser, TestApp};

use super::{PASSWORD, sign_in, sign_up};

/// Known and unknown addresses: the same status, the same page, the same number
/// of hashes, which is what takes the time (#11). The times themselves are
/// compared by `make bench`: on a busy machine they differ for other reasons.
#[tokio::test]
async fn nobody_learns_which_addresses_have_an_account() {
    let app = TestApp::starter().await;
    let browser = Browser::new(&app);
    sign_up(&browser, "known@acme.example").await;
    let mut found = Vec::new();
    for email in ["known@acme.example", "never@acme.example"] {
        // No counter that makes one differ.
        clear(&app).await;
        let before = app.services.passwords.hashed();
        let fields = [("email", email), ("password", "wrong password")];
        let answer = browser.post("/sign-in", &fields).await;
        let hashes = app.services.passwords.hashed() - before;
        let page = answer.text().replace(email, "");
        let page = page.replace(&answer.nonce(), "");
        found.push((answer.status, hashes, page));
    }
    assert_eq!(found[0], found[1]);
    assert_eq!((found[0].0.as_u16(), found[0].1), (422, 1));
}

async fn clear(app: &TestApp) {
    sqlx::query("delete from throttles")
        .execute(&app.database.pool)
        .await
        .unwrap();
}

/// 200 wrong passwords lock nobody out of a browser that is known (#12).
#[tokio::test]
async fn an_attacker_locks_nobody_out() {
    let app = TestApp::starter().await;
    let owner = Browser::new(&app);
    sign_up(&owner, "owner@acme.example").await;
    sign_in(&owner, "owner@acme.example").await;
    let device = owner.cookie("__Host-device");
    assert!(device.is_some());
    // Somebody else signs in from the same browser, which stays that of its owner.
    sign_up(&owner, "guest@acme.example").await;
    sign_in(&owner, "guest@acme.example").await;
    assert_eq!(owner.cookie("__Host-device"), device);
    let mut refused = 0;
    for i in 0..200 {
        let origin = Origin {
            ip: Some(format!("10.0.{}.{}", i / 100, i % 100)),
            user_agent: None,
        };
        let wrong = Secret::new(format!("wrong {i}"));
        let tried =
            accounts::sign_in(&app.services, &origin, "owner@acme.example", wrong, None).await;
        match tried {
            Err(backend::Error::TooMany { .. }) => refused += 1,
            Err(backend::Error::Invalid(_)) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(refused >= 180, "{refused} of 200 were not even tried");
    let stranger = Browser::new(&app);
    let answer = stranger
        .post(
            "/sign-in",
            &[("email", "owner@acme.example"), ("password", PASSWORD)],
        )
        .await;
    assert_eq!(answer.status, 429);
    assert!(!answer.header("retry-after").is_empty());
    sign_in(&owner, "owner@acme.example").await;
}

/// One address that tries many accounts is stopped too (#12).
#[tokio::test]
async fn one_address_cannot_try_everybody() {
    let app = TestApp::empty().await;
    let origin = Origin {
        ip: Some("10.9.9.9".to_owned()),
        user_agent: None,
    };
    let mut refused = 0;
    for i in 0..70 {
        let email = format!("nobody{i}@acme.example");
        let tried = accounts::sign_in(
            &app.services,
            &origin,
            &email,
            Secret::new("x".to_owned()),
            None,
        )
        .await;
        refused += usize::from(matches!(tried, Err(backend::Error::TooMany { .. })));
    }
    assert!(refused >= 15, "{refused}");
}

/// Tries so many sign-ins at once, each from a network of its own, and tells how
/// many were answered and how many told to come back.
async fn storm(services: &Services, count: usize) -> (usize, usize) {
    let tries = (0..count).map(|i| async move {
        let origin = Origin {
            ip: Some(format!("10.1.0.{i}")),
            user_agent: None,
        };
        let email = format!("nobody{i}@acme.example");
        let password = Secret::new("x".to_owned());
        accounts::sign_in(services, &origin, &email, password, None).await
    });
    let answers = futures::future::join_all(tries).await;
    let wrong = answers
        .iter()
        .filter(|a| matches!(a, Err(backend::Error::Invalid(_))));
    let busy = answers
        .iter()
        .filter(|a| matches!(a, Err(backend::Error::TooMany { .. })));
    (wrong.count(), busy.count())
}

/// 50 at once wait for each other, and of many more some are told to come back:
/// the memory is that of the few hashes that go on at the same time (#13).
#[tokio::test]
async fn many_at_once_are_bounded() {
    const PARALLEL: usize = 2;
    let app = TestApp::empty().await;
    let services = Services {
        passwords: Passwords::new(PARALLEL),
        ..app.services.clone()
    };
    assert_eq!(storm(&services, 50).await, (50, 0), "all of them wait");
    assert_eq!(services.passwords.hashed(), 50);
    let most = services.passwords.most_at_once();
    assert!((1..=PARALLEL).contains(&most), "{most} hashes at once");

    clear(&app).await;
    let (wrong, busy) = storm(&services, 200).await;
    assert_eq!(wrong + busy, 200);
    assert!(busy > 0 && wrong > 0, "{busy} busy, {wrong} tried");
    let most = services.passwords.most_at_once();
    assert!(most <= PARALLEL, "{most} hashes at once");
}

/// Signing in gives a new session id, and the old one is dead (#19).
#[tokio::test]
async fn signing_in_gives_a_new_id() {
    let app = TestApp::starter().await;
    let browser = Browser::new(&app);
    sign_up(&browser, "a@acme.example").await;
    sign_in(&browser, "a@acme.example").await;
    let first = browser.cookie("__Host-session").unwrap();
    sign_in(&browser, "a@acme.example").await;
    let second = browser.cookie("__Host-session").unwrap();
    assert_ne!(first, second);
    let thief = Browser::new(&app);
    thief.set_cookie("__Host-session", &first);
    assert_eq!(thief.get("/home").await.status, 303, "the old id is nobody");
    // An id that an attacker has planted is not taken over either.
    let victim = Browser::new(&app);
    victim.set_cookie("__Host-session", "AAAAAAAAAAAAAAAAAAAAAA");
    sign_in(&victim, "a@acme.example").await;
    assert_ne!(
        victim.cookie("__Host-session").unwrap(),
        "AAAAAAAAAAAAAAAAAAAAAA"
    );
}
