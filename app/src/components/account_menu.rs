//! The part of the header that is about the visitor: signing in, or the
//! organizations, the inbox and the account. Everything comes with the request
//! but the projects, which `switcher.rs` asks for.

use backend::authz::Actor;
use domain::catalog_query::encode;
use leptos::prelude::*;

use super::format::{count, initials};
use super::workload::query_string;
use super::{Icon, IconSize, switcher};
use crate::context::{Visitor, path, query_pairs};

/// Pages on the way in. Nobody wants to come back to one of them, and the
/// addresses of some hold secrets.
const ENTRANCES: [&str; 9] = [
    "/single-sign-on",
    "/sign-up",
    "/sign-in",
    "/sign-in/code",
    "/sign-out",
    "/forgot-password",
    "/reset-password",
    "/verify-email",
    "/setup",
];
/// Longest address that people come back to with all its parameters.
const MAX_NEXT: usize = 1024;

/// The address of `page` with where to come back to afterwards.
fn with_next(page: &str) -> String {
    let next = next(&path(), &query_pairs().unwrap_or_default());
    if next.is_empty() {
        return page.to_owned();
    }
    let mark = if page.contains('?') { '&' } else { '?' };
    format!("{page}{mark}next={}", encode(&next))
}

/// Where to sign in, and come back here afterwards.
pub fn sign_in_href() -> String {
    with_next("/sign-in")
}

/// Where a member signs in through the provider of the organization with this
/// slug, and comes back here afterwards.
pub fn single_sign_on_href(slug: &str) -> String {
    with_next(&format!("/single-sign-on?org={}", encode(slug)))
}

fn next(path: &str, pairs: &[(String, String)]) -> String {
    let value = |name: &str| {
        let mut pairs = pairs.iter();
        pairs.find(|(own, _)| own == name).map(|(_, v)| v.clone())
    };
    if ENTRANCES.contains(&path) {
        return value("next").unwrap_or_default();
    }
    if path == "/" {
        return String::new();
    }
    let kept = pairs.iter().filter(|(name, _)| name != "done");
    let query = query_string(kept.map(|(name, value)| (name.as_str(), value.as_str())));
    if query.is_empty() || query.len() > MAX_NEXT {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// The buttons in the header of wide screens.
pub(super) fn buttons(visitor: &Visitor, here: &str) -> AnyView {
    let Some(actor) = &visitor.actor else {
        return view! {
            <a class="button button--quiet header__account" href=sign_in_href()>"Sign in"</a>
            <a class="button button--primary header__account" href=with_next("/sign-up")>"Sign up"</a>
        }
        .into_any();
    };
    let current = (here == "/inbox").then_some("page");
    let dot = (visitor.unread > 0).then(|| {
        let shown = if visitor.unread > 99 {
            "99+".to_owned()
        } else {
            visitor.unread.to_string()
        };
        view! { <span class="header__count" aria-hidden="true">{shown}</span> }
    });
    view! {
        <button r#type="button" class="button button--quiet header__account header__organization" popovertarget="organization-menu">
            <Icon name="building-2"/>
            <span class="header__organization-name">{place(visitor, here)}</span>
            <Icon name="chevron-down" size=IconSize::Small/>
        </button>
        <a class="button button--quiet button--icon header__account header__inbox" href="/inbox" aria-current=current>
            <Icon name="message-square"/>
            {dot}
            <span class="sr-only">{inbox(visitor.unread)}</span>
        </a>
        <button r#type="button" class="button button--quiet button--icon header__account" popovertarget="account-menu" aria-label=format!("Account of {}", actor.name())>
            <span class="glyph glyph--small" aria-hidden="true">{initials(actor.name())}</span>
        </button>
    }
    .into_any()
}

/// The organization whose pages these are, or the word for all.
fn place(visitor: &Visitor, here: &str) -> String {
    let slug = here.strip_prefix("/organizations/");
    let slug = slug.and_then(|rest| rest.split('/').next());
    let mut organizations = visitor.organizations.iter();
    organizations
        .find(|m| Some(m.slug.as_str()) == slug)
        .map_or_else(|| "Organizations".to_owned(), |m| m.name.clone())
}

fn inbox(unread: i64) -> String {
    if unread > 0 {
        format!("Inbox, {} unread", count(unread))
    } else {
        "Inbox, nothing unread".to_owned()
    }
}

/// What the buttons open.
pub(super) fn menus(visitor: &Visitor, here: &str) -> Option<AnyView> {
    let actor = visitor.actor.as_ref()?;
    Some(
        view! {
            <nav class="menu menu--anchored menu--person" id="organization-menu" popover="auto" aria-label="Organizations and projects">
                {organizations(visitor, here)}
            </nav>
            <nav class="menu menu--anchored menu--person" id="account-menu" popover="auto" aria-label="Account">
                {account(actor, visitor.unread)}
            </nav>
        }
        .into_any(),
    )
}

/// The same in the menu of small screens.
pub(super) fn in_site_menu(visitor: &Visitor, here: &str) -> AnyView {
    let own = match &visitor.actor {
        Some(actor) => view! {
            <p class="menu__title">"Organizations"</p>
            {organizations(visitor, here)}
            <hr/>
            {account(actor, visitor.unread)}
        }
        .into_any(),
        None => view! {
            <ul class="menu__list">
                <li><a href=sign_in_href()>"Sign in"</a></li>
                <li><a href=with_next("/sign-up")>"Sign up"</a></li>
            </ul>
        }
        .into_any(),
    };
    view! { <div class="menu__account"><hr/>{own}</div> }.into_any()
}

fn organizations(visitor: &Visitor, here: &str) -> AnyView {
    let items = visitor
        .organizations
        .iter()
        .map(|m| {
            let href = format!("/organizations/{}", m.slug);
            let inside = here
                .strip_prefix(href.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            let current = inside.then(|| if here == href { "page" } else { "true" });
            let demo = m.is_demo.then(|| view! { <small class="muted">"Demo"</small> });
            view! { <li><a href=href aria-current=current><Icon name="building-2"/><span>{m.name.clone()}</span>{demo}</a></li> }
        })
        .collect_view();
    view! {
        <ul class="menu__list">
            {items}
            <li><a href="/organizations/new"><Icon name="plus"/>"New organization"</a></li>
        </ul>
        {switcher::menu(here)}
    }
    .into_any()
}

fn account(actor: &Actor, unread: i64) -> AnyView {
    let operator = actor
        .as_operator()
        .is_ok()
        .then(|| view! { <li><a href="/operator"><Icon name="wrench"/>"Operator"</a></li> });
    let waiting =
        (unread > 0).then(|| view! { <small class="muted">{count(unread)}" unread"</small> });
    view! {
        <p class="menu__title"><strong>{actor.name().to_owned()}</strong><span>{actor.email().to_owned()}</span></p>
        <ul class="menu__list">
            <li><a href="/home"><Icon name="layout-grid"/>"Home"</a></li>
            <li><a href="/account"><Icon name="key"/>"Account"</a></li>
            <li><a href="/inbox"><Icon name="message-square"/>"Inbox"{waiting}</a></li>
            {operator}
        </ul>
        <hr/>
        <form action="/sign-out" method="post"><button><Icon name="arrow-right"/>"Sign out"</button></form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::next;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = list.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        owned.collect()
    }

    #[test]
    fn people_come_back_to_where_they_were() {
        assert_eq!(next("/models", &[]), "/models");
        let filtered = pairs(&[("q", "a b"), ("done", "saved")]);
        assert_eq!(next("/models", &filtered), "/models?q=a+b");
        assert_eq!(next("/", &[]), "");
        let long = pairs(&[("q", &"x".repeat(2000))]);
        assert_eq!(next("/models", &long), "/models");
    }

    #[test]
    fn secrets_of_links_are_not_carried_along() {
        let link = pairs(&[("token", "s3cret")]);
        assert_eq!(next("/reset-password", &link), "");
        let wanted = pairs(&[("next", "/inbox")]);
        assert_eq!(next("/sign-in", &wanted), "/inbox");
    }
}
