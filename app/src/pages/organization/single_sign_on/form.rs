//! The form of the provider.

use backend::identity_providers::Provider;
use leptos::prelude::*;

use crate::components::form::{FormErrors, TextField};
use crate::pages::organization::tokens::that_end;

/// Longest text; see `backend::identity_providers`.
const MAX: u16 = 500;

/// The form; `tokens` is how many access tokens of the organization work.
pub(super) fn form(own: &str, provider: Option<Provider>, tokens: i64) -> AnyView {
    let is_set = provider.is_some();
    let secret = if is_set {
        "Left empty, the secret stays as it is. Another provider or client needs its own, and ends the sessions that came through this one."
    } else {
        "It is sealed, and never shown again."
    };
    // A first provider takes nobody's place.
    let tokens = if is_set { tokens } else { 0 };
    let ends = that_end(
        tokens,
        "when another provider or client takes the place of this one",
    );
    let ends = ends.map(|words| view! { <p class="field__hint">{words}</p> });
    let (issuer, client_id) = provider
        .map(|provider| (provider.issuer, provider.client_id))
        .unwrap_or_default();
    view! {
        <form class="org-form stack" method="post" action=own.to_owned()>
            <FormErrors/>
            <TextField name="issuer" label="Issuer" kind="url" value=issuer max=MAX
                hint="The address by which the provider calls itself, to the letter, such as https://login.example.com/acme."/>
            <TextField name="client_id" label="Client id" value=client_id max=MAX/>
            <TextField name="client_secret" label="Client secret" kind="password" optional=is_set max=MAX
                hint=secret autocomplete="new-password"/>
            {ends}
            <div class="cluster"><button class="button button--primary">"Save the provider"</button></div>
        </form>
    }
    .into_any()
}
