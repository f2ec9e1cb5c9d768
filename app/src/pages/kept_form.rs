//! A form that was sent when its session had ended. What was entered is kept on
//! this page, until its sender has signed in elsewhere and sends it again.

use axum::http::StatusCode;
use leptos::prelude::*;

use super::errors::ErrorPage;
use crate::actions::Sent;
use crate::components::form::in_words;
use crate::components::format::escaped;
use crate::components::{Icon, sign_in_href};
use crate::context::address;

/// Longer texts are shown in a box, in letters.
const LONG: usize = 60;

/// The page. Passwords and codes are not written into it: they are asked for
/// again.
pub(super) fn page(sent: &Sent) -> AnyView {
    let details = view! { {entered(sent)}{steps(sent)} }.into_any();
    view! {
        <ErrorPage status=StatusCode::UNAUTHORIZED title="Sign in to go on" details
            text="Nothing has been done yet, because you are not signed in any more. What you entered is kept on this page.">
            <a class="button button--quiet" href="/">"Leave it and go to the start page"</a>
        </ErrorPage>
    }
    .into_any()
}

/// What people can check before they send it again.
fn entered(sent: &Sent) -> Option<AnyView> {
    let pairs: Vec<_> = sent
        .fields()
        .iter()
        .filter(|(name, value)| !Sent::is_secret(name) && !value.is_empty())
        .map(|(name, value)| view! { <dt>{in_words(name)}</dt><dd class="said">{shown(name, value)}</dd> })
        .collect();
    (!pairs.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="entered">
                <h2 id="entered">"What you entered"</h2>
                <dl class="pairs">{pairs}</dl>
            </section>
        }
        .into_any()
    })
}

fn shown(name: &str, value: &str) -> AnyView {
    if value.chars().count() <= LONG && !value.contains('\n') {
        return value.to_owned().into_any();
    }
    // Leptos does not escape what stands in a text area.
    let text = escaped(value).into_owned();
    view! { <textarea class="input" readonly=true aria-label=in_words(name) inner_html=text></textarea> }
        .into_any()
}

fn steps(sent: &Sent) -> AnyView {
    let hidden = sent
        .fields()
        .iter()
        .filter(|(name, _)| !Sent::is_secret(name))
        .map(|(name, value)| {
            view! { <input r#type="hidden" name=name.clone() value=value.clone()/> }
        });
    view! {
        <ol class="stack">
            <li class="stack">
                <div><strong>"1. Sign in"</strong><p>"In a new tab. Come back to this one afterwards."</p></div>
                <div class="cluster">
                    <a class="button button--primary" href=sign_in_href() target="_blank" rel="noopener">
                        "Sign in"<Icon name="external-link"/><span class="sr-only">" (opens a new tab)"</span>
                    </a>
                </div>
            </li>
            <li class="stack">
                <strong>"2. Send it again"</strong>
                <form class="account-form stack" method="post" action=address()>
                    {hidden.collect_view()}
                    {again(sent)}
                    <div class="cluster"><button class="button">"Send again"</button></div>
                </form>
            </li>
        </ol>
    }
    .into_any()
}

/// Fields for what was entered and is not kept. Without them a form might be
/// sent as if nothing had been entered there.
fn again(sent: &Sent) -> AnyView {
    let fields = sent
        .fields()
        .iter()
        .filter(|(name, value)| Sent::is_secret(name) && !value.is_empty());
    let fields = fields.map(|(name, _)| {
        let (id, hint) = (format!("again-{name}"), format!("again-{name}-hint"));
        view! {
            <div class="field">
                <label r#for=id.clone()>{in_words(name)}</label>
                <input class="input" id=id name=name.clone() r#type="password" autocomplete="off" required=true
                    aria-describedby=hint.clone()/>
                <p class="field__hint" id=hint>"It is secret and was not kept: enter it again."</p>
            </div>
        }
    });
    fields.collect_view().into_any()
}
