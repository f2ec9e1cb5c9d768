//! People with their browsers.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, Request, header};
use backend::authz::{Actor, AnyMember, Origin, SignedInBy};
use backend::{access_tokens, accounts};
use sha2::{Digest, Sha256};
use sqlx::types::Uuid;

use crate::{Answer, TestApp, now};

/// One browser: it keeps cookies and sends what browsers send.
pub struct Browser<'a> {
    app: &'a TestApp,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl<'a> Browser<'a> {
    /// A browser nobody has used.
    pub fn new(app: &'a TestApp) -> Self {
        Self {
            app,
            cookies: Mutex::default(),
        }
    }

    /// The same browser, whose next request goes to another replica.
    pub fn at<'b>(&self, app: &'b TestApp) -> Browser<'b> {
        let cookies = self.cookies.lock().expect("no panic before");
        Browser {
            app,
            cookies: Mutex::new(cookies.clone()),
        }
    }

    /// Opens a page.
    pub async fn get(&self, address: &str) -> Answer {
        self.get_with(address, &[]).await
    }

    /// Opens a page with other headers.
    pub async fn get_with(&self, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, address, None, headers).await
    }

    /// Sends a form from a page of this site.
    pub async fn post(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_with(address, fields, &[("sec-fetch-site", "same-origin")])
            .await
    }

    /// Sends a form with other headers; they take the place of those that a
    /// browser sends.
    pub async fn post_with(
        &self,
        address: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", domain::catalog_query::encode(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        self.send(Method::POST, address, Some(body), headers).await
    }

    /// Sends a form and opens the page it leads to.
    pub async fn submit(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(address, fields).await;
        assert_eq!(answer.status, 303, "{address}: {}", answer.text());
        let to = answer.header("location").to_owned();
        let page = self.get(&to).await;
        assert_eq!(page.status, 200, "{to}: {}", page.text());
        page
    }

    async fn send(
        &self,
        method: Method,
        address: &str,
        form: Option<String>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(address)
            .header(header::HOST, "tessera.example")
            .header(header::ACCEPT, "text/html");
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        let body = match form {
            Some(form) => {
                request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
                Body::from(form)
            }
            None => Body::empty(),
        };
        let mut request = request.body(body).expect("a request");
        for (name, value) in headers {
            let name: HeaderName = name.parse().expect("the name of a header");
            let value: HeaderValue = value.parse().expect("the value of a header");
            request.headers_mut().insert(name, value);
        }
        let answer = self.app.send(request).await;
        self.keep(&answer);
        answer
    }

    /// What would be sent as `Cookie`.
    pub fn cookie_header(&self) -> String {
        let cookies = self.cookies.lock().expect("no panic before");
        let pairs = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self.cookies.lock().expect("no panic before");
        cookies.get(name).cloned()
    }

    /// Puts a cookie into the browser.
    pub fn set_cookie(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.lock().expect("no panic before");
        cookies.insert(name.to_owned(), value.to_owned());
    }

    fn keep(&self, answer: &Answer) {
        for set in answer.headers.get_all(header::SET_COOKIE) {
            let set = set.to_str().expect("a cookie is text");
            let (pair, attributes) = set.split_once(';').unwrap_or((set, ""));
            let (name, value) = pair.split_once('=').expect("a cookie has a value");
            let mut cookies = self.cookies.lock().expect("no panic before");
            if attributes.contains("Max-Age=0") || value.is_empty() {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// Somebody with an account and a browser that is signed in.
pub struct Person<'a> {
    /// The account.
    pub user: domain::id::UserId,
    /// The browser.
    pub browser: Browser<'a>,
}

impl TestApp {
    /// Somebody who has an account and is signed in. Made in the database, not
    /// through the forms: hashing a password takes longer than most tests.
    pub async fn person(&self, email: &str) -> Person<'_> {
        let user = Uuid::from_u128(next());
        let name = email.split('@').next().unwrap_or(email);
        sqlx::query(
            "insert into users (user_id, email, name, created_at, email_verified_at) values ($1, $2, $3, $4, $4)",
        )
        .bind(user)
        .bind(email)
        .bind(name)
        .bind(now())
        .execute(&self.database.pool)
        .await
        .expect("an account");
        let browser = self.session_of(user).await;
        Person {
            user: domain::id::UserId(user),
            browser,
        }
    }

    /// One more browser in which the account is signed in.
    pub async fn session_of(&self, user: Uuid) -> Browser<'_> {
        self.session(user, serde_json::json!("password"), None)
            .await
    }

    /// One more browser in which the account is signed in, by the provider of an
    /// organization.
    pub async fn session_through(&self, user: Uuid, org: domain::id::OrgId) -> Browser<'_> {
        let by = serde_json::json!({ "provider": org.to_string() });
        self.session(user, by, Some(org.0)).await
    }

    async fn session(
        &self,
        user: Uuid,
        by: serde_json::Value,
        provider: Option<Uuid>,
    ) -> Browser<'_> {
        // 16 bytes in base64 without padding, as the library of sessions writes them.
        let cookie = format!("{:021}A", next() % 1_000_000_000);
        let at = now().unix_timestamp();
        let state = serde_json::json!({ "state": {
            "user": domain::id::UserId(user).to_string(), "by": by, "epoch": 0,
            "started_at": at, "seen_at": at, "pending": null, "ip": null, "user_agent": "tests",
        }});
        sqlx::query(
            "insert into sessions (session_hash, user_id, data, provider_org_id, created_at, last_seen_at, expires_at)
             values ($1, $2, $3, $5, $4, $4, $4 + interval '7 days')",
        )
        .bind(&Sha256::digest(cookie.as_bytes())[..])
        .bind(user)
        .bind(state)
        .bind(now())
        .bind(provider)
        .execute(&self.database.pool)
        .await
        .expect("a session");
        let browser = Browser::new(self);
        browser.set_cookie("__Host-session", &cookie);
        browser
    }

    /// The proof of who a person is, for calling use-cases directly.
    pub async fn actor(&self, person: &Person<'_>) -> Actor {
        let found = accounts::actor_of(
            &self.services,
            person.user,
            SignedInBy::Password,
            Origin::default(),
        );
        found.await.expect("a database").expect("an account").actor
    }

    /// A token of a person in an organization, with every scope.
    pub async fn token(&self, person: &Person<'_>, org: &str) -> String {
        let actor = self.actor(person).await;
        let grant = actor
            .in_org::<AnyMember>(&self.services, org)
            .await
            .expect("a member");
        let new = access_tokens::NewToken {
            name: "test".parse().expect("a name"),
            scopes: access_tokens::SCOPES
                .iter()
                .map(|(word, _)| (*word).to_owned())
                .collect(),
            days: 7,
        };
        access_tokens::create(&self.services, &grant, &actor, new)
            .await
            .expect("a token")
            .reveal()
    }

    /// Calls the API with a token.
    pub async fn call(
        &self,
        method: Method,
        address: &str,
        token: Option<&str>,
        json: Option<String>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match json {
            Some(json) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(json)
            }
            None => Body::empty(),
        };
        self.send(request.body(body).expect("a request")).await
    }

    /// Sends a body with headers of one's own choice.
    pub async fn post_raw(
        &self,
        address: &str,
        browser: &Browser<'_>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::post(address)
            .header(header::HOST, "tessera.example")
            .header(header::COOKIE, browser.cookie_header());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = Body::from("name=Evil&slug=evil&time_zone=UTC");
        self.send(request.body(body).expect("a request")).await
    }

    /// Every row of every table as text, as a thief of a backup would read it.
    pub async fn dump(&self) -> String {
        let tables: Vec<String> = sqlx::query_scalar(
            "select tablename::text from pg_tables where schemaname = 'public' order by 1",
        )
        .fetch_all(&self.database.pool)
        .await
        .expect("tables");
        let mut dump = String::new();
        for table in tables {
            let statement =
                format!("select coalesce(string_agg(t::text, E'\\n'), '') from {table} t");
            let rows: String = sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
                .fetch_one(&self.database.pool)
                .await
                .expect("rows");
            dump.push_str(&rows);
        }
        dump
    }

    /// Every session is of an older epoch, as after a change of roles: the next
    /// request gives it another id.
    pub async fn roles_change(&self) {
        sqlx::query("update users set authority_epoch = authority_epoch + 1")
            .execute(&self.database.pool)
            .await
            .expect("accounts");
    }

    /// Gives an account roles in an organization.
    pub async fn join(&self, org: &str, user: domain::id::UserId, roles: &[&str]) {
        let statements = [
            "insert into members (org_id, user_id, joined_at)
             select org_id, $2, $4 from organizations where slug = $1 and $3::text[] is not null",
            "insert into member_roles (org_id, user_id, role)
             select org_id, $2, unnest($3::text[]) from organizations where slug = $1 and $4::timestamptz is not null",
        ];
        for statement in statements {
            sqlx::query(sqlx::AssertSqlSafe(statement))
                .bind(org)
                .bind(user.0)
                .bind(roles)
                .bind(now())
                .execute(&self.database.pool)
                .await
                .expect("a member");
        }
    }
}

/// A number nobody else in this run has.
fn next() -> u128 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    u128::from(NEXT.fetch_add(1, Ordering::Relaxed))
}
