//! The pages of one organization, and what stands around each of them.
//!
//! The addresses are `/organizations/{organization}/{place}/{thing}`; the parts
//! are read by their number, see [`part`].

pub mod audit;
mod checklist;
pub mod hand_over;
pub mod invitations;
pub mod leave;
pub mod members;
mod offered;
pub mod overview;
pub mod projects;
pub mod requests;
pub(super) mod roles;
pub mod settings;
pub mod single_sign_on;
pub mod subscriptions;
pub(super) mod time_zones;
pub mod tokens;

use std::str::FromStr;

use backend::authz::{Actor, Allows, AnyMember, AuditReader, OrgGrant, Owner};
use backend::{Error, Services};
use domain::role::{Role, Roles};
use leptos::prelude::*;

use super::errors;
use crate::components::{Badge, Notice, PageTitle, Tone};
use crate::context::{actor, done_word, path, services, visitor};

/// The number of the part of an address that names the organization.
const ORGANIZATION: usize = 1;
/// The number of the part that names a member, a project, a token.
const THING: usize = 3;

/// A place in the menu of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Overview,
    Members,
    Projects,
    Requests,
    Subscriptions,
    Tokens,
    Settings,
    SingleSignOn,
    Audit,
}

impl Place {
    /// All of them, in the order of the menu.
    const ALL: [Self; 9] = [
        Self::Overview,
        Self::Members,
        Self::Projects,
        Self::Requests,
        Self::Subscriptions,
        Self::Tokens,
        Self::Settings,
        Self::SingleSignOn,
        Self::Audit,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Members => "Members",
            Self::Projects => "Projects",
            Self::Requests => "Requests",
            Self::Subscriptions => "Subscriptions",
            Self::Tokens => "Tokens",
            Self::Settings => "Settings",
            Self::SingleSignOn => "Single sign-on",
            Self::Audit => "Audit",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Overview => "",
            Self::Members => "/members",
            Self::Projects => "/projects",
            Self::Requests => "/requests",
            Self::Subscriptions => "/subscriptions",
            Self::Tokens => "/tokens",
            Self::Settings => "/settings",
            Self::SingleSignOn => "/single-sign-on",
            Self::Audit => "/audit",
        }
    }

    /// One of these roles is enough to go there.
    const fn roles(self) -> &'static [Role] {
        match self {
            Self::Overview
            | Self::Members
            | Self::Projects
            | Self::Requests
            | Self::Subscriptions
            | Self::Tokens => AnyMember::ROLES,
            Self::Settings | Self::SingleSignOn => Owner::ROLES,
            Self::Audit => AuditReader::ROLES,
        }
    }
}

/// A part of the path, decoded once; empty if there is none. `organizations`
/// has the number 0.
fn part(number: usize) -> String {
    part_of(&path(), number)
}

fn part_of(path: &str, number: usize) -> String {
    let part = path.split('/').nth(number + 1).unwrap_or_default();
    let text = percent_encoding::percent_decode_str(part).decode_utf8();
    text.map(std::borrow::Cow::into_owned).unwrap_or_default()
}

/// The thing that the address names by its id. What is no id names nothing.
fn thing<T: FromStr>() -> Result<T, Error> {
    part(THING).parse().map_err(|_| Error::NotFound)
}

/// Whether these roles are enough for what `R` proves.
fn may<R: Allows>(roles: &Roles) -> bool {
    roles.any_of(R::ROLES)
}

/// A page of the organization in the address: proves that the visitor holds a
/// role that `R` allows, then draws.
fn page<R, F, D>(draw: F) -> AnyView
where
    R: Allows + Send + Sync + 'static,
    F: FnOnce(Services, Actor, OrgGrant<R>) -> D + Send + 'static,
    D: Future<Output = Result<AnyView, Error>> + Send + 'static,
{
    let (services, slug, actor) = (services(), part(ORGANIZATION), actor());
    let body = Suspend::new(async move {
        let proof = proven(&services, actor, &slug).await;
        match proof {
            Ok((actor, grant)) => draw(services, actor, grant)
                .await
                .unwrap_or_else(|error| errors::refused(&error)),
            Err(error) => errors::refused(&error),
        }
    });
    view! { <Suspense>{body}</Suspense> }.into_any()
}

async fn proven<R: Allows>(
    services: &Services,
    actor: Result<Actor, Error>,
    slug: &str,
) -> Result<(Actor, OrgGrant<R>), Error> {
    let actor = actor?;
    let grant = actor.in_org::<R>(services, slug).await?;
    Ok((actor, grant))
}

/// What stands around a page of an organization: its name, its menu, the title
/// of the page and, if there is something to say, a sentence about it.
fn frame<R: Allows>(
    grant: &OrgGrant<R>,
    place: Place,
    title: &str,
    lead: &str,
    body: impl IntoAny,
) -> AnyView {
    let body = body.into_any();
    let name = grant.name().to_owned();
    let home = format!("/organizations/{}", grant.slug());
    let visitor = visitor();
    let is_demo = visitor
        .organizations
        .iter()
        .any(|m| m.org == grant.org() && m.is_demo);
    let demo = is_demo.then(|| view! { <Badge tone=Tone::Info icon="info" text="Demo"/> });
    let lead = (!lead.is_empty()).then(|| view! { <p class="page__lead">{lead.to_owned()}</p> });
    view! {
        <PageTitle text=format!("{title} · {name}")/>
        <div class="page page--narrow">
            <div class="org-head">
                <p class="org-head__name"><a href=home>{name}</a>{demo}</p>
                {menu(grant, place)}
            </div>
            <div class="page__head"><h1 tabindex="-1">{title.to_owned()}</h1>{lead}</div>
            <div class="stack">{body}</div>
        </div>
    }
    .into_any()
}

/// The places that the roles of the member open.
fn menu<R: Allows>(grant: &OrgGrant<R>, here: Place) -> AnyView {
    let places = Place::ALL
        .into_iter()
        .filter(|place| grant.roles().any_of(place.roles()));
    let items = places.map(|place| {
        let href = format!("/organizations/{}{}", grant.slug(), place.word());
        let current = (place == here).then(|| if href == path() { "page" } else { "true" });
        view! { <li><a href=href aria-current=current>{place.name()}</a></li> }
    });
    view! { <nav class="org-nav" aria-label="Organization"><ul>{items.collect_view()}</ul></nav> }
        .into_any()
}

/// What was just done, in the words that belong to the word in the address.
fn done(words: &[(&str, &'static str)]) -> Option<AnyView> {
    let word = done_word()?;
    let (_, text) = words.iter().find(|(own, _)| *own == word.as_str())?;
    let text = *text;
    Some(view! { <Notice tone=Tone::Ok><p>{text}</p></Notice> }.into_any())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn parts_of_an_address_have_numbers() {
        let path = "/organizations/acme/members/a%2Fb";
        assert_eq!(part_of(path, ORGANIZATION), "acme");
        assert_eq!(part_of(path, THING), "a/b");
        assert_eq!(part_of(path, 4), "");
        assert_eq!(part_of("/organizations/%ff", ORGANIZATION), "");
    }

    #[test]
    fn the_menu_shows_what_roles_open() {
        let open = |role| {
            let roles = Roles::new([role]).unwrap();
            let places = Place::ALL.into_iter();
            places.filter(|p| roles.any_of(p.roles())).count()
        };
        assert_eq!(open(Role::Owner), 9);
        assert_eq!(open(Role::Admin), 7);
        assert_eq!(open(Role::Auditor), 7);
        assert_eq!(open(Role::Publisher), 6);
    }
}
