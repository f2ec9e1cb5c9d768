//! The audit log.

use backend::audit::{self, Filter, Finding, Head, Log};
use backend::authz::AuditReader;
use domain::id::OrgId;
use tests::{Person, TestApp};

async fn busy(app: &TestApp) -> (Person<'_>, OrgId) {
    let owner = app.person("owner@acme.example").await;
    owner
        .browser
        .submit(
            "/organizations/new",
            &[("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")],
        )
        .await;
    for slug in ["one", "two", "three", "four"] {
        owner
            .browser
            .submit(
                "/organizations/acme/projects/new",
                &[("name", slug), ("slug", slug)],
            )
            .await;
    }
    let org = sqlx::query_scalar("select org_id from organizations")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    (owner, OrgId(org))
}

async fn tamper(app: &TestApp, statement: &'static str) {
    sqlx::query(statement)
        .execute(&app.database.pool)
        .await
        .unwrap();
}

async fn finding(app: &TestApp, org: OrgId, head: Option<Head>) -> Option<Finding> {
    audit::verify(&app.services, org, head).await.unwrap().err()
}

/// Whatever a superuser does to the chain, the verifier names the row (#76).
#[tokio::test]
async fn tampering_is_found() {
    for (statement, expected) in [
        (
            "update audit_events set subject = 'x' where seq = 3",
            Finding::Changed(3),
        ),
        (
            "update audit_events set after = '{}' where seq = 2",
            Finding::Changed(2),
        ),
        (
            "update audit_events set happened_at = happened_at - interval '1 day' where seq = 4",
            Finding::Changed(4),
        ),
        (
            "delete from audit_events where seq = 2",
            Finding::Missing(2),
        ),
        (
            "delete from audit_events where seq = 1",
            Finding::Missing(1),
        ),
        (
            "update audit_events set seq = seq + 100 where seq = 3",
            Finding::Missing(3),
        ),
        (
            "delete from audit_events where seq = 5",
            Finding::Cut {
                found: 4,
                expected: 5,
            },
        ),
        (
            "insert into audit_events select org_id, 6, happened_at, actor_id, actor_name, action, subject, reason, before, after, ip, user_agent, hash, hash from audit_events where seq = 5",
            Finding::Changed(6),
        ),
    ] {
        let app = TestApp::empty().await;
        let (_, org) = busy(&app).await;
        assert_eq!(finding(&app, org, None).await, None);
        tamper(&app, statement).await;
        assert_eq!(
            finding(&app, org, None).await,
            Some(expected),
            "{statement}"
        );
    }
}

/// Two events that change places are found, and so is a tail that is cut
/// together with its head, by whoever has kept the head (#76).
#[tokio::test]
async fn order_and_end_are_part_of_the_chain() {
    let app = TestApp::empty().await;
    let (_, org) = busy(&app).await;
    let head: Head = audit::head_of(&app.services, org)
        .await
        .unwrap()
        .to_string()
        .parse()
        .unwrap();
    tamper(&app, "update audit_events set seq = case seq when 2 then -3 when 3 then -2 end where seq in (2, 3) and false").await;
    tamper(
        &app,
        "alter table audit_events drop constraint audit_events_seq_positive",
    )
    .await;
    tamper(
        &app,
        "update audit_events set seq = -seq where seq in (2, 3)",
    )
    .await;
    tamper(
        &app,
        "update audit_events set seq = 5 + seq where seq in (-2, -3)",
    )
    .await;
    assert_eq!(finding(&app, org, None).await, Some(Finding::Changed(2)));
    tamper(
        &app,
        "update audit_events set seq = -seq where seq in (2, 3)",
    )
    .await;
    tamper(
        &app,
        "update audit_events set seq = 5 + seq where seq in (-2, -3)",
    )
    .await;
    assert_eq!(finding(&app, org, Some(head)).await, None);
    tamper(&app, "delete from audit_events where seq = 5").await;
    tamper(&app, "update audit_heads h set seq = 4, hash = (select e.hash from audit_events e where e.org_id = h.org_id and e.seq = 4) where h.seq = 5").await;
    assert_eq!(
        finding(&app, org, None).await,
        None,
        "without a kept head a cut tail looks whole"
    );
    assert_eq!(
        finding(&app, org, Some(head)).await,
        Some(Finding::Cut {
            found: 4,
            expected: 5
        })
    );
}

/// The role of requests can add to the log and nothing else.
#[tokio::test]
async fn the_program_itself_cannot_rewrite_history() {
    let app = TestApp::empty().await;
    let _ = busy(&app).await;
    for statement in [
        "update audit_events set subject = 'x'",
        "delete from audit_events",
        "truncate audit_events",
    ] {
        let refused = sqlx::query(statement).execute(&app.database.app).await;
        assert!(refused.is_err(), "{statement}");
    }
}

/// A hundred writers of one chain: no gap, no fork (#77).
#[tokio::test]
async fn writers_queue_for_the_chain() {
    let app = TestApp::empty().await;
    let (owner, org) = busy(&app).await;
    let actor = app.actor(&owner).await;
    let grant = actor
        .in_org::<backend::authz::Admin>(&app.services, "acme")
        .await
        .unwrap();
    let writes = (0..100).map(|i| {
        let new = backend::projects::NewProject {
            slug: format!("p{i}").parse().unwrap(),
            name: "P".parse().unwrap(),
            cost_center: None,
        };
        backend::projects::create(&app.services, &grant, new)
    });
    let written = futures::future::join_all(writes).await;
    assert!(written.iter().all(Result::is_ok), "{written:?}");
    let verified = audit::verify(&app.services, org, None)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(verified.head.seq, 105);
}

/// Where the event cannot be written, nothing is written (#78).
#[tokio::test]
async fn no_change_without_its_event() {
    let app = TestApp::empty().await;
    let (owner, _) = busy(&app).await;
    app.database.refuse("insert on audit_events", "").await;
    let answer = owner
        .browser
        .post(
            "/organizations/acme/projects/new",
            &[("name", "Five"), ("slug", "five")],
        )
        .await;
    assert_eq!(answer.status, 500);
    let projects: i64 = sqlx::query_scalar("select count(*) from projects")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(projects, 4);
}

/// Adds events as the program would not: without their hashes, which an export
/// does not look at.
async fn add_events(app: &TestApp, count: i32) {
    sqlx::query(
        "with more as (
             insert into audit_events (org_id, seq, happened_at, actor_name, action, subject, after, previous_hash, hash)
             select h.org_id, h.seq + i, $2, '=Ada', 'project.changed', 'p' || i, json_build_object('n', i),
                    sha256('x'), sha256('y')
             from audit_heads h join organizations o using (org_id), generate_series(1, $1) i
             returning org_id, seq)
         update audit_heads h set seq = (select max(m.seq) from more m)
         where h.org_id = (select min(m.org_id::text)::uuid from more m)",
    )
    .bind(count)
    .bind(tests::now())
    .execute(&app.database.pool)
    .await
    .unwrap();
}

/// Several portions come out as one file: complete, in order, each event once
/// (#73).
#[tokio::test]
async fn a_long_log_is_exported_whole() {
    let app = TestApp::empty().await;
    let (owner, org) = busy(&app).await;
    add_events(&app, 2500).await;
    let total = audit::head_of(&app.services, org).await.unwrap().seq;
    assert!(total > 2500);
    let seqs = |from: i64| (1..=from).rev().collect::<Vec<_>>();

    let path = "/organizations/acme/audit.csv";
    let csv = owner.browser.post(path, &[]).await;
    assert_eq!(csv.status, 200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let text = csv.text();
    let mut rows = text.split_terminator("\r\n");
    assert!(rows.next().unwrap().starts_with("\"seq\",\"at\","));
    let number = |row: &str| -> i64 { row.split('"').nth(1).unwrap().parse().unwrap() };
    let found: Vec<_> = rows.clone().map(number).collect();
    assert_eq!(found, seqs(total));
    let added = rows.filter(|row| row.contains("\"'=Ada\"")).count();
    assert_eq!(added, 2500, "what would be a formula is text");

    // The first export is an event by now.
    let path = "/organizations/acme/audit.json";
    let json = owner.browser.post(path, &[]).await;
    assert_eq!(json.status, 200);
    assert_eq!(json.header("content-type"), "application/json");
    let json = json.json();
    assert_eq!(json["organization"], "acme");
    let items = json["items"].as_array().unwrap();
    let found: Vec<_> = items.iter().map(|i| i["seq"].as_i64().unwrap()).collect();
    assert_eq!(found, seqs(total + 1));
    assert_eq!(items[0]["action"], "audit.exported");
    assert_eq!(items[0]["after"]["events"], total);

    let path = "/organizations/acme/audit.json?action=project.changed";
    let narrowed = owner.browser.post(path, &[]).await.json();
    assert_eq!(narrowed["items"].as_array().unwrap().len(), 2500);
}

/// What happens while an export is read is not in it.
#[tokio::test]
async fn an_export_ends_where_the_log_ended() {
    let app = TestApp::empty().await;
    let (owner, org) = busy(&app).await;
    add_events(&app, 1500).await;
    let total = audit::head_of(&app.services, org).await.unwrap().seq;
    let actor = app.actor(&owner).await;
    let grant = actor
        .in_org::<AuditReader>(&app.services, "acme")
        .await
        .unwrap();
    let begun = audit::export(&app.services, &Log::from(&grant), Filter::default()).await;
    let mut export = begun.unwrap();
    let mut found = Vec::new();
    loop {
        let lines = export.read().await.unwrap();
        if lines.is_empty() {
            break;
        }
        assert!(lines.len() <= 1000, "{} in memory", lines.len());
        found.extend(lines.iter().map(|line| line.seq));
        add_events(&app, 10).await;
    }
    assert_eq!(found, (1..=total).rev().collect::<Vec<_>>());
}

/// An export may take minutes; whoever is removed meanwhile reads no further.
#[tokio::test]
async fn who_is_removed_reads_no_further() {
    let app = TestApp::empty().await;
    let _owner = busy(&app).await;
    add_events(&app, 1500).await;
    let auditor = app.person("auditor@acme.example").await;
    app.join("acme", auditor.user, &["auditor"]).await;
    let actor = app.actor(&auditor).await;
    let grant = actor.in_org::<AuditReader>(&app.services, "acme").await;
    let log = Log::from(&grant.unwrap());
    let begun = audit::export(&app.services, &log, Filter::default()).await;
    let mut export = begun.unwrap();
    assert_eq!(export.read().await.unwrap().len(), 1000);
    sqlx::query("delete from members where user_id = $1")
        .bind(auditor.user.0)
        .execute(&app.database.pool)
        .await
        .unwrap();
    let next = export.read().await;
    assert!(matches!(next, Err(backend::Error::Forbidden)), "{next:?}");
}
