//! `/organizations/{organization}/audit`.

mod difference;
mod filter;
mod people;
mod shown;
mod table;
mod toolbar;

use backend::audit::{self, Finding, Log, Verified};
use backend::authz::{Actor, AnyMember, AuditReader, OrgGrant};
use backend::members::Member;
use backend::{Error, Services, members};
use futures::try_join;
use leptos::prelude::*;

pub use filter::Filter;
pub(in crate::pages) use people::actors;
pub(in crate::pages) use shown::{Shown, Whose};

use super::{Place, frame, page};
use crate::components::format::count;
use crate::components::{CopyId, Notice, Tone};
use crate::context::query_pairs;
use crate::pages::errors;

/// Who did what, when and from where.
#[component]
pub fn Audit() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, actor: Actor, grant: OrgGrant<AuditReader>) -> Result<AnyView, Error> {
    let pairs = match query_pairs() {
        Ok(pairs) => pairs,
        Err(error) => return Ok(errors::unreadable_query(error)),
    };
    let filter = match Filter::from_pairs(&pairs) {
        Ok(filter) => filter,
        Err(error) => return Ok(errors::bad_query(&error)),
    };
    let log = Log::from(&grant);
    let (events, members, state) = try_join!(
        audit::list(&svc, &log, filter.question()),
        members(&svc, &actor, grant.slug()),
        state(&svc, &log, &filter)
    )?;
    let path = format!("/organizations/{}/audit", grant.slug());
    let shown = Shown {
        whose: Whose::Organization,
        path: &path,
        filter: &filter,
        people: &people::members(&members),
        events: &events,
    };
    let body = view! { {state.map(chain)}{shown.draw()} };
    let lead =
        "Every change in this organization: who, what, when and from where. Times are in UTC.";
    Ok(frame(&grant, Place::Audit, "Audit log", lead, body))
}

/// Everybody who belongs to the organization now.
async fn members(svc: &Services, actor: &Actor, slug: &str) -> Result<Vec<Member>, Error> {
    let reader = actor.in_org::<AnyMember>(svc, slug).await?;
    members::list(svc, &reader).await
}

/// What walking the chain found. The first page says it; walking is too much
/// work for every page after it.
async fn state(
    svc: &Services,
    log: &Log,
    filter: &Filter,
) -> Result<Option<Result<Verified, Finding>>, Error> {
    if filter.before.is_some() {
        return Ok(None);
    }
    audit::verify_for(svc, log).await.map(Some)
}

/// Whether the log is whole.
fn chain(found: Result<Verified, Finding>) -> AnyView {
    match found {
        Ok(Verified { head }) => {
            let unit = if head.seq == 1 { "event" } else { "events" };
            let words = format!("Verified: {} {unit}, unbroken.", count(head.seq));
            view! {
                <Notice tone=Tone::Ok>
                    <p>{words}" Keep this line elsewhere: with it anybody can tell later that nothing was cut off."</p>
                    <p><CopyId text=head.to_string() label="Copy the head of the log"/></p>
                </Notice>
            }
            .into_any()
        }
        Err(finding) => {
            let words = format!("The log is not what was written: {finding}.");
            view! {
                <Notice tone=Tone::Bad>
                    <p><strong>{words}</strong></p>
                    <p>"Somebody with access to the database changed it. Tell whoever runs this installation."</p>
                </Notice>
            }
            .into_any()
        }
    }
}
