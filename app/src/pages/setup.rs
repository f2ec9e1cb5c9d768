//! `/setup`: the first account of an installation.

use leptos::prelude::*;

use super::card::{Card, Submit, account_fields, carried, hidden};
use crate::components::form::FormErrors;

/// Address, name and password of the first operator.
#[component]
pub fn Setup() -> impl IntoView {
    let token = carried("token");
    if token.is_empty() {
        return no_link();
    }
    view! {
        <Card title="Set up this installation" lead="The first account is that of an operator: it looks after the whole installation.">
            <form id="form" class="stack" method="post" action="/setup">
                <FormErrors/>
                {hidden("token", &token)}
                {account_fields()}
                <Submit text="Make the account"/>
            </form>
            // What is wrong with a link points here.
            <p class="muted" id="token" tabindex="-1">"The server prints the link where it is started. It works once, for 7 days; a restart prints a new one."</p>
        </Card>
    }
    .into_any()
}

fn no_link() -> AnyView {
    view! {
        <Card title="Set up this installation" lead="Open the whole link that the server printed. A restart prints a new one as long as there is no operator.">
            <p><a class="button" href="/sign-in">"Sign in"</a></p>
        </Card>
    }
    .into_any()
}
