//! The second factor, as people use it.

use std::collections::BTreeSet;

use tests::{Browser, TestApp, now};
use time::Duration;

use super::{PASSWORD, sign_in, sign_up, totp};

pub(super) const EMAIL: &str = "a@acme.example";

/// The secret on the page that turns the second factor on.
pub(super) fn secret_on(page: &str) -> String {
    let (_, rest) = page.split_once("?secret=").expect("a secret");
    rest.chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect()
}

/// The recovery codes on a page: four groups of four letters and digits.
fn recovery_codes(page: &str) -> Vec<String> {
    let is_code = |word: &&str| {
        let groups: Vec<_> = word.split('-').collect();
        groups.len() == 4 && groups.iter().all(|group| group.len() == 4)
    };
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let words = page.split(|c: char| !is_part(c));
    let codes: BTreeSet<_> = words.filter(is_code).collect();
    codes.into_iter().map(str::to_owned).collect()
}

/// Somebody whose second factor is on: the browser in which it was turned on,
/// the secret of the app and the recovery codes.
pub(super) async fn enrolled(app: &TestApp) -> (Browser<'_>, String, Vec<String>) {
    let browser = Browser::new(app);
    sign_up(&browser, EMAIL).await;
    sign_in(&browser, EMAIL).await;
    let page = "/account/second-factor";
    let begun = browser.submit(page, &[("begin", "1")]).await;
    let secret = secret_on(&begun.text());
    let wrong = totp::code(&secret, now() - Duration::HOUR);
    let refused = browser.post(page, &[("code", wrong.as_str())]).await;
    assert_eq!(refused.status, 422, "an old code turns nothing on");
    let code = totp::code(&secret, now());
    let answer = browser.post(page, &[("code", code.as_str())]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let codes = recovery_codes(&answer.text());
    assert_eq!(codes.len(), 10, "{codes:?}");
    (browser, secret, codes)
}

/// Says the password in a new browser. That alone opens nothing.
pub(super) async fn after_the_password(app: &TestApp) -> Browser<'_> {
    let browser = Browser::new(app);
    let fields = [("email", EMAIL), ("password", PASSWORD)];
    let page = browser.submit("/sign-in", &fields).await;
    assert!(page.text().contains("Enter your code"), "{}", page.text());
    assert_eq!(browser.get("/account").await.status, 303, "not in yet");
    browser
}

pub(super) async fn try_code(browser: &Browser<'_>, code: &str) -> u16 {
    let answer = browser.post("/sign-in/code", &[("code", code)]).await;
    answer.status.as_u16()
}

#[tokio::test]
async fn a_code_of_the_app_works_once() {
    let app = TestApp::starter().await;
    let (_, secret, _) = enrolled(&app).await;
    let browser = after_the_password(&app).await;
    let first = totp::code(&secret, now());
    assert_eq!(try_code(&browser, &first).await, 422, "it turned it on");
    let next = totp::code(&secret, now() + Duration::seconds(30));
    assert_eq!(try_code(&browser, &next).await, 303);
    assert_eq!(browser.get("/account").await.status, 200);

    let other = after_the_password(&app).await;
    assert_eq!(try_code(&other, &next).await, 422, "it was used");
    assert_eq!(other.get("/account").await.status, 303);
}

#[tokio::test]
async fn a_recovery_code_works_once() {
    let app = TestApp::starter().await;
    let (_, _, codes) = enrolled(&app).await;
    for (code, status) in [(&codes[0], 303), (&codes[0], 422), (&codes[1], 303)] {
        let browser = after_the_password(&app).await;
        assert_eq!(try_code(&browser, code).await, status);
        let inside = browser.get("/account").await.status == 200;
        assert_eq!(inside, status == 303);
    }
}

/// A code says nothing without the password before it, and not for long.
#[tokio::test]
async fn a_code_follows_a_password_soon() {
    let app = TestApp::starter().await;
    let (_, secret, codes) = enrolled(&app).await;
    let next = totp::code(&secret, now() + Duration::seconds(30));
    assert_eq!(try_code(&Browser::new(&app), &next).await, 401);
    let browser = after_the_password(&app).await;
    let later = app.at(|| now() + Duration::minutes(10)).await;
    let late = browser.at(&later);
    let page = late.get("/sign-in/code").await;
    assert!(page.text().contains("Sign in again"), "{}", page.text());
    assert_eq!(try_code(&late, &codes[0]).await, 401);
    assert_eq!(try_code(&browser, &codes[0]).await, 303, "it is not used");
}

#[tokio::test]
async fn turning_it_off_asks_for_the_password() {
    let app = TestApp::starter().await;
    let (browser, _, codes) = enrolled(&app).await;
    let page = "/account/second-factor/off";
    for wrong in ["", "not my password"] {
        let answer = browser.post(page, &[("password", wrong)]).await;
        assert_eq!(answer.status, 422, "{wrong:?}");
    }
    after_the_password(&app).await;
    let off = browser.submit(page, &[("password", PASSWORD)]).await;
    assert!(off.text().contains("The second factor is off"));
    let other = Browser::new(&app);
    sign_in(&other, EMAIL).await;
    assert_eq!(other.get("/account").await.status, 200);
    assert_eq!(try_code(&other, &codes[0]).await, 401, "no code is asked");
}

/// New recovery codes ask for the password too, and end the ones before.
#[tokio::test]
async fn new_recovery_codes_take_the_place_of_the_old() {
    let app = TestApp::starter().await;
    let (browser, _, old) = enrolled(&app).await;
    let page = "/account/recovery-codes";
    let wrong = browser.post(page, &[("password", "not mine")]).await;
    assert_eq!(wrong.status, 422);
    let made = browser.post(page, &[("password", PASSWORD)]).await;
    let new = recovery_codes(&made.text());
    assert_eq!((made.status.as_u16(), new.len()), (200, 10));
    let other = after_the_password(&app).await;
    assert_eq!(try_code(&other, &old[0]).await, 422);
    assert_eq!(try_code(&other, &new[0]).await, 303);
}
