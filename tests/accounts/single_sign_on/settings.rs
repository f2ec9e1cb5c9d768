//! Setting the provider up, requiring it and removing it.

use tests::{Browser, TestApp};

use super::provider::{CLIENT, Provider, SECRET};
use super::{acme, come_back, found, is_in, link, linked, links, set, start};

const PATH: &str = "/organizations/acme/single-sign-on";

/// The network behind the server is out of reach, whatever it is called (#66).
#[tokio::test]
async fn a_provider_has_a_public_address() {
    let app = TestApp::starter().await;
    let owner = app.person("owner@acme.example").await;
    found(&owner, "acme").await;
    for issuer in [
        "http://id.example",
        "http://127.1:8080",
        "http://0x7f.1:8080",
        "http://017700000001:8080",
        "https://127.0.0.2",
        "https://10.0.0.1",
        "https://169.254.169.254",
        "https://[::1]",
        "https://[::ffff:127.0.0.1]",
        "https://[64:ff9b::7f00:1]",
        "https://0.0.0.0",
        "https://user@id.example",
        "https://id.example:22",
        "https://id.example.",
        "https://ID.example",
        "https://id.example/?a=b",
        "https://id.example/#a",
        "file:///etc/passwd",
        "gopher://id.example",
        "acme",
        "",
    ] {
        let fields = [
            ("issuer", issuer),
            ("client_id", CLIENT),
            ("client_secret", SECRET),
        ];
        let answer = owner.browser.post(PATH, &fields).await;
        assert_eq!(answer.status, 422, "{issuer}");
        assert!(
            answer.text().contains("id=\"issuer-error\""),
            "{issuer}: {}",
            answer.text()
        );
        assert!(
            !answer.text().contains(SECRET),
            "a secret is never written into a page"
        );
    }
}

#[tokio::test]
async fn a_provider_has_to_be_one() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    let owner = app.person("owner@acme.example").await;
    found(&owner, "acme").await;
    let set = async |issuer: String| {
        let fields = [
            ("issuer", issuer.as_str()),
            ("client_id", CLIENT),
            ("client_secret", SECRET),
        ];
        owner.browser.post(PATH, &fields).await
    };
    let answer = set(format!("{}/", provider.issuer())).await;
    assert!(
        answer.text().contains("copy it to the letter"),
        "{}",
        answer.text()
    );
    let answer = set(format!("{}/nothing", provider.issuer())).await;
    assert!(
        answer.text().contains("no provider that can be used"),
        "{}",
        answer.text()
    );
    // Nobody listens where a socket was bound and let go.
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let answer = set(format!("http://{free}")).await;
    assert!(
        answer.text().contains("does not answer"),
        "{}",
        answer.text()
    );
    assert_eq!(set(provider.issuer().to_owned()).await.status, 303);
}

#[tokio::test]
async fn the_secret_is_kept_and_never_shown() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    let page = owner.browser.get(PATH).await.text();
    assert!(
        page.contains(provider.issuer()) && !page.contains(SECRET),
        "{page}"
    );
    assert!(
        page.contains("https://tessera.example/single-sign-on/callback"),
        "{page}"
    );
    assert!(
        !app.dump().await.contains(SECRET),
        "it is sealed, and the audit log has it not"
    );

    // Left empty it stays, and still works.
    let same = [
        ("issuer", provider.issuer()),
        ("client_id", CLIENT),
        ("client_secret", ""),
    ];
    owner.browser.submit(PATH, &same).await;
    linked(&app, &provider, "ann").await;
    // It does not go to another provider or client.
    let other = Provider::start().await;
    for (issuer, client) in [(other.issuer(), CLIENT), (provider.issuer(), "another")] {
        let fields = [
            ("issuer", issuer),
            ("client_id", client),
            ("client_secret", ""),
        ];
        let answer = owner.browser.post(PATH, &fields).await;
        assert_eq!(answer.status, 422);
        assert!(
            answer.text().contains("Client secret is missing"),
            "{}",
            answer.text()
        );
    }
    let unknown = [
        ("issuer", provider.issuer()),
        ("client_id", CLIENT),
        ("org", "x"),
    ];
    assert_eq!(owner.browser.post(PATH, &unknown).await.status, 422);
}

#[tokio::test]
async fn whoever_requires_it_is_not_locked_out() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    let other = Provider::start().await;
    let settings = "/organizations/acme/settings";
    let rule = [
        ("name", "Acme"),
        ("time_zone", "UTC"),
        ("sso_required", "on"),
    ];
    assert_eq!(
        owner.browser.post(settings, &rule).await.status,
        422,
        "not by password"
    );
    let asked = link(&owner.browser, "acme").await;
    come_back(&owner.browser, &asked, &provider.know(&asked, "owner")).await;
    owner.browser.submit(settings, &rule).await;

    // Somebody who came with a password has to come through the provider, and
    // can link the account although the organization is closed.
    let ann = app.person("ann@acme.example").await;
    app.join("acme", ann.user, &["developer"]).await;
    assert_eq!(ann.browser.get("/organizations/acme").await.status, 403);
    let asked = link(&ann.browser, "acme").await;
    come_back(&ann.browser, &asked, &provider.know(&asked, "ann")).await;
    assert_eq!(ann.browser.get("/organizations/acme").await.status, 200);
    let browser = Browser::new(&app);
    let asked = start(&browser, "acme").await;
    come_back(&browser, &asked, &provider.know(&asked, "ann")).await;
    assert_eq!(browser.get("/organizations/acme").await.status, 200);

    // What would lock everybody out is refused.
    let remove = format!("{PATH}/remove");
    assert_eq!(owner.browser.post(&remove, &[]).await.status, 409);
    let fields = [
        ("issuer", other.issuer()),
        ("client_id", CLIENT),
        ("client_secret", SECRET),
    ];
    assert_eq!(owner.browser.post(PATH, &fields).await.status, 422);
    owner
        .browser
        .submit(settings, &[("name", "Acme"), ("time_zone", "UTC")])
        .await;
    let removed = owner.browser.post(&remove, &[]).await;
    assert_eq!(removed.status, 303);
    assert_eq!(links(&app).await, 0, "nobody stays linked to what is gone");
    for gone in [&owner.browser, &ann.browser, &browser] {
        assert!(!is_in(gone).await, "nobody stays in through what is gone");
    }
    let by_password = app.session_of(owner.user.0).await;
    let page = by_password.get(removed.header("location")).await.text();
    assert!(page.contains("The provider is removed"), "{page}");
    assert_eq!(by_password.post(&remove, &[]).await.status, 404);
}

/// Who an account is was said by the provider before: the next one may be
/// somebody else's.
#[tokio::test]
async fn another_provider_ends_the_sessions_of_the_one_before() {
    let (app, provider) = (TestApp::starter().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    let ann = linked(&app, &provider, "ann").await;
    set(&owner, "acme", &provider).await;
    assert!(
        is_in(&ann.browser).await,
        "only the secret was entered anew"
    );
    set(&owner, "acme", &Provider::start().await).await;
    assert!(!is_in(&ann.browser).await);
    assert!(is_in(&owner.browser).await, "a password stays one");
    assert!(is_in(&app.session_of(ann.user.0).await).await);
    let told: Vec<Option<String>> = sqlx::query_scalar(
        "select after ->> 'sessions_ended' from audit_events
         where action = 'identity_provider.changed' order by seq",
    )
    .fetch_all(&app.database.pool)
    .await
    .unwrap();
    assert_eq!(told, [None, None, Some("1".to_owned())]);
}
