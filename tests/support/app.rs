//! The application as people meet it: one verb a gesture.

use std::net::SocketAddr;
use std::sync::Arc;

use app::context::{Assets, OpenApi};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use backend::accounts::Passwords;
use backend::catalog::Catalog;
use backend::catalog::import::{self, Fetched, Format, ImportError, Input, Report};
use backend::identity_providers::PrivateHosts;
use backend::mail::Mailer;
use backend::secrets::Keyring;
use backend::{Entropy, Services};
use server::config::ServerConfig;
use server::server::{Server, Shutdown};
use server::web::{self, PageCache};
use server::{api, middleware};
use time::OffsetDateTime;
use time::macros::datetime;
use tower::ServiceExt;
use url::Url;

use crate::{Database, Start};

/// The day on which all tests happen.
pub fn now() -> OffsetDateTime {
    datetime!(2026-11-22 12:00 UTC)
}

/// A whole Tessera with its own database.
pub struct TestApp {
    /// Its database.
    pub database: Database,
    /// Its catalog and clock.
    pub services: Services,
    router: Router,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|e| panic!("no JSON ({e}): {}", self.text()))
    }

    /// The nonce of the content security policy, which every page has its own.
    pub fn nonce(&self) -> String {
        let policy = self.header("content-security-policy");
        let (_, rest) = policy.split_once("'nonce-").unwrap_or_default();
        rest.split('\'').next().unwrap_or_default().to_owned()
    }

    /// A header as text; empty if it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    }
}

impl TestApp {
    /// With an empty catalog.
    pub async fn empty() -> Self {
        Self::start(Start::Empty).await
    }

    /// With the built-in catalog.
    pub async fn starter() -> Self {
        Self::start(Start::Starter).await
    }

    /// With a catalog of this feed alone, in our own format.
    ///
    /// # Panics
    /// If the feed cannot be imported.
    pub async fn with_feed(feed: &str) -> Self {
        let mut app = Self::empty().await;
        let report = app.import(Format::Tessera, feed.as_bytes()).await;
        report.expect("a feed");
        app.refresh().await;
        app
    }

    async fn start(start: Start) -> Self {
        Self::on(Database::create(start).await).await
    }

    /// On a database that is there.
    pub async fn on(database: Database) -> Self {
        let services = services(&database).await;
        let router = router(&services);
        Self {
            database,
            services,
            router,
        }
    }

    /// One more replica: another process, as far as it can be told, over the
    /// same database and with the same keys.
    pub async fn replica(&self) -> Self {
        Self::on(self.database.again().await).await
    }

    /// The same installation at another time: one more replica, whose clock
    /// stands there.
    pub async fn at(&self, clock: fn() -> OffsetDateTime) -> Self {
        let mut later = self.replica().await;
        later.services.clock = clock;
        later.router = router(&later.services);
        later
    }

    /// Serves over a real socket of this machine until the test ends.
    pub async fn listen(&self) -> SocketAddr {
        let config = ServerConfig::for_testing();
        let server = Server::bind(config, self.router.clone()).await;
        let server = server.expect("a free port");
        let address = server.addr();
        tokio::spawn(server.run(Shutdown::new()));
        address
    }

    /// Opens a page or asks the API.
    pub async fn get(&self, address: &str) -> Answer {
        self.get_with(address, &[]).await
    }

    /// The same with headers.
    pub async fn get_with(&self, address: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(Method::GET).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).expect("a request"))
            .await
    }

    /// Sends a form.
    pub async fn post_form(&self, address: &str, body: &'static str, referer: &str) -> Answer {
        let request = Request::post(address)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::REFERER, referer)
            .body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20)
            .await
            .expect("a whole body")
            .to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }

    /// Imports the text of a feed.
    pub async fn import(&self, format: Format, text: &[u8]) -> Result<Report, ImportError> {
        let file = Fetched {
            origin: "feed.json".to_owned(),
            bytes: text.to_vec(),
            modified: None,
        };
        import::import(
            &self.database.pool,
            Input {
                format,
                file,
                as_of: None,
                until: None,
                source: None,
            },
            |_| {},
        )
        .await
    }

    /// What the newest event of this kind tells under a name of what came after.
    ///
    /// # Panics
    /// If there is no such event.
    pub async fn told(&self, action: &str, name: &str) -> Option<String> {
        sqlx::query_scalar(
            "select after ->> $2 from audit_events where action = $1 order by seq desc limit 1",
        )
        .bind(action)
        .bind(name)
        .fetch_one(&self.database.pool)
        .await
        .expect("an event")
    }

    /// Serves what the database holds now.
    pub async fn refresh(&mut self) {
        let catalog = Catalog::open(&self.database.pool, now)
            .await
            .expect("a snapshot");
        self.services = Services {
            catalog,
            ..self.services.clone()
        };
        self.router = router(&self.services);
    }
}

/// What use-cases need, on a database of a test: mails stay in memory, and the
/// keys are fixed.
pub async fn services(database: &Database) -> Services {
    let catalog = Catalog::open(&database.app, now).await.expect("a snapshot");
    Services {
        pool: database.app.clone(),
        catalog,
        clock: now,
        entropy: Entropy::SYSTEM,
        passwords: Passwords::default(),
        keyring: Keyring::for_testing(),
        mailer: Mailer::memory(),
        public_url: Arc::new(Url::parse("https://tessera.example").expect("an address")),
        provider_hosts: PrivateHosts::default(),
    }
}

/// Where browser files would be.
pub fn assets() -> Assets {
    Assets {
        css: "/assets/main-test.css".into(),
        font: "/fonts/inter.woff2".into(),
        js: "/assets/app-test.js".into(),
        wasm: "/assets/app-test_bg.wasm".into(),
        development: true,
        shows_mail: true,
    }
}

/// The pages and the API with everything around them.
fn router(services: &Services) -> Router {
    let assets = assets();
    let openapi = OpenApi(Arc::new(api::openapi()));
    let context = web::Context {
        services: services.clone(),
        assets,
        openapi,
    };
    let pages = web::router(context, PageCache::new(), None).merge(api::router(services.clone()));
    middleware::standard(pages, &ServerConfig::for_testing())
}
