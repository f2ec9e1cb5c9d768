//! The document around every page, and which address shows which page.

use axum::http::header::CONTENT_SECURITY_POLICY;
use leptos::html::meta;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::components::{Footer, Header, Palette, provide_switcher};
use crate::context::{Assets, Refused, Theme, assets, respond_header, theme};
use crate::hydration::Hydration;
use crate::islands::Enhance;
use crate::pages;

/// The whole document.
pub fn shell() -> impl IntoView {
    let Assets { css, font, .. } = assets();
    let theme = match theme() {
        Theme::System => None,
        chosen => Some(chosen.as_str()),
    };
    set_content_security_policy();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                {theme_color()}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin=""/>
                <link rel="stylesheet" href=css/>
                <link rel="alternate" r#type="application/atom+xml" title="Changes of the catalog" href="/changes.atom"/>
                <Hydration/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The color of the browser's own frame: that of the chosen theme, or one for
/// each that the system may have.
fn theme_color() -> AnyView {
    match theme() {
        Theme::Light => view! { <meta name="theme-color" content="#FFFFFF"/> }.into_any(),
        Theme::Dark => view! { <meta name="theme-color" content="#16181D"/> }.into_any(),
        Theme::System => (
            theme_color_of("#FFFFFF", "(prefers-color-scheme: light)"),
            theme_color_of("#16181D", "(prefers-color-scheme: dark)"),
        )
            .into_any(),
    }
}

/// Written without `view!`, which does not know `media` on this element.
fn theme_color_of(color: &'static str, when: &'static str) -> impl IntoView {
    meta()
        .name("theme-color")
        .content(color)
        .attr("media", when)
}

/// Scripts run only with the nonce of this answer; nothing is loaded from
/// elsewhere. `wasm-unsafe-eval` is what compiling WebAssembly needs.
fn set_content_security_policy() {
    if let Some(nonce) = use_nonce() {
        let policy = format!(
            "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
             style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
             object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
        respond_header(CONTENT_SECURITY_POLICY, &policy);
    }
}

/// The page of the address; or, where an action did not happen, why not.
fn page_or_refusal(routes: impl FnOnce() -> AnyView) -> AnyView {
    match use_context::<Refused>() {
        Some(Refused(error)) => pages::errors::refused(&error),
        None => routes(),
    }
}

/// The pages and their addresses.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_switcher();
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Tessera".to_owned() } else { format!("{title} · Tessera") }/>
        <Router>
            <a class="skip-link" href="#main">"Skip to content"</a>
            <Header/>
            <main id="main" tabindex="-1">
                {page_or_refusal(|| view! { <Routes fallback=pages::errors::NotFound>
                    <Route path=path!("/") view=pages::home::Home ssr=SsrMode::Async/>
                    <Route path=path!("/models") view=pages::models::Models ssr=SsrMode::Async/>
                    <Route path=path!("/models/*id") view=pages::model::Model ssr=SsrMode::Async/>
                    <Route path=path!("/providers") view=pages::providers::Providers ssr=SsrMode::Async/>
                    <Route path=path!("/providers/:provider") view=pages::provider::Provider ssr=SsrMode::Async/>
                    <Route path=path!("/providers/:provider/*listing") view=pages::listing::Listing ssr=SsrMode::Async/>
                    <Route path=path!("/publishers") view=pages::publishers::Publishers ssr=SsrMode::Async/>
                    <Route path=path!("/publishers/:publisher") view=pages::publisher::Publisher ssr=SsrMode::Async/>
                    <Route path=path!("/compare") view=pages::compare::Compare ssr=SsrMode::Async/>
                    <Route path=path!("/quality") view=pages::quality::Quality ssr=SsrMode::Async/>
                    <Route path=path!("/changes") view=pages::changes::Changes ssr=SsrMode::Async/>
                    <Route path=path!("/sources") view=pages::sources::Sources ssr=SsrMode::Async/>
                    <Route path=path!("/help") view=pages::help::Help ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/new") view=pages::organization_new::NewOrganization ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org") view=pages::organization::overview::Overview ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/members") view=pages::organization::members::Members ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/members/invite") view=pages::organization::members::Invite ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/members/:member") view=pages::organization::members::Member ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/members/:member/remove") view=pages::organization::members::RemoveMember ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/invitations/:invitation/revoke") view=pages::organization::invitations::RevokeInvitation ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/projects") view=pages::organization::projects::Projects ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/projects/new") view=pages::organization::projects::NewProject ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/projects/:project") view=pages::organization::projects::Project ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/projects/:project/archive") view=pages::organization::projects::ArchiveProject ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/requests") view=pages::organization::requests::Requests ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/requests/new") view=pages::organization::requests::NewRequest ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/requests/:request") view=pages::organization::requests::Request ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/requests/:request/withdraw") view=pages::organization::requests::WithdrawRequest ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/requests/:request/decide") view=pages::organization::requests::DecideRequest ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/subscriptions") view=pages::organization::subscriptions::Subscriptions ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/subscriptions/:subscription/cancel") view=pages::organization::subscriptions::CancelSubscription ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/tokens") view=pages::organization::tokens::Tokens ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/tokens/:token/revoke") view=pages::organization::tokens::RevokeToken ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/settings") view=pages::organization::settings::Settings ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/single-sign-on") view=pages::organization::single_sign_on::SingleSignOn ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/single-sign-on/remove") view=pages::organization::single_sign_on::RemoveProvider ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/hand-over") view=pages::organization::hand_over::HandOver ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/leave") view=pages::organization::leave::Leave ssr=SsrMode::Async/>
                    <Route path=path!("/organizations/:org/audit") view=pages::organization::audit::Audit ssr=SsrMode::Async/>
                    <Route path=path!("/invitations/:secret") view=pages::invitation::Invitation ssr=SsrMode::Async/>
                    <Route path=path!("/operator") view=pages::operator::Operator ssr=SsrMode::Async/>
                    <Route path=path!("/operator/audit") view=pages::operator::audit::Audit ssr=SsrMode::Async/>
                    <Route path=path!("/api") view=pages::api::Api ssr=SsrMode::Async/>
                    <Route path=path!("/design") view=pages::design::Design ssr=SsrMode::Async/>
                    <Route path=path!("/sign-up") view=pages::sign_up::SignUp ssr=SsrMode::Async/>
                    <Route path=path!("/sign-in") view=pages::sign_in::SignIn ssr=SsrMode::Async/>
                    <Route path=path!("/sign-in/code") view=pages::sign_in::code::Code ssr=SsrMode::Async/>
                    <Route path=path!("/sign-out") view=pages::sign_out::SignOut ssr=SsrMode::Async/>
                    <Route path=path!("/single-sign-on") view=pages::single_sign_on::SingleSignOn ssr=SsrMode::Async/>
                    <Route path=path!("/forgot-password") view=pages::forgot_password::ForgotPassword ssr=SsrMode::Async/>
                    <Route path=path!("/reset-password") view=pages::reset_password::ResetPassword ssr=SsrMode::Async/>
                    <Route path=path!("/verify-email") view=pages::verify_email::VerifyEmail ssr=SsrMode::Async/>
                    <Route path=path!("/setup") view=pages::setup::Setup ssr=SsrMode::Async/>
                    <Route path=path!("/home") view=pages::start::Start ssr=SsrMode::Async/>
                    <Route path=path!("/account") view=pages::account::Account ssr=SsrMode::Async/>
                    <Route path=path!("/account/name") view=pages::account::Account ssr=SsrMode::Async/>
                    <Route path=path!("/account/password") view=pages::account::password::Password ssr=SsrMode::Async/>
                    <Route path=path!("/account/verification") view=pages::account::Account ssr=SsrMode::Async/>
                    <Route path=path!("/account/sessions") view=pages::account::sessions::Sessions ssr=SsrMode::Async/>
                    <Route path=path!("/account/second-factor") view=pages::account::second_factor::SecondFactor ssr=SsrMode::Async/>
                    <Route path=path!("/account/second-factor/off") view=pages::account::second_factor_off::SecondFactorOff ssr=SsrMode::Async/>
                    <Route path=path!("/account/recovery-codes") view=pages::account::recovery_codes::RecoveryCodes ssr=SsrMode::Async/>
                    <Route path=path!("/account/notifications") view=pages::account::notifications::Notifications ssr=SsrMode::Async/>
                    <Route path=path!("/inbox") view=pages::inbox::Inbox ssr=SsrMode::Async/>
                    <Route path=path!("/development/mail") view=pages::mail::Mails ssr=SsrMode::Async/>
                </Routes> }.into_any())}
            </main>
            <Footer/>
            <Palette/>
            <Enhance/>
        </Router>
    }
}
