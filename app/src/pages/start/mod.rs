//! `/home`: where people begin who have signed in.

mod access;
mod account;
mod auditor;
mod duties;
mod finance;
mod organizations;
mod staff;
pub(super) mod tasks;
mod ways;

use backend::accounts;
use backend::accounts::checklists::{self, Checklist};
use backend::authz::Actor;
use backend::{Error, Services};
use futures::try_join;
use leptos::prelude::*;

pub(super) use duties::Duties;

use super::account::load::signed_in;
use crate::components::form::FormErrors;
use crate::components::{Icon, Notice, PageTitle, Tone};
use crate::context::{done_word, visitor};

/// What waits, and the organizations of the account.
#[component]
pub fn Start() -> impl IntoView {
    signed_in(draw)
}

async fn draw(svc: Services, actor: Actor) -> Result<AnyView, Error> {
    let visitor = visitor();
    let (me, places, is_hidden) = try_join!(
        accounts::profile(&svc, &actor),
        organizations::places(&svc, &actor, &visitor.organizations),
        checklists::is_hidden(&svc, &actor, Checklist::HOME)
    )?;
    let is_staff = actor.as_operator().is_ok();
    let visit = account::Visit {
        is_operator: is_staff,
        by_password: actor.by_password().is_ok(),
        unread: visitor.unread,
    };
    let mut tasks = account::tasks(&me, &places, visit);
    let now = svc.now();
    tasks.extend(
        places
            .iter()
            .flat_map(|place| organizations::tasks(place, now)),
    );
    if is_staff {
        tasks.extend(staff::tasks(&svc));
    }
    let ways = organizations::ways(&places);
    let words = match done_word().as_deref() {
        Some("left") => Some("You have left the organization."),
        Some("verified") => Some("Your mail address is confirmed."),
        _ => None,
    };
    let notice = words.map(|words| view! { <Notice tone=Tone::Ok><p>{words}</p></Notice> });
    let hello = format!("Hello, {}", actor.name());
    Ok(view! {
        <PageTitle text="Home"/>
        <div class="page page--narrow">
            <div class="page__head"><h1 tabindex="-1">{hello}</h1></div>
            {notice}
            <FormErrors/>
            {tasks::section(tasks, ways, is_hidden)}
            {organizations::section(&places)}
            {is_staff.then(operator)}
        </div>
    }
    .into_any())
}

/// The way to the pages of staff.
fn operator() -> AnyView {
    view! {
        <section class="section" aria-labelledby="operator">
            <div class="section__head"><h2 id="operator">"This installation"</h2></div>
            <ul class="item-list">
                <li><a class="item" href="/operator">
                    <span><strong>"Operator"</strong><small>"Every organization of this installation"</small></span>
                    <span class="item__value"><Icon name="chevron-right"/></span>
                </a></li>
            </ul>
        </section>
    }
    .into_any()
}
