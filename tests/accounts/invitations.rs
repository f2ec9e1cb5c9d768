//! Invitations are mails to people who have not asked for them: there is a
//! limit to how many an organization sends, and an account.

use backend::members::MOST;
use tests::{Person, TestApp, now};
use time::{Duration, OffsetDateTime};

async fn owner<'a>(app: &'a TestApp, slug: &str) -> Person<'a> {
    let owner = app.person(&format!("owner@{slug}.example")).await;
    let fields = [("name", slug), ("slug", slug), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    owner
}

/// Notes invitations that were made and taken back at this time.
async fn made(app: &TestApp, by: &Person<'_>, slug: &str, count: u16, at: OffsetDateTime) {
    sqlx::query(
        "insert into invitations (org_id, invitation_id, email, roles, token_hash, invited_by, created_at, expires_at, revoked_at)
         select org_id, gen_random_uuid(), 'p' || i || '@new.example', '{developer}',
                sha256(gen_random_uuid()::text::bytea), $1, $2, $2 + interval '7 days', $2
         from organizations, generate_series(1, $3) i where slug = $4",
    )
    .bind(by.user.0)
    .bind(at)
    .bind(i32::from(count))
    .bind(slug)
    .execute(&app.database.pool)
    .await
    .unwrap();
}

#[tokio::test]
async fn an_organization_invites_so_many_an_hour() {
    let app = TestApp::starter().await;
    let acme = owner(&app, "acme").await;
    let beta = owner(&app, "beta").await;
    let ago = |minutes| now() - Duration::minutes(minutes);
    made(&app, &acme, "acme", MOST, ago(61)).await;
    made(&app, &acme, "acme", MOST - 1, ago(10)).await;
    let page = |slug: &str| format!("/organizations/{slug}/members/invite");
    let form = |email| [("email", email), ("roles", "developer")];
    let (own, theirs) = (page("acme"), page("beta"));
    let last = acme.browser.post(&own, &form("a@new.example")).await;
    assert_eq!(last.status, 303, "older ones do not count");
    let refused = acme.browser.post(&own, &form("b@new.example")).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("retry-after"), "3000");
    let text = refused.text();
    assert!(text.contains("Try again in 50 minutes."), "{text}");
    let other = beta.browser.post(&theirs, &form("b@new.example")).await;
    assert_eq!(other.status, 303, "another organization");
    let mails = app.services.mailer.sent();
    let to: Vec<_> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, ["a@new.example", "b@new.example"]);
}

/// Several at the same moment are counted one after the other.
#[tokio::test]
async fn the_limit_holds_for_several_at_once() {
    let app = TestApp::starter().await;
    let acme = owner(&app, "acme").await;
    made(&app, &acme, "acme", MOST - 2, now()).await;
    let tries = (0..6).map(|i| {
        let browser = &acme.browser;
        async move {
            let email = format!("new{i}@new.example");
            let form = [("email", email.as_str()), ("roles", "developer")];
            let page = "/organizations/acme/members/invite";
            browser.post(page, &form).await.status.as_u16()
        }
    });
    let mut statuses = futures::future::join_all(tries).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 303, 429, 429, 429, 429]);
}

/// Organizations cost nothing, so more of them do not raise the limit.
#[tokio::test]
async fn an_account_invites_so_many_an_hour_for_all_its_organizations() {
    let app = TestApp::starter().await;
    let acme = owner(&app, "acme").await;
    let more = [("name", "More"), ("slug", "more"), ("time_zone", "UTC")];
    acme.browser.submit("/organizations/new", &more).await;
    sqlx::query("insert into throttles (key, failures, window_ends_at) values ($1, 99, $2)")
        .bind(format!("invitation:{}", acme.user))
        .bind(now() + Duration::minutes(20))
        .execute(&app.database.pool)
        .await
        .unwrap();
    let invite = async |slug: &str, email: &str| {
        let page = format!("/organizations/{slug}/members/invite");
        let form = [("email", email), ("roles", "developer")];
        acme.browser.post(&page, &form).await
    };
    let known = invite("acme", "owner@acme.example").await;
    assert_eq!(known.status, 422, "what is refused does not count");
    assert_eq!(invite("acme", "a@new.example").await.status, 303);
    for slug in ["more", "acme"] {
        let refused = invite(slug, "b@new.example").await;
        assert_eq!(refused.status, 429, "{slug}");
        assert_eq!(refused.header("retry-after"), "1200");
        let text = refused.text();
        assert!(text.contains("Try again in 20 minutes."), "{text}");
    }
    let beta = owner(&app, "beta").await;
    let form = [("email", "b@new.example"), ("roles", "developer")];
    let page = "/organizations/beta/members/invite";
    let theirs = beta.browser.post(page, &form).await;
    assert_eq!(theirs.status, 303, "another account");
}
