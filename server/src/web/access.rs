//! Who may open which page. What is not listed here needs somebody who has
//! signed in: a page that is forgotten is closed, not open.

/// What a page asks of its visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Anybody, and all see the same: it may be kept in memory.
    Catalog,
    /// Anybody, but not everybody sees the same.
    Open,
    /// Somebody who has signed in.
    SignedIn,
}

/// Pages of the catalog.
const CATALOG: [&str; 15] = [
    "/",
    "/models",
    "/models/{*id}",
    "/providers",
    "/providers/{provider}",
    "/providers/{provider}/{*listing}",
    "/publishers",
    "/publishers/{publisher}",
    "/compare",
    "/quality",
    "/changes",
    "/sources",
    "/help",
    "/api",
    "/design",
];

/// Pages before signing in, and small choices that need no account.
const OPEN: [&str; 15] = [
    "/sign-up",
    "/sign-in",
    "/sign-in/code",
    "/sign-out",
    "/single-sign-on",
    "/single-sign-on/start",
    "/single-sign-on/callback",
    "/forgot-password",
    "/reset-password",
    "/verify-email",
    "/setup",
    "/invitations/{secret}",
    "/development/mail",
    "/theme",
    "/display",
];

/// What the page with this route asks. No route is no page, which is nothing to
/// hide.
pub(super) fn access(route: Option<&str>) -> Access {
    match route {
        None => Access::Open,
        Some(route) if CATALOG.contains(&route) => Access::Catalog,
        Some(route) if OPEN.contains(&route) => Access::Open,
        Some(_) => Access::SignedIn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_listed_is_closed() {
        assert_eq!(access(Some("/models")), Access::Catalog);
        assert_eq!(access(Some("/sign-in")), Access::Open);
        assert_eq!(access(Some("/organizations/{org}")), Access::SignedIn);
        assert_eq!(access(Some("/anything-new")), Access::SignedIn);
        assert_eq!(access(None), Access::Open);
    }
}
