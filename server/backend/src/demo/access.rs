//! What the organization that buys has asked for: one request of each kind.

use domain::access::RequestState;
use domain::id::{OrgId, RequestId, SubscriptionId, UserId};
use domain::notification::Kind;
use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::sql;
use crate::audit::{Action, Event};
use crate::db::WriteTx;
use crate::notifications::{self, Message};
use crate::{Error, Services};

/// A request of the buyer.
struct Asked {
    provider: &'static str,
    upstream: &'static str,
    /// For people.
    name: &'static str,
    project: &'static str,
    use_case: &'static str,
    days_ago: i64,
    state: RequestState,
    reason: Option<&'static str>,
}

const REQUESTS: [Asked; 3] = [
    Asked {
        provider: "anthropic",
        upstream: "claude-haiku-4-5",
        name: "Claude Haiku 4.5",
        project: "support-assistant",
        use_case: "Drafts answers to customers, which people check before they are sent.",
        days_ago: 12,
        state: RequestState::Approved,
        reason: Some("Approved for half a year; ask again before it ends."),
    },
    Asked {
        provider: "deepseek",
        upstream: "deepseek-v4-pro",
        name: "DeepSeek V4 Pro",
        project: "research",
        use_case: "Compares answers of several models to questions about our reports.",
        days_ago: 6,
        state: RequestState::Denied,
        reason: Some("The reports are confidential: use a provider with a contract."),
    },
    Asked {
        provider: "openai",
        upstream: "gpt-5.4-mini",
        name: "GPT-5.4 mini",
        project: "document-search",
        use_case: "Summarizes the documents that a search has found.",
        days_ago: 1,
        state: RequestState::Pending,
        reason: None,
    },
];

/// How long the approver took.
const WAIT: Duration = Duration::hours(3);
/// How long what was approved lasts.
const TERM: Duration = Duration::days(180);

/// Who plays, and where.
pub(super) struct Stage<'a> {
    pub(super) org: OrgId,
    pub(super) slug: &'a str,
    pub(super) buyer: UserId,
    pub(super) approver: UserId,
}

/// Makes the requests whose offerings the catalog has, in the organization the
/// transaction has entered.
pub(super) async fn fill(svc: &Services, tx: &mut WriteTx, stage: &Stage<'_>) -> Result<(), Error> {
    for asked in &REQUESTS {
        let offering = sql::offering(tx.conn(), asked.provider, asked.upstream).await?;
        if let Some(offering) = offering {
            make(svc, tx, stage, asked, offering).await?;
        }
    }
    Ok(())
}

async fn make(
    svc: &Services,
    tx: &mut WriteTx,
    stage: &Stage<'_>,
    asked: &Asked,
    offering: i64,
) -> Result<(), Error> {
    let now = tx.now();
    let id = RequestId(svc.new_id()?);
    let row = sql::NewRequest {
        id,
        project: asked.project,
        offering,
        by: stage.buyer,
        use_case: asked.use_case,
        created_at: now - Duration::days(asked.days_ago),
        state: asked.state,
        decided: decided(asked, stage, now),
    };
    sql::insert_request(tx.conn(), stage.org, &row).await?;
    let facts = json!({
        "project": asked.project, "offering": format!("{}/{}", asked.provider, asked.upstream),
    });
    tx.note(Event::new(Action::AccessRequested, id).after(facts.clone()))
        .await?;
    let action = match asked.state {
        RequestState::Approved => {
            let until = (now + TERM).date();
            let subscription = SubscriptionId(svc.new_id()?);
            sql::insert_subscription(tx.conn(), stage.org, id, subscription, until).await?;
            Action::AccessApproved
        }
        RequestState::Denied => Action::AccessDenied,
        RequestState::Pending | RequestState::Withdrawn | RequestState::Expired => {
            let message = waits(stage, id, asked);
            return notifications::send(svc, tx, stage.org, &message).await;
        }
    };
    let event = Event::new(action, id).after(facts);
    tx.note(event.because(asked.reason.unwrap_or_default()))
        .await
}

fn decided(asked: &Asked, stage: &Stage<'_>, now: OffsetDateTime) -> Option<sql::Decided> {
    asked.reason.map(|reason| sql::Decided {
        by: stage.approver,
        at: now - Duration::days(asked.days_ago) + WAIT,
        reason,
    })
}

fn waits(stage: &Stage<'_>, id: RequestId, asked: &Asked) -> Message {
    Message {
        to: stage.approver,
        kind: Kind::AccessRequested,
        title: format!("Demo buyer asks for {}", asked.name),
        body: asked.use_case.to_owned(),
        href: format!("/organizations/{}/requests/{id}", stage.slug),
    }
}
