//! The places of the palette.

use backend::authz::{Admin, Allows, AnyMember, AuditReader, Owner};
use domain::role::Role;

/// Somewhere to go: address, icon, name, and other words by which it is found.
pub(super) type Place<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Pages for everybody.
pub(super) const PAGES: [Place<'static>; 9] = [
    ("/models", "layers", "Models", "catalog search"),
    ("/providers", "store", "Providers", "sellers"),
    ("/publishers", "building-2", "Publishers", "makers"),
    ("/compare", "git-compare-arrows", "Compare", "cost"),
    ("/quality", "chart-scatter", "Quality against cost", "plot"),
    ("/changes", "history", "Changes", "news prices"),
    ("/sources", "database", "Sources", "data licenses"),
    ("/api", "code", "API", "reference openapi json"),
    ("/help", "info", "Help", "shortcuts keyboard"),
];

/// The way in.
pub(super) const ENTRANCES: [Place<'static>; 2] = [
    ("/sign-in", "lock", "Sign in", "log login"),
    ("/sign-up", "plus", "Sign up", "register account"),
];

/// What belongs to an account.
pub(super) const ACCOUNT: [Place<'static>; 9] = [
    ("/home", "layout-grid", "Home", "organizations"),
    ("/inbox", "message-square", "Inbox", "notifications"),
    ("/account", "key", "Account", "profile name"),
    ("/account/password", "lock", "Password", "change"),
    ("/account/sessions", "monitor", "Sessions", "devices"),
    ("/account/second-factor", "shield", "Second factor", "2fa"),
    ("/account/recovery-codes", "key", "Recovery codes", "2fa"),
    (
        "/account/notifications",
        "message-square",
        "Messages by mail",
        "notifications preferences",
    ),
    ("/organizations/new", "plus", "New organization", "add"),
];

/// For the staff of the installation.
pub(super) const OPERATOR: Place<'static> = ("/operator", "wrench", "Operator console", "staff");

/// The way out.
pub(super) const SIGN_OUT: Place<'static> = ("/sign-out", "arrow-right", "Sign out", "log logout");

/// The requests of an organization, below its address: where `g` and `r` go.
pub(super) const REQUESTS: &str = "/requests";

/// What an organization has, below its address.
pub(super) const ORGANIZATION: [Place<'static>; 13] = [
    ("", "building-2", "Overview", "organization"),
    ("/members", "list", "Members", "people roles"),
    ("/members/invite", "plus", "Invite a member", "add people"),
    ("/projects", "layers", "Projects", "cost center"),
    ("/projects/new", "plus", "New project", "add"),
    (REQUESTS, "list", "Requests", "access approve pending"),
    ("/subscriptions", "check", "Subscriptions", "access models"),
    ("/tokens", "key", "Access tokens", "api keys"),
    ("/settings", "wrench", "Settings", "time zone"),
    ("/single-sign-on", "lock", "Single sign-on", "provider oidc"),
    ("/audit", "history", "Audit log", "events"),
    ("/hand-over", "repeat", "Hand over", "owner transfer"),
    ("/leave", "arrow-right", "Leave", "quit"),
];

/// One of these roles is enough to go to a place of [`ORGANIZATION`].
pub(super) fn roles(below: &str) -> &'static [Role] {
    match below {
        "/settings" | "/single-sign-on" | "/hand-over" => Owner::ROLES,
        "/audit" => AuditReader::ROLES,
        "/members/invite" | "/projects/new" => Admin::ROLES,
        _ => AnyMember::ROLES,
    }
}
