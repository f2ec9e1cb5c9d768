//! The secrets of providers at rest, and secrets of every kind everywhere else
//! (#79).

use app::actions::{Sent, Then};
use app::context::Shown;
use axum::http::Method;
use backend::access_tokens::{self, NewToken};
use backend::accounts::{self, NewAccount, Secret};
use backend::authz::{AnyMember, Origin};
use backend::identity_providers::{self, ClientSecret, NewProvider};
use backend::secrets::{self, Keyring};
use domain::id::UserId;
use sqlx::types::Uuid;
use tests::logs::capture;
use tests::{Browser, Person, TestApp, now};

use super::super::second_factor::secret_on;
use super::super::{PASSWORD, sign_in, sign_up, totp};
use super::provider::{CLIENT, Provider, SECRET};
use super::{acme, found, set};

/// The key of [`Keyring::for_testing`], written down.
const FIRST: &str = "0707070707070707070707070707070707070707070707070707070707070707";
const SECOND: &str = "2222222222222222222222222222222222222222222222222222222222222222";
const SEALED_HERE: &str = "kanarienvogel-4711";

/// The secret of another organization's provider opens nowhere else: nobody is
/// sent on, and nothing of it is told.
#[tokio::test]
async fn a_secret_of_another_organization_does_not_open() {
    let (app, provider) = (TestApp::empty().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    found(&owner, "beta").await;
    set(&owner, "beta", &provider).await;
    let start = "/single-sign-on/start?org=acme";
    assert_eq!(Browser::new(&app).get(start).await.status, 200);
    sqlx::query(
        "update identity_providers p set client_secret = o.client_secret
         from identity_providers o where o.org_id <> p.org_id",
    )
    .execute(&app.database.pool)
    .await
    .unwrap();
    for org in ["acme", "beta"] {
        let browser = Browser::new(&app);
        let start = format!("/single-sign-on/start?org={org}");
        let (answer, log) = capture(browser.get(&start)).await;
        let to = answer.header("location").to_owned();
        assert_eq!(to, "/sign-in?done=sso-failed", "{org}");
        assert_eq!(browser.cookie("__Host-oidc"), None);
        assert!(log.contains("belongs to another row"), "{log}");
        assert!(!log.contains(SECRET), "{log}");
        let page = browser.get(&to).await.text();
        assert!(page.contains("This did not work on our side"), "{page}");
    }
}

/// Second factors and providers are sealed anew, and open with the new key
/// alone.
#[tokio::test]
async fn both_kinds_of_secrets_move_to_a_new_key() {
    let (app, provider) = (TestApp::empty().await, Provider::start().await);
    let owner = acme(&app, &provider).await;
    sqlx::query("update users set password_hash = 'x'")
        .execute(&app.database.pool)
        .await
        .unwrap();
    let actor = app.actor(&owner).await;
    let second = accounts::begin_second_factor(&app.services, &actor).await;
    let second = second.unwrap();
    let with = |keys: &str| {
        let mut services = app.services.clone();
        services.keyring = keys.parse::<Keyring>().unwrap();
        services
    };
    let (old, both) = (with(FIRST), with(&format!("{SECOND},{FIRST}")));
    let new = with(SECOND);
    // How values begin: version and key, as the dump writes bytes.
    let header = |services: &backend::Services| {
        let ids = services.keyring.key_ids();
        format!("x01{}", ids.first().unwrap())
    };
    let sealed = async |by: &backend::Services| app.dump().await.matches(&header(by)).count();
    assert_eq!((sealed(&old).await, sealed(&new).await), (2, 0));
    assert_eq!(secrets::rotate(&both).await.unwrap(), 2);
    assert_eq!((sealed(&old).await, sealed(&new).await), (0, 2));
    assert_eq!(secrets::rotate(&both).await.unwrap(), 0, "nothing is left");

    let again = accounts::enrollment(&new, &actor).await.unwrap().unwrap();
    assert_eq!(again.secret_base32, second.secret_base32);
    assert!(accounts::enrollment(&old, &actor).await.is_err());
    let origin = Origin::default();
    let begin = identity_providers::begin(&new, &origin, "acme", "/home", None).await;
    assert!(begin.is_ok(), "{begin:?}");
    let begin = identity_providers::begin(&old, &origin, "acme", "/home", None).await;
    assert!(begin.is_err(), "the old key is done");
}

/// Answers with what was asked for.
type Seen = Vec<(String, String)>;

/// Somebody who has every kind of secret, and what they are.
struct Rich<'a> {
    person: Person<'a>,
    second_factor: String,
    token: access_tokens::TokenText,
}

impl<'a> Rich<'a> {
    async fn new(app: &'a TestApp, provider: &Provider) -> Self {
        let browser = Browser::new(app);
        sign_up(&browser, "rich@acme.example").await;
        sign_in(&browser, "rich@acme.example").await;
        let user: Uuid = sqlx::query_scalar("select user_id from users")
            .fetch_one(&app.database.pool)
            .await
            .unwrap();
        let user = UserId(user);
        let person = Person { user, browser };
        found(&person, "acme").await;
        let fields = [
            ("issuer", provider.issuer()),
            ("client_id", CLIENT),
            ("client_secret", SEALED_HERE),
        ];
        let settings = "/organizations/acme/single-sign-on";
        person.browser.submit(settings, &fields).await;
        let second = "/account/second-factor";
        let shown = person.browser.submit(second, &[("begin", "1")]).await;
        let second_factor = secret_on(&shown.text());
        let code = totp::code(&second_factor, now());
        let on = person.browser.post(second, &[("code", &code)]).await;
        assert_eq!(on.status, 200);
        let token = token(app, &person).await;
        Self {
            person,
            second_factor,
            token,
        }
    }

    fn secrets(&self) -> [String; 4] {
        let (second, token) = (self.second_factor.clone(), self.token.reveal());
        // Of the token only the public part may be seen.
        let token = token.rsplit('_').next().unwrap_or_default().to_owned();
        [PASSWORD.to_owned(), SEALED_HERE.to_owned(), second, token]
    }

    /// Opens everything near the secrets.
    async fn open_pages(&self, seen: &mut Seen) {
        for page in [
            "/home",
            "/inbox",
            "/account",
            "/account/password",
            "/account/second-factor",
            "/account/second-factor/off",
            "/account/recovery-codes",
            "/account/sessions",
            "/organizations/acme",
            "/organizations/acme/settings",
            "/organizations/acme/single-sign-on",
            "/organizations/acme/single-sign-on/remove",
            "/organizations/acme/tokens",
            "/organizations/acme/audit",
            "/development/mail",
            "/single-sign-on/start?org=acme",
            "/nothing/here",
        ] {
            let text = self.person.browser.get(page).await.text();
            seen.push((page.to_owned(), text));
        }
        for file in ["csv", "json"] {
            let export = format!("/organizations/acme/audit.{file}");
            let text = self.person.browser.post(&export, &[]).await.text();
            seen.push((export, text));
        }
    }

    /// Sends the secrets in forms that are wrong.
    async fn make_mistakes(&self, app: &TestApp, seen: &mut Seen) {
        let nearly = format!("{PASSWORD} and more");
        let up = [("email", "none"), ("name", ""), ("password", PASSWORD)];
        let within = [
            ("email", "rich@acme.example"),
            ("password", nearly.as_str()),
        ];
        let change = [("current", PASSWORD), ("password", "zq1")];
        let off = [("password", nearly.as_str())];
        let setup = [("token", "x"), ("email", "none"), ("password", PASSWORD)];
        let unknown = [("name", "Rich"), ("password", PASSWORD)];
        let issuer = [
            ("issuer", "http://10.0.0.1"),
            ("client_id", CLIENT),
            ("client_secret", SEALED_HERE),
        ];
        for (page, fields) in [
            ("/sign-up", &up[..]),
            ("/sign-in", &within[..]),
            ("/account/password", &change[..]),
            ("/account/second-factor/off", &off[..]),
            ("/setup", &setup[..]),
            ("/account/name", &unknown[..]),
            ("/organizations/acme/single-sign-on", &issuer[..]),
        ] {
            let answer = self.person.browser.post(page, fields).await;
            assert_eq!(answer.status, 422, "{page}");
            seen.push((page.to_owned(), answer.text()));
        }
        // What was entered is shown again to whoever has to sign in first.
        for (page, fields) in [
            ("/account/password", &change[..]),
            ("/organizations/acme/single-sign-on", &issuer[..]),
        ] {
            let answer = Browser::new(app).post(page, fields).await;
            assert_eq!(answer.status, 401, "{page}");
            seen.push((format!("{page}, signed out"), answer.text()));
        }
    }

    /// Asks the API with the token, rightly and wrongly.
    async fn call(&self, app: &TestApp, seen: &mut Seen) {
        let token = self.token.reveal();
        let wrong = format!("{token}0");
        for (address, token, status) in [
            ("/api/v1/account".to_owned(), Some(&token), 200),
            ("/api/v1/account".to_owned(), Some(&wrong), 401),
            ("/api/v1/organizations/acme".to_owned(), Some(&token), 200),
            (
                "/api/v1/organizations/acme/audit".to_owned(),
                Some(&token),
                200,
            ),
            ("/api/v1/organizations/none".to_owned(), Some(&token), 404),
            (format!("/api/v1/account?access_token={token}"), None, 400),
        ] {
            let token = token.map(String::as_str);
            let answer = app.call(Method::GET, &address, token, None).await;
            let what = address.split('?').next().unwrap_or_default().to_owned();
            assert_eq!(answer.status, status, "{what}");
            seen.push((what, answer.text()));
        }
    }

    /// Whatever holds a secret, as a log line with `?` would show it.
    fn shown_for_debugging(&self, app: &TestApp) -> Seen {
        let token = self.token.reveal();
        let account = NewAccount {
            email: "a@acme.example".parse().unwrap(),
            name: "A".parse().unwrap(),
            password: Secret::from(PASSWORD),
        };
        let provider = NewProvider {
            issuer: "https://id.example".to_owned(),
            client_id: CLIENT.to_owned(),
            client_secret: Some(ClientSecret::new(SEALED_HERE.to_owned())),
        };
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let sent = Sent::new(vec![
            field("password", PASSWORD),
            field("client_secret", SEALED_HERE),
        ]);
        [
            ("services", format!("{:?}", app.services)),
            ("account", format!("{account:?}")),
            ("provider", format!("{provider:?}")),
            ("sent", format!("{sent:?}")),
            ("token", format!("{:?}", self.token)),
            ("then", format!("{:?}", Then::Show(vec![token.clone()]))),
            ("shown", format!("{:?}", Shown([token].into()))),
        ]
        .map(|(what, text)| (what.to_owned(), text))
        .to_vec()
    }
}

async fn token(app: &TestApp, person: &Person<'_>) -> access_tokens::TokenText {
    let actor = app.actor(person).await;
    let grant = actor.in_org::<AnyMember>(&app.services, "acme").await;
    let scopes = access_tokens::SCOPES.map(|(word, _)| word.to_owned());
    let new = NewToken {
        name: "all".parse().unwrap(),
        scopes: scopes.to_vec(),
        days: 7,
    };
    let made = access_tokens::create(&app.services, &grant.unwrap(), &actor, new).await;
    made.unwrap()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[tokio::test]
async fn secrets_are_shown_nowhere() {
    let (app, provider) = (TestApp::empty().await, Provider::start().await);
    let (rich, log) = capture(Rich::new(&app, &provider)).await;
    let mut seen = vec![("the log of setting up".to_owned(), log)];
    let ((), log) = capture(async {
        rich.open_pages(&mut seen).await;
        rich.make_mistakes(&app, &mut seen).await;
        rich.call(&app, &mut seen).await;
    })
    .await;
    assert!(log.lines().count() > 20, "{log}");
    seen.push(("the log".to_owned(), log));
    seen.extend(rich.shown_for_debugging(&app));
    let dump = app.dump().await;
    let raw = [
        hex(PASSWORD.as_bytes()),
        hex(SEALED_HERE.as_bytes()),
        hex(&totp::decode(&rich.second_factor)),
    ];
    assert!(!raw.iter().any(|bytes| dump.contains(bytes)));
    seen.push(("the database".to_owned(), dump));
    for secret in rich.secrets() {
        assert!(secret.len() > 15, "long enough to be no accident");
        for (what, text) in &seen {
            assert!(!text.contains(&secret), "{what} shows {secret}: {text}");
        }
    }
}
