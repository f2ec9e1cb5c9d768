//! Asking, and what was asked.

use domain::access::{
    DataClass, Environment, IDLE_DAYS, RequestState, UseCase, Volume, check_until,
};
use domain::id::{OrgId, ProjectId, RequestId, SubscriptionId, UserId};
use domain::notification::Kind;
use domain::organization::Slug;
use serde_json::json;
use time::{Date, Duration, OffsetDateTime};

use super::finding::{self, Of, Viewer, Which};
use super::{Called, Teller, called, sql, subscriptions};
use crate::audit::{Action, Event};
use crate::authz::{Allows as _, AnyMember, Approver, OrgGrant, Requester};
use crate::db::{ReadTx, WriteTx};
use crate::notifications::{self, Message};
use crate::{Error, Services};

/// Most requests on one page.
pub const PAGE_SIZE: i64 = 50;
/// How many decisions say how long one takes.
const RECENT: i64 = 20;
/// Fewer say nothing.
const ENOUGH: usize = 3;

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// The project that would use it.
    pub project: Slug,
    /// The key of the offering.
    pub offering: i64,
    /// What it is for.
    pub use_case: UseCase,
    /// How sensitive the data is.
    pub data_class: DataClass,
    /// What kind of system would call.
    pub environment: Environment,
    /// How much is expected.
    pub volume: Volume,
    /// The last day it is wanted for; `None` is without an end.
    pub until: Option<Date>,
}

/// What came of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The request.
    pub id: RequestId,
    /// Whether there was an open request for the same project and offering.
    pub joined: bool,
}

/// A request for access.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// The project that would use it.
    pub(crate) project: ProjectId,
    /// The project in addresses.
    pub project_slug: String,
    /// The name of the project.
    pub project_name: String,
    /// The key of the offering.
    pub offering: i64,
    /// Who asked.
    pub requested_by: UserId,
    /// The name of who asked.
    pub requester: String,
    /// Whether the member who looks has made or joined it.
    pub is_asker: bool,
    /// What it is for.
    pub use_case: String,
    /// How sensitive the data is.
    pub data_class: DataClass,
    /// What kind of system would call.
    pub environment: Environment,
    /// How much is expected.
    pub volume: Volume,
    /// The last day it is wanted for; `None` is without an end.
    pub until: Option<Date>,
    /// What became of it.
    pub state: RequestState,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it was approved, denied or withdrawn.
    pub decided_at: Option<OffsetDateTime>,
    /// The name of who approved or denied it.
    pub decided_by: Option<String>,
    /// Why, in the words of whoever decided.
    pub reason: Option<String>,
    /// When it expires, or has expired, unless somebody decides before.
    pub expires_at: OffsetDateTime,
    /// What the approval made.
    pub subscription: Option<SubscriptionId>,
}

impl Request {
    /// What was done about it already, and by whom; nothing while it waits.
    pub fn closed(&self) -> Option<String> {
        let by = self.decided_by.as_deref().unwrap_or("somebody else");
        match self.state {
            RequestState::Pending => None,
            RequestState::Approved => Some(format!("Already approved by {by}.")),
            RequestState::Denied => Some(format!("Already denied by {by}.")),
            RequestState::Withdrawn => {
                Some(format!("{} has withdrawn this request.", self.requester))
            }
            RequestState::Expired => Some(format!(
                "This request has expired: nobody decided within {IDLE_DAYS} days."
            )),
        }
    }

    /// Why the member who looks, who is `by`, cannot decide it: nobody decides
    /// what they have asked for.
    pub fn own_words(&self, by: UserId) -> Option<&'static str> {
        let words = if self.requested_by == by {
            "You asked for this yourself: somebody else has to decide."
        } else {
            "You asked for this too: somebody else has to decide."
        };
        self.is_asker.then_some(words)
    }
}

/// Which requests to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those in this state.
    pub state: Option<RequestState>,
    /// Only those the member has made or joined.
    pub mine: bool,
    /// Only those that [`waiting`] counts, whatever else is asked for.
    pub waiting: bool,
    /// Only those made before this one: where the last page ended.
    pub before: Option<RequestId>,
}

/// A page of requests, newest first.
#[derive(Debug, Default)]
pub struct Page {
    /// The requests.
    pub requests: Vec<Request>,
    /// What to give as [`Filter::before`] for the next page, if there is one.
    pub next: Option<RequestId>,
}

/// When a request that was made at `created_at` expires.
pub(super) fn expires_at(created_at: OffsetDateTime) -> OffsetDateTime {
    created_at + Duration::days(IDLE_DAYS)
}

/// Asks for access. Whoever asks for what is open already joins that request:
/// they see it and are told of the decision.
///
/// # Errors
/// [`Error::Invalid`] for a `project` that does not exist, is archived or can
/// use the offering already, an `offering` that cannot be had, and for `until`.
pub async fn request(
    svc: &Services,
    grant: &OrgGrant<Requester>,
    new: NewRequest,
) -> Result<Asked, Error> {
    let offering = called(svc, new.offering)
        .ok_or_else(|| Error::invalid("offering", "is not in the catalog"))?;
    if !offering.is_live {
        return Err(Error::invalid("offering", "can no longer be had"));
    }
    let asking = Asking {
        svc: svc.clone(),
        org: grant.org(),
        by: grant.by(),
        id: RequestId(svc.new_id()?),
        teller: Teller::of(grant),
        offering,
        new,
    };
    WriteTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move { asking.run(tx).await })
    })
    .await
}

/// One request on its way.
struct Asking {
    svc: Services,
    org: OrgId,
    by: UserId,
    id: RequestId,
    teller: Teller,
    offering: Called,
    new: NewRequest,
}

impl Asking {
    async fn run(self, mut tx: WriteTx) -> Result<Asked, Error> {
        let now = tx.now();
        let moment = sql::moment(tx.conn(), self.org, now).await?;
        if let Some(until) = self.new.until {
            check_until(until, moment.today).map_err(|e| Error::invalid("until", e))?;
        }
        // Locked, so that of two who ask at once one joins the other.
        let project = sql::lock_project(tx.conn(), self.org, self.new.project.as_str()).await?;
        let project = project
            .ok_or_else(|| Error::invalid("project", "is not a project of this organization"))?;
        if project.archived {
            return Err(Error::invalid(
                "project",
                "is archived: it takes nothing new",
            ));
        }
        let wanted = sql::Wanted {
            org: self.org,
            project: project.id,
            offering: self.new.offering,
        };
        sql::settle(tx.conn(), wanted, moment).await?;
        subscriptions::settle(tx.conn(), wanted, moment).await?;
        // Before the subscription is looked for, which a decision may be making.
        if let Some((id, asker)) = sql::open_request(tx.conn(), wanted).await? {
            return self.join(tx, id, asker).await;
        }
        if subscriptions::is_active(tx.conn(), wanted).await? {
            return Err(Error::invalid("project", "can already use this offering"));
        }
        self.open(tx, wanted, &project.name).await
    }

    async fn join(self, mut tx: WriteTx, id: RequestId, asker: UserId) -> Result<Asked, Error> {
        let joined = Asked { id, joined: true };
        let now = tx.now();
        if asker == self.by || !sql::follow(tx.conn(), self.org, id, self.by, now).await? {
            return Ok(joined);
        }
        let event = Event::new(Action::AccessJoined, id).after(json!({
            "project": self.new.project.as_str(), "offering": self.offering.listing,
        }));
        tx.commit(event).await?;
        Ok(joined)
    }

    async fn open(
        self,
        mut tx: WriteTx,
        wanted: sql::Wanted,
        project_name: &str,
    ) -> Result<Asked, Error> {
        let now = tx.now();
        sql::insert(tx.conn(), wanted, self.id, self.by, &self.new, now).await?;
        for (user, _) in sql::deciders(tx.conn(), self.org).await? {
            if user != self.by {
                let message = self.told(user, project_name);
                notifications::send(&self.svc, &mut tx, self.org, &message).await?;
            }
        }
        let event = Event::new(Action::AccessRequested, self.id).after(json!({
            "project": self.new.project.as_str(), "offering": self.offering.listing,
            "data_class": self.new.data_class, "environment": self.new.environment,
            "until": self.new.until.map(|day| day.to_string()),
        }));
        tx.commit(event).await?;
        Ok(Asked {
            id: self.id,
            joined: false,
        })
    }

    fn told(&self, to: UserId, project_name: &str) -> Message {
        let Self {
            teller, offering, ..
        } = self;
        Message {
            to,
            kind: Kind::AccessRequested,
            title: format!("{} asks for {}", teller.name, offering.name),
            body: format!("It is for the project {project_name} and waits for a decision."),
            href: href(&teller.org, self.id),
        }
    }
}

/// The page of a request.
pub(super) fn href(org: &str, id: RequestId) -> String {
    format!("/organizations/{org}/requests/{id}")
}

/// The requests that fit, newest first. Members see what they have made or
/// joined; approvers, admins, finance, auditors and owners see all.
///
/// # Errors
/// [`Error::Invalid`] if `before` is no request that the member may see.
pub async fn list(
    svc: &Services,
    grant: &OrgGrant<AnyMember>,
    filter: &Filter,
) -> Result<Page, Error> {
    let viewer = Viewer::of(grant);
    if filter.waiting && !may_decide(grant) {
        return Ok(Page::default());
    }
    let of = if filter.waiting {
        Of::Waiting(viewer.by)
    } else if viewer.sees_all && !filter.mine {
        Of::Everybody
    } else {
        Of::Own(viewer.by)
    };
    let (org, now) = (grant.org(), svc.now());
    let (state, before) = (filter.state, filter.before);
    let mut requests = ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move {
            let moment = sql::moment(tx, org, now).await?;
            let place = match before {
                Some(id) => Some(finding::place(tx, org, id, viewer, moment).await?),
                None => None,
            };
            let which = Which {
                of,
                state,
                place,
                limit: PAGE_SIZE + 1,
            };
            finding::page(tx, org, &which, viewer, moment).await
        })
    })
    .await?;
    let size = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
    let more = requests.len() > size;
    requests.truncate(size);
    let next = requests.last().filter(|_| more).map(|r| r.id);
    Ok(Page { requests, next })
}

/// One request.
///
/// # Errors
/// [`Error::NotFound`] if there is none that the member may see.
pub async fn get(
    svc: &Services,
    grant: &OrgGrant<AnyMember>,
    id: RequestId,
) -> Result<Request, Error> {
    let (org, now, viewer) = (grant.org(), svc.now(), Viewer::of(grant));
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move {
            let moment = sql::moment(tx, org, now).await?;
            finding::find(tx, org, id, viewer, moment).await
        })
    })
    .await
}

fn may_decide(grant: &OrgGrant<AnyMember>) -> bool {
    grant.roles().any_of(Approver::ROLES)
}

/// The names of those who could decide what the member asks for.
pub async fn approvers(svc: &Services, grant: &OrgGrant<AnyMember>) -> Result<Vec<String>, Error> {
    let (org, by) = (grant.org(), grant.by());
    let deciders = ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move { sql::deciders(tx, org).await })
    })
    .await?;
    let others = deciders.into_iter().filter(|(user, _)| *user != by);
    Ok(others.map(|(_, name)| name).collect())
}

/// How long a decision takes: the median of the last ones. `None` where too
/// few have been made to tell.
pub async fn typical_wait(
    svc: &Services,
    grant: &OrgGrant<AnyMember>,
) -> Result<Option<Duration>, Error> {
    let org = grant.org();
    let waits = ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move { finding::waits(tx, org, RECENT).await })
    })
    .await?;
    Ok(median(waits))
}

/// The middle one; of two in the middle the shorter one.
fn median(mut waits: Vec<Duration>) -> Option<Duration> {
    if waits.len() < ENOUGH {
        return None;
    }
    waits.sort_unstable();
    waits.get((waits.len() - 1) / 2).copied()
}

/// How many open requests the member can decide: none without the role, and
/// never those the member has made or joined.
pub async fn waiting(svc: &Services, grant: &OrgGrant<AnyMember>) -> Result<i64, Error> {
    if !may_decide(grant) {
        return Ok(0);
    }
    let (org, by, now) = (grant.org(), grant.by(), svc.now());
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move {
            let moment = sql::moment(tx, org, now).await?;
            finding::waiting(tx, org, by, moment).await
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typical_wait_is_the_middle_one() {
        let hours = |list: &[i64]| median(list.iter().copied().map(Duration::hours).collect());
        assert_eq!(hours(&[1, 2]), None, "two say nothing");
        assert_eq!(hours(&[100, 1, 2]), Some(Duration::hours(2)));
        assert_eq!(hours(&[4, 3, 2, 1]), Some(Duration::hours(2)));
    }
}
