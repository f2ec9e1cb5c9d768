//! Sign-ins that another site begins: nobody ends in somebody else's account
//! without knowing it.

use tests::{Browser, TestApp};

use super::provider::Provider;
use super::{acme, come_back, linked, start};

#[tokio::test]
async fn another_site_leads_to_the_button_and_no_further() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    acme(&app, &provider).await;
    let browser = Browser::new(&app);
    let begin = "/single-sign-on/start?org=acme&next=/inbox";
    let led = browser
        .get_with(begin, &[("sec-fetch-site", "cross-site")])
        .await;
    assert_eq!(led.status, 303);
    assert_eq!(
        led.header("location"),
        "/single-sign-on?org=acme&next=/inbox"
    );
    assert_eq!(browser.cookie("__Host-oidc"), None, "nothing has begun");
    let page = browser.get(led.header("location")).await.text();
    assert!(page.contains("action=\"/single-sign-on/start\""), "{page}");
    for field in ["value=\"acme\"", "value=\"/inbox\""] {
        assert!(page.contains(field), "{field}: {page}");
    }
    for site in ["none", "same-origin", "same-site"] {
        let answer = browser.get_with(begin, &[("sec-fetch-site", site)]).await;
        assert_eq!(answer.status, 200, "{site}");
        assert!(!answer.header("refresh").is_empty(), "{site}");
    }
}

/// Bob works in his account; what the provider says of Mallory does not move him
/// into hers.
#[tokio::test]
async fn an_account_is_not_exchanged_for_another() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    acme(&app, &provider).await;
    linked(&app, &provider, "mallory").await;
    let bob = app.person("bob@other.example").await;
    let asked = start(&bob.browser, "acme").await;
    let code = provider.know(&asked, "mallory");
    let to = come_back(&bob.browser, &asked, &code).await;
    assert_eq!(to, "/single-sign-on?org=acme&done=sso-other-account");
    let page = bob.browser.get(&to).await.text();
    for words in [
        "You are signed in as bob (bob@other.example).",
        "Sign out first",
    ] {
        assert!(page.contains(words), "{page}");
    }
    assert!(!page.contains("/single-sign-on/start"), "{page}");
    let account = bob.browser.get("/account").await.text();
    assert!(account.contains("bob@other.example"), "{account}");
    assert!(!account.contains("mallory@acme.example"), "{account}");

    bob.browser.submit("/sign-out", &[]).await;
    let asked = start(&bob.browser, "acme").await;
    let code = provider.know(&asked, "mallory");
    assert_eq!(come_back(&bob.browser, &asked, &code).await, "/inbox");
    let account = bob.browser.get("/account").await.text();
    assert!(account.contains("mallory@acme.example"), "{account}");
}
