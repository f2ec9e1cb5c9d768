//! What an organization of the visitor can do with the catalog, on the
//! catalog's own pages. They are drawn at once, and for everybody alike, until
//! somebody signs in who has an organization.

use axum::http::{StatusCode, header};
use backend::access::{self, OfferingAccess, OrgAccess};
use backend::authz::{Actor, Allows as _, AnyMember, RequestReader, Requester, SignedInBy};
use backend::catalog::snapshot::{Entry, EntryAccess, Offering, Snapshot};
use backend::organizations::Membership;
use backend::{Error, Services};
use domain::access::AccessState;
use domain::catalog_query::{QueryError, encode};
use domain::model::Lifecycle;
use leptos::prelude::*;

use super::{errors, refusals};
use crate::components::offering::full_name;
use crate::components::{AccessBadge, Icon, IconSize, PageTitle, sign_in_href};
use crate::context::{respond_header, respond_with, services, visitor};

/// Whose access a page of the catalog shows.
#[derive(Clone, Copy)]
pub(super) enum Whose<'a> {
    /// Nobody's: the visitor has not signed in or has no organization.
    Nobody,
    /// That of an organization whose members have to come through its own
    /// provider first.
    Closed(&'a Membership),
    /// That of an organization of the visitor.
    Own(&'a OwnAccess),
}

impl<'a> Whose<'a> {
    /// What the organization can do, where that may be shown.
    pub(super) fn own(self) -> Option<&'a OwnAccess> {
        match self {
            Self::Own(own) => Some(own),
            Self::Nobody | Self::Closed(_) => None,
        }
    }
}

/// Asking for what no project has.
const ASK: &str = "Request access";
/// Asking for what some project has, or has been asked for.
const ASK_AGAIN: &str = "Request for another project";

/// What somebody can do next: words and address.
pub(super) type Step = (&'static str, String);

/// What an organization of the visitor can do.
pub(super) struct OwnAccess {
    /// Its name in addresses.
    slug: String,
    /// Its name.
    pub(super) name: String,
    /// Whether the address names it. Otherwise it goes without saying.
    is_named: bool,
    /// What the addresses of models end with, so that their pages are about the
    /// same organization.
    pub(super) query: String,
    /// What it can do with offerings.
    pub(super) access: OrgAccess,
    /// Whether the visitor may ask for more.
    may_request: bool,
    sees_all: bool,
}

/// Draws a page of the catalog. `organization` is what its address names, and
/// `filtered` is whether the page says nothing without one.
pub(super) fn with_access<D>(organization: Option<String>, filtered: bool, draw: D) -> AnyView
where
    D: FnOnce(Whose<'_>) -> AnyView + Send + 'static,
{
    let visitor = visitor();
    let is_named = organization.is_some();
    let is_needed = is_named || filtered;
    let Some(actor) = visitor.actor else {
        return if is_needed {
            sign_in_first()
        } else {
            draw(Whose::Nobody)
        };
    };
    let membership = match membership(organization.as_deref(), &actor, &visitor.organizations) {
        Ok(Some(membership)) => membership.clone(),
        Ok(None) => return draw(Whose::Nobody),
        Err(error) => return errors::bad_query(&error),
    };
    let services = services();
    let body = Suspend::new(async move {
        match load(&services, &actor, &membership, is_named).await {
            Ok(own) => draw(Whose::Own(&own)),
            Err(Error::SsoRequired) if is_needed => {
                refusals::through(&membership.slug, Some(membership.name.as_str()))
            }
            Err(Error::SsoRequired) => draw(Whose::Closed(&membership)),
            Err(error) if is_needed => errors::refused(&error),
            // The catalog itself is there for everybody.
            Err(_) => draw(Whose::Nobody),
        }
    });
    view! { <Suspense>{body}</Suspense> }.into_any()
}

/// The organization that was asked for; else the one whose provider the visitor
/// came through, which opens no other; else the first.
fn membership<'m>(
    wanted: Option<&str>,
    actor: &Actor,
    all: &'m [Membership],
) -> Result<Option<&'m Membership>, QueryError> {
    match (wanted, actor.signed_in_by()) {
        (Some(slug), _) => {
            let found = all.iter().find(|m| m.slug == slug);
            found.map(Some).ok_or_else(|| QueryError {
                field: "org",
                reason: "is not one of your organizations".to_owned(),
            })
        }
        (None, SignedInBy::Provider(org, _)) => Ok(all.iter().find(|m| m.org == *org)),
        (None, SignedInBy::Password | SignedInBy::Token(..)) => Ok(all.first()),
    }
}

async fn load(
    services: &Services,
    actor: &Actor,
    membership: &Membership,
    is_named: bool,
) -> Result<OwnAccess, Error> {
    let grant = actor
        .in_org::<AnyMember>(services, &membership.slug)
        .await?;
    let query = format!("?org={}", encode(grant.slug()));
    Ok(OwnAccess {
        slug: grant.slug().to_owned(),
        name: grant.name().to_owned(),
        is_named,
        query: if is_named { query } else { String::new() },
        access: access::states(services, &grant).await?,
        may_request: grant.roles().any_of(Requester::ROLES),
        sees_all: grant.roles().any_of(RequestReader::ROLES),
    })
}

/// Sends those who have not signed in to do so, and back here afterwards.
fn sign_in_first() -> AnyView {
    let href = sign_in_href();
    respond_with(StatusCode::SEE_OTHER);
    respond_header(header::LOCATION, &href);
    view! {
        <PageTitle text="Sign in first"/>
        <div class="page page--narrow">
            <div class="page__head">
                <h1 tabindex="-1">"Sign in first"</h1>
                <p class="page__lead">"What an organization can use is for its members. "<a href=href>"Sign in"</a>"."</p>
            </div>
        </div>
    }
    .into_any()
}

/// A choice of whose access is shown, for those who are in several
/// organizations. A field of a form that asks for a page.
pub(super) fn organization_select(own: Option<&OwnAccess>) -> Option<AnyView> {
    let all = visitor().organizations;
    if all.len() < 2 {
        return None;
    }
    // The one that goes without saying need not stand in the address.
    let implied = own.filter(|own| !own.is_named).map(|own| own.slug.clone());
    let nobody = own
        .is_none()
        .then(|| view! { <option value="" selected=true>"No organization"</option> });
    let options = all
        .iter()
        .map(|m| {
            let selected = own.is_some_and(|own| own.slug == m.slug);
            let text = format!("Access of {}", m.name);
            view! { <option value=m.slug.clone() selected=selected>{text}</option> }
        })
        .collect_view();
    Some(
        view! {
            <label class="select-box catalog__sort">
                <span class="sr-only">"Whose access"</span>
                <select class="select" name="org" data-default=implied>{nobody}{options}</select>
                <Icon name="chevrons-up-down" size=IconSize::Small/>
            </label>
        }
        .into_any(),
    )
}

impl OwnAccess {
    /// Where an entry stands, with the way on.
    pub(super) fn badge(&self, entry: &Entry, found: EntryAccess<'_>) -> AnyView {
        let href = match found.state {
            AccessState::Requestable => self.may_request.then(|| self.offerings_of(entry)),
            AccessState::Pending | AccessState::Denied => found.by.and_then(|by| self.request(by)),
            AccessState::Available | AccessState::Deprecated => None,
        };
        let since = found.by.map(|by| by.since.date());
        let of = entry.name.clone();
        view! { <AccessBadge state=found.state since=since href=href of=of/> }.into_any()
    }

    /// Where an offering that can be had stands, with the ways on.
    pub(super) fn offering(&self, snapshot: &Snapshot, offering: &Offering) -> AnyView {
        let known = self.access.get(offering.id);
        let of = full_name(snapshot, offering);
        let badge = known.map(|access| {
            let href = match access.state {
                AccessState::Available => Some(self.subscriptions()),
                _ => self.request(access),
            };
            let (since, of) = (Some(access.since.date()), of.clone());
            view! { <AccessBadge state=access.state since=since href=href of=of/>" " }
        });
        let is_open = known.is_none_or(|access| access.state == AccessState::Denied);
        // Access is given to one project, so there is always more to ask for.
        let words = if is_open { ASK } else { ASK_AGAIN };
        let ask = self.may_request.then(|| {
            let href = self.new_request(offering);
            view! { <a class="hit" href=href>{words}<span class="sr-only">": "{of}</span></a> }
        });
        let nothing = (known.is_none() && !self.may_request)
            .then(|| view! { <span class="muted">{AccessState::Requestable.label()}</span> });
        view! { {badge}{ask}{nothing} }.into_any()
    }

    /// What the visitor would do next about an entry, and what else.
    pub(super) fn next_steps(
        &self,
        snapshot: &Snapshot,
        entry: &Entry,
    ) -> (Option<Step>, Option<Step>) {
        let Some(found) = snapshot.access_of(entry, &self.access) else {
            return (None, None);
        };
        let ask = |words| self.ask(snapshot, entry).map(|href| (words, href));
        match (found.state, found.by) {
            (AccessState::Available, _) => {
                let see = ("See subscription", self.subscriptions());
                (Some(see), ask(ASK_AGAIN))
            }
            (AccessState::Pending, Some(by)) => {
                let see = self.request(by).map(|href| ("See request", href));
                (see, ask(ASK_AGAIN))
            }
            _ => (ask(ASK), None),
        }
    }

    /// Where to ask for an entry: for the one offering it has, or where one
    /// chooses.
    fn ask(&self, snapshot: &Snapshot, entry: &Entry) -> Option<String> {
        if !self.may_request || entry.lifecycle == Lifecycle::Retired {
            return None;
        }
        let mut live = snapshot.offerings_of(entry).iter().filter(|o| o.is_live());
        match (live.next(), live.next()) {
            (None, _) => None,
            (Some(only), None) => Some(self.new_request(only)),
            (Some(_), Some(_)) => Some("#offerings".to_owned()),
        }
    }

    /// The offerings on the page of an entry, for the same organization.
    fn offerings_of(&self, entry: &Entry) -> String {
        format!("{}{}#offerings", entry.href, self.query)
    }

    /// The request behind it, for those who may see it.
    fn request(&self, access: &OfferingAccess) -> Option<String> {
        let (slug, id) = (&self.slug, access.request);
        (self.sees_all || access.is_mine).then(|| format!("/organizations/{slug}/requests/{id}"))
    }

    fn new_request(&self, offering: &Offering) -> String {
        let (slug, id) = (&self.slug, offering.id);
        format!("/organizations/{slug}/requests/new?offering={id}")
    }

    fn subscriptions(&self) -> String {
        format!("/organizations/{}/subscriptions", self.slug)
    }
}
