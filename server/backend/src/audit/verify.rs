//! Walking a chain to find what was tampered with.

use std::fmt;
use std::str::FromStr;

use domain::id::OrgId;
use sqlx::PgConnection;

use super::chain::{Link, Tip};
use super::log::INSTALLATION;
use super::{Log, sql};
use crate::authz::Scope;
use crate::db::ReadTx;
use crate::{Error, Services, token};

/// Events read at a time.
const BATCH: i64 = 1000;

/// The last event of a chain, to be kept elsewhere: only somebody who holds one
/// can tell that the end of the chain was cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Whose chain.
    pub org: OrgId,
    /// The number of the last event; 0 for an empty chain.
    pub seq: i64,
    hash: [u8; 32],
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.org, self.seq, token::hex(&self.hash))
    }
}

/// A line that [`Head`] did not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not the head of an audit chain: an organization, a number and a hash")]
pub struct WrongHead;

impl FromStr for Head {
    type Err = WrongHead;

    fn from_str(line: &str) -> Result<Self, WrongHead> {
        let mut parts = line.split_whitespace();
        let mut next = || parts.next().ok_or(WrongHead);
        Ok(Self {
            org: next()?.parse().map_err(|_| WrongHead)?,
            seq: next()?.parse().map_err(|_| WrongHead)?,
            hash: token::from_hex(next()?).ok_or(WrongHead)?,
        })
    }
}

/// What is wrong, and with which event first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The number is absent: the event was deleted or given another number.
    #[error("event {0} is missing")]
    Missing(i64),
    /// A field was changed after it was written.
    #[error("event {0} was changed")]
    Changed(i64),
    /// It does not follow the event before it: it was replaced or inserted.
    #[error("event {0} does not follow the one before it")]
    Unlinked(i64),
    /// The chain ends too early or goes on beyond its head.
    #[error("the chain ends at event {found}, its head says {expected}")]
    Cut {
        /// The number of the last event that is there.
        found: i64,
        /// The number the head names.
        expected: i64,
    },
    /// The event that an exported head names is another one now.
    #[error("event {0} is not the one whose head was exported")]
    NotExported(i64),
}

/// A chain without a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// Its last event.
    pub head: Head,
}

/// The head of a chain, for keeping elsewhere.
pub async fn head_of(svc: &Services, org: OrgId) -> Result<Head, Error> {
    ReadTx::run(svc, Scope::system().in_org(org), move |tx| {
        Box::pin(async move { Ok(head(org, sql::head(tx, org).await?)) })
    })
    .await
}

fn head(org: OrgId, tip: Option<Tip>) -> Head {
    Head {
        org,
        seq: tip.map_or(0, |t| t.seq),
        hash: tip.map_or([0; 32], |t| t.hash),
    }
}

/// Every chain with the slug of its organization; the installation comes first.
pub async fn chains(svc: &Services) -> Result<Vec<(OrgId, String)>, Error> {
    let scope = Scope {
        operator: true,
        ..Scope::system()
    };
    let mut all = vec![(OrgId::INSTALLATION, INSTALLATION.to_owned())];
    let organizations = ReadTx::run(svc, scope, |tx| Box::pin(sql::organizations(tx))).await?;
    all.extend(organizations);
    Ok(all)
}

/// Walks a whole chain, for the shell. `exported` is a head that was kept
/// elsewhere.
pub async fn verify(
    svc: &Services,
    org: OrgId,
    exported: Option<Head>,
) -> Result<Result<Verified, Finding>, Error> {
    let scope = Scope::system().in_org(org);
    ReadTx::run(svc, scope, move |tx| Box::pin(walk(tx, org, exported))).await
}

/// The same for a page, in the name of somebody who may read the log.
pub async fn verify_for(svc: &Services, log: &Log) -> Result<Result<Verified, Finding>, Error> {
    let (org, scope) = (log.org, log.scope.clone());
    ReadTx::run(svc, scope, move |tx| Box::pin(walk(tx, org, None))).await
}

async fn walk(
    tx: &mut PgConnection,
    org: OrgId,
    exported: Option<Head>,
) -> Result<Result<Verified, Finding>, Error> {
    let said = sql::head(tx, org).await?;
    let mut tip = Tip {
        seq: 0,
        hash: [0; 32],
    };
    loop {
        let links = sql::walk(tx, org, tip.seq, BATCH).await?;
        let last = links.len() < usize::try_from(BATCH).unwrap_or(usize::MAX);
        for link in links {
            match follow(tip, &link, exported) {
                Ok(next) => tip = next,
                Err(finding) => return Ok(Err(finding)),
            }
        }
        if last {
            break;
        }
    }
    let expected = said.map_or(0, |s| s.seq).max(exported.map_or(0, |e| e.seq));
    if tip.seq != expected || said.is_some_and(|s| s.hash != tip.hash) {
        return Ok(Err(Finding::Cut {
            found: tip.seq,
            expected,
        }));
    }
    Ok(Ok(Verified {
        head: head(org, Some(tip)),
    }))
}

fn follow(tip: Tip, link: &Link, exported: Option<Head>) -> Result<Tip, Finding> {
    let seq = tip.seq + 1;
    if link.seq != seq {
        return Err(Finding::Missing(seq));
    }
    if link.expected_hash() != link.hash {
        return Err(Finding::Changed(seq));
    }
    if link.previous != tip.hash {
        return Err(Finding::Unlinked(seq));
    }
    if exported.is_some_and(|e| e.seq == seq && e.hash != link.hash) {
        return Err(Finding::NotExported(seq));
    }
    Ok(Tip {
        seq,
        hash: link.hash,
    })
}
