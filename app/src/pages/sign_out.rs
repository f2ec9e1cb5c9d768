//! `/sign-out`.

use leptos::prelude::*;

use super::card::{Card, Submit};
use crate::context::visitor;

/// A button, because opening an address changes nothing.
#[component]
pub fn SignOut() -> impl IntoView {
    match visitor().actor {
        Some(actor) => ask(actor.name()),
        None => done(),
    }
}

fn ask(name: &str) -> AnyView {
    let words = format!("You are signed in as {name}. Only this browser is signed out.");
    view! {
        <Card title="Sign out?">
            <p>{words}</p>
            <form id="form" class="stack" method="post" action="/sign-out"><Submit text="Sign out"/></form>
            <p class="entry__ways"><a href="/account/sessions">"See all your sessions"</a><a href="/home">"Stay signed in"</a></p>
        </Card>
    }
    .into_any()
}

fn done() -> AnyView {
    view! {
        <Card title="You are signed out">
            <p class="cluster"><a class="button button--primary" href="/sign-in">"Sign in"</a><a class="button" href="/">"Start page"</a></p>
        </Card>
    }
    .into_any()
}
