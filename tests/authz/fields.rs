//! Fields that nobody offers (#5).

use serde_json::Value;
use tests::TestApp;

use super::operations::{self, Operation};
use super::world::{Side, changed, state};

/// What somebody would like to set.
const WISHES: [&str; 4] = ["price", "posted", "org_id", "role"];

/// Forms that read no field but those they know, and keep nothing.
const KEEPS_NOTHING: [&str; 2] = ["/theme", "/display"];
/// Exports: they read no body, and tell the log that they were made.
const EXPORTS: [&str; 2] = [
    "/organizations/{org}/audit.csv",
    "/organizations/{org}/audit.json",
];

/// Exports of what is for staff only: for others they do not exist.
const OF_STAFF: [&str; 2] = ["/operator/audit.csv", "/operator/audit.json"];

/// A form or body that would be accepted is refused with one field more, and
/// nothing has happened.
#[tokio::test]
async fn what_is_not_offered_cannot_be_set() {
    let app = TestApp::starter().await;
    let a = Side::new(&app, "acme", "Elster").await;
    let b = Side::new(&app, "qqzz1", "Kanarienvogel").await;
    let org = b.org.0.to_string();
    let values = ["0.01", "true", org.as_str(), "owner"];
    let wishes: Vec<(&str, &str)> = WISHES.into_iter().zip(values).collect();
    let mut before = state(&app).await;
    let mut asked = 0;
    for (turn, operation) in operations::all().iter().enumerate() {
        if matches!(operation.method.as_str(), "GET" | "DELETE") {
            continue;
        }
        // All of them where organizations are concerned, elsewhere one in turn.
        let some: Vec<_> = if operation.is_inside() {
            wishes.clone()
        } else {
            wishes.iter().copied().skip(turn % 4).take(1).collect()
        };
        for wish in some {
            refuse(&a, operation, wish).await;
            asked += 1;
        }
        let after = state(&app).await;
        let is_export = EXPORTS.contains(&operation.route.as_str());
        let expected: &[&str] = if is_export {
            &["audit_events", "audit_heads"]
        } else {
            &[]
        };
        let what = format!("{} {}", operation.method, operation.route);
        assert_eq!(changed(&before, &after), expected, "{what}");
        before = after;
    }
    assert!(asked > 100, "{asked}");
}

async fn refuse(side: &Side<'_>, operation: &Operation, wish: (&str, &str)) {
    let route = operation.route.as_str();
    let what = format!("{} {route} with {}", operation.method, wish.0);
    let answer = side
        .ask(operation, &operation.address(&side.values), &[wish])
        .await;
    let status = answer.status.as_u16();
    if EXPORTS.contains(&route) || KEEPS_NOTHING.contains(&route) {
        assert!(matches!(status, 200 | 303 | 422), "{what}: {status}");
        return;
    }
    if OF_STAFF.contains(&route) {
        assert_eq!(status, 404, "{what}: not for members");
        return;
    }
    if route == "/invitations/{secret}" {
        assert_eq!(status, 404, "{what}: there is no such invitation");
        return;
    }
    assert_eq!(status, 422, "{what}: {}", answer.text());
    if operation.is_api() {
        let problem = answer.json();
        let fields: Vec<_> = problem["errors"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|error| error["field"].as_str())
            .collect();
        assert_eq!(fields, [wish.0], "{what}: {problem}");
        assert_ne!(problem["detail"], Value::Null);
    } else if operation.is_inside() && !route.ends_with("/link") {
        let text = answer.text();
        assert!(
            text.contains("is not a field of this form"),
            "{what}: {text}"
        );
    }
}
