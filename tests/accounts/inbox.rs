//! Messages: in the inbox, and by mail as each person has chosen.

use backend::Services;
use backend::mail::SentMail;
use backend::notifications::mails;
use tests::{Person, TestApp};
use time::OffsetDateTime;
use time::macros::datetime;

use super::link;

/// An organization with an owner, and a member who is told of new roles.
pub(super) async fn organization(app: &TestApp) -> (Person<'_>, Person<'_>) {
    let owner = app.person("owner@acme.example").await;
    let acme = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &acme).await;
    let member = app.person("member@acme.example").await;
    app.join("acme", member.user, &["developer"]).await;
    (owner, member)
}

/// Sends the member a message.
pub(super) async fn tell(owner: &Person<'_>, member: &Person<'_>, role: &str) {
    let path = format!("/organizations/acme/members/{}", member.user);
    owner.browser.submit(&path, &[("roles", role)]).await;
}

/// Chooses the same for every kind.
pub(super) async fn choose(person: &Person<'_>, mail: &str) {
    let fields = [
        ("roles_changed", mail),
        ("member_joined", mail),
        ("access_requested", mail),
        ("access_decided", mail),
        ("access_ended", mail),
    ];
    let page = person
        .browser
        .submit("/account/notifications", &fields)
        .await;
    assert!(page.text().contains("are saved"), "{}", page.text());
}

pub(super) async fn due(app: &TestApp, person: &Person<'_>) -> Vec<Option<OffsetDateTime>> {
    sqlx::query_scalar("select mail_due_at from notifications where user_id = $1 order by 1")
        .bind(person.user.0)
        .fetch_all(&app.database.pool)
        .await
        .unwrap()
}

async fn send(app: &TestApp) -> usize {
    mails::send_due(&app.services).await.unwrap().mails
}

pub(super) fn next_morning() -> OffsetDateTime {
    datetime!(2026-11-23 08:00 UTC)
}

/// The same at the time when the mails of a day go out.
async fn send_next_morning(app: &TestApp) -> usize {
    let services = Services {
        clock: next_morning,
        ..app.services.clone()
    };
    mails::send_due(&services).await.unwrap().mails
}

fn mailed(app: &TestApp, to: &str) -> Vec<SentMail> {
    let mut mails = app.services.mailer.sent();
    mails.retain(|mail| mail.to == to);
    mails
}

#[tokio::test]
async fn a_message_is_mailed_once_and_leads_to_its_page() {
    let app = TestApp::starter().await;
    let (owner, member) = organization(&app).await;
    tell(&owner, &member, "finance").await;
    assert_eq!(due(&app, &member).await, [Some(tests::now())]);
    assert_eq!(send(&app).await, 1);
    assert_eq!(send(&app).await, 0);
    let mails = mailed(&app, "member@acme.example");
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "Your roles in Acme have changed");
    assert_eq!(link(&app, "member@acme.example"), "/organizations/acme");
    assert!(
        mails[0]
            .text
            .contains("https://tessera.example/account/notifications"),
        "{}",
        mails[0].text
    );
    // Whoever is not signed in comes back after signing in.
    let stranger = tests::Browser::new(&app);
    let answer = stranger.get("/organizations/acme").await;
    assert_eq!(answer.status, 303);
    assert_eq!(
        answer.header("location"),
        "/sign-in?next=/organizations/acme"
    );
}

#[tokio::test]
async fn two_replicas_mail_a_message_once() {
    let app = TestApp::starter().await;
    let (owner, member) = organization(&app).await;
    for role in ["finance", "auditor", "admin"] {
        tell(&owner, &member, role).await;
    }
    let (one, two) = tokio::join!(send(&app), send(&app));
    assert_eq!(one + two, 1);
    assert_eq!(mailed(&app, "member@acme.example").len(), 1);
}

#[tokio::test]
async fn what_needs_nothing_stays_in_the_inbox() {
    let app = TestApp::starter().await;
    let (owner, _) = organization(&app).await;
    let guest = [("email", "guest@acme.example"), ("roles", "developer")];
    owner
        .browser
        .submit("/organizations/acme/members/invite", &guest)
        .await;
    let invitation = link(&app, "guest@acme.example");
    let guest = app.person("guest@acme.example").await;
    guest.browser.submit(&invitation, &[]).await;
    assert_eq!(due(&app, &owner).await, [None]);
    assert_eq!(send(&app).await, 0);
    let inbox = owner.browser.get("/inbox").await.text();
    assert!(inbox.contains("has joined Acme"), "{inbox}");
}

#[tokio::test]
async fn the_mails_of_a_day_are_one() {
    let app = TestApp::starter().await;
    let (owner, member) = organization(&app).await;
    choose(&member, "daily").await;
    tell(&owner, &member, "finance").await;
    tell(&owner, &member, "auditor").await;
    assert_eq!(due(&app, &member).await, [Some(next_morning()); 2]);
    assert_eq!(send(&app).await, 0, "not before the morning");
    assert_eq!(send_next_morning(&app).await, 1);
    assert_eq!(send_next_morning(&app).await, 0);
    let mails = mailed(&app, "member@acme.example");
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "2 messages from Tessera");
    let titles = mails[0].text.matches("Your roles in Acme have changed");
    assert_eq!(titles.count(), 2, "{}", mails[0].text);
}

#[tokio::test]
async fn never_is_never_and_stops_what_was_due() {
    let app = TestApp::starter().await;
    let (owner, member) = organization(&app).await;
    tell(&owner, &member, "finance").await;
    choose(&member, "never").await;
    tell(&owner, &member, "auditor").await;
    assert_eq!(due(&app, &member).await, [None, None]);
    assert_eq!(send(&app).await, 0);
    let unread = member.browser.get("/inbox?only=unread").await.text();
    assert!(unread.contains("1 earlier"), "{unread}");
}

async fn events(app: &TestApp) -> i64 {
    sqlx::query_scalar("select count(*) from audit_events where action = 'account.changed'")
        .fetch_one(&app.database.pool)
        .await
        .unwrap()
}

#[tokio::test]
async fn choosing_the_same_is_no_event() {
    let app = TestApp::starter().await;
    let person = app.person("a@acme.example").await;
    choose(&person, "daily").await;
    assert_eq!(events(&app).await, 1);
    choose(&person, "daily").await;
    assert_eq!(events(&app).await, 1);
    choose(&person, "never").await;
    assert_eq!(events(&app).await, 2);
}

/// Who writes a message waits for a choice that its reader is just making.
#[tokio::test]
async fn a_choice_holds_for_messages_of_the_same_moment() {
    let app = TestApp::starter().await;
    let (owner, _) = organization(&app).await;
    choose(&owner, "at_once").await;
    let guest = [("email", "guest@acme.example"), ("roles", "developer")];
    owner
        .browser
        .submit("/organizations/acme/members/invite", &guest)
        .await;
    let invitation = link(&app, "guest@acme.example");
    let guest = app.person("guest@acme.example").await;
    let mut choice = app.database.pool.begin().await.unwrap();
    for statement in [
        "select from users where user_id = $1 for update",
        "update notification_preferences set mail = 'never' where user_id = $1",
    ] {
        sqlx::query(statement)
            .bind(owner.user.0)
            .execute(&mut *choice)
            .await
            .unwrap();
    }
    let accept = guest.browser.submit(&invitation, &[]);
    let chosen = async {
        app.database.until_somebody_waits().await;
        choice.commit().await.unwrap();
    };
    tokio::join!(accept, chosen);
    assert_eq!(due(&app, &owner).await, [None]);
}

#[tokio::test]
async fn what_was_read_meanwhile_is_not_mailed() {
    let app = TestApp::starter().await;
    let (owner, member) = organization(&app).await;
    tell(&owner, &member, "finance").await;
    member.browser.submit("/inbox", &[("as", "read")]).await;
    assert_eq!(send(&app).await, 0);
    member.browser.submit("/inbox", &[("as", "unread")]).await;
    assert_eq!(send(&app).await, 0, "it has been seen");
}

#[tokio::test]
async fn only_confirmed_addresses_of_real_people_are_mailed() {
    let app = TestApp::starter().await;
    let (owner, member) = organization(&app).await;
    for (change, role) in [
        ("email_verified_at = null", "finance"),
        ("email_verified_at = now(), is_demo = true", "auditor"),
    ] {
        let statement = format!("update users set {change} where user_id = $1");
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(member.user.0)
            .execute(&app.database.pool)
            .await
            .unwrap();
        tell(&owner, &member, role).await;
        assert_eq!(send(&app).await, 0, "{change}");
    }
    assert_eq!(due(&app, &member).await, [None, None]);
    let page = owner.browser.get("/account/notifications").await.text();
    assert!(!page.contains("confirmed your address"), "{page}");
    sqlx::query("update users set email_verified_at = null where user_id = $1")
        .bind(member.user.0)
        .execute(&app.database.pool)
        .await
        .unwrap();
    let page = member.browser.get("/account/notifications").await.text();
    assert!(page.contains("confirmed your address"), "{page}");
}

#[tokio::test]
async fn a_choice_that_is_none_changes_nothing() {
    let app = TestApp::starter().await;
    let person = app.person("a@acme.example").await;
    for fields in [
        &[("roles_changed", "never")][..],
        &[("roles_changed", "hourly")],
        &[("password", "never")],
    ] {
        let answer = person.browser.post("/account/notifications", fields).await;
        assert_eq!(answer.status, 422, "{fields:?}");
    }
    let kept: i64 = sqlx::query_scalar("select count(*) from notification_preferences")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn messages_about_one_page_are_marked_together() {
    let app = TestApp::starter().await;
    let (owner, member) = organization(&app).await;
    for role in ["finance", "auditor", "admin"] {
        tell(&owner, &member, role).await;
    }
    let inbox = member.browser.get("/inbox").await.text();
    assert!(inbox.contains("2 earlier"), "{inbox}");
    assert_eq!(inbox.matches("made you: ").count(), 3, "{inbox}");
    assert_eq!(inbox.matches("badge--info").count(), 3, "{inbox}");
    let about = ("about", "/organizations/acme");
    let nothing = [("about", "/organizations/other"), ("as", "read")];
    assert_eq!(member.browser.post("/inbox", &nothing).await.status, 404);
    let own = [about, ("as", "archived")];
    assert_eq!(owner.browser.post("/inbox", &own).await.status, 404);
    let page = member.browser.submit("/inbox", &own).await;
    assert!(page.text().contains("inbox is empty"), "{}", page.text());
}

/// Messages of a person, one a minute, each about a page of its own.
async fn fill(app: &TestApp, person: &Person<'_>, count: i32) {
    sqlx::query(
        "insert into notifications (notification_id, user_id, kind, title, body, href, created_at)
         select gen_random_uuid(), $1, 'member_joined', 'Message ' || n || '.', '', '/organizations/x' || n,
             $3 - make_interval(mins => n)
         from generate_series(1, $2) as n",
    )
    .bind(person.user.0)
    .bind(count)
    .bind(tests::now())
    .execute(&app.database.pool)
    .await
    .unwrap();
}

/// The address that a link of the page leads to.
fn href(page: &str, words: &str) -> String {
    let (before, _) = page.split_once(words).unwrap_or_default();
    let (_, href) = before.rsplit_once("href=\"").unwrap_or_default();
    let href = href.split('"').next().unwrap_or_default();
    href.replace("&amp;", "&")
}

#[tokio::test]
async fn older_messages_are_on_the_next_page() {
    let app = TestApp::starter().await;
    let person = app.person("a@acme.example").await;
    fill(&app, &person, 53).await;
    let first = person.browser.get("/inbox?only=unread").await.text();
    assert!(first.contains("Message 50."), "{first}");
    assert!(!first.contains("Message 51."));
    assert!(!first.contains("Newest messages"));
    let older = href(&first, "Older messages");
    assert!(
        older.starts_with("/inbox?only=unread&before=ntf_"),
        "{older}"
    );
    let second = person.browser.get(&older).await.text();
    for n in 51..=53 {
        assert!(second.contains(&format!("Message {n}.")), "{n}");
    }
    assert!(!second.contains("Message 50."));
    assert!(!second.contains("Older messages"));
    assert_eq!(href(&second, "Newest messages"), "/inbox?only=unread");
    // Marking something keeps the place.
    let (_, before) = older.split_once("before=").unwrap();
    let fields = [
        ("about", "/organizations/x52"),
        ("as", "archived"),
        ("before", before),
    ];
    let answer = person.browser.post("/inbox", &fields).await;
    assert_eq!(answer.header("location"), format!("/inbox?before={before}"));
}

#[tokio::test]
async fn a_place_that_is_none_is_named() {
    let app = TestApp::starter().await;
    let (owner, member) = organization(&app).await;
    tell(&owner, &member, "finance").await;
    let id: sqlx::types::Uuid = sqlx::query_scalar("select notification_id from notifications")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    let id = domain::id::NotificationId(id);
    for before in ["x".to_owned(), id.to_string()] {
        let answer = owner.browser.get(&format!("/inbox?before={before}")).await;
        assert_eq!(answer.status, 400, "{before}");
        assert!(answer.text().contains("before"), "{before}");
    }
    let own = format!("/inbox?before={id}");
    assert_eq!(member.browser.get(&own).await.status, 200);
}

/// The key of the mails opens nothing to anybody who asks.
#[tokio::test]
async fn messages_of_others_stay_unseen() {
    let app = TestApp::starter().await;
    let (owner, member) = organization(&app).await;
    tell(&owner, &member, "finance").await;
    let page = owner.browser.get("/inbox").await.text();
    assert!(!page.contains("Your roles in Acme have changed"), "{page}");
    let link = "/single-sign-on?org=mail:due";
    let page = tests::Browser::new(&app).get(link).await.text();
    assert!(!page.contains("Your roles"), "{page}");
}
