//! Which messages are open to somebody: that depends on how they have signed in.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;
use crate::authz::Actor;
use crate::organizations::{self, Membership};

/// The organizations whose messages may be read. Whoever came through a provider
/// reads those of its organization; whoever has shown a password those of every
/// organization that does not insist on its own provider, and those that are of
/// no organization. Nobody reads what an organization wrote to its former
/// members.
#[derive(Debug)]
pub(crate) struct Open {
    pub(super) organizations: Vec<Uuid>,
    /// Whether messages of no organization are open too.
    pub(super) of_account: bool,
}

impl Open {
    /// To whoever belongs to these organizations.
    pub(crate) fn to(by: &Actor, memberships: &[Membership]) -> Self {
        let open = memberships
            .iter()
            .filter(|m| by.may_enter(m.org, m.entrance()).is_ok());
        Self {
            organizations: open.map(|m| m.org.0).collect(),
            of_account: by.by_password().is_ok(),
        }
    }

    /// To this actor, in whose scope the transaction runs.
    pub(super) async fn read(tx: &mut PgConnection, by: &Actor) -> Result<Self, Error> {
        Ok(Self::to(by, &organizations::of_actor(tx, by).await?))
    }
}
