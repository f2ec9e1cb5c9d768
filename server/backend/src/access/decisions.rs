//! Deciding.

use domain::access::{Reason, RequestState, check_until};
use domain::id::{OrgId, RequestId, SubscriptionId, UserId};
use domain::notification::Kind;
use serde_json::json;
use time::Date;

use super::finding::{self, Viewer};
use super::requests::{Request, href};
use super::{Called, Moment, Teller, called_or_number, sql, subscriptions};
use crate::audit::{Action, Event};
use crate::authz::{Approver, OrgGrant};
use crate::db::WriteTx;
use crate::notifications::{self, Message};
use crate::{Error, Services};

/// What an approver says.
#[derive(Debug, Clone)]
pub enum Decision {
    /// The project may use the offering.
    Approve {
        /// The last day; `None` is without an end.
        until: Option<Date>,
        /// What the approver wants to say.
        note: Option<Reason>,
    },
    /// It may not.
    Deny {
        /// Why not.
        reason: Reason,
    },
}

/// Decides a request. An approval makes the subscription in the same
/// transaction. Of two decisions at once the second is told about the first.
///
/// # Errors
/// [`Error::NotFound`] if there is no such request; [`Error::Refused`] for who
/// has made or joined it; [`Error::Invalid`] for `decision` where it is decided
/// already, no longer open or cannot be had, and for `until`.
pub async fn decide(
    svc: &Services,
    grant: &OrgGrant<Approver>,
    id: RequestId,
    decision: Decision,
) -> Result<(), Error> {
    let deciding = Deciding {
        svc: svc.clone(),
        org: grant.org(),
        by: grant.by(),
        id,
        teller: Teller::of(grant),
        subscription: SubscriptionId(svc.new_id()?),
    };
    WriteTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move { deciding.run(tx, decision).await })
    })
    .await
}

/// One decision on its way.
struct Deciding {
    svc: Services,
    org: OrgId,
    by: UserId,
    id: RequestId,
    teller: Teller,
    subscription: SubscriptionId,
}

impl Deciding {
    async fn run(self, mut tx: WriteTx, decision: Decision) -> Result<(), Error> {
        let now = tx.now();
        let moment = sql::moment(tx.conn(), self.org, now).await?;
        let is_archived = sql::share_project(tx.conn(), self.org, self.id).await?;
        // The second of two waits here and then reads what the first has done.
        sql::lock(tx.conn(), self.org, self.id).await?;
        let viewer = Viewer::of_all(self.by);
        let request = finding::find(tx.conn(), self.org, self.id, viewer, moment).await?;
        if let Some(words) = request.own_words(self.by) {
            return Err(Error::Refused(words));
        }
        if let Some(words) = request.closed() {
            return Err(Error::invalid("decision", words));
        }
        let askers = sql::askers(tx.conn(), self.org, self.id).await?;
        let offering = called_or_number(&self.svc, request.offering);
        let event = match decision {
            Decision::Approve { until, note } => {
                if let Some(until) = until {
                    check_until(until, moment.today).map_err(|e| Error::invalid("until", e))?;
                }
                can_be_had(&offering, is_archived)?;
                let note = note.as_ref().map(Reason::as_str);
                self.approve(&mut tx, &request, until, note, moment).await?;
                self.approved(&request, &offering, until, note)
            }
            Decision::Deny { reason } => {
                let close = sql::Close {
                    state: RequestState::Denied,
                    by: Some(self.by),
                    reason: Some(reason.as_str()),
                };
                sql::close(tx.conn(), self.org, self.id, &close, now).await?;
                self.denied(&request, &offering, &reason)
            }
        };
        for user in askers {
            let message = self.told(user, &offering, &event);
            notifications::send(&self.svc, &mut tx, self.org, &message).await?;
        }
        tx.commit(event).await
    }

    async fn approve(
        &self,
        tx: &mut WriteTx,
        request: &Request,
        until: Option<Date>,
        note: Option<&str>,
        moment: Moment,
    ) -> Result<(), Error> {
        let close = sql::Close {
            state: RequestState::Approved,
            by: Some(self.by),
            reason: note,
        };
        sql::close(tx.conn(), self.org, self.id, &close, moment.now).await?;
        let wanted = sql::Wanted {
            org: self.org,
            project: request.project,
            offering: request.offering,
        };
        subscriptions::settle(tx.conn(), wanted, moment).await?;
        let made = subscriptions::NewSubscription {
            id: self.subscription,
            request: self.id,
            expires_on: until,
            by: self.by,
        };
        subscriptions::subscribe(tx.conn(), wanted, &made, moment.now).await
    }

    fn approved(
        &self,
        request: &Request,
        offering: &Called,
        until: Option<Date>,
        note: Option<&str>,
    ) -> Event {
        let event = Event::new(Action::AccessApproved, self.id)
            .before(json!({ "until": request.until.map(|day| day.to_string()) }))
            .after(json!({
                "project": request.project_slug, "offering": offering.listing,
                "until": until.map(|day| day.to_string()),
                "subscription": self.subscription.to_string(),
            }));
        match note {
            Some(note) => event.because(note),
            None => event,
        }
    }

    fn denied(&self, request: &Request, offering: &Called, reason: &Reason) -> Event {
        Event::new(Action::AccessDenied, self.id)
            .after(json!({ "project": request.project_slug, "offering": offering.listing }))
            .because(reason.as_str())
    }

    /// What whoever asked is told.
    fn told(&self, to: UserId, offering: &Called, event: &Event) -> Message {
        let is_approval = event.action == Action::AccessApproved;
        let done = if is_approval { "approved" } else { "denied" };
        let name = &self.teller.name;
        Message {
            to,
            kind: Kind::AccessDecided,
            title: format!("Access to {} was {done}", offering.name),
            body: match &event.reason {
                Some(reason) => format!("{name} writes: {reason}"),
                None => format!("{name} agreed: it can be used from now on."),
            },
            href: href(&self.teller.org, self.id),
        }
    }
}

/// Whether an offering can be given to a project.
fn can_be_had(offering: &Called, is_archived: bool) -> Result<(), Error> {
    let words = if !offering.is_live {
        "This offering can no longer be had."
    } else if is_archived {
        "The project is archived: it takes nothing new."
    } else {
        return Ok(());
    };
    Err(Error::invalid("decision", words))
}
