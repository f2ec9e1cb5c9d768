//! What would be accepted: the fields of every form and body that writes inside
//! an organization. A test that sends something wrong begins with something
//! right, so that it is refused for the one reason.

use serde_json::{Value, json};

use super::operations::Operation;
use super::world::Side;

/// The fields of a form, as a member of `side` would fill them in.
pub(super) fn form(operation: &Operation, side: &Side<'_>) -> Vec<(&'static str, String)> {
    let own = |name: &str| side.values.get(name).cloned().unwrap_or_default();
    let texts: Vec<(&'static str, &str)> = match operation.route.as_str() {
        "/organizations/new" => vec![("name", "One more"), ("slug", "one-more")],
        "/account/name" => vec![("name", "Somebody")],
        "/inbox" => vec![("as", "read")],
        "/theme" => vec![("theme", "dark")],
        "/home" | "/organizations/{org}" => vec![("checklist", "hide")],
        "/organizations/{org}/settings" => vec![("name", "Renamed"), ("time_zone", "UTC")],
        "/organizations/{org}/single-sign-on" => vec![
            ("issuer", "https://id.example"),
            ("client_id", "tessera"),
            ("client_secret", "a secret"),
        ],
        "/organizations/{org}/hand-over" => return vec![("member", own("member"))],
        "/organizations/{org}/projects/new" => vec![("name", "Next"), ("slug", "next")],
        "/organizations/{org}/projects/{project}" => vec![("name", "Renamed")],
        "/organizations/{org}/projects/{project}/archive" => vec![("archived", "1")],
        "/organizations/{org}/requests/new" => return request(side, &own("project")),
        "/organizations/{org}/requests/{request}/decide" => {
            vec![("decision", "deny"), ("reason", "Not needed.")]
        }
        "/organizations/{org}/subscriptions/{subscription}/cancel" => {
            vec![("reason", "Not needed.")]
        }
        "/organizations/{org}/members/invite" => {
            vec![("email", "next@acme.example"), ("roles", "developer")]
        }
        "/organizations/{org}/members/{member}" => vec![("roles", "auditor")],
        "/organizations/{org}/tokens" => vec![
            ("name", "Next"),
            ("scopes", "organization:read"),
            ("days", "7"),
        ],
        "/organizations/{org}/leave"
        | "/organizations/{org}/single-sign-on/link"
        | "/organizations/{org}/single-sign-on/remove"
        | "/organizations/{org}/audit.csv"
        | "/organizations/{org}/audit.json"
        | "/organizations/{org}/requests/{request}/withdraw"
        | "/organizations/{org}/members/{member}/remove"
        | "/organizations/{org}/invitations/{invitation}/revoke"
        | "/organizations/{org}/tokens/{token}/revoke" => Vec::new(),
        route => {
            let is_known = !operation.is_inside();
            assert!(is_known, "{route}: say here what its form sends");
            Vec::new()
        }
    };
    let owned = texts.into_iter();
    owned.map(|(n, v)| (n, v.to_owned())).collect()
}

/// Asking for an offering that nobody here has asked for yet.
pub(super) fn request(side: &Side<'_>, project: &str) -> Vec<(&'static str, String)> {
    let fields = [
        ("offering", side.free_offering.to_string()),
        ("project", project.to_owned()),
        ("use_case", "Answers questions of customers.".to_owned()),
        ("data_class", "internal".to_owned()),
        ("environment", "production".to_owned()),
        ("requests", "1000".to_owned()),
        ("input", "2000".to_owned()),
        ("output", "500".to_owned()),
    ];
    fields.into()
}

/// The body of an operation of the API; `None` for one that has none.
pub(super) fn json(operation: &Operation) -> Option<Value> {
    let route = operation.route.trim_start_matches("/api/v1/organizations/");
    match (operation.method.as_str(), route) {
        ("GET" | "DELETE", _) => None,
        ("POST", "{org}/projects") => Some(json!({ "slug": "next", "name": "Next" })),
        ("PATCH", "{org}/projects/{project}") => Some(json!({ "name": "Renamed" })),
        ("POST", "{org}/invitations") => {
            Some(json!({ "email": "next@acme.example", "roles": ["developer"] }))
        }
        ("PATCH", "{org}/members/{member}") => Some(json!({ "roles": ["auditor"] })),
        (method, route) => panic!("{method} {route}: say here what its body is"),
    }
}
