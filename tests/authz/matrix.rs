//! What everybody gets for everything, written down in `matrix.txt`. A change
//! of who may do what is a change of that file, for a person to read.
//!
//! Writes carry a field that no form has: whoever may write gets 422 for it,
//! and nothing happens. Deletions do happen, so what they delete is put back.

use std::fmt::Write as _;
use std::path::Path;

use axum::body::Body;
use axum::http::{Method, Request, header};
use backend::authz::AnyMember;
use domain::id::{OrgId, TokenId};
use server::config::ServerConfig;
use server::health::{self, Metrics, Readiness};
use server::middleware;
use server::server::Shutdown;
use sqlx::types::Uuid;
use tests::{Browser, Person, TestApp};
use tower::ServiceExt as _;

use super::operations::{self, Operation, Values};

/// What one person has in hand.
struct Role<'a> {
    name: &'static str,
    /// The organization of the addresses that are asked for.
    org: &'static str,
    browser: Browser<'a>,
    token: Option<String>,
    /// The id of that token: nobody else may know it.
    token_id: String,
}

const ROLES: [&str; 7] = [
    "owner",
    "admin",
    "approver",
    "finance",
    "developer",
    "auditor",
    "publisher",
];

/// Test 2 of the list of reliability: every operation over all roles,
/// as declared (#2).
#[tokio::test]
async fn everybody_gets_what_is_declared() {
    let app = TestApp::starter().await;
    let roles = people(&app).await;
    let mut text = String::from(
        "# Status of every operation for everybody. 422: may write (an unknown field was refused).\n\
         # 303: signed-out visitors are sent to sign in. Written by tests/authz/matrix.rs.\n\
         # through_other: an owner who came through the provider of another organization.\n\
         # by_password: a member, with a password and a revoked token, of one that wants its own provider.\n",
    );
    for operation in operations::all() {
        let _ = write!(text, "{} {}\n   ", operation.method, operation.route);
        for role in &roles {
            let status = ask(&app, role, &operation).await;
            let _ = write!(text, " {}={status}", role.name);
        }
        text.push('\n');
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("authz/matrix.txt");
    if std::env::var_os("TESSERA_WRITE_MATRIX").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    for (now, before) in text.lines().zip(known.lines()) {
        assert_eq!(
            now, before,
            "matrix.txt says otherwise; TESSERA_WRITE_MATRIX=1 writes it anew"
        );
    }
    assert_eq!(text.lines().count(), known.lines().count());
}

async fn people(app: &TestApp) -> Vec<Role<'_>> {
    let owner = app.person("owner@acme.example").await;
    make_organization(&owner, "acme").await;
    let outsider = app.person("outsider@other.example").await;
    make_organization(&outsider, "other").await;
    let mut all = vec![Role {
        name: "anonymous",
        org: "acme",
        browser: Browser::new(app),
        token: None,
        token_id: NO_TOKEN.to_owned(),
    }];
    all.push(with_token(app, "outsider", outsider, "other").await);
    for name in ROLES {
        let person = if name == "owner" {
            // Already there.
            Person {
                user: owner.user,
                browser: app.session_of(owner.user.0).await,
            }
        } else {
            let person = app.person(&format!("{name}@acme.example")).await;
            app.join("acme", person.user, &[name]).await;
            person
        };
        all.push(with_token(app, name, person, "acme").await);
    }
    let operator = app.person("operator@tessera.example").await;
    sqlx::query("update users set is_operator = true where user_id = $1")
        .bind(operator.user.0)
        .execute(&app.database.pool)
        .await
        .unwrap();
    all.push(Role {
        name: "operator",
        org: "acme",
        browser: operator.browser,
        token: None,
        token_id: NO_TOKEN.to_owned(),
    });
    all.push(through_other(app).await);
    all.push(by_password(app).await);
    put_back(app).await;
    all
}

/// An owner of the organization who came through the provider of another one.
async fn through_other(app: &TestApp) -> Role<'_> {
    let person = app.person("through@acme.example").await;
    for org in ["acme", "other"] {
        app.join(org, person.user, &["owner"]).await;
    }
    let other: Uuid = sqlx::query_scalar("select org_id from organizations where slug = 'other'")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    Role {
        name: "through_other",
        org: "acme",
        browser: app.session_through(person.user.0, OrgId(other)).await,
        token: None,
        token_id: NO_TOKEN.to_owned(),
    }
}

/// Somebody with a password, and with a token of before, in an organization that
/// wants its members to come through its own provider.
async fn by_password(app: &TestApp) -> Role<'_> {
    let founder = app.person("founder@closed.example").await;
    make_organization(&founder, "closed").await;
    let person = app.person("member@closed.example").await;
    app.join("closed", person.user, &["admin"]).await;
    let role = with_token(app, "by_password", person, "closed").await;
    for statement in [
        "update organizations set sso_required = true where slug = 'closed'",
        "update access_tokens t set revoked_at = t.created_at from organizations o where o.org_id = t.org_id and o.slug = 'closed'",
    ] {
        sqlx::query(statement)
            .execute(&app.database.pool)
            .await
            .unwrap();
    }
    role
}

async fn make_organization(owner: &Person<'_>, slug: &str) {
    let fields = [("name", slug), ("slug", slug), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    let path = format!("/organizations/{slug}/projects/new");
    owner
        .browser
        .submit(&path, &[("name", "Web"), ("slug", "web")])
        .await;
}

async fn with_token<'a>(
    app: &'a TestApp,
    name: &'static str,
    person: Person<'a>,
    org: &'static str,
) -> Role<'a> {
    let token = app.token(&person, org).await;
    let id: Uuid = sqlx::query_scalar("select token_id from access_tokens where user_id = $1")
        .bind(person.user.0)
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    // Somebody from elsewhere asks for the same as the members.
    let org = if org == "other" { "acme" } else { org };
    Role {
        name,
        org,
        browser: person.browser,
        token: Some(token),
        token_id: TokenId(id).to_string(),
    }
}

/// Ids of things that every row of the matrix is about.
const MEMBER: &str = "usr_000000000000000000000000000e0001";
const INVITATION: &str = "inv_000000000000000000000000000e0002";
const NO_TOKEN: &str = "pat_000000000000000000000000000e0003";
const REQUEST: &str = "req_000000000000000000000000000e0004";
const SUBSCRIPTION: &str = "sub_000000000000000000000000000e0005";
const SECRET: &str = "a-secret-in-a-mail";

/// Puts back what a deletion may have taken. The open request is that of the
/// developer, who alone may withdraw it.
async fn put_back(app: &TestApp) {
    let statements = [
        "insert into users (user_id, email, name, created_at) values ('00000000-0000-0000-0000-0000000e0001', 'fixed@acme.example', 'Fixed', now()) on conflict do nothing",
        "insert into members (org_id, user_id, joined_at) select org_id, '00000000-0000-0000-0000-0000000e0001', now() from organizations where slug = 'acme' on conflict do nothing",
        "insert into member_roles (org_id, user_id, role) select org_id, '00000000-0000-0000-0000-0000000e0001', 'developer' from organizations where slug = 'acme' on conflict do nothing",
        "delete from invitations where invitation_id = '00000000-0000-0000-0000-0000000e0002'",
        "insert into invitations (org_id, invitation_id, email, roles, token_hash, invited_by, created_at, expires_at)
         select org_id, '00000000-0000-0000-0000-0000000e0002', 'new@acme.example', '{developer}', sha256('a-secret-in-a-mail'), '00000000-0000-0000-0000-0000000e0001', '2026-11-22 12:00Z', '2026-11-29 12:00Z'
         from organizations where slug = 'acme'",
        // One that waits, and one that was approved.
        "insert into access_requests (org_id, request_id, project_id, offering_id, requested_by, use_case, data_class, environment, requests_per_month, input_tokens, output_tokens, state, created_at, decided_at, decided_by)
         select p.org_id, r.id, p.project_id, (select min(offering_id) from offerings), (select user_id from users where email = 'developer@acme.example'), 'Answers customers.', 'internal', 'production', 1, 1, 1, r.state, '2026-11-22 12:00Z', r.decided_at, r.decided_by
         from projects p join organizations o using (org_id)
         cross join (values ('00000000-0000-0000-0000-0000000e0004'::uuid, 'pending', null::timestamptz, null::uuid),
             ('00000000-0000-0000-0000-0000000e0006', 'approved', '2026-11-22 12:00Z', '00000000-0000-0000-0000-0000000e0001')) r (id, state, decided_at, decided_by)
         where o.slug = 'acme' and p.slug = 'web' on conflict do nothing",
        "insert into subscriptions (org_id, subscription_id, project_id, offering_id, request_id, state, starts_at, created_by)
         select org_id, '00000000-0000-0000-0000-0000000e0005', project_id, offering_id, request_id, 'active', '2026-11-22 12:00Z', requested_by
         from access_requests where request_id = '00000000-0000-0000-0000-0000000e0006' on conflict do nothing",
        "insert into identity_providers (org_id, issuer, client_id, client_secret, updated_at)
         select org_id, 'https://id.acme.example', 'tessera', 'x', '2026-11-22 12:00Z'
         from organizations where slug = 'acme' on conflict do nothing",
    ];
    for statement in statements {
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .execute(&app.database.pool)
            .await
            .unwrap();
    }
}

/// What the addresses are about, as one role asks.
fn values(role: &Role<'_>) -> Values {
    let values = [
        ("org", role.org),
        ("project", "web"),
        ("member", MEMBER),
        ("invitation", INVITATION),
        ("token", role.token_id.as_str()),
        ("request", REQUEST),
        ("subscription", SUBSCRIPTION),
        ("secret", SECRET),
    ];
    values.map(|(name, value)| (name, value.to_owned())).into()
}

async fn ask(app: &TestApp, role: &Role<'_>, operation: &Operation) -> u16 {
    let address = operation.address(&values(role));
    if operation.is_machine() {
        return ask_machine(role, &address).await;
    }
    if operation.method == "DELETE" {
        put_back(app).await;
    }
    if operation.is_api() {
        let method: Method = operation.method.parse().unwrap();
        let body = (method != Method::GET && method != Method::DELETE)
            .then(|| r#"{"no_such_field":1}"#.to_owned());
        return app
            .call(method, &address, role.token.as_deref(), body)
            .await
            .status
            .as_u16();
    }
    // A browser of its own: some operations end the session.
    let answer = match operation.method.as_str() {
        "GET" => role.browser.get(&address).await,
        _ => role.browser.post(&address, &[("no_such_field", "1")]).await,
    };
    answer.status.as_u16()
}

/// What probes and collectors ask, which stands beside pages and API.
async fn ask_machine(role: &Role<'_>, address: &str) -> u16 {
    let readiness = Readiness::builder().build(Shutdown::new());
    let health = health::router(readiness, Metrics::install().unwrap());
    let router = middleware::standard(health, &ServerConfig::for_testing());
    let token = role.token.as_deref().unwrap_or_default();
    let request = Request::get(address)
        .header(header::COOKIE, role.browser.cookie_header())
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::empty());
    let answer = router.oneshot(request.unwrap()).await.unwrap();
    answer.status().as_u16()
}

/// The grants exist for people of the organization only.
#[tokio::test]
async fn a_grant_needs_a_membership() {
    let app = TestApp::empty().await;
    let owner = app.person("owner@acme.example").await;
    make_organization(&owner, "acme").await;
    let stranger = app.person("stranger@acme.example").await;
    let actor = app.actor(&stranger).await;
    let found = actor.in_org::<AnyMember>(&app.services, "acme").await;
    assert!(matches!(found, Err(backend::Error::NotFound)));
}
