//! People: signing up and in, sessions, mailed links, membership.

mod access_tokens;
mod checklists;
mod credentials;
mod cross_site;
mod delivery;
mod demo;
mod demoted;
mod drafts;
mod ended;
mod home;
mod inbox;
mod invitations;
mod journey;
mod mailed;
mod membership;
mod operator_audit;
mod operators;
mod outlived;
mod password;
mod raw_headers;
mod sealed;
mod second_factor;
mod sessions;
mod sign_in;
mod signing_up;
mod single_sign_on;
mod switcher;
mod totp;

use tests::{Browser, TestApp};

/// A password that nobody refuses.
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// Signs up through the form.
pub(crate) async fn sign_up(browser: &Browser<'_>, email: &str) {
    let fields = [
        ("email", email),
        ("name", "Somebody"),
        ("password", PASSWORD),
    ];
    browser.submit("/sign-up", &fields).await;
}

/// Signs in through the form.
pub(crate) async fn sign_in(browser: &Browser<'_>, email: &str) {
    let fields = [("email", email), ("password", PASSWORD)];
    browser.submit("/sign-in", &fields).await;
}

/// The link in the newest mail to this address.
pub(crate) fn link(app: &TestApp, to: &str) -> String {
    let mails = app.services.mailer.list();
    let mail = mails.iter().find(|m| m.to == to).expect("a mail");
    let (_, rest) = mail
        .text
        .split_once("https://tessera.example")
        .expect("a link");
    rest.split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}
