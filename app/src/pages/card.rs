//! The narrow page of one short form: signing in and up, links of mails.

use domain::organization::MAX_NAME;
use leptos::prelude::*;

use crate::components::PageTitle;
use crate::components::form::{TextField, sent};
use crate::context::{assets, query_pairs, services};

/// Most characters of a password; see `backend::accounts::MAX_PASSWORD`.
pub(super) const MAX_PASSWORD: u16 = 256;
/// What to know before choosing a password.
pub(super) const PASSWORD_HINT: &str = "At least 8 characters; a sentence is best.";

/// A page with one card in its middle.
#[component]
pub(super) fn Card(
    /// Its title, also in the tab.
    title: &'static str,
    /// What it is for.
    #[prop(optional)]
    lead: Option<&'static str>,
    /// The form and the ways on.
    children: Children,
) -> impl IntoView {
    view! {
        <PageTitle text=title/>
        <div class="page">
            <section class="entry stack">
                <div class="entry__head">
                    <h1 tabindex="-1">{title}</h1>
                    {lead.map(|text| view! { <p class="muted">{text}</p> })}
                </div>
                {children()}
            </section>
        </div>
    }
}

/// Longest name, as fields take it.
pub(super) fn longest_name() -> u16 {
    u16::try_from(MAX_NAME).unwrap_or(u16::MAX)
}

/// The fields of a new account.
pub(super) fn account_fields() -> AnyView {
    view! {
        <TextField name="email" label="Mail address" kind="email" autocomplete="username" focus=true/>
        <TextField name="name" label="Name" hint="How others see you." autocomplete="name" max=longest_name()/>
        <TextField name="password" label="Password" kind="password" hint=PASSWORD_HINT autocomplete="new-password" max=MAX_PASSWORD/>
    }
    .into_any()
}

/// The button of the form.
#[component]
pub(super) fn Submit(
    /// What it does.
    text: &'static str,
) -> impl IntoView {
    view! { <button class="button button--primary button--large button--block">{text}</button> }
}

/// A value that goes along with a form: as it was sent, or from the address.
pub(super) fn carried(name: &str) -> String {
    let sent = sent();
    if let Some(value) = sent.find(name) {
        return value.to_owned();
    }
    let pairs = query_pairs().unwrap_or_default();
    let found = pairs.into_iter().find(|(own, _)| own == name);
    found.map(|(_, value)| value).unwrap_or_default()
}

/// Carries a value along; nothing if there is none.
pub(super) fn hidden(name: &'static str, value: &str) -> Option<AnyView> {
    let value = value.to_owned();
    (!value.is_empty()).then(|| view! { <input r#type="hidden" name=name value=value/> }.into_any())
}

/// Where to look for a mail that does not leave the installation.
pub(super) fn where_mails_are() -> Option<AnyView> {
    if !services().mailer.keeps() {
        return None;
    }
    Some(if assets().shows_mail {
        view! { <p>"Mails stay here in development: "<a href="/development/mail">"read them"</a>"."</p> }
            .into_any()
    } else {
        view! { <p>"This installation does not send mail yet. Ask whoever runs it for the link."</p> }
            .into_any()
    })
}
