//! Reading the log.

use domain::id::UserId;
use time::OffsetDateTime;

use super::chain::Link;
use super::{Action, Log, sql};
use crate::db::ReadTx;
use crate::{Error, Services};

/// Most events on one page.
pub const PAGE_SIZE: i64 = 50;

/// Which events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this action.
    pub action: Option<Action>,
    /// Only by this account.
    pub actor: Option<UserId>,
    /// Only from this instant on.
    pub since: Option<OffsetDateTime>,
    /// Only before this instant.
    pub until: Option<OffsetDateTime>,
    /// Only events whose subject or actor contains this.
    pub text: Option<String>,
    /// Only events before this number: where a page begins.
    pub before: Option<i64>,
}

/// One event as it is shown.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number in the chain, from 1.
    pub seq: i64,
    /// When it happened.
    pub happened_at: OffsetDateTime,
    /// Whose account, if it was a person.
    pub actor: Option<UserId>,
    /// The name of the actor at that time.
    pub actor_name: String,
    /// What was done; `None` for a word of a newer program.
    pub action: Option<Action>,
    /// The word as it is written.
    pub action_word: String,
    /// What it was done to.
    pub subject: String,
    /// Why.
    pub reason: Option<String>,
    /// What it was before, as JSON.
    pub before: Option<String>,
    /// What it was after, as JSON.
    pub after: Option<String>,
    /// From which address.
    pub ip: Option<String>,
    /// From which client.
    pub user_agent: Option<String>,
    /// The hash of the event, in hex.
    pub hash: String,
}

impl From<Link> for Line {
    fn from(link: Link) -> Self {
        Self {
            seq: link.seq,
            happened_at: link.happened_at,
            actor: link.actor.map(UserId),
            actor_name: link.actor_name,
            action: Action::from_word(&link.action),
            action_word: link.action,
            subject: link.subject,
            reason: link.reason,
            before: link.before,
            after: link.after,
            ip: link.ip,
            user_agent: link.user_agent,
            hash: crate::token::hex(&link.hash),
        }
    }
}

/// A page of the log, newest first.
#[derive(Debug)]
pub struct Page {
    /// The events.
    pub lines: Vec<Line>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
}

/// Lists events of a log, newest first.
pub async fn list(svc: &Services, log: &Log, filter: Filter) -> Result<Page, Error> {
    let org = log.org;
    let mut links = ReadTx::run(svc, log.scope.clone(), move |tx| {
        Box::pin(async move { sql::list(tx, org, &filter, PAGE_SIZE + 1).await })
    })
    .await?;
    let size = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
    let more = links.len() > size;
    links.truncate(size);
    let next = links.last().filter(|_| more).map(|l| l.seq);
    Ok(Page {
        lines: links.into_iter().map(Line::from).collect(),
        next,
    })
}
