//! `/inbox`: what has happened to somebody.

use backend::authz::Actor;
use backend::notifications::{self, Notification};
use backend::{Error, Services};
use domain::catalog_query::QueryError;
use leptos::prelude::*;

use super::account::load::signed_in;
use super::errors;
use crate::components::form::FormErrors;
use crate::components::format::plural;
use crate::components::{Badge, Day, Icon, PageTitle, Tone, When};
use crate::context::query_pairs;

/// What is shown: everything, or what was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Only {
    All,
    Unread,
}

impl Only {
    fn from_pairs(pairs: &[(String, String)]) -> Result<Self, QueryError> {
        match pairs.iter().find(|(name, _)| name == "only") {
            None => Ok(Self::All),
            Some((_, word)) if word == "unread" => Ok(Self::Unread),
            Some(_) => Err(QueryError {
                field: "only",
                reason: "must be unread, or be left out".to_owned(),
            }),
        }
    }

    /// Keeps the choice when a form comes back.
    fn hidden(self) -> Option<AnyView> {
        (self == Self::Unread)
            .then(|| view! { <input r#type="hidden" name="only" value="unread"/> }.into_any())
    }
}

/// The messages, by day.
#[component]
pub fn Inbox() -> impl IntoView {
    let pairs = match query_pairs() {
        Ok(pairs) => pairs,
        Err(error) => return errors::unreadable_query(error),
    };
    match Only::from_pairs(&pairs) {
        Ok(only) => signed_in(move |svc, actor| draw(svc, actor, only)),
        Err(error) => errors::bad_query(&error),
    }
}

async fn draw(svc: Services, actor: Actor, only: Only) -> Result<AnyView, Error> {
    let all = notifications::list(&svc, &actor, only == Only::Unread).await?;
    let has_unread = all.iter().any(|n| n.read_at.is_none());
    let list = if all.is_empty() {
        empty(only)
    } else {
        let days = all.chunk_by(|a, b| a.created_at.date() == b.created_at.date());
        days.map(|messages| day(messages, only))
            .collect_view()
            .into_any()
    };
    let is_cut = i64::try_from(all.len()).is_ok_and(|n| n >= notifications::PAGE_SIZE);
    let more = is_cut.then(|| {
        let words = format!(
            "These are the newest {}. Archive some to see older ones.",
            notifications::PAGE_SIZE
        );
        view! { <p class="section__note">{words}</p> }
    });
    Ok(view! {
        <PageTitle text="Inbox"/>
        <div class="page page--narrow">
            <div class="page__head"><h1 tabindex="-1">"Inbox"</h1><p class="page__lead">"What has happened in your organizations, and what waits for you."</p></div>
            <FormErrors/>
            <div class="toolbar" id="form">
                {switch(only)}
                {has_unread.then(|| mark_all(only))}
            </div>
            {list}
            {more}
        </div>
    }
    .into_any())
}

fn switch(only: Only) -> AnyView {
    let current = |own: Only| (own == only).then_some("true");
    view! {
        <div class="segment" role="group" aria-label="Show">
            <a href="/inbox" aria-current=current(Only::All)>"All"</a>
            <a href="/inbox?only=unread" aria-current=current(Only::Unread)>"Unread"</a>
        </div>
    }
    .into_any()
}

fn mark_all(only: Only) -> AnyView {
    view! {
        <form method="post" action="/inbox">
            {only.hidden()}
            <button class="button" name="as" value="read"><Icon name="check"/>"Mark all read"</button>
        </form>
    }
    .into_any()
}

fn day(messages: &[Notification], only: Only) -> Option<AnyView> {
    let date = messages.first()?.created_at.date();
    let id = format!("d{date}");
    let items = messages.iter().map(|one| message(one, only)).collect_view();
    Some(
        view! {
            <section class="section" aria-labelledby=id>
                <div class="section__head">
                    <h2 id=id.clone()><Day date/></h2>
                    <p>{plural(messages.len(), "message", "messages")}</p>
                </div>
                <ul class="message-list">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

fn message(one: &Notification, only: Only) -> AnyView {
    let is_new = one.read_at.is_none();
    let new = is_new.then(|| view! { <Badge tone=Tone::Info icon="eye" text="Unread"/> });
    let organization = one
        .organization
        .clone()
        .map(|name| view! { <span>{name}</span> });
    let (word, words) = if is_new {
        ("read", "Mark read")
    } else {
        ("unread", "Mark unread")
    };
    let about = || view! { <span class="sr-only">": "{one.title.clone()}</span> };
    view! {
        <li class="message" data-unread=is_new.then_some("")>
            <div class="message__text">
                <h3><a href=one.href.clone()>{one.title.clone()}</a></h3>
                <p>{one.body.clone()}</p>
                <p class="message__about">{new}{organization}<When at=one.created_at/></p>
            </div>
            <form class="cluster" method="post" action="/inbox">
                <input r#type="hidden" name="notification" value=one.id.to_string()/>
                {only.hidden()}
                <button class="button" name="as" value=word>{words}{about()}</button>
                <button class="button button--quiet" name="as" value="archived">"Archive"{about()}</button>
            </form>
        </li>
    }
    .into_any()
}

fn empty(only: Only) -> AnyView {
    let (title, text) = match only {
        Only::All => (
            "Your inbox is empty",
            "Messages about your organizations come here: invitations, decisions, limits.",
        ),
        Only::Unread => ("Nothing unread", "You have read everything."),
    };
    let (href, way) = match only {
        Only::All => ("/home", "Home"),
        Only::Unread => ("/inbox", "Show all messages"),
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

#[cfg(test)]
mod tests {
    use super::Only;

    #[test]
    fn a_wrong_choice_is_named() {
        let pairs = |word: &str| [("only".to_owned(), word.to_owned())];
        assert_eq!(Only::from_pairs(&[]), Ok(Only::All));
        assert_eq!(Only::from_pairs(&pairs("unread")), Ok(Only::Unread));
        assert_eq!(
            Only::from_pairs(&pairs("read")).map_err(|e| e.field),
            Err("only")
        );
    }
}
