//! Access of an organization to offerings: members ask, approvers decide, and
//! what they approve is a subscription of a project.
//!
//! Nothing runs when time passes. A request that nobody has decided for
//! [`IDLE_DAYS`] days and a subscription after its last day *read* as expired;
//! whoever writes about the same project and offering settles such rows first,
//! so that they stand in nobody's way.

mod asked;
mod decisions;
mod ending;
mod finding;
mod requests;
mod sql;
mod states;
pub mod subscriptions;
mod withdrawals;

use domain::access::IDLE_DAYS;
use time::{Date, Duration, OffsetDateTime};

pub use asked::has_asked;
pub use decisions::{Decision, decide};
pub use ending::{SOON_DAYS, ending};
pub use requests::{
    Asked, Filter, NewRequest, PAGE_SIZE, Page, Request, approvers, get, list, request,
    typical_wait, waiting,
};
pub use states::{OfferingAccess, OrgAccess, states};
pub use withdrawals::{NOT_YOURS, Withdrawn, withdraw};

use crate::Services;
use crate::authz::{Allows, OrgGrant};

/// The moment at which states are read.
#[derive(Debug, Clone, Copy)]
struct Moment {
    now: OffsetDateTime,
    /// The day of the organization.
    today: Date,
}

impl Moment {
    /// Pending requests made then or before have expired.
    fn idle_since(self) -> OffsetDateTime {
        self.now - Duration::days(IDLE_DAYS)
    }
}

/// What an offering is called.
#[derive(Debug, Clone)]
struct Called {
    /// For people: `Claude Haiku 4.5 from Anthropic`.
    name: String,
    /// For the audit log: `anthropic/claude-haiku-4-5`.
    listing: String,
    /// Whether it can be had now.
    is_live: bool,
}

/// What the catalog calls an offering, if it has it.
fn called(svc: &Services, offering: i64) -> Option<Called> {
    let snapshot = svc.catalog.snapshot();
    let position = snapshot.offering_position(offering)?;
    let offering = snapshot.offerings.get(position)?;
    let provider = snapshot.providers.get(offering.provider)?;
    let model = snapshot.entries.get(offering.entry)?;
    Some(Called {
        name: format!("{} from {}", model.name, provider.name),
        listing: format!("{}/{}", provider.slug, offering.upstream),
        is_live: offering.is_live(),
    })
}

/// The same for one that somebody has asked for: a catalog that is older than
/// the request may lack it.
fn called_or_number(svc: &Services, offering: i64) -> Called {
    called(svc, offering).unwrap_or_else(|| Called {
        name: format!("offering {offering}"),
        listing: offering.to_string(),
        is_live: false,
    })
}

/// Who tells somebody, and from where: what messages say.
#[derive(Debug, Clone)]
struct Teller {
    /// The name of who acts.
    name: String,
    /// The organization in addresses.
    org: String,
}

impl Teller {
    fn of<R: Allows>(grant: &OrgGrant<R>) -> Self {
        Self {
            name: grant.actor_name().to_owned(),
            org: grant.slug().to_owned(),
        }
    }
}
