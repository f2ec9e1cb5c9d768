//! `/sign-up`.

use leptos::prelude::*;

use super::card::{Card, Submit, account_fields, carried, hidden};
use super::sign_in::with_next;
use crate::components::form::FormErrors;

/// Address, name and password.
#[component]
pub fn SignUp() -> impl IntoView {
    let next = carried("next");
    let sign_in = with_next("/sign-in", &next);
    view! {
        <Card title="Sign up" lead="One account for all your organizations.">
            <form id="form" class="stack" method="post" action="/sign-up">
                <FormErrors/>
                {hidden("next", &next)}
                {account_fields()}
                <Submit text="Sign up"/>
            </form>
            <p class="entry__ways"><span>"You have an account? "<a href=sign_in>"Sign in"</a></span></p>
        </Card>
    }
}
