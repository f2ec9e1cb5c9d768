//! What every page says of the account that is signed in.

use crate::authz::Actor;
use crate::db::ReadTx;
use crate::notifications::Open;
use crate::organizations::Membership;
use crate::{Error, Services, notifications, organizations};

/// Where an account belongs, and what waits for it.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Its organizations, by name.
    pub organizations: Vec<Membership>,
    /// How many messages in its inbox were not read, of those that are open to it.
    pub unread: i64,
}

/// Both in one transaction: every page that is not for everybody begins with
/// this.
pub async fn standing(svc: &Services, by: &Actor) -> Result<Standing, Error> {
    let actor = by.clone();
    ReadTx::run(svc, by.scope(), move |tx| {
        Box::pin(async move {
            let organizations = organizations::of_actor(tx, &actor).await?;
            let open = Open::to(&actor, &organizations);
            let unread = notifications::unread(tx, actor.user(), &open).await?;
            Ok(Standing {
                organizations,
                unread,
            })
        })
    })
    .await
}
