//! Which address shows which page.

use std::sync::LazyLock;

use leptos::prelude::*;
use matchit::Router;

use crate::context::path;
use crate::pages;

/// A page and its address.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// The address with its variable parts in braces, as axum reads it.
    pub path: &'static str,
    draw: fn() -> AnyView,
}

/// Writes the list: an address and its page on each line.
macro_rules! pages {
    ($($path:literal => $($page:ident)::+;)+) => {
        &[$(Page {
            path: $path,
            draw: || view! { <pages::$($page)::+/> }.into_any(),
        },)+]
    };
}

/// Every page.
pub const PAGES: &[Page] = pages! {
    "/" => home::Home;
    "/models" => models::Models;
    "/models/{*id}" => model::Model;
    "/providers" => providers::Providers;
    "/providers/{provider}" => provider::Provider;
    "/providers/{provider}/{*listing}" => listing::Listing;
    "/publishers" => publishers::Publishers;
    "/publishers/{publisher}" => publisher::Publisher;
    "/compare" => compare::Compare;
    "/quality" => quality::Quality;
    "/changes" => changes::Changes;
    "/sources" => sources::Sources;
    "/help" => help::Help;
    "/organizations/new" => organization_new::NewOrganization;
    "/organizations/{org}" => organization::overview::Overview;
    "/organizations/{org}/members" => organization::members::Members;
    "/organizations/{org}/members/invite" => organization::members::Invite;
    "/organizations/{org}/members/{member}" => organization::members::Member;
    "/organizations/{org}/members/{member}/remove" => organization::members::RemoveMember;
    "/organizations/{org}/invitations/{invitation}/revoke" => organization::invitations::RevokeInvitation;
    "/organizations/{org}/projects" => organization::projects::Projects;
    "/organizations/{org}/projects/new" => organization::projects::NewProject;
    "/organizations/{org}/projects/{project}" => organization::projects::Project;
    "/organizations/{org}/projects/{project}/archive" => organization::projects::ArchiveProject;
    "/organizations/{org}/requests" => organization::requests::Requests;
    "/organizations/{org}/requests/new" => organization::requests::NewRequest;
    "/organizations/{org}/requests/{request}" => organization::requests::Request;
    "/organizations/{org}/requests/{request}/withdraw" => organization::requests::WithdrawRequest;
    "/organizations/{org}/requests/{request}/decide" => organization::requests::DecideRequest;
    "/organizations/{org}/subscriptions" => organization::subscriptions::Subscriptions;
    "/organizations/{org}/subscriptions/{subscription}/cancel" => organization::subscriptions::CancelSubscription;
    "/organizations/{org}/tokens" => organization::tokens::Tokens;
    "/organizations/{org}/tokens/{token}/revoke" => organization::tokens::RevokeToken;
    "/organizations/{org}/settings" => organization::settings::Settings;
    "/organizations/{org}/single-sign-on" => organization::single_sign_on::SingleSignOn;
    "/organizations/{org}/single-sign-on/remove" => organization::single_sign_on::RemoveProvider;
    "/organizations/{org}/hand-over" => organization::hand_over::HandOver;
    "/organizations/{org}/leave" => organization::leave::Leave;
    "/organizations/{org}/audit" => organization::audit::Audit;
    "/invitations/{secret}" => invitation::Invitation;
    "/operator" => operator::Operator;
    "/operator/audit" => operator::audit::Audit;
    "/api" => api::Api;
    "/design" => design::Design;
    "/sign-up" => sign_up::SignUp;
    "/sign-in" => sign_in::SignIn;
    "/sign-in/code" => sign_in::code::Code;
    "/sign-out" => sign_out::SignOut;
    "/single-sign-on" => single_sign_on::SingleSignOn;
    "/forgot-password" => forgot_password::ForgotPassword;
    "/reset-password" => reset_password::ResetPassword;
    "/verify-email" => verify_email::VerifyEmail;
    "/setup" => setup::Setup;
    "/home" => start::Start;
    "/account" => account::Account;
    "/account/name" => account::Account;
    "/account/password" => account::password::Password;
    "/account/verification" => account::Account;
    "/account/sessions" => account::sessions::Sessions;
    "/account/second-factor" => account::second_factor::SecondFactor;
    "/account/second-factor/off" => account::second_factor_off::SecondFactorOff;
    "/account/recovery-codes" => account::recovery_codes::RecoveryCodes;
    "/account/notifications" => account::notifications::Notifications;
    "/inbox" => inbox::Inbox;
    "/development/mail" => mail::Mails;
};

/// The list as axum reads it. Not the route that axum has found: a page may be
/// the answer to something else, such as a form.
static ROUTER: LazyLock<Router<&Page>> = LazyLock::new(|| {
    let mut router = Router::new();
    for page in PAGES {
        // The test below says that none is refused.
        let _ = router.insert(page.path, page);
    }
    router
});

/// The page of this request, or that there is none.
pub(crate) fn page() -> AnyView {
    let path = path();
    if let Some(page) = find(&path) {
        return (page.draw)();
    }
    // One page, one address: it has no slash at its end.
    match path.strip_suffix('/').filter(|short| short.is_ascii()) {
        Some(short) if find(short).is_some() => pages::address::moved_to_path(short),
        _ => pages::errors::no_such_page(),
    }
}

fn find(path: &str) -> Option<&'static Page> {
    ROUTER.at(path).ok().map(|found| *found.value)
}

#[cfg(test)]
mod tests {
    use super::{PAGES, find};

    #[test]
    fn every_page_is_found_at_its_address() {
        for page in PAGES {
            let address = page.path.replace(['{', '}', '*'], "");
            assert_eq!(find(&address).map(|found| found.path), Some(page.path));
        }
        assert!(find("/nothing").is_none());
    }
}
