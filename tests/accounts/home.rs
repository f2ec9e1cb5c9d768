//! The page where people begin: each role sees what needs them, from how things
//! are.

use backend::access;
use backend::authz::AnyMember;
use backend::{audit, projects};
use tests::{Person, TestApp};

async fn organization(app: &TestApp) -> Person<'_> {
    let owner = app.person("owner@acme.example").await;
    let fields = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    for (slug, cost_center) in [("web", "4711"), ("search", "")] {
        let fields = [("name", slug), ("slug", slug), ("cost_center", cost_center)];
        let page = "/organizations/acme/projects/new";
        owner.browser.submit(page, &fields).await;
    }
    owner
}

/// A member with one role, called by it.
async fn member<'a>(app: &'a TestApp, role: &str) -> Person<'a> {
    let person = app.person(&format!("{role}@acme.example")).await;
    app.join("acme", person.user, &[role]).await;
    person
}

/// What stands between the header and the footer.
async fn main_of(person: &Person<'_>, page: &str) -> String {
    let text = person.browser.get(page).await.text();
    let (_, rest) = text.split_once("<main").expect("a page");
    rest.split("</main>").next().unwrap_or_default().to_owned()
}

/// An approved request whose subscription ends so many days from today.
async fn subscription(app: &TestApp, slug: &'static str, days: i32) {
    sqlx::query(
        "with request as (
             insert into access_requests (org_id, request_id, project_id, offering_id, requested_by, use_case,
                 data_class, environment, requests_per_month, input_tokens, output_tokens, state, created_at,
                 decided_at, decided_by)
             select p.org_id, gen_random_uuid(), p.project_id,
                 (select offering_id from offerings order by offering_id offset $4::bigint limit 1), m.user_id,
                 'What a test needs.', 'internal', 'production', 1, 1, 1, 'approved', $3::timestamptz,
                 $3::timestamptz, m.user_id
             from projects p join members m using (org_id) where p.slug = $1 order by m.joined_at limit 1
             returning *)
         insert into subscriptions (org_id, subscription_id, project_id, offering_id, request_id, state,
             starts_at, expires_on, created_by)
         select org_id, gen_random_uuid(), project_id, offering_id, request_id, 'active',
             decided_at, ($3::timestamptz at time zone 'UTC')::date + $2::int, decided_by from request",
    )
    .bind(slug)
    .bind(days)
    .bind(tests::now())
    .bind(i64::from(days + 1))
    .execute(&app.database.pool)
    .await
    .unwrap();
}

#[tokio::test]
async fn finance_sees_what_ends_and_what_nobody_accounts_for() {
    let app = TestApp::starter().await;
    let owner = organization(&app).await;
    let finance = member(&app, "finance").await;
    for days in [-1, 0, 14, 15] {
        subscription(&app, "web", days).await;
    }
    for page in ["/home", "/organizations/acme"] {
        let text = main_of(&finance, page).await;
        let ending = "2 subscriptions of Acme end within 14 days";
        assert!(text.contains(ending), "{page}: {text}");
        assert!(text.contains("1 project is without one"), "{page}: {text}");
        let theirs = main_of(&owner, page).await;
        assert!(theirs.contains(ending), "{page}: {theirs}");
        assert!(!theirs.contains("cost center"), "{page}: {theirs}");
    }
    let search = "/organizations/acme/projects/search";
    let fields = [("name", "search"), ("cost_center", "4712")];
    owner.browser.submit(search, &fields).await;
    let text = main_of(&finance, "/home").await;
    assert!(text.contains("Every project in use has one"), "{text}");
}

#[tokio::test]
async fn auditors_see_how_much_was_never_exported() {
    let app = TestApp::starter().await;
    let _owner = organization(&app).await;
    let auditor = member(&app, "auditor").await;
    let text = main_of(&auditor, "/home").await;
    assert!(text.contains("Check and export the audit log of Acme"));
    assert!(text.contains("nobody has exported: 3"), "{text}");
    let file = "/organizations/acme/audit.csv";
    let answer = auditor.browser.post(file, &[]).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    let text = main_of(&auditor, "/home").await;
    assert!(
        text.contains("Last export: 22 Nov 2026. Events since: 0"),
        "{text}"
    );

    let actor = app.actor(&auditor).await;
    let grant = actor.in_org::<AnyMember>(&app.services, "acme").await;
    let exported = audit::exported(&app.services, &grant.unwrap()).await;
    assert_eq!(exported.unwrap().unwrap().since, 0);
    let developer = member(&app, "developer").await;
    let actor = app.actor(&developer).await;
    let grant = actor.in_org::<AnyMember>(&app.services, "acme").await;
    let exported = audit::exported(&app.services, &grant.unwrap()).await;
    assert_eq!(exported.unwrap(), None, "the log is not theirs to read");
}

#[tokio::test]
async fn whom_nothing_waits_for_sees_where_to_go_on() {
    let app = TestApp::starter().await;
    let _owner = organization(&app).await;
    let publisher = member(&app, "publisher").await;
    let text = main_of(&publisher, "/home").await;
    assert!(text.contains("Nothing waits for you"), "{text}");
    assert!(text.contains("href=\"/models\""), "{text}");
    assert!(text.contains("Members of Acme"), "{text}");
    // Hidden, it says nothing: there is nothing to come back to.
    let hide = [("checklist", "hide")];
    publisher.browser.submit("/home", &hide).await;
    let text = main_of(&publisher, "/home").await;
    assert!(!text.contains("What to do next") && !text.contains("Show what to do next"));
}

#[tokio::test]
async fn what_others_wait_for_is_not_hidden() {
    let app = TestApp::starter().await;
    let _owner = organization(&app).await;
    let approver = member(&app, "approver").await;
    sqlx::query(
        "insert into access_requests (org_id, request_id, project_id, offering_id, requested_by, use_case,
             data_class, environment, requests_per_month, input_tokens, output_tokens, state, created_at)
         select p.org_id, gen_random_uuid(), p.project_id, (select min(offering_id) from offerings), m.user_id,
             'What a test needs.', 'internal', 'production', 1, 1, 1, 'pending', $1::timestamptz
         from projects p join members m using (org_id) join users u using (user_id)
         where u.email = 'owner@acme.example'",
    )
    .bind(tests::now())
    .execute(&app.database.pool)
    .await
    .unwrap();
    for page in ["/home", "/organizations/acme"] {
        let hide = [("checklist", "hide")];
        approver.browser.submit(page, &hide).await;
        let text = main_of(&approver, page).await;
        let waiting = "2 requests wait for a decision in Acme";
        assert!(text.contains(waiting), "{page}: {text}");
        assert!(text.contains("Show what to do next (1)"), "{page}: {text}");
    }
}

#[tokio::test]
async fn operators_see_mail_and_old_sources() {
    let app = TestApp::starter().await;
    let operator = app.person("operator@tessera.example").await;
    sqlx::query("update users set is_operator = true where user_id = $1")
        .bind(operator.user.0)
        .execute(&app.database.pool)
        .await
        .unwrap();
    let text = main_of(&operator, "/home").await;
    assert!(text.contains("Mails stay on this machine"), "{text}");
    assert!(text.contains("Older than 60 days: "), "{text}");
    let text = main_of(&operator, "/operator").await;
    assert!(text.contains("TESSERA_SMTP_URL"), "{text}");
}

/// More than are read at once, and more than are read at all.
#[tokio::test]
async fn all_organizations_are_listed_by_name() {
    let app = TestApp::empty().await;
    let person = app.person("owner@acme.example").await;
    for i in 10..32 {
        sqlx::query("insert into organizations (org_id, slug, name, time_zone, created_at) values ($1, $2, $2, 'UTC', $3)")
            .bind(sqlx::types::Uuid::from_u128(i))
            .bind(format!("org{i}"))
            .bind(tests::now())
            .execute(&app.database.pool)
            .await
            .unwrap();
        app.join(&format!("org{i}"), person.user, &["developer"])
            .await;
    }
    let text = main_of(&person, "/home").await;
    let places: Vec<_> = (10..32)
        .map(|i| {
            text.find(&format!("href=\"/organizations/org{i}\""))
                .unwrap()
        })
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(text.matches("muted\">1 member").count(), 20);
}

#[tokio::test]
async fn figures_of_another_organization_are_not_counted() {
    let app = TestApp::starter().await;
    let _owner = organization(&app).await;
    subscription(&app, "web", 3).await;
    let stranger = app.person("owner@beta.example").await;
    let fields = [("name", "Beta"), ("slug", "beta"), ("time_zone", "UTC")];
    stranger.browser.submit("/organizations/new", &fields).await;
    let actor = app.actor(&stranger).await;
    let grant = actor.in_org::<AnyMember>(&app.services, "beta").await;
    let grant = grant.unwrap();
    assert_eq!(access::ending(&app.services, &grant).await.unwrap(), 0);
    assert!(!access::has_asked(&app.services, &grant).await.unwrap());
    let without = projects::without_cost_center(&app.services, &grant).await;
    assert_eq!(without.unwrap(), 0);
}
