//! Organizations in which everything is there, for the tests of what keeps them
//! apart.

use std::collections::BTreeMap;

use axum::http::Method;
use backend::access::{self, Decision, NewRequest, subscriptions};
use backend::authz::{AccessManager, Allows, Approver, OrgGrant, Requester};
use domain::access::{DataClass, Environment, Volume};
use domain::id::{InvitationId, NotificationId, OrgId, RequestId, SubscriptionId, TokenId, UserId};
use sqlx::types::Uuid;
use tests::{Answer, Person, TestApp, now};

use super::bodies;
use super::operations::{Operation, Values};

/// One organization with a row in every table of tenants.
pub(super) struct Side<'a> {
    app: &'a TestApp,
    pub(super) slug: &'static str,
    pub(super) org: OrgId,
    /// Who has asked for what is still open.
    pub(super) owner: Person<'a>,
    /// Who has messages about it.
    pub(super) approver: Person<'a>,
    pub(super) developer: Person<'a>,
    /// An access token of the owner.
    pub(super) token: String,
    /// Its own ids, by the names that routes have for them.
    pub(super) values: Values,
    /// A message to the approver.
    pub(super) notification: String,
    /// An offering that nobody has asked for.
    pub(super) free_offering: i64,
}

/// The same ids of nothing.
pub(super) fn nothing(slug: &str) -> Values {
    let id = |number: u128| Uuid::from_u128(0x019a_b000_0000_7000_8000_0000_0000_0000 + number);
    let values = [
        ("org", slug.to_owned()),
        ("project", format!("{slug}-web")),
        ("member", UserId(id(1)).to_string()),
        ("invitation", InvitationId(id(2)).to_string()),
        ("request", RequestId(id(3)).to_string()),
        ("subscription", SubscriptionId(id(4)).to_string()),
        ("token", TokenId(id(5)).to_string()),
        ("secret", "nothing".to_owned()),
    ];
    values.into()
}

impl<'a> Side<'a> {
    /// Founds an organization in which everything people can name has `word` in
    /// its name.
    pub(super) async fn new(app: &'a TestApp, slug: &'static str, word: &str) -> Self {
        let owner = person(app, slug, word, "owner").await;
        furnish(&owner, slug, word).await;
        let [developer, follower, approver] = [
            member(app, slug, word, "developer", "developer").await,
            member(app, slug, word, "follower", "developer").await,
            member(app, slug, word, "approver", "approver").await,
        ];
        link(app, slug, word, &developer).await;
        let offerings: [i64; 5] = offerings(app);
        let [used, refused, ended, open, free_offering] = offerings;
        let asking = Asking { app, slug, word };
        for offering in [used, ended] {
            let id = asking.ask(&developer, offering).await;
            asking.decide(&approver, id, true).await;
        }
        let id = asking.ask(&developer, refused).await;
        asking.decide(&approver, id, false).await;
        let request = asking.ask(&owner, open).await;
        assert_eq!(asking.ask(&follower, open).await, request);
        let token = app.token(&owner, slug).await;
        let found = Found::read(app, slug, word, ended).await;
        asking.end(&approver, found.ended).await;
        let values = [
            ("org", slug.to_owned()),
            ("project", format!("{slug}-web")),
            ("member", developer.user.to_string()),
            ("invitation", found.invitation.to_string()),
            ("request", request.to_string()),
            ("subscription", found.subscription.to_string()),
            ("token", found.token.to_string()),
            ("secret", "nothing".to_owned()),
        ];
        let side = Self {
            app,
            slug,
            org: found.org,
            owner,
            approver,
            developer,
            token,
            values: values.into(),
            notification: found.notification.to_string(),
            free_offering,
        };
        side.warm().await;
        side
    }

    /// The first request of a session or a token notes when it was used; those
    /// after it write nothing.
    async fn warm(&self) {
        for person in [&self.owner, &self.approver, &self.developer] {
            assert_eq!(person.browser.get("/home").await.status, 200);
        }
        let token = Some(self.token.as_str());
        let call = self.app.call(Method::GET, "/api/v1/account", token, None);
        assert_eq!(call.await.status, 200);
    }

    /// The proof that the owner holds a role.
    pub(super) async fn grant<R: Allows>(&self) -> OrgGrant<R> {
        grant(self.app, &self.owner, self.slug).await
    }

    /// The owner asks for something, with fields that would be accepted and
    /// these beside them.
    pub(super) async fn ask(
        &self,
        operation: &Operation,
        address: &str,
        more: &[(&str, &str)],
    ) -> Answer {
        if operation.is_api() {
            let method: Method = operation.method.parse().unwrap();
            let body = bodies::json(operation).map(|mut body| {
                for (name, value) in more {
                    body[*name] = (*value).into();
                }
                body.to_string()
            });
            let token = Some(self.token.as_str());
            return self.app.call(method, address, token, body).await;
        }
        if operation.method == "GET" {
            return self.owner.browser.get(address).await;
        }
        let form = bodies::form(operation, self);
        let own = form.iter().map(|(name, value)| (*name, value.as_str()));
        let fields: Vec<(&str, &str)> = own.chain(more.iter().copied()).collect();
        self.owner.browser.post(address, &fields).await
    }
}

async fn person<'a>(app: &'a TestApp, slug: &str, word: &str, name: &str) -> Person<'a> {
    app.person(&format!("{word}.{name}@{slug}.example")).await
}

async fn member<'a>(
    app: &'a TestApp,
    slug: &str,
    word: &str,
    name: &str,
    role: &str,
) -> Person<'a> {
    let person = person(app, slug, word, name).await;
    app.join(slug, person.user, &[role]).await;
    person
}

async fn grant<R: Allows>(app: &TestApp, person: &Person<'_>, slug: &str) -> OrgGrant<R> {
    let actor = app.actor(person).await;
    let grant = actor.in_org::<R>(&app.services, slug).await;
    grant.expect("a member with the role")
}

/// What an owner makes with forms.
async fn furnish(owner: &Person<'_>, slug: &str, word: &str) {
    let name = format!("{word} AG");
    let organization = [
        ("name", name.as_str()),
        ("slug", slug),
        ("time_zone", "UTC"),
    ];
    owner
        .browser
        .submit("/organizations/new", &organization)
        .await;
    let inside = format!("/organizations/{slug}");
    for project in [format!("{slug}-web"), format!("{slug}-lab")] {
        let fields = [
            ("name", name.as_str()),
            ("slug", project.as_str()),
            ("cost_center", word),
        ];
        let path = format!("{inside}/projects/new");
        owner.browser.submit(&path, &fields).await;
    }
    let email = format!("guest@{}.example", word.to_lowercase());
    let guest = [("email", email.as_str()), ("roles", "developer")];
    let path = format!("{inside}/members/invite");
    owner.browser.submit(&path, &guest).await;
    let token = [
        ("name", name.as_str()),
        ("scopes", "organization:read"),
        ("days", "7"),
    ];
    let path = format!("{inside}/tokens");
    let made = owner.browser.post(&path, &token).await;
    assert_eq!(made.status, 200, "{}", made.text());
}

/// A provider that nobody asks, and a member who is somebody there.
async fn link(app: &TestApp, slug: &str, word: &str, person: &Person<'_>) {
    let statements = [
        "insert into identity_providers (org_id, issuer, client_id, client_secret, updated_at)
         select org_id, 'https://id.' || lower($2) || '.example', $2, 'x', $3 from organizations
         where slug = $1 and $4::uuid is not null",
        "insert into identities (org_id, issuer, subject, user_id, linked_at)
         select org_id, 'https://id.' || lower($2) || '.example', $2, $4, $3 from organizations
         where slug = $1",
    ];
    for statement in statements {
        sqlx::query(statement)
            .bind(slug)
            .bind(word)
            .bind(now())
            .bind(person.user.0)
            .execute(&app.database.pool)
            .await
            .unwrap();
    }
}

/// The keys of some offerings that can be had.
fn offerings<const N: usize>(app: &TestApp) -> [i64; N] {
    let snapshot = app.services.catalog.snapshot();
    let mut live = snapshot.offerings.iter().filter(|o| o.is_live());
    std::array::from_fn(|_| live.next().expect("an offering").id)
}

/// Asking and deciding in one organization.
struct Asking<'s> {
    app: &'s TestApp,
    slug: &'s str,
    word: &'s str,
}

impl Asking<'_> {
    async fn ask(&self, by: &Person<'_>, offering: i64) -> RequestId {
        let grant = grant::<Requester>(self.app, by, self.slug).await;
        let new = NewRequest {
            project: format!("{}-web", self.slug).parse().unwrap(),
            offering,
            use_case: format!("Answers what {} asks.", self.word).parse().unwrap(),
            data_class: DataClass::Internal,
            environment: Environment::Production,
            volume: Volume {
                requests: 1_000,
                input: 2_000,
                output: 500,
            },
            until: None,
        };
        let asked = access::request(&self.app.services, &grant, new).await;
        asked.unwrap().id
    }

    async fn decide(&self, by: &Person<'_>, id: RequestId, yes: bool) {
        let grant = grant::<Approver>(self.app, by, self.slug).await;
        let reason = format!("{} has thought about it.", self.word);
        let reason = reason.parse().unwrap();
        let decision = if yes {
            Decision::Approve {
                until: None,
                note: Some(reason),
            }
        } else {
            Decision::Deny { reason }
        };
        access::decide(&self.app.services, &grant, id, decision)
            .await
            .unwrap();
    }

    async fn end(&self, by: &Person<'_>, id: SubscriptionId) {
        let grant = grant::<AccessManager>(self.app, by, self.slug).await;
        let reason = format!("{} needs it no more.", self.word);
        let reason = reason.parse().unwrap();
        subscriptions::cancel(&self.app.services, &grant, id, reason)
            .await
            .unwrap();
    }
}

/// Ids that are only in the database.
struct Found {
    org: OrgId,
    invitation: InvitationId,
    subscription: SubscriptionId,
    /// The subscription that is to be ended.
    ended: SubscriptionId,
    token: TokenId,
    notification: NotificationId,
}

impl Found {
    async fn read(app: &TestApp, slug: &str, word: &str, ended: i64) -> Self {
        let row: (Uuid, Uuid, Uuid, Uuid, Uuid, Uuid) = sqlx::query_as(
            "select o.org_id,
                 (select min(i.invitation_id::text)::uuid from invitations i where i.org_id = o.org_id),
                 (select min(s.subscription_id::text)::uuid from subscriptions s
                  where s.org_id = o.org_id and s.offering_id <> $3),
                 (select min(s.subscription_id::text)::uuid from subscriptions s
                  where s.org_id = o.org_id and s.offering_id = $3),
                 (select min(t.token_id::text)::uuid from access_tokens t
                  where t.org_id = o.org_id and t.name = $2 || ' AG'),
                 (select min(n.notification_id::text)::uuid from notifications n join users u using (user_id)
                  where n.org_id = o.org_id and u.name = $2 || '.approver')
             from organizations o where o.slug = $1",
        )
        .bind(slug)
        .bind(word)
        .bind(ended)
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
        Self {
            org: OrgId(row.0),
            invitation: InvitationId(row.1),
            subscription: SubscriptionId(row.2),
            ended: SubscriptionId(row.3),
            token: TokenId(row.4),
            notification: NotificationId(row.5),
        }
    }
}

/// What is in every table, as one line a table.
pub(super) async fn state(app: &TestApp) -> BTreeMap<String, String> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select tablename::text from pg_tables where schemaname = 'public' order by 1",
    )
    .fetch_all(&app.database.pool)
    .await
    .unwrap();
    let parts = tables.iter().map(|table| {
        format!(
            "select '{table}'::text, concat(count(*), ' ', sum(hashtextextended(t::text, 0))) from {table} t"
        )
    });
    let statement = parts.collect::<Vec<_>>().join(" union all ");
    let rows: Vec<(String, String)> = sqlx::query_as(sqlx::AssertSqlSafe(statement))
        .fetch_all(&app.database.pool)
        .await
        .unwrap();
    rows.into_iter().collect()
}

/// The tables that are not as they were.
pub(super) fn changed<'s>(
    before: &'s BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<&'s str> {
    let tables = before.iter();
    let tables = tables.filter(|(table, rows)| after.get(*table) != Some(*rows));
    tables.map(|(table, _)| table.as_str()).collect()
}

/// The body without what differs from answer to answer whatever is asked.
pub(super) fn without_noise(answer: &Answer) -> String {
    strip_ids(&answer.text().replace(&answer.nonce(), ""))
}

/// Ids, those of requests among them, are sixteen and more hexadecimal digits.
fn strip_ids(text: &str) -> String {
    let is_id = |word: &str| word.len() >= 16 && word.bytes().all(|b| b.is_ascii_hexdigit());
    text.split_inclusive(|c: char| !c.is_ascii_alphanumeric())
        .map(|word| {
            let bare = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            if is_id(bare) { "" } else { word }
        })
        .collect()
}
