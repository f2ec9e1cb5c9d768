//! Strings that one organization alone knows (#9), and tokens that are none
//! (#16).

use std::collections::BTreeMap;

use axum::http::Method;
use tests::{Answer, Person, TestApp, logs};

use super::operations;
use super::world::{Side, without_noise};

/// Stands in everything that people of the other organization can name.
const CANARY: &str = "Kanarienvogel";
/// The other organization in addresses. It may stand in the log: whoever runs
/// the installation knows who its tenants are.
const SLUG: &str = "zzfinch";

/// Mails of everybody are on the page for development, which a release does not
/// have.
const NOT_LOOKED_AT: [&str; 1] = ["/development/mail"];

/// Where something can be searched or completed.
const SEARCHES: [&str; 8] = [
    "/models?q=",
    "/compare?q=",
    "/api/v1/models?q=",
    "/providers?q=",
    "/publishers?q=",
    "/organizations/acme/audit?text=",
    "/organizations/acme/members?q=",
    "/api/v1/organizations/acme/audit?text=",
];

/// Everything one organization can look at, by address.
async fn look(side: &Side<'_>) -> BTreeMap<String, String> {
    let mut seen = BTreeMap::new();
    for operation in operations::all() {
        let route = operation.route.as_str();
        let is_read = operation.method == "GET" && !operation.is_machine();
        if !is_read || NOT_LOOKED_AT.contains(&route) {
            continue;
        }
        let address = operation.address(&side.values);
        let answer = side.ask(&operation, &address, &[]).await;
        seen.insert(address, without_noise(&answer));
    }
    for (person, name) in [(&side.approver, "approver"), (&side.developer, "developer")] {
        for place in ["/home", "/inbox", "/models", "/organizations/acme/requests"] {
            let answer = person.browser.get(place).await;
            seen.insert(format!("{place} of the {name}"), without_noise(&answer));
        }
    }
    seen
}

fn assert_quiet(what: &str, text: &str) {
    let text = text.to_lowercase();
    assert!(!text.contains(&CANARY.to_lowercase()), "{what}");
    assert!(!text.contains(SLUG), "{what}");
}

/// What is looked for is said back, so only its beginning is.
async fn search(app: &TestApp, side: &Side<'_>) {
    for search in SEARCHES {
        let address = format!("{search}kanarien");
        let answer: Answer = if address.starts_with("/api/") {
            let token = Some(side.token.as_str());
            app.call(Method::GET, &address, token, None).await
        } else {
            side.owner.browser.get(&address).await
        };
        assert_quiet(&address, &answer.text());
    }
}

async fn export(side: &Side<'_>) {
    for file in ["audit.csv", "audit.json"] {
        let address = format!("/organizations/acme/{file}");
        let answer = side.owner.browser.post(&address, &[]).await;
        assert_eq!(answer.status, 200, "{address}");
        assert!(answer.text().contains("project.created"), "{address}");
        assert_quiet(&address, &answer.text());
    }
}

async fn assert_shows(person: &Person<'_>, address: &str) {
    let answer = person.browser.get(address).await;
    assert_eq!(answer.status, 200, "{address}");
    let text = answer.text();
    assert!(
        text.contains(CANARY),
        "{address} shows nothing that could leak"
    );
}

/// Nothing of one organization comes out at another, in no list, search, export
/// or completion: what the other sees is the same before and after, to the
/// byte, so that no count tells of it either. Nor does the log know what people
/// write.
#[tokio::test]
async fn nothing_crosses_from_one_organization_to_another() {
    let app = TestApp::starter().await;
    let ((), log) = logs::capture(async {
        let a = Side::new(&app, "acme", "Elster").await;
        let before = look(&a).await;
        let b = Side::new(&app, SLUG, CANARY).await;
        let after = look(&a).await;
        assert!(after.len() > 70, "{}", after.len());
        for (address, text) in &after {
            let is_same = before.get(address) == Some(text);
            assert!(is_same, "{address} tells that there is another");
            assert_quiet(address, text);
        }
        search(&app, &a).await;
        export(&a).await;
        for place in ["", "/projects", "/members", "/tokens", "/audit"] {
            assert_shows(&b.owner, &format!("/organizations/{SLUG}{place}")).await;
        }
        let request = format!("/organizations/{SLUG}/requests/{}", b.values["request"]);
        assert_shows(&b.owner, &request).await;
        assert_shows(&b.approver, "/inbox").await;
        assert_shows(&b.developer, "/inbox").await;
    })
    .await;
    assert!(log.contains("/organizations/acme"), "the log is heard");
    let log = log.to_lowercase();
    let line = log.lines().find(|l| l.contains(&CANARY.to_lowercase()));
    assert_eq!(line, None);
}

/// What is no token by its form is refused, however it looks.
#[tokio::test]
async fn headers_that_are_no_token() {
    let app = TestApp::empty().await;
    let long = "a".repeat(1 << 20);
    for token in [
        "' or 1=1 --",
        "tsr_pat_aaaaaaaaaaaa_'; drop table users; --",
        "tsr_pat_%00",
        "",
        " ",
        long.as_str(),
    ] {
        let answer = app
            .call(Method::GET, "/api/v1/account", Some(token), None)
            .await;
        let shown: String = token.chars().take(40).collect();
        assert_eq!(answer.status, 401, "{shown:?}");
        assert!(!answer.text().to_lowercase().contains("sql"), "{shown:?}");
    }
    let in_address = app.get("/api/v1/account?access_token=tsr_pat_x").await;
    assert_eq!(in_address.status, 400, "a token has no place in an address");
    let person = app.person("a@acme.example").await;
    let cookie = person.browser.cookie_header();
    let by_cookie = app
        .get_with("/api/v1/account", &[("cookie", &cookie)])
        .await;
    assert_eq!(by_cookie.status, 401, "cookies do not work there");
}

/// The same invitation accepted twice at once makes one member (#7, for what
/// can be accepted so far).
#[tokio::test]
async fn two_cannot_use_one_invitation() {
    let app = TestApp::starter().await;
    let owner = app.person("owner@acme.example").await;
    let acme = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &acme).await;
    let guest = [("email", "guest@acme.example"), ("roles", "developer")];
    owner
        .browser
        .submit("/organizations/acme/members/invite", &guest)
        .await;
    let mails = app.services.mailer.list();
    let text = &mails.first().expect("a mail").text;
    let (_, rest) = text.split_once("https://tessera.example").unwrap();
    let link = rest.split_whitespace().next().unwrap();
    let one = app.person("one@acme.example").await;
    let two = app.person("two@acme.example").await;
    let (a, b) = tokio::join!(one.browser.post(link, &[]), two.browser.post(link, &[]));
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 404]);
    let members: i64 = sqlx::query_scalar("select count(*) from members")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(members, 2);
}
