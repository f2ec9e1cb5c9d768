//! The second wall: what the database shows to the role of requests (#3), and
//! that nothing is carried over from one transaction to the next (#4).

use std::time::Duration;

use backend::authz::{Admin, OrgGrant};
use backend::db::{PoolSize, connect_as_app};
use backend::projects::{self, NewProject};
use backend::{Error, PgPool, Services, audit};
use domain::id::OrgId;
use sqlx::types::Uuid;
use tests::{TestApp, now};

use super::world::Side;

/// Inboxes belong to people: the organization alone opens none.
const INBOX: &str = "notifications";

/// Every table with rows of tenants.
async fn tables(app: &TestApp) -> Vec<String> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid
         where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attname = 'org_id' order by 1",
    )
    .fetch_all(&app.database.pool)
    .await
    .unwrap();
    assert!(tables.len() >= 14, "{tables:?}");
    tables
}

/// How many rows of a table the owner of the tables knows of an organization.
async fn known(app: &TestApp, table: &str, org: OrgId) -> i64 {
    let statement = format!("select count(*) from {table} where org_id = $1");
    sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
        .bind(org.0)
        .fetch_one(&app.database.pool)
        .await
        .unwrap()
}

/// How many rows of a table the role of requests sees with these settings: all,
/// and those of an organization.
async fn seen(app: &TestApp, settings: &[(&str, String)], table: &str, org: OrgId) -> (i64, i64) {
    let mut tx = app.database.app.begin().await.unwrap();
    for (name, value) in settings {
        sqlx::query("select set_config($1, $2, true)")
            .bind(*name)
            .bind(value.as_str())
            .execute(&mut *tx)
            .await
            .unwrap();
    }
    let statement = format!("select count(*), count(*) filter (where org_id = $1) from {table}");
    let counts: (i64, i64) = sqlx::query_as(sqlx::AssertSqlSafe(statement))
        .bind(org.0)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    tx.rollback().await.unwrap();
    counts
}

/// How many rows a statement without an organization in it changes; `None` where
/// the role may change none.
async fn changes(app: &TestApp, table: &str, org: OrgId) -> Option<u64> {
    let mut tx = app.database.app.begin().await.unwrap();
    sqlx::query("select set_config('app.org', $1, true)")
        .bind(org.0.to_string())
        .execute(&mut *tx)
        .await
        .unwrap();
    let statement = format!("update {table} set org_id = $1");
    let done = sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(org.0)
        .execute(&mut *tx)
        .await;
    match done {
        Ok(done) => Some(done.rows_affected()),
        Err(error) => {
            let words = error.to_string();
            assert!(words.contains("permission denied"), "{table}: {words}");
            None
        }
    }
}

/// Every table of tenants has rows of both; the role of requests sees none
/// without a tenant, and with one those of that one (#3).
#[tokio::test]
async fn rows_are_seen_inside_their_tenant_only() {
    let app = TestApp::starter().await;
    let a = Side::new(&app, "acme", "Elster").await;
    let b = Side::new(&app, "qqzz1", "Kanarienvogel").await;
    for table in tables(&app).await {
        let forced: bool = sqlx::query_scalar(
            "select relrowsecurity and relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid)
             from pg_class c where c.oid = $1::regclass",
        )
        .bind(&table)
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
        assert!(forced, "{table} has no forced policy");
        for (side, other) in [(&a, &b), (&b, &a)] {
            let own = known(&app, &table, side.org).await;
            assert!(own > 0, "{table} has no row: this test would prove nothing");
            assert_eq!(seen(&app, &[], &table, side.org).await, (0, 0), "{table}");
            let org = ("app.org", side.org.0.to_string());
            let inside = seen(&app, std::slice::from_ref(&org), &table, side.org).await;
            let own = if table == INBOX { 0 } else { own };
            assert_eq!(inside, (own, own), "{table}");
            let user = ("app.user", side.approver.user.0.to_string());
            let (_, foreign) = seen(&app, &[org, user], &table, other.org).await;
            assert_eq!(foreign, 0, "{table}");
            let changed = changes(&app, &table, side.org).await;
            let own = u64::try_from(own).unwrap();
            assert!(changed.is_none_or(|n| n == own), "{table}: {changed:?}");
        }
    }
    let user = ("app.user", b.approver.user.0.to_string());
    let (all, own) = seen(&app, &[user], INBOX, b.org).await;
    assert!(all > 0 && all == own, "an inbox is that of its person");
    let superuser: bool = sqlx::query_scalar(
        "select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = current_user",
    )
    .fetch_one(&app.database.app)
    .await
    .unwrap();
    assert!(!superuser);
}

/// What counts what is popular sees every subscription, nothing else, and changes
/// nothing.
#[tokio::test]
async fn the_key_of_popularity_opens_subscriptions_only() {
    let app = TestApp::starter().await;
    let sides = [
        Side::new(&app, "acme", "Elster").await,
        Side::new(&app, "qqzz1", "Kanarienvogel").await,
    ];
    let key = [("app.lookup", "catalog:popularity".to_owned())];
    for table in tables(&app).await {
        for side in &sides {
            let (_, own) = seen(&app, &key, &table, side.org).await;
            let all = known(&app, &table, side.org).await;
            let expected = if table == "subscriptions" { all } else { 0 };
            assert_eq!(own, expected, "{table}");
        }
    }
    let mut tx = app.database.app.begin().await.unwrap();
    sqlx::query("select set_config('app.lookup', 'catalog:popularity', true)")
        .execute(&mut *tx)
        .await
        .unwrap();
    let changed = sqlx::query("update subscriptions set expires_on = null")
        .execute(&mut *tx)
        .await
        .unwrap();
    assert_eq!(changed.rows_affected(), 0);
}

/// Nothing is put into another tenant either.
#[tokio::test]
async fn rows_are_written_inside_their_tenant_only() {
    let app = TestApp::starter().await;
    let a = Side::new(&app, "acme", "Elster").await;
    let b = Side::new(&app, "qqzz1", "Kanarienvogel").await;
    let mut tx = app.database.app.begin().await.unwrap();
    sqlx::query("select set_config('app.org', $1, true)")
        .bind(a.org.0.to_string())
        .execute(&mut *tx)
        .await
        .unwrap();
    let refused = sqlx::query(
        "insert into projects (org_id, project_id, slug, name, created_at) values ($1, $1, 'x', 'X', $2)",
    )
    .bind(b.org.0)
    .bind(now())
    .execute(&mut *tx)
    .await;
    let words = refused.unwrap_err().to_string();
    assert!(words.contains("row-level security"), "{words}");
}

fn new(slug: &str) -> NewProject {
    NewProject {
        slug: slug.parse().unwrap(),
        name: "P".parse().unwrap(),
        cost_center: None,
    }
}

/// A transaction of a tenant that a constraint ends, and that nobody ends.
async fn fail(pool: &PgPool, org: OrgId) {
    let mut tx = pool.begin().await.unwrap();
    sqlx::query("select set_config('app.org', $1, true)")
        .bind(org.0.to_string())
        .execute(&mut *tx)
        .await
        .unwrap();
    let twice = sqlx::query("insert into projects select * from projects where org_id = $1")
        .bind(org.0)
        .execute(&mut *tx)
        .await;
    assert!(twice.is_err(), "its key is taken");
}

/// Nothing is carried over on one connection, whatever happens between: writes
/// that commit, that fail and that nobody waits for (#4).
#[tokio::test]
async fn tenants_share_a_connection_and_nothing_else() {
    const ROUNDS: u64 = 30;
    let app = TestApp::starter().await;
    let a = Side::new(&app, "acme", "Elster").await;
    let b = Side::new(&app, "qqzz1", "Kanarienvogel").await;
    let counts = tables(&app).await;
    let counts = counts.iter().map(|t| format!("(select count(*) from {t})"));
    let counts = format!("select {}", counts.collect::<Vec<_>>().join(" + "));
    let size = PoolSize {
        connections: 1,
        acquire_timeout: Duration::from_secs(5),
    };
    let pool = connect_as_app(&app.database.url, size).unwrap();
    let services = Services {
        pool: pool.clone(),
        ..app.services.clone()
    };
    let (one, two): (OrgGrant<Admin>, OrgGrant<Admin>) = (a.grant().await, b.grant().await);
    for round in 0..ROUNDS {
        let is_even = round.is_multiple_of(2);
        let (own, other) = if is_even { (&one, &two) } else { (&two, &one) };
        let kept = format!("kept-{round}");
        projects::create(&services, own, new(&kept)).await.unwrap();
        let again = projects::create(&services, own, new(&kept)).await;
        assert!(matches!(again, Err(Error::Invalid(_))), "{again:?}");
        // Nobody waits for it any more, somewhere between its beginning and its end.
        let left = format!("left-{round}");
        let leaving = projects::create(&services, other, new(&left));
        let patience = Duration::from_micros(100 * round);
        let _ = tokio::time::timeout(patience, leaving).await;
        fail(&pool, own.org()).await;
        let seen: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(counts.clone()))
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(seen, 0, "round {round}");
        // What is reported as written outside of a transaction is written.
        sqlx::query("insert into throttles (key, failures, window_ends_at) values ($1, 1, $2)")
            .bind(&kept)
            .bind(now())
            .execute(&pool)
            .await
            .unwrap();
    }
    pool.close().await;
    let written: Vec<(Uuid, String)> =
        sqlx::query_as("select org_id, slug from projects where slug ~ '^(kept|left)-'")
            .fetch_all(&app.database.pool)
            .await
            .unwrap();
    for (org, slug) in written {
        let (kind, round) = slug.split_once('-').unwrap();
        let is_even = round.parse::<u64>().unwrap().is_multiple_of(2);
        let own = if (kind == "kept") == is_even {
            a.org
        } else {
            b.org
        };
        assert_eq!(org, own.0, "{slug} is in the other organization");
    }
    for org in [a.org, b.org] {
        let verified = audit::verify(&app.services, org, None).await.unwrap();
        assert!(verified.is_ok(), "a chain without gap and fork");
    }
    let told: (i64, i64, i64, i64) = sqlx::query_as(
        "select (select count(*) from projects where slug ~ '^kept-'),
             (select count(*) from throttles where key ~ '^kept-'),
             (select count(*) from projects where slug ~ '^left-'),
             (select count(*) from audit_events where action = 'project.created' and subject ~ '^left-')",
    )
    .fetch_one(&app.database.pool)
    .await
    .unwrap();
    let rounds = i64::try_from(ROUNDS).unwrap();
    assert_eq!((told.0, told.1), (rounds, rounds), "nothing is swallowed");
    assert_eq!(
        told.2, told.3,
        "what nobody waited for is whole or is not there"
    );
}
