//! Single sign-on: who gets in through the provider of an organization, and
//! who does not (#17).

mod closed;
mod confined;
mod gone;
mod led;
mod linking;
mod provider;
mod secrets;
mod settings;
mod tokens;

use provider::{Asked, CLIENT, Provider, SECRET};
use tests::{Browser, Person, TestApp};

/// Acme with its owner, who has set up the provider.
async fn acme<'a>(app: &'a TestApp, provider: &Provider) -> Person<'a> {
    let owner = app.person("owner@acme.example").await;
    found(&owner, "acme").await;
    set(&owner, "acme", provider).await;
    owner
}

async fn found(owner: &Person<'_>, slug: &str) {
    let fields = [("name", slug), ("slug", slug), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
}

async fn set(owner: &Person<'_>, org: &str, provider: &Provider) {
    let path = format!("/organizations/{org}/single-sign-on");
    let fields = [
        ("issuer", provider.issuer()),
        ("client_id", CLIENT),
        ("client_secret", SECRET),
    ];
    let page = owner.browser.submit(&path, &fields).await;
    assert!(
        page.text().contains("The provider is saved"),
        "{}",
        page.text()
    );
}

/// A member who is linked to `subject` at the provider of Acme.
async fn linked<'a>(app: &'a TestApp, provider: &Provider, subject: &str) -> Person<'a> {
    let person = app.person(&format!("{subject}@acme.example")).await;
    app.join("acme", person.user, &["developer"]).await;
    let asked = link(&person.browser, "acme").await;
    let code = provider.know(&asked, subject);
    assert_eq!(come_back(&person.browser, &asked, &code).await, "/home");
    person
}

/// Goes to the provider to sign in.
async fn start(browser: &Browser<'_>, org: &str) -> Asked {
    let address = format!("/single-sign-on/start?org={org}&next=/inbox");
    Asked::of(&browser.get(&address).await)
}

/// Goes to the provider to link the account.
async fn link(browser: &Browser<'_>, org: &str) -> Asked {
    let address = format!("/organizations/{org}/single-sign-on/link");
    Asked::of(&browser.post(&address, &[]).await)
}

/// Comes back from the provider and tells where that leads.
async fn come_back(browser: &Browser<'_>, asked: &Asked, code: &str) -> String {
    come_back_with(
        browser,
        &format!("code={code}&state={}", asked.get("state")),
    )
    .await
}

async fn come_back_with(browser: &Browser<'_>, parameters: &str) -> String {
    let answer = browser
        .get(&format!("/single-sign-on/callback?{parameters}"))
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(browser.cookie("__Host-oidc"), None, "the cookie is used up");
    answer.header("location").to_owned()
}

async fn is_in(browser: &Browser<'_>) -> bool {
    browser.get("/home").await.status == 200
}

/// How many accounts are linked anywhere.
async fn links(app: &TestApp) -> i64 {
    sqlx::query_scalar("select count(*) from identities")
        .fetch_one(&app.database.pool)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_linked_member_comes_in_through_the_provider() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    let ann = linked(&app, &provider, "ann").await;
    let browser = Browser::new(&app);
    let page = browser
        .get("/single-sign-on/start?org=acme&next=//evil.example")
        .await;
    let set = page.header("set-cookie").to_owned();
    for part in [
        "__Host-oidc=",
        "Secure",
        "HttpOnly",
        "SameSite=Lax",
        "Path=/",
        "Max-Age=600",
    ] {
        assert!(set.contains(part), "{set} lacks {part}");
    }
    assert!(!set.contains("acme") && !set.contains("Domain"), "{set}");
    let asked = Asked::of(&page);
    let wanted = [
        ("response_type", "code"),
        ("scope", "openid"),
        ("client_id", CLIENT),
        ("code_challenge_method", "S256"),
        (
            "redirect_uri",
            "https://tessera.example/single-sign-on/callback",
        ),
    ];
    for (name, value) in wanted {
        assert_eq!(asked.get(name), value);
    }
    assert_eq!(
        come_back(&browser, &asked, &provider.know(&asked, "ann")).await,
        "/home"
    );
    let home = browser.get("/home").await;
    assert!(home.text().contains("ann@acme.example"), "{}", home.text());
    assert_eq!(links(&app).await, 1, "linked once");
    let mails = app.services.mailer.list();
    assert!(
        mails
            .iter()
            .any(|m| m.to == "ann@acme.example" && m.subject.contains("sign in through"))
    );
    let told: Vec<String> = sqlx::query_scalar(
        "select action || ' ' || coalesce(actor_name, '') from audit_events
         where subject = $1 order by org_id, seq",
    )
    .bind(ann.user.to_string())
    .fetch_all(&app.database.pool)
    .await
    .unwrap();
    assert_eq!(
        told,
        [
            "identity.linked ann",
            "account.signed_in ann",
            "account.signed_in ann"
        ]
    );
    // It is in the log of the organization, where it can be asked for.
    let log = owner.browser.get("/organizations/acme/audit").await.text();
    assert!(log.contains("value=\"account.signed_in\""), "{log}");
    assert!(!log.contains("value=\"account.signed_out\""), "{log}");
}

/// The sign-in page says what happened and leads on to linking.
#[tokio::test]
async fn a_stranger_is_told_to_link_first() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    acme(&app, &provider).await;
    let browser = Browser::new(&app);
    let asked = start(&browser, "acme").await;
    let to = come_back(&browser, &asked, &provider.know(&asked, "stranger")).await;
    assert_eq!(
        to,
        "/sign-in?done=sso-unknown&next=/single-sign-on%3Forg%3Dacme"
    );
    let page = browser.get(&to).await;
    assert!(
        page.text().contains("then link your account"),
        "{}",
        page.text()
    );
    assert!(!is_in(&browser).await);
}

#[tokio::test]
async fn an_organization_without_a_provider_looks_like_none() {
    let app = TestApp::starter().await;
    let owner = app.person("owner@acme.example").await;
    found(&owner, "acme").await;
    let browser = Browser::new(&app);
    for org in ["acme", "nobody", "", "..", "a%26b"] {
        let answer = browser
            .get(&format!("/single-sign-on/start?org={org}"))
            .await;
        let to = answer.header("location");
        assert!(to.starts_with("/single-sign-on?org="), "{org}: {to}");
        assert!(to.ends_with("&done=sso-no-provider"), "{org}: {to}");
        assert_eq!(browser.cookie("__Host-oidc"), None);
    }
}
