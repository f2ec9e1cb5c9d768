//! How sessions end: by their owner, by lying idle, by their age.

use backend::accounts::sessions;
use sha2::{Digest, Sha256};
use tests::{Browser, Person, TestApp, now};
use time::{Duration, OffsetDateTime};

const PAGE: &str = "/account/sessions";

/// What the page calls the session of a browser.
pub(super) fn name_of(browser: &Browser<'_>) -> String {
    let cookie = browser.cookie("__Host-session").unwrap();
    let hash: [u8; 32] = Sha256::digest(cookie.as_bytes()).into();
    sessions::id_of(&hash)
}

async fn end(person: &Person<'_>, session: &str) -> u16 {
    let answer = person.browser.post(PAGE, &[("session", session)]).await;
    answer.status.as_u16()
}

async fn is_in(browser: &Browser<'_>) -> bool {
    browser.get("/account").await.status == 200
}

#[tokio::test]
async fn people_end_their_own_sessions() {
    let app = TestApp::empty().await;
    let person = app.person("a@acme.example").await;
    let lost = app.session_of(person.user.0).await;
    let office = app.session_of(person.user.0).await;
    let stranger = app.person("b@acme.example").await;
    let page = person.browser.get(PAGE).await.text();
    for browser in [&lost, &office] {
        assert!(page.contains(&name_of(browser)), "it can be ended");
    }
    assert!(!page.contains(&name_of(&stranger.browser)));

    assert_eq!(end(&person, &name_of(&stranger.browser)).await, 404);
    assert_eq!(end(&person, "00").await, 404);
    assert!(is_in(&stranger.browser).await);
    let name = name_of(&lost);
    assert_eq!(end(&person, &name).await, 303);
    assert!(!is_in(&lost).await && is_in(&office).await);
    assert_eq!(end(&person, &name).await, 404, "it is over");

    let page = person.browser.submit(PAGE, &[("session", "")]).await;
    assert!(page.text().contains("This session"), "the own one stays");
    assert!(!is_in(&office).await && is_in(&person.browser).await);
    assert!(is_in(&stranger.browser).await);
}

/// Whether the session lives at this time. Looking is using it.
async fn lives(app: &TestApp, person: &Person<'_>, at: fn() -> OffsetDateTime) -> bool {
    let later = app.at(at).await;
    is_in(&person.browser.at(&later)).await
}

#[tokio::test]
async fn seven_days_without_use_end_a_session() {
    let app = TestApp::empty().await;
    let person = app.person("a@acme.example").await;
    // An hour less than seven days, twice; then seven days.
    assert!(lives(&app, &person, || now() + Duration::hours(167)).await);
    assert!(lives(&app, &person, || now() + Duration::hours(334)).await);
    assert!(!lives(&app, &person, || now() + Duration::hours(334 + 168)).await);
    let later = app.at(|| now() + Duration::hours(334 + 168)).await;
    let gone = sessions::remove_expired(&later.services).await.unwrap();
    assert_eq!(gone, 1, "its row goes too");
}

/// Nobody stays in for ever: after 30 days even a session that was used all the
/// time is over.
#[tokio::test]
async fn thirty_days_end_every_session() {
    let app = TestApp::empty().await;
    let person = app.person("a@acme.example").await;
    let uses: [fn() -> OffsetDateTime; 5] = [
        || now() + Duration::days(6),
        || now() + Duration::days(12),
        || now() + Duration::days(18),
        || now() + Duration::days(24),
        || now() + Duration::hours(719),
    ];
    for (number, at) in uses.into_iter().enumerate() {
        assert!(lives(&app, &person, at).await, "use {number}");
    }
    assert!(!lives(&app, &person, || now() + Duration::days(30)).await);
}
