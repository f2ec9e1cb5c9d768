//! What an organization of the visitor can do with the catalog, on the
//! catalog's own pages. They are drawn at once, and for everybody alike, until
//! somebody signs in who has an organization.

use axum::http::{StatusCode, header};
use backend::access::{self, OfferingAccess, OrgAccess};
use backend::authz::{Actor, Allows as _, AnyMember, Requester, SignedInBy};
use backend::catalog::snapshot::{Entry, Offering, Snapshot};
use backend::organizations::Membership;
use backend::{Error, Services};
use domain::access::AccessState;
use domain::catalog_query::{QueryError, encode};
use domain::model::Lifecycle;
use domain::role::Role;
use leptos::prelude::*;

use super::errors;
use crate::components::{AccessBadge, PageTitle, sign_in_href};
use crate::context::{respond_header, respond_with, services, visitor};

/// Who sees requests of others; owners do too.
const SEE_ALL: &[Role] = &[Role::Admin, Role::Approver, Role::Finance, Role::Auditor];

/// What an organization of the visitor can do.
pub(super) struct OwnAccess {
    /// Its name in addresses.
    pub(super) slug: String,
    /// Its name.
    pub(super) name: String,
    /// Whether the address names it. Otherwise it goes without saying.
    pub(super) is_named: bool,
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
    D: FnOnce(Option<&OwnAccess>) -> AnyView + Send + 'static,
{
    let visitor = visitor();
    let is_named = organization.is_some();
    let Some(actor) = visitor.actor else {
        return if is_named || filtered {
            sign_in_first()
        } else {
            draw(None)
        };
    };
    let membership = match membership(organization.as_deref(), &actor, &visitor.organizations) {
        Ok(Some(membership)) => membership.clone(),
        Ok(None) => return draw(None),
        Err(error) => return errors::bad_query(&error),
    };
    let services = services();
    let body = Suspend::new(async move {
        match load(&services, &actor, &membership, is_named).await {
            Ok(own) => draw(Some(&own)),
            // The catalog itself is there for everybody.
            Err(_) if !is_named && !filtered => draw(None),
            Err(error) => errors::refused(&error),
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
        (None, SignedInBy::Provider(org)) => Ok(all.iter().find(|m| m.org == *org)),
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
    Ok(OwnAccess {
        slug: grant.slug().to_owned(),
        name: grant.name().to_owned(),
        is_named,
        access: access::states(services, &grant).await?,
        may_request: grant.roles().any_of(Requester::ROLES),
        sees_all: grant.roles().any_of(SEE_ALL),
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

impl OwnAccess {
    /// Where an entry stands, with the way on.
    pub(super) fn badge(&self, snapshot: &Snapshot, entry: &Entry) -> Option<AnyView> {
        let found = snapshot.access_of(entry, &self.access)?;
        let href = match found.state {
            AccessState::Requestable => Some(self.offerings_of(entry)),
            AccessState::Pending | AccessState::Denied => found.by.map(|by| self.request(by)),
            AccessState::Available | AccessState::Deprecated => None,
        };
        let since = found.by.map(|by| by.since.date());
        let of = entry.name.clone();
        Some(view! { <AccessBadge state=found.state since=since href=href of=of/> }.into_any())
    }

    /// Where an offering that can be had stands, with the ways on.
    pub(super) fn offering(&self, offering: &Offering) -> AnyView {
        let known = self.access.get(offering.id);
        let badge = known.map(|access| {
            let href = match access.state {
                AccessState::Available => self.subscriptions(),
                _ => self.request(access),
            };
            let (since, of) = (Some(access.since.date()), offering.name.clone());
            view! { <AccessBadge state=access.state since=since href=Some(href) of=of/>" " }
        });
        let is_open = known.is_none_or(|access| access.state == AccessState::Denied);
        let ask = (is_open && self.may_request).then(|| {
            let href = self.new_request(offering);
            let of = offering.name.clone();
            view! { <a href=href>"Request access"<span class="sr-only">": "{of}</span></a> }
        });
        let nothing = (known.is_none() && !self.may_request)
            .then(|| view! { <span class="muted">"Not requested"</span> });
        view! { {badge}{ask}{nothing} }.into_any()
    }

    /// What the visitor would do next about an entry: words and address.
    pub(super) fn next_step(
        &self,
        snapshot: &Snapshot,
        entry: &Entry,
    ) -> Option<(&'static str, String)> {
        let found = snapshot.access_of(entry, &self.access)?;
        match (found.state, found.by) {
            (AccessState::Available, _) => Some(("See subscription", self.subscriptions())),
            (AccessState::Pending, Some(by)) => Some(("See request", self.request(by))),
            _ if !self.may_request || entry.lifecycle == Lifecycle::Retired => None,
            _ => {
                let mut live = snapshot.offerings_of(entry).iter().filter(|o| o.is_live());
                let href = match (live.next(), live.next()) {
                    (None, _) => return None,
                    (Some(only), None) => self.new_request(only),
                    (Some(_), Some(_)) => "#offerings".to_owned(),
                };
                Some(("Request access", href))
            }
        }
    }

    /// The offerings on the page of an entry, for the same organization.
    fn offerings_of(&self, entry: &Entry) -> String {
        if self.is_named {
            format!("{}?org={}#offerings", entry.href, encode(&self.slug))
        } else {
            format!("{}#offerings", entry.href)
        }
    }

    /// The request behind it; all that the visitor has made, for those who may
    /// not see what others have asked for.
    fn request(&self, access: &OfferingAccess) -> String {
        let home = format!("/organizations/{}/requests", self.slug);
        if self.sees_all {
            format!("{home}/{}", access.request)
        } else {
            home
        }
    }

    fn new_request(&self, offering: &Offering) -> String {
        let (slug, id) = (&self.slug, offering.id);
        format!("/organizations/{slug}/requests/new?offering={id}")
    }

    fn subscriptions(&self) -> String {
        format!("/organizations/{}/subscriptions", self.slug)
    }
}
