//! Access: asking, deciding, and what an organization can use then.

mod catalog;
mod decisions;
mod pages;
mod popular;
mod requests;
mod shown;
mod states;
mod subscriptions;
mod withdrawals;

use backend::Error;
use backend::access::{self, NewRequest};
use backend::authz::{Allows, AnyMember, Approver, OrgGrant, Requester};
use domain::access::{DataClass, Environment, Volume};
use domain::id::RequestId;
use tests::{Person, TestApp};
use time::macros::date;

/// An organization with a member of each role that matters here and the
/// projects `web` and `search`.
struct Acme<'a> {
    app: &'a TestApp,
    owner: Person<'a>,
    developer: Person<'a>,
    approver: Person<'a>,
}

impl<'a> Acme<'a> {
    async fn new(app: &'a TestApp) -> Self {
        let owner = app.person("owner@acme.example").await;
        let fields = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
        owner.browser.submit("/organizations/new", &fields).await;
        for slug in ["web", "search"] {
            let fields = [("name", slug), ("slug", slug)];
            let path = "/organizations/acme/projects/new";
            owner.browser.submit(path, &fields).await;
        }
        let developer = member(app, "developer").await;
        let approver = member(app, "approver").await;
        Self {
            app,
            owner,
            developer,
            approver,
        }
    }

    /// The proof that a person holds a role here.
    async fn grant<R: Allows>(&self, person: &Person<'_>) -> OrgGrant<R> {
        let actor = self.app.actor(person).await;
        actor
            .in_org::<R>(&self.app.services, "acme")
            .await
            .expect("a member with the role")
    }

    /// The developer asks for an offering.
    async fn ask(&self, project: &str, offering: i64) -> RequestId {
        let grant = self.grant::<Requester>(&self.developer).await;
        let asked = access::request(&self.app.services, &grant, new(project, offering)).await;
        let asked = asked.expect("a request");
        assert!(!asked.joined);
        asked.id
    }

    /// The approver says yes, until what was asked for.
    async fn approve(&self, id: RequestId) {
        let grant = self.grant::<Approver>(&self.approver).await;
        access::decide(&self.app.services, &grant, id, yes())
            .await
            .expect("an approval");
    }

    /// The approver says no.
    async fn deny(&self, id: RequestId) {
        let grant = self.grant::<Approver>(&self.approver).await;
        access::decide(&self.app.services, &grant, id, no())
            .await
            .expect("a denial");
    }

    /// A request as a member sees it.
    async fn see(&self, person: &Person<'_>, id: RequestId) -> Result<access::Request, Error> {
        let grant = self.grant::<AnyMember>(person).await;
        access::get(&self.app.services, &grant, id).await
    }

    /// How many messages of a kind are in somebody's inbox.
    async fn messages(&self, person: &Person<'_>, kind: &str) -> i64 {
        sqlx::query_scalar("select count(*) from notifications where user_id = $1 and kind = $2")
            .bind(person.user.0)
            .bind(kind)
            .fetch_one(&self.app.database.pool)
            .await
            .expect("a count")
    }
}

/// A member of the organization with one role, called by it.
async fn member<'a>(app: &'a TestApp, role: &str) -> Person<'a> {
    let person = app.person(&format!("{role}@acme.example")).await;
    app.join("acme", person.user, &[role]).await;
    person
}

/// The keys of some offerings that can be had.
fn offerings<const N: usize>(app: &TestApp) -> [i64; N] {
    let snapshot = app.services.catalog.snapshot();
    let mut live = snapshot.offerings.iter().filter(|o| o.is_live());
    std::array::from_fn(|_| live.next().expect("an offering").id)
}

fn new(project: &str, offering: i64) -> NewRequest {
    NewRequest {
        project: project.parse().expect("a slug"),
        offering,
        use_case: "Answers questions of customers."
            .parse()
            .expect("a use case"),
        data_class: DataClass::Internal,
        environment: Environment::Production,
        volume: Volume {
            requests: 100_000,
            input: 2_000,
            output: 500,
        },
        until: Some(date!(2027 - 01 - 31)),
    }
}

fn yes() -> access::Decision {
    access::Decision::Approve {
        until: Some(date!(2027 - 01 - 31)),
        note: None,
    }
}

fn no() -> access::Decision {
    access::Decision::Deny {
        reason: "There is a cheaper one.".parse().expect("a reason"),
    }
}

/// Why whoever asks may not do it.
fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    match result {
        Err(Error::Refused(words)) => words,
        other => panic!("not refused: {other:?}"),
    }
}

/// The one field that is wrong, and why.
fn wrong<T: std::fmt::Debug>(result: Result<T, Error>) -> (String, String) {
    match result {
        Err(Error::Invalid(errors)) => errors.0.into_iter().next().expect("a field"),
        other => panic!("not invalid: {other:?}"),
    }
}
