//! Answers of a provider that nobody should believe.

use serde_json::{Value, json};
use tests::{Browser, TestApp};

use super::provider::{Asked, Provider, SECRET};
use super::{acme, come_back, come_back_with, found, is_in, link, linked, links, set, start};

type Forge = fn(&Provider, Value) -> String;

/// A token that is right but for one thing.
const FORGERIES: [(&str, Forge); 13] = [
    ("another nonce", |p, c| {
        p.sign(&with(c, "nonce", &json!("other")))
    }),
    ("no nonce", |p, c| p.sign(&with(c, "nonce", &Value::Null))),
    ("another issuer", |p, c| {
        p.sign(&with(c, "iss", &json!("https://evil.example")))
    }),
    ("an issuer with a slash", |p, c| {
        let issuer = format!("{}/", p.issuer());
        p.sign(&with(c, "iss", &json!(issuer)))
    }),
    ("another audience", |p, c| {
        p.sign(&with(c, "aud", &json!("other")))
    }),
    ("one more audience", |p, c| {
        p.sign(&with(c, "aud", &json!(["tessera", "other"])))
    }),
    ("issued to another client", |p, c| {
        p.sign(&with(c, "azp", &json!("other")))
    }),
    ("expired", |p, c| {
        let at = c["iat"].clone();
        p.sign(&with(c, "exp", &at))
    }),
    ("a subject that is too long", |p, c| {
        p.sign(&with(c, "sub", &json!("a".repeat(256))))
    }),
    ("no signature", |p, c| p.leave_unsigned(&c)),
    ("HS256 with the public key", |p, c| {
        p.sign_by_secret(&c, None)
    }),
    ("HS256 with the secret", |p, c| {
        p.sign_by_secret(&c, Some(SECRET.as_bytes()))
    }),
    ("another key", |p, c| p.sign_with_another_key(&c)),
];

fn with(mut claims: Value, name: &str, value: &Value) -> Value {
    claims[name] = value.clone();
    claims
}

#[tokio::test]
async fn a_token_that_is_not_right_lets_nobody_in() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    acme(&app, &provider).await;
    linked(&app, &provider, "ann").await;
    for (what, forge) in FORGERIES {
        let browser = Browser::new(&app);
        let asked = start(&browser, "acme").await;
        let token = forge(&provider, provider.claims(&asked, "ann"));
        let code = provider.hand_out(&asked, token);
        let to = come_back(&browser, &asked, &code).await;
        assert_eq!(to, "/sign-in?done=sso-untrusted", "{what}");
        assert!(!is_in(&browser).await, "{what}");
    }
    assert_eq!(links(&app).await, 1);
}

#[tokio::test]
async fn a_new_key_of_the_provider_is_found() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    acme(&app, &provider).await;
    linked(&app, &provider, "ann").await;
    provider.change_key();
    let browser = Browser::new(&app);
    let asked = start(&browser, "acme").await;
    assert_eq!(
        come_back(&browser, &asked, &provider.know(&asked, "ann")).await,
        "/inbox"
    );
}

/// What comes back has to belong to what went out from the same browser.
#[tokio::test]
async fn a_flow_ends_where_it_began_and_once() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    acme(&app, &provider).await;
    linked(&app, &provider, "ann").await;
    let (browser, thief) = (Browser::new(&app), Browser::new(&app));
    let expired = "/sign-in?done=sso-expired";

    let asked = start(&browser, "acme").await;
    let code = provider.know(&asked, "ann");
    assert_eq!(come_back(&thief, &asked, &code).await, expired, "no cookie");
    thief.set_cookie("__Host-oidc", "00ff");
    assert_eq!(
        come_back(&thief, &asked, &code).await,
        expired,
        "no cookie of ours"
    );
    start(&thief, "acme").await;
    assert_eq!(
        come_back(&thief, &asked, &code).await,
        expired,
        "the state of another flow"
    );
    let parameters = format!("code={code}");
    assert_eq!(
        come_back_with(&browser, &parameters).await,
        expired,
        "no state"
    );

    // The code of somebody else fits no other flow: it is bound to the verifier.
    let theirs = start(&thief, "acme").await;
    let to = come_back(&thief, &theirs, &code).await;
    assert_eq!(to, "/sign-in?done=sso-declined", "a code that was planted");
    assert!(!is_in(&thief).await);

    let asked = start(&browser, "acme").await;
    let cookie = browser.cookie("__Host-oidc").unwrap();
    let code = provider.know(&asked, "ann");
    assert_eq!(come_back(&browser, &asked, &code).await, "/inbox");
    let again = Browser::new(&app);
    assert_eq!(come_back(&again, &asked, &code).await, expired, "replayed");
    again.set_cookie("__Host-oidc", &cookie);
    let to = come_back(&again, &asked, &code).await;
    assert_eq!(
        to, "/sign-in?done=sso-declined",
        "replayed with the cookie: the code is used"
    );
    assert!(!is_in(&again).await);
}

#[tokio::test]
async fn the_word_of_the_provider_that_it_did_not_work_is_taken() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    acme(&app, &provider).await;
    linked(&app, &provider, "ann").await;
    let browser = Browser::new(&app);
    let asked = start(&browser, "acme").await;
    let state = asked.get("state");
    let parameters = format!("error=access_denied&state={state}");
    assert_eq!(
        come_back_with(&browser, &parameters).await,
        "/sign-in?done=sso-declined"
    );
    // Another provider answers than the one that was asked (RFC 9207).
    let asked = start(&browser, "acme").await;
    let (code, state) = (provider.know(&asked, "ann"), asked.get("state"));
    let parameters = format!("code={code}&state={state}&iss=https://evil.example");
    assert_eq!(
        come_back_with(&browser, &parameters).await,
        "/sign-in?done=sso-untrusted"
    );
}

/// Whatever a provider says of a mail address, it opens no account.
#[tokio::test]
async fn a_mail_address_says_nothing() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    for verified in [json!(false), json!(true), json!("true"), Value::Null] {
        let browser = Browser::new(&app);
        let asked = start(&browser, "acme").await;
        let claims = provider.claims(&asked, "mallory");
        let claims = with(claims, "email", &json!("owner@acme.example"));
        let token = provider.sign(&with(claims, "email_verified", &verified));
        let code = provider.hand_out(&asked, token);
        let to = come_back(&browser, &asked, &code).await;
        assert!(
            to.starts_with("/sign-in?done=sso-unknown"),
            "{verified}: {to}"
        );
        assert!(!is_in(&browser).await);
    }
    assert_eq!(links(&app).await, 0);
    assert!(is_in(&owner.browser).await);
}

/// What holds at one organization says nothing at another.
#[tokio::test]
async fn the_provider_of_another_organization_opens_nothing_here() {
    let app = TestApp::starter().await;
    let (provider, evil) = (Provider::start().await, Provider::start().await);
    acme(&app, &provider).await;
    linked(&app, &provider, "ann").await;
    let mallory = app.person("mallory@evil.example").await;
    found(&mallory, "evil").await;
    set(&mallory, "evil", &evil).await;
    let browser = Browser::new(&app);
    let end = async |asked: &Asked, code: String| come_back(&browser, asked, &code).await;

    let asked = start(&browser, "evil").await;
    let to = end(&asked, evil.know(&asked, "ann")).await;
    assert!(
        to.starts_with("/sign-in?done=sso-unknown"),
        "the same subject: {to}"
    );

    let asked = start(&browser, "evil").await;
    let claims = with(evil.claims(&asked, "ann"), "iss", &json!(provider.issuer()));
    let to = end(&asked, evil.hand_out(&asked, evil.sign(&claims))).await;
    assert_eq!(
        to, "/sign-in?done=sso-untrusted",
        "in the name of the other"
    );

    let asked = start(&browser, "acme").await;
    let to = end(&asked, evil.know(&asked, "ann")).await;
    assert_eq!(to, "/sign-in?done=sso-declined", "a code of the other");

    // Both use the same provider now: a link still belongs to one of them.
    set(&mallory, "evil", &provider).await;
    let asked = start(&browser, "evil").await;
    let to = end(&asked, provider.know(&asked, "ann")).await;
    assert!(to.starts_with("/sign-in?done=sso-unknown"), "{to}");
    assert!(!is_in(&browser).await);

    // A flow that began before the provider changed does not end after it.
    let asked = link(&mallory.browser, "evil").await;
    let code = provider.know(&asked, "mallory");
    set(&mallory, "evil", &evil).await;
    let to = come_back(&mallory.browser, &asked, &code).await;
    assert_eq!(to, "/single-sign-on?org=evil&done=sso-changed");
    assert_eq!(links(&app).await, 1);
}
