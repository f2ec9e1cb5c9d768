//! `/single-sign-on`: which organization somebody comes through, and the step
//! from here to its provider.

use backend::authz::Actor;
use backend::identity_providers::Reason;
use backend::organizations::Membership;
use leptos::prelude::*;

use super::card::{Card, Submit, carried, hidden};
use super::sign_in::with_next;
use crate::components::form::TextField;
use crate::components::{Notice, Tone};
use crate::context::{done_word, shown, visitor};

/// Asks for the organization, or goes on to its provider.
#[component]
pub fn SingleSignOn() -> impl IntoView {
    if let Some(address) = shown().and_then(|texts| texts.first().cloned()) {
        return onward(address);
    }
    let org = carried("org");
    let visitor = visitor();
    let is_other = done_word().as_deref() == Some(Reason::OtherAccount.as_str());
    if let Some(actor) = visitor.actor.as_ref().filter(|_| is_other) {
        return other_account(actor);
    }
    match visitor.organizations.iter().find(|own| own.slug == org) {
        Some(own) => member(own),
        None => ask(org),
    }
}

/// Why somebody did not get in, in the words that belong to the word in the
/// address.
pub(super) fn refusal() -> Option<AnyView> {
    let reason = Reason::from_word(&done_word()?)?;
    Some(view! { <Notice tone=Tone::Bad><p>{reason.words()}</p></Notice> }.into_any())
}

/// Browsers go on by themselves: the answer has a header that says so. A form
/// must not be redirected to another site (`form-action`), but may lead to a
/// page that goes there.
fn onward(address: String) -> AnyView {
    view! {
        <Card title="Going on to your organization" lead="Its provider asks who you are and brings you back here.">
            <p><a class="button button--primary button--large button--block" href=address>"Go on"</a></p>
        </Card>
    }
    .into_any()
}

fn ask(org: String) -> AnyView {
    let next = carried("next");
    let sign_in = with_next("/sign-in", &next);
    view! {
        <Card title="Sign in with your organization" lead="Its provider says who you are; you need no password here.">
            {refusal()}
            <form id="form" class="stack" method="get" action="/single-sign-on/start">
                {hidden("next", &next)}
                <TextField name="org" label="Organization" value=org max=40 focus=true
                    hint="Its name in addresses, such as “acme” in /organizations/acme."/>
                <Submit text="Go on"/>
            </form>
            <p class="entry__ways"><a href=sign_in>"Sign in with a password"</a></p>
        </Card>
    }
    .into_any()
}

/// The provider named somebody else than who is signed in here.
fn other_account(actor: &Actor) -> AnyView {
    let words = format!("You are signed in as {} ({}).", actor.name(), actor.email());
    view! {
        <Card title="Sign in with your organization">
            {refusal()}
            <p>{words}</p>
            <form id="form" class="stack" method="post" action="/sign-out"><Submit text="Sign out"/></form>
            <p class="entry__ways"><a href="/home">"Stay signed in"</a></p>
        </Card>
    }
    .into_any()
}

/// For a member who is signed in otherwise.
fn member(own: &Membership) -> AnyView {
    let home = format!("/organizations/{}", own.slug);
    let carried = carried("next");
    let next = if carried.is_empty() { home } else { carried };
    let links = if links_too() {
        " The first time, that links your account."
    } else {
        ""
    };
    let words = format!(
        "You go to the provider of {} and come back.{links}",
        own.name
    );
    let fields = view! {
        <p>{words}</p>
        <Submit text="Go on"/>
    };
    let form = way(&own.slug, &next, fields.into_any());
    view! {
        <Card title="Sign in with your organization">
            {refusal()}
            {form}
            <p class="entry__ways"><a href="/home">"Not now"</a></p>
        </Card>
    }
    .into_any()
}

/// Whether the visitor may link the account: whoever came through a provider
/// may not.
pub(super) fn links_too() -> bool {
    let actor = visitor().actor;
    actor.is_some_and(|actor| actor.by_password().is_ok())
}

/// The form that leads a member to the provider and back to `next`.
pub(super) fn way(slug: &str, next: &str, fields: AnyView) -> AnyView {
    if links_too() {
        let link = format!("/organizations/{slug}/single-sign-on/link");
        return view! {
            <form class="stack" method="post" action=link>{hidden("next", next)}{fields}</form>
        }
        .into_any();
    }
    view! {
        <form class="stack" method="get" action="/single-sign-on/start">
            {hidden("org", slug)}
            {hidden("next", next)}
            {fields}
        </form>
    }
    .into_any()
}
