//! `/inbox`: what has happened to somebody.

mod group;
mod shown;

use backend::authz::Actor;
use backend::notifications;
use backend::{Error, Services};
use leptos::prelude::*;

pub use shown::Shown;

use super::account::load::signed_in;
use super::errors;
use crate::components::form::FormErrors;
use crate::components::{Day, Icon, PageTitle, older_pager};
use crate::context::query_pairs;
use group::{Group, entry, groups};

/// The messages, by day.
#[component]
pub fn Inbox() -> impl IntoView {
    let pairs = match query_pairs() {
        Ok(pairs) => pairs,
        Err(error) => return errors::unreadable_query(error),
    };
    match Shown::from_pairs(&pairs) {
        Ok(shown) => signed_in(move |svc, actor| draw(svc, actor, shown)),
        Err(error) => errors::bad_query(&error),
    }
}

async fn draw(svc: Services, actor: Actor, shown: Shown) -> Result<AnyView, Error> {
    let found = notifications::list(&svc, &actor, shown.unread_only, shown.before).await?;
    let has_unread = found.messages.iter().any(|n| n.read_at.is_none());
    let list = if found.messages.is_empty() {
        empty(shown)
    } else {
        let date = |group: &Group<'_>| group.newest.created_at.date();
        let all = groups(&found.messages);
        let days = all.chunk_by(|a, b| date(a) == date(b));
        days.map(|groups| day(groups, shown))
            .collect_view()
            .into_any()
    };
    let newest = shown.before.map(|_| shown.first().href());
    let older = found.next.map(|before| shown.at(before).href());
    Ok(view! {
        <PageTitle text="Inbox"/>
        <div class="page page--narrow">
            <div class="page__head"><h1 tabindex="-1">"Inbox"</h1><p class="page__lead">"What has happened in your organizations, and what waits for you."</p></div>
            <FormErrors/>
            <div class="toolbar" id="form">
                {switch(shown)}
                {has_unread.then(|| mark_all(shown))}
                <a class="button button--quiet" href="/account/notifications">"Messages by mail"</a>
            </div>
            {list}
            {older_pager("messages", newest, older)}
        </div>
    }
    .into_any())
}

fn switch(shown: Shown) -> AnyView {
    let current = |unread_only: bool| (unread_only == shown.unread_only).then_some("true");
    view! {
        <div class="segment" role="group" aria-label="Show">
            <a href="/inbox" aria-current=current(false)>"All"</a>
            <a href="/inbox?only=unread" aria-current=current(true)>"Unread"</a>
        </div>
    }
    .into_any()
}

fn mark_all(shown: Shown) -> AnyView {
    view! {
        <form method="post" action="/inbox">
            {shown.hidden()}
            <button class="button" name="as" value="read"><Icon name="check"/>"Mark all read"</button>
        </form>
    }
    .into_any()
}

fn day(groups: &[Group<'_>], shown: Shown) -> Option<AnyView> {
    let date = groups.first()?.newest.created_at.date();
    let id = format!("d{date}");
    let items = groups
        .iter()
        .map(|group| entry(group, shown))
        .collect_view();
    Some(
        view! {
            <section class="section" aria-labelledby=id>
                <div class="section__head"><h2 id=id.clone()><Day date/></h2></div>
                <ul class="message-list">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

fn empty(shown: Shown) -> AnyView {
    let (title, text, href, way) = match (shown.before, shown.unread_only) {
        (Some(_), unread_only) => (
            "Nothing older",
            "There are no older messages.",
            if unread_only {
                "/inbox?only=unread"
            } else {
                "/inbox"
            },
            "Newest messages",
        ),
        (None, false) => (
            "Your inbox is empty",
            "Messages about your organizations come here: invitations, decisions, limits.",
            "/home",
            "Home",
        ),
        (None, true) => (
            "Nothing unread",
            "You have read everything.",
            "/inbox",
            "Show all messages",
        ),
    };
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <p>{text}</p>
            <a class="button" href=href>{way}</a>
        </div>
    }
    .into_any()
}
