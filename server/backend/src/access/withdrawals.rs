//! Taking a request back.

use domain::access::RequestState;
use domain::id::RequestId;
use serde_json::json;

use super::finding::{self, Viewer};
use super::{called_or_number, sql};
use crate::audit::{Action, Event};
use crate::authz::{AnyMember, OrgGrant};
use crate::db::WriteTx;
use crate::{Error, Services};

/// What is said to somebody who would take back what another has asked for.
pub const NOT_YOURS: &str = "A request is withdrawn by whoever made it.";

/// What became of a request that was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawn {
    /// Nobody else had asked for it: nobody decides it any more.
    Closed,
    /// It goes on, and is now that of the first who had joined it.
    HandedOver,
}

/// Takes a request back; only who has made it can. Where others have joined, it
/// goes on as that of the first of them who is a member still.
///
/// # Errors
/// [`Error::NotFound`] if there is none that the member may see,
/// [`Error::Refused`] for somebody else's, [`Error::Conflict`] if it is no
/// longer open.
pub async fn withdraw(
    svc: &Services,
    grant: &OrgGrant<AnyMember>,
    id: RequestId,
) -> Result<Withdrawn, Error> {
    let (org, by, viewer) = (grant.org(), grant.by(), Viewer::of(grant));
    let services = svc.clone();
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            let moment = sql::moment(tx.conn(), org, now).await?;
            sql::lock(tx.conn(), org, id).await?;
            let request = finding::find(tx.conn(), org, id, viewer, moment).await?;
            if request.requested_by != by {
                return Err(Error::Refused(NOT_YOURS));
            }
            if request.state != RequestState::Pending {
                return Err(Error::Conflict("This request is no longer open."));
            }
            let offering = called_or_number(&services, request.offering);
            let (project, offering) = (request.project_slug, offering.listing);
            if let Some(heir) = sql::heir(tx.conn(), org, id, by).await? {
                sql::hand_over(tx.conn(), org, id, heir).await?;
                let event = Event::new(Action::AccessHandedOver, id)
                    .before(json!({ "requested_by": by.to_string() }))
                    .after(json!({
                        "requested_by": heir.to_string(), "project": project, "offering": offering,
                    }));
                tx.commit(event).await?;
                return Ok(Withdrawn::HandedOver);
            }
            let close = sql::Close {
                state: RequestState::Withdrawn,
                by: None,
                reason: None,
            };
            sql::close(tx.conn(), org, id, &close, now).await?;
            let event = Event::new(Action::AccessWithdrawn, id)
                .before(json!({ "project": project, "offering": offering }));
            tx.commit(event).await?;
            Ok(Withdrawn::Closed)
        })
    })
    .await
}
