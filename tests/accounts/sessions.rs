//! Sessions and their cookies.

use backend::accounts;
use domain::id::UserId;
use sha2::{Digest as _, Sha256};
use tests::{Answer, Browser, Person, TestApp, now};
use time::Duration;

use super::{sign_in, sign_up};

/// The session as it was an hour ago: the next request notes that it is used,
/// and so saves it.
async fn was_used_an_hour_ago(app: &TestApp, person: &Person<'_>) -> i64 {
    let at = (now() - Duration::HOUR).unix_timestamp();
    sqlx::query(
        "update sessions set data = jsonb_set(data, '{state,seen_at}', to_jsonb($2::bigint))
         where user_id = $1",
    )
    .bind(person.user.0)
    .bind(at)
    .execute(&app.database.pool)
    .await
    .unwrap();
    at
}

async fn last_used(app: &TestApp, person: &Person<'_>) -> i64 {
    sqlx::query_scalar(
        "select (data -> 'state' ->> 'seen_at')::bigint from sessions where user_id = $1",
    )
    .bind(person.user.0)
    .fetch_one(&app.database.pool)
    .await
    .unwrap()
}

async fn sessions(app: &TestApp, person: &Person<'_>) -> usize {
    let left: i64 = sqlx::query_scalar("select count(*) from sessions where user_id = $1")
        .bind(person.user.0)
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    usize::try_from(left).unwrap()
}

/// Signs out once `begun` is there, while a hundred writes of the same session are
/// under way, and tells how many of them were done. The old cookie opens nothing
/// afterwards.
async fn race(app: &TestApp, person: &Person<'_>, begun: impl Future<Output = ()>) -> usize {
    let cookie = person.browser.cookie("__Host-session").unwrap();
    let copy = || {
        let copy = Browser::new(app);
        copy.set_cookie("__Host-session", &cookie);
        copy
    };
    let copies: Vec<_> = (0..100).map(|_| copy()).collect();
    let writes = copies
        .iter()
        .map(|b| b.post("/account/name", &[("name", "Other")]));
    let out = async {
        begun.await;
        person.browser.post("/sign-out", &[]).await
    };
    let (written, out) = tokio::join!(futures::future::join_all(writes), out);
    assert_eq!(out.status, 303);
    assert_eq!(copy().get("/home").await.status, 303, "the old cookie");
    let done = |answer: &&Answer| answer.header("location") == "/account?done=saved";
    written.iter().filter(done).count()
}

/// A hundred writes that overlap with signing out, and that each save the
/// session, do not revive it (#20).
#[tokio::test]
async fn signing_out_is_for_good() {
    let app = TestApp::starter().await;
    let person = app.person("a@acme.example").await;
    let before = was_used_an_hour_ago(&app, &person).await;
    assert_eq!(last_used(&app, &person).await, before);
    assert_eq!(person.browser.get("/account").await.status, 200);
    let noted = last_used(&app, &person).await;
    assert_eq!(noted, now().unix_timestamp(), "a request saves the session");

    was_used_an_hour_ago(&app, &person).await;
    let written = race(&app, &person, std::future::ready(())).await;
    assert!(written > 0, "no write was under way");
    assert_eq!(sessions(&app, &person).await, 0);
}

/// The first request has given the session another id.
async fn is_renamed(app: &TestApp, person: &Person<'_>) {
    let find = "select exists (select from sessions where user_id = $1 and former_hashes <> '{}')";
    for _ in 0..10_000 {
        let found: bool = sqlx::query_scalar(find)
            .bind(person.user.0)
            .fetch_one(&app.database.pool)
            .await
            .unwrap();
        if found {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("no request gave the session another id");
}

/// The same while each request wants to give the session another id, because
/// the roles of its account have changed, and after the first one has (#20).
#[tokio::test]
async fn signing_out_is_for_good_while_roles_change() {
    let app = TestApp::starter().await;
    for n in 0..6 {
        let person = app.person(&format!("p{n}@acme.example")).await;
        app.roles_change().await;
        if n % 2 == 0 {
            race(&app, &person, std::future::ready(())).await;
        } else {
            race(&app, &person, is_renamed(&app, &person)).await;
        }
        assert_eq!(sessions(&app, &person).await, 0, "carried on");
    }
}

/// Signing out in a request that still has a cookie of before ends what became
/// of the session, and the log of accounts tells of it (#20).
#[tokio::test]
async fn an_id_of_before_ends_the_session_and_opens_nothing() {
    let app = TestApp::starter().await;
    let person = app.person("a@acme.example").await;
    let cookie = || person.browser.cookie("__Host-session").unwrap();
    let first = cookie();
    for _ in 0..2 {
        let before = cookie();
        app.roles_change().await;
        assert_eq!(person.browser.get("/account").await.status, 200);
        assert_ne!(cookie(), before, "another id for other roles");
    }
    let old = Browser::new(&app);
    old.set_cookie("__Host-session", &first);
    assert_eq!(old.get("/account").await.status, 303);
    assert_eq!(sessions(&app, &person).await, 1);

    old.set_cookie("__Host-session", &first);
    assert_eq!(old.post("/sign-out", &[]).await.status, 303);
    assert_eq!(sessions(&app, &person).await, 0);
    assert_eq!(person.browser.get("/account").await.status, 303);
    let told: i64 =
        sqlx::query_scalar("select count(*) from audit_events where action = 'account.signed_out'")
            .fetch_one(&app.database.pool)
            .await
            .unwrap();
    assert_eq!(told, 1);
}

/// Somebody with a password, signed in.
async fn signed_up(app: &TestApp) -> Person<'_> {
    let browser = Browser::new(app);
    sign_up(&browser, "a@acme.example").await;
    sign_in(&browser, "a@acme.example").await;
    let user = sqlx::query_scalar("select user_id from users where email = 'a@acme.example'")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    let user = UserId(user);
    Person { user, browser }
}

/// Signing in with a cookie of before leaves nothing of the session before, also
/// if that got another id meanwhile.
#[tokio::test]
async fn signing_in_again_ends_what_an_id_of_before_became() {
    let app = TestApp::starter().await;
    let person = signed_up(&app).await;
    let first = person.browser.cookie("__Host-session").unwrap();
    app.roles_change().await;
    assert_eq!(person.browser.get("/account").await.status, 200);
    let other = Browser::new(&app);
    other.set_cookie("__Host-session", &first);
    sign_in(&other, "a@acme.example").await;
    assert_eq!(sessions(&app, &person).await, 1);
    assert_eq!(person.browser.get("/account").await.status, 303);
    assert_eq!(other.get("/account").await.status, 200);
}

/// What a request does about its own session and about others it does also where
/// its session got another id after it began.
#[tokio::test]
async fn an_id_of_before_names_the_session() {
    let app = TestApp::starter().await;
    let person = signed_up(&app).await;
    let first = person.browser.cookie("__Host-session").unwrap();
    let before: [u8; 32] = Sha256::digest(first.as_bytes()).into();
    app.roles_change().await;
    assert_eq!(person.browser.get("/account").await.status, 200);
    let (services, actor) = (&app.services, app.actor(&person).await);

    let others = accounts::sessions::end_others(services, &actor, before);
    assert_eq!(others.await.unwrap(), 0, "it is no other one");
    let new = "another horse, another staple";
    let changed =
        accounts::change_password(services, &actor, super::PASSWORD.into(), new.into(), before);
    changed.await.unwrap();
    let page = person.browser.get("/account").await;
    assert_eq!(page.status, 200, "it goes on with the new password");
    let shown = accounts::sessions::id_of(&before);
    let ended = accounts::sessions::end(services, &actor, &shown);
    ended.await.unwrap();
    assert_eq!(sessions(&app, &person).await, 0);
}

/// A save that fails after the session got its new id makes no second one of it,
/// and brings none back.
#[tokio::test]
async fn a_new_id_that_is_not_saved_makes_no_session() {
    let app = TestApp::starter().await;
    let person = app.person("a@acme.example").await;
    app.roles_change().await;
    app.database.refuse("update of data on sessions", "").await;
    person.browser.get("/account").await;
    assert_eq!(sessions(&app, &person).await, 1);
}

/// Signing out that finds the row locked by the request which is giving the
/// session its new id waits, and ends the session under that id (#20).
#[tokio::test]
async fn signing_out_waits_for_a_new_id() {
    let app = TestApp::starter().await;
    let person = app.person("a@acme.example").await;
    let mut renewal = app.database.pool.begin().await.unwrap();
    sqlx::query(
        "update sessions set session_hash = sha256('new'), former_hashes = array[session_hash]
         where user_id = $1",
    )
    .bind(person.user.0)
    .execute(&mut *renewal)
    .await
    .unwrap();
    let out = async { person.browser.post("/sign-out", &[]).await };
    let carried_on = async {
        app.database.until_somebody_waits().await;
        renewal.commit().await.unwrap();
    };
    let (out, ()) = tokio::join!(out, carried_on);
    assert_eq!(out.status, 303);
    assert_eq!(sessions(&app, &person).await, 0);
}

/// An answer that failed brings no cookie, so the session keeps its id until one
/// does not fail.
#[tokio::test]
async fn a_failure_after_a_change_of_roles_signs_nobody_out() {
    let app = TestApp::starter().await;
    let person = app.person("a@acme.example").await;
    app.roles_change().await;
    app.database.refuse("insert on audit_events", "").await;
    let id = || person.browser.cookie("__Host-session");
    let before = id();
    let rename = [("name", "Other")];
    let failed = person.browser.post("/account/name", &rename).await;
    assert_eq!(failed.status, 500);
    assert_eq!(id(), before);
    for _ in 0..2 {
        assert_eq!(person.browser.get("/account").await.status, 200);
        assert_ne!(id(), before, "another id for other roles");
    }
    assert_eq!(sessions(&app, &person).await, 1);
}

/// Cookies cannot be read by scripts, travel over TLS only, and the database
/// keeps none of them (#22).
#[tokio::test]
async fn cookies_are_closed_and_hashed() {
    let app = TestApp::starter().await;
    let browser = Browser::new(&app);
    sign_up(&browser, "a@acme.example").await;
    let fields = [("email", "a@acme.example"), ("password", super::PASSWORD)];
    let answer = browser.post("/sign-in", &fields).await;
    let set: Vec<_> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|v| v.to_str().unwrap().to_owned())
        .collect();
    assert_eq!(set.len(), 2, "{set:?}");
    for cookie in &set {
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(attribute), "{cookie} lacks {attribute}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    let value = browser.cookie("__Host-session").unwrap();
    let device = browser.cookie("__Host-device").unwrap();
    let dump = app.dump().await;
    for secret in [value.as_str(), device.as_str(), super::PASSWORD] {
        assert!(!dump.contains(secret), "a secret is in the database");
    }
    let out = browser.post("/sign-out", &[]).await;
    assert_eq!(out.status, 303);
    assert_eq!(browser.cookie("__Host-session"), None);
}

/// After signing in people stay on this site (#23).
#[tokio::test]
async fn next_leads_nowhere_else() {
    let app = TestApp::starter().await;
    let browser = Browser::new(&app);
    sign_up(&browser, "a@acme.example").await;
    for next in [
        "//evil.example",
        "/\\evil.example",
        "\\evil",
        "https://evil.example",
        "/%0d%0aset-cookie:x=y",
        "/\r\nx: y",
    ] {
        let fields = [
            ("email", "a@acme.example"),
            ("password", super::PASSWORD),
            ("next", next),
        ];
        let answer = browser.post("/sign-in", &fields).await;
        let to = answer.header("location").to_owned();
        assert!(
            to == "/home" || to == "/%0d%0aset-cookie:x=y",
            "{next:?} leads to {to:?}"
        );
        assert!(!to.contains("evil"));
        sign_in(&browser, "a@acme.example").await;
    }
}

#[tokio::test]
async fn pages_of_people_are_not_kept_and_need_a_session() {
    let app = TestApp::starter().await;
    let person = app.person("a@acme.example").await;
    let page = person.browser.get("/models").await;
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.text().contains("/sign-out"));
    let anonymous = Browser::new(&app).get("/models").await;
    assert!(
        !anonymous.text().contains("/sign-out"),
        "the cache is not shared"
    );
    let closed = Browser::new(&app).get("/account?x=1").await;
    assert_eq!(
        (closed.status.as_u16(), closed.header("location")),
        (303, "/sign-in?next=/account%3Fx%3D1")
    );
}
