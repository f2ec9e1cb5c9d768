//! `/verify-email`: where a mailed link leads.

use leptos::prelude::*;

use super::card::{Card, Submit, carried, hidden};
use crate::components::form::FormErrors;

/// A button, because opening an address changes nothing: programs that look
/// into mails open links as well.
#[component]
pub fn VerifyEmail() -> impl IntoView {
    let token = carried("token");
    if token.is_empty() {
        return no_link();
    }
    view! {
        <Card title="Confirm your mail address" lead="This shows that mails to the address reach you.">
            <form id="form" class="stack" method="post" action="/verify-email">
                <FormErrors/>
                {hidden("token", &token)}
                <Submit text="Confirm the address"/>
            </form>
            // What is wrong with a link points here.
            <p class="entry__ways"><a id="token" href="/account">"Your account"</a></p>
        </Card>
    }
    .into_any()
}

fn no_link() -> AnyView {
    view! {
        <Card title="Confirm your mail address" lead="Open the whole link from the mail: the part that proves the address is missing.">
            <p><a class="button button--primary" href="/account">"Your account"</a></p>
        </Card>
    }
    .into_any()
}
