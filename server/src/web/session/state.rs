//! What a session holds.

use backend::accounts::Epochs;
use backend::authz::{Origin, SignedInBy};
use domain::id::{OrgId, UserId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The one key of a session's data that is kept.
pub(super) const KEY: &str = "state";
/// Tells the store that the session has a row already, under this id.
pub(super) const RENAMED: &str = "renamed";

/// How the person has shown who they are.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum By {
    Password,
    Provider(OrgId),
}

/// A password was right; the code is missing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pending {
    pub(super) user: UserId,
    /// Which password: after another one no code helps.
    #[serde(default)]
    pub(super) credentials: i32,
    #[serde(with = "time::serde::timestamp")]
    pub(super) until: OffsetDateTime,
}

/// The whole of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) user: Option<UserId>,
    by: By,
    /// Roles as they were: a later epoch gives the session a new id.
    pub(super) epoch: i32,
    /// The password as it was: with another epoch the session is nobody's. Who
    /// changes the password writes it here: `backend::accounts::change_password`.
    #[serde(default)]
    pub(super) credentials: i32,
    /// The provider as it was: with another epoch the session is nobody's.
    #[serde(default)]
    provider_epoch: i32,
    #[serde(with = "time::serde::timestamp")]
    pub(super) started_at: OffsetDateTime,
    #[serde(with = "time::serde::timestamp")]
    pub(super) seen_at: OffsetDateTime,
    pub(super) pending: Option<Pending>,
    ip: Option<String>,
    user_agent: Option<String>,
}

impl State {
    pub(super) fn signed_in(
        user: UserId,
        by: &SignedInBy,
        epochs: Epochs,
        origin: &Origin,
        now: OffsetDateTime,
    ) -> Self {
        let (by, provider_epoch) = match by {
            SignedInBy::Provider(org, epoch) => (By::Provider(*org), *epoch),
            // A token never makes a session.
            SignedInBy::Password | SignedInBy::Token(..) => (By::Password, 0),
        };
        Self {
            user: Some(user),
            by,
            epoch: epochs.authority,
            credentials: epochs.credentials,
            provider_epoch,
            started_at: now,
            seen_at: now,
            pending: None,
            ip: origin.ip.clone(),
            user_agent: origin.user_agent.clone(),
        }
    }

    pub(super) fn awaiting_code(pending: Pending, origin: &Origin, now: OffsetDateTime) -> Self {
        Self {
            user: None,
            by: By::Password,
            epoch: 0,
            credentials: 0,
            provider_epoch: 0,
            started_at: now,
            seen_at: now,
            pending: Some(pending),
            ip: origin.ip.clone(),
            user_agent: origin.user_agent.clone(),
        }
    }

    pub(super) fn signed_in_by(&self) -> SignedInBy {
        match self.by {
            By::Password => SignedInBy::Password,
            By::Provider(org) => SignedInBy::Provider(org, self.provider_epoch),
        }
    }

    /// The organization through whose provider the person came.
    pub(super) fn provider(&self) -> Option<OrgId> {
        match self.by {
            By::Password => None,
            By::Provider(org) => Some(org),
        }
    }

    pub(super) fn origin(&self) -> Origin {
        Origin {
            ip: self.ip.clone(),
            user_agent: self.user_agent.clone(),
        }
    }
}
