//! Pages for what somebody may not see or do.

use axum::http::StatusCode;
use backend::Error;
use backend::organizations::Membership;
use domain::role::Role;
use leptos::prelude::*;

use super::errors::{self, ErrorPage};
use super::{by_password, kept_form};
use crate::actions::Sent;
use crate::components::{Icon, sign_in_href, single_sign_on_href};
use crate::context::{path, visitor};

/// The page that says why this visitor may not see or do something. What they
/// may not know of looks like an address that never was.
pub fn refused(error: &Error) -> AnyView {
    match error {
        Error::NotFound => errors::no_such_page(),
        Error::Unauthenticated => sign_in_first(),
        Error::Forbidden => forbidden(),
        Error::Refused(words) => not_yours(words),
        Error::SsoRequired => through_the_organization(),
        Error::PasswordRequired => with_password(),
        Error::Invalid(_)
        | Error::Conflict(_)
        | Error::TooMany { .. }
        | Error::Unavailable
        | Error::Internal(_) => errors::unavailable(error),
    }
}

fn sign_in_first() -> AnyView {
    if let Some(sent) = use_context::<Sent>() {
        return kept_form::page(&sent);
    }
    view! {
        <ErrorPage status=StatusCode::UNAUTHORIZED title="Sign in first" text="Only those who have signed in can go on. Afterwards you come back here.">
            <a class="button button--primary" href=sign_in_href()>"Sign in"</a>
            <a class="button" href="/sign-up">"Sign up"</a>
        </ErrorPage>
    }
    .into_any()
}

fn forbidden() -> AnyView {
    let path = path();
    let inside = membership(&path);
    let text = match &inside {
        Some(m) => format!(
            "{} In {} you are: {}. Ask somebody with that role to do it, or to give it to you.",
            who_may(&path),
            m.name,
            role_names(m)
        ),
        None => "This account may not do this.".to_owned(),
    };
    let ways = match inside {
        Some(m) => {
            let home = format!("/organizations/{}", m.slug);
            view! {
                <a class="button button--primary" href=format!("{home}/members")>"See who can help"</a>
                <a class="button" href=home>{m.name}</a>
            }
            .into_any()
        }
        None => view! { <a class="button button--primary" href="/home">"Home"</a> }.into_any(),
    };
    view! { <ErrorPage status=StatusCode::FORBIDDEN title="You may not see this" text>{ways}</ErrorPage> }
        .into_any()
}

/// A reason that no other role would change.
fn not_yours(words: &str) -> AnyView {
    let path = path();
    let ways = match (above(&path), membership(&path)) {
        (Some(above), Some(m)) => view! {
            <a class="button button--primary" href=above.to_owned()>"Back"</a>
            <a class="button" href=format!("/organizations/{}", m.slug)>{m.name}</a>
        }
        .into_any(),
        _ => view! { <a class="button button--primary" href="/home">"Home"</a> }.into_any(),
    };
    view! { <ErrorPage status=StatusCode::FORBIDDEN title="This is not possible for you" text=words.to_owned()>{ways}</ErrorPage> }
        .into_any()
}

/// The page that an address is below.
fn above(path: &str) -> Option<&str> {
    let (above, _) = path.rsplit_once('/')?;
    (!above.is_empty()).then_some(above)
}

fn through_the_organization() -> AnyView {
    let path = path();
    let name = membership(&path).map(|m| m.name);
    through(slug(&path).unwrap_or_default(), name.as_deref())
}

/// The same for the organization with this slug, where the address does not
/// tell which it is.
pub(super) fn through(slug: &str, name: Option<&str>) -> AnyView {
    let name = name.unwrap_or("This organization");
    let text = format!(
        "{name} is open only to members who have signed in through its own provider. Your other organizations stay open to you."
    );
    let href = single_sign_on_href(slug);
    view! {
        <ErrorPage status=StatusCode::FORBIDDEN title="Sign in through your organization" text>
            <a class="button button--primary" href=href><Icon name="building-2"/>"Sign in through it"</a>
            <a class="button" href="/home">"Home"</a>
        </ErrorPage>
    }
    .into_any()
}

/// For whoever came through a provider: the password opens this.
fn with_password() -> AnyView {
    let through = by_password::came_through();
    let through = through.as_deref().unwrap_or("an organization");
    let text = format!("You came in through {through}. This takes your own password.");
    view! {
        <ErrorPage status=StatusCode::FORBIDDEN title="Sign in with your password" text>
            <a class="button button--primary" href=sign_in_href()>"Sign in with your password"</a>
            <a class="button" href="/home">"Home"</a>
        </ErrorPage>
    }
    .into_any()
}

/// The organization that an address is about.
fn slug(path: &str) -> Option<&str> {
    path.strip_prefix("/organizations/")?.split('/').next()
}

/// The visitor's place in it.
fn membership(path: &str) -> Option<Membership> {
    let slug = slug(path)?;
    let organizations = visitor().organizations;
    organizations.iter().find(|m| m.slug == slug).cloned()
}

fn role_names(membership: &Membership) -> String {
    let names: Vec<_> = membership.roles.iter().map(Role::label).collect();
    names.join(", ")
}

/// Which roles are enough, by the place inside the organization.
fn who_may(path: &str) -> &'static str {
    match path.split('/').nth(3).unwrap_or_default() {
        "settings" | "hand-over" | "single-sign-on" => "This is for owners.",
        "audit" => "This is for owners, admins and auditors.",
        "members" | "invitations" => {
            "This is for owners and admins, and what concerns an owner is for owners only."
        }
        "projects" => "This is for owners and admins.",
        "requests" if path.ends_with("/decide") => "This is for owners and approvers.",
        "requests" => "This is for owners, admins and developers.",
        "subscriptions" => "This is for owners, admins and approvers.",
        _ => "Your roles do not allow this.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_role() {
        assert_eq!(slug("/organizations/acme/settings"), Some("acme"));
        assert_eq!(slug("/account"), None);
        assert_eq!(above("/a/b/decide"), Some("/a/b"));
        assert_eq!(above("/a"), None);
        assert_eq!(
            who_may("/organizations/acme/settings"),
            "This is for owners."
        );
        assert_eq!(
            who_may("/organizations/acme/audit"),
            "This is for owners, admins and auditors."
        );
        assert_eq!(
            who_may("/organizations/acme/requests/req_1/decide"),
            "This is for owners and approvers."
        );
        assert_eq!(
            who_may("/organizations/acme/requests/new"),
            "This is for owners, admins and developers."
        );
    }
}
