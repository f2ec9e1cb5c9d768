//! What belongs to one organization is not there for another.

use domain::id::OrgId;
use tests::{Answer, Person, TestApp};

async fn two(app: &TestApp) -> (Person<'_>, Person<'_>) {
    let (a, b) = (
        app.person("a@acme.example").await,
        app.person("b@beta.example").await,
    );
    for (person, slug) in [(&a, "acme"), (&b, "qqzz1")] {
        let fields = [("name", slug), ("slug", slug), ("time_zone", "UTC")];
        person.browser.submit("/organizations/new", &fields).await;
    }
    (a, b)
}

/// The page without what differs from answer to answer whatever is asked.
fn without_noise(answer: &Answer) -> String {
    strip_ids(&answer.text().replace(&answer.nonce(), ""))
}

/// Request ids are sixteen and more hexadecimal digits.
fn strip_ids(text: &str) -> String {
    let is_id = |word: &str| word.len() >= 16 && word.bytes().all(|b| b.is_ascii_hexdigit());
    text.split_inclusive(|c: char| !c.is_ascii_alphanumeric())
        .map(|word| {
            let bare = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            if is_id(bare) { "" } else { word }
        })
        .collect()
}

/// A foreign id and a random id answer the same bytes (#1).
#[tokio::test]
async fn a_foreign_organization_is_like_none() {
    let app = TestApp::starter().await;
    let (a, _b) = two(&app).await;
    for path in [
        "",
        "/members",
        "/members/invite",
        "/projects",
        "/projects/new",
        "/requests",
        "/requests/new",
        "/subscriptions",
        "/settings",
        "/audit",
        "/tokens",
        "/leave",
        "/hand-over",
    ] {
        let foreign = a.browser.get(&format!("/organizations/qqzz1{path}")).await;
        let random = a.browser.get(&format!("/organizations/qqzz2{path}")).await;
        assert_eq!(
            (foreign.status, random.status),
            (404.try_into().unwrap(), 404.try_into().unwrap()),
            "{path}"
        );
        let clean = |answer: &Answer| without_noise(answer).replace("qqzz1", "qqzz2");
        assert_eq!(clean(&foreign), clean(&random), "{path}");
    }
}

/// The role of requests sees no tenant's rows without a tenant (#3).
#[tokio::test]
async fn without_a_tenant_there_are_no_rows() {
    let app = TestApp::starter().await;
    let _ = two(&app).await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid
         where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attname = 'org_id' order by 1",
    )
    .fetch_all(&app.database.pool)
    .await
    .unwrap();
    assert!(tables.len() >= 9, "{tables:?}");
    for table in tables {
        let forced: bool = sqlx::query_scalar(
            "select relrowsecurity and relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid)
             from pg_class c where c.oid = $1::regclass",
        )
        .bind(&table)
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
        assert!(forced, "{table} has no forced policy");
        let statement = format!("select count(*) from {table}");
        let seen: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
            .fetch_one(&app.database.app)
            .await
            .unwrap();
        assert_eq!(seen, 0, "{table}");
    }
    let superuser: bool = sqlx::query_scalar(
        "select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = current_user",
    )
    .fetch_one(&app.database.app)
    .await
    .unwrap();
    assert!(!superuser);
}

/// Nothing is carried over on one connection, whatever happens between (#4).
#[tokio::test]
async fn tenants_share_a_connection_and_nothing_else() {
    let app = TestApp::starter().await;
    let _ = two(&app).await;
    let orgs: Vec<sqlx::types::Uuid> =
        sqlx::query_scalar("select org_id from organizations order by slug")
            .fetch_all(&app.database.pool)
            .await
            .unwrap();
    let size = backend::db::PoolSize {
        connections: 1,
        acquire_timeout: std::time::Duration::from_secs(5),
    };
    let pool = backend::db::connect_as_app(&app.database.url, size).unwrap();
    let services = backend::Services {
        pool: pool.clone(),
        ..app.services.clone()
    };
    for round in 0..20 {
        let org = OrgId(orgs[round % 2]);
        let head = backend::audit::head_of(&services, org).await.unwrap();
        assert!(head.seq > 0);
        // Dropped in the middle.
        let other = OrgId(orgs[(round + 1) % 2]);
        let cancelled = backend::audit::head_of(&services, other);
        let _ = tokio::time::timeout(
            std::time::Duration::from_micros(50 * round as u64),
            cancelled,
        )
        .await;
        let seen: i64 = sqlx::query_scalar("select count(*) from organizations")
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(seen, 0, "round {round}");
    }
}
