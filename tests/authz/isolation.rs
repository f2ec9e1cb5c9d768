//! What belongs to one organization is not there for another (#1).

use axum::http::Method;
use domain::id::NotificationId;
use sqlx::types::Uuid;
use tests::{Answer, TestApp};

use super::bodies;
use super::operations::{self, Operation, Values};
use super::world::{Side, changed, nothing, state, without_noise};

const FOREIGN: &str = "qqzz1";
const NONE: &str = "qqzz2";

/// Everything of an answer that may tell one id from another.
fn told(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let own = ["x-request-id", "content-security-policy"];
    let headers = answer
        .headers
        .iter()
        .filter(|(n, _)| !own.contains(&n.as_str()));
    let headers = headers.map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).replace(FOREIGN, NONE);
        (name.as_str().to_owned(), value)
    });
    let body = without_noise(answer).replace(FOREIGN, NONE);
    (answer.status.as_u16(), headers.collect(), body)
}

/// The two answers are the same but for the id that was asked for.
fn assert_alike(foreign: &Answer, none: &Answer, what: &str) {
    let (foreign, none) = (told(foreign), told(none));
    assert_eq!(foreign.0, none.0, "{what}: status");
    assert_eq!(foreign.1, none.1, "{what}: headers");
    assert_eq!(foreign.2, none.2, "{what}: body");
}

async fn compare(a: &Side<'_>, operation: &Operation, foreign: &Values, none: &Values) {
    let what = format!("{} {}", operation.method, operation.address(foreign));
    let there = a.ask(operation, &operation.address(foreign), &[]).await;
    let nowhere = a.ask(operation, &operation.address(none), &[]).await;
    assert_eq!(there.status, 404, "{what}: {}", there.text());
    assert_alike(&there, &nowhere, &what);
}

/// Whatever a member of one organization asks for with ids of another gets the
/// bytes that a random id gets: at the address of the other, and inside the own.
#[tokio::test]
async fn a_foreign_id_is_like_a_random_one() {
    let app = TestApp::starter().await;
    let a = Side::new(&app, "acme", "Elster").await;
    let b = Side::new(&app, FOREIGN, "Kanarienvogel").await;
    let before = state(&app).await;
    let none = nothing(NONE);
    // The other's ids in the own organization.
    let smuggled = |values: &Values| {
        let mut values = values.clone();
        values.insert("org", "acme".to_owned());
        values
    };
    let (foreign_inside, none_inside) = (smuggled(&b.values), smuggled(&none));
    let (mut outside, mut inside) = (0, 0);
    for operation in operations::all().iter().filter(|o| o.is_inside()) {
        compare(&a, operation, &b.values, &none).await;
        outside += 1;
        if operation.variables().len() > 1 {
            compare(&a, operation, &foreign_inside, &none_inside).await;
            inside += 1;
        }
    }
    assert!(outside > 50 && inside > 20, "{outside}, {inside}");
    let after = state(&app).await;
    assert!(
        changed(&before, &after).is_empty(),
        "{:?}",
        changed(&before, &after)
    );
}

/// The same where the id is no part of the path: in fields and in queries.
#[tokio::test]
async fn a_foreign_id_in_a_field_is_like_a_random_one() {
    let app = TestApp::starter().await;
    let a = Side::new(&app, "acme", "Elster").await;
    let b = Side::new(&app, FOREIGN, "Kanarienvogel").await;
    let before = state(&app).await;
    let none = nothing(NONE);
    let ids = |name: &str| [b.values[name].clone(), none[name].clone()];
    let message = NotificationId(Uuid::from_u128(7 << 100)).to_string();
    let messages = [b.notification.clone(), message];
    let asks = format!(
        "/organizations/acme/requests/new?offering={}",
        a.free_offering
    );
    let from = format!("{asks}&from=");
    let project = format!("{asks}&project=");
    let pages = [
        (from.as_str(), ids("request"), Some(404)),
        (project.as_str(), ids("project"), Some(200)),
        ("/organizations/acme/requests?before=", ids("request"), None),
        (
            "/organizations/acme/hand-over?member=",
            ids("member"),
            Some(200),
        ),
        ("/organizations/acme/audit?actor=", ids("member"), None),
        ("/models?access=available&org=", ids("org"), Some(400)),
        ("/inbox?before=", messages.clone(), None),
    ];
    for (address, [foreign, nowhere], status) in pages {
        let open = async |id: &str| a.owner.browser.get(&format!("{address}{id}")).await;
        let there = open(&foreign).await;
        let as_expected = status.is_none_or(|s| there.status.as_u16() == s);
        assert!(as_expected, "{address}: {}", there.status);
        assert_alike(&there, &open(&nowhere).await, address);
    }

    let address = "/api/v1/organizations/acme/audit?actor=";
    let [foreign, nowhere] = ids("member").map(|id| format!("{address}{id}"));
    let token = Some(a.token.as_str());
    let there = app.call(Method::GET, &foreign, token, None).await;
    let not_there = app.call(Method::GET, &nowhere, token, None).await;
    assert_eq!(there.status, 200);
    assert_alike(&there, &not_there, address);

    let about = ids("request").map(|id| format!("/organizations/{FOREIGN}/requests/{id}"));
    let marked = |name: &'static str, word: &str, ids: [String; 2]| {
        ids.map(|id| vec![(name, id), ("as", word.to_owned())])
    };
    let forms = [
        (
            "/organizations/acme/hand-over",
            ids("member").map(|id| vec![("member", id)]),
            404_u16,
        ),
        (
            "/organizations/acme/requests/new",
            ids("project").map(|id| bodies::request(&a, &id)),
            422,
        ),
        ("/inbox", marked("notification", "read", messages), 404),
        ("/inbox", marked("about", "archived", about), 404),
    ];
    for (address, [foreign, nowhere], status) in forms {
        let send = async |fields: &[(&'static str, String)]| {
            let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            a.owner.browser.post(address, &fields).await
        };
        let there = send(&foreign).await;
        assert_eq!(there.status, status, "{address}: {}", there.text());
        assert_alike(&there, &send(&nowhere).await, address);
    }
    let after = state(&app).await;
    assert!(
        changed(&before, &after).is_empty(),
        "{:?}",
        changed(&before, &after)
    );
}
