//! The last step of signing in, after everything was shown.

use domain::id::UserId;

use super::sql::{self, Account};
use crate::accounts::second_factor::{self, Proof};
use crate::accounts::{Epochs, throttle};
use crate::audit::{Action, Event};
use crate::authz::{Origin, Scope};
use crate::db::WriteTx;
use crate::{Error, Services, token};

/// Somebody who is in.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Whose account it is.
    pub user: UserId,
    /// The value of a cookie by which this browser is known from now on; `None`
    /// if it has one.
    pub new_device: Option<String>,
    /// The epochs of the account, for the session.
    pub epochs: Epochs,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignedIn({})", self.user)
    }
}

/// What happens when somebody enters.
pub(super) struct Entry {
    account: Account,
    device: [u8; 32],
    new_device: Option<String>,
    forgiven: Vec<String>,
    proof: Option<Proof>,
}

impl Entry {
    /// From the device that the browser has `shown`, if it is one, or from a new
    /// one; the throttles `forgiven` are cleared. A browser that several accounts
    /// share is one device of each: a new one would make it a stranger to the others.
    pub(super) fn new(
        svc: &Services,
        account: Account,
        shown: Option<[u8; 32]>,
        forgiven: Vec<String>,
    ) -> Result<Self, Error> {
        let (device, new_device) =
            if let Some(device) = shown.filter(|_| account.device_is_own.is_some()) {
                (device, None)
            } else {
                let cookie = token::secret(svc)?;
                (token::sha256(&cookie), Some(cookie))
            };
        Ok(Self {
            account,
            device,
            new_device,
            forgiven,
            proof: None,
        })
    }

    /// With a code of the second factor, which is used up.
    pub(super) fn proven_by(self, proof: Proof) -> Self {
        Self {
            proof: Some(proof),
            ..self
        }
    }
}

/// Lets somebody in, unless the code was used before or the account has changed
/// since it was read.
pub(super) async fn enter(
    svc: &Services,
    origin: &Origin,
    entry: Entry,
) -> Result<Option<SignedIn>, Error> {
    let user = entry.account.user();
    let scope = Scope::visitor(origin).acting(user, &entry.account.name);
    WriteTx::run(svc, scope, move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            let hash = entry.account.password_hash.as_deref();
            let Some(epochs) = sql::lock(tx.conn(), user, hash).await? else {
                return Ok(None);
            };
            if let Some(proof) = entry.proof
                && !second_factor::redeem(tx.conn(), user, proof, now).await?
            {
                return Ok(None);
            }
            sql::remember_device(tx.conn(), user, entry.device, now).await?;
            throttle::clear(tx.conn(), &entry.forgiven).await?;
            tx.commit(Event::new(Action::SignedIn, user)).await?;
            Ok(Some(SignedIn {
                user,
                new_device: entry.new_device,
                epochs,
            }))
        })
    })
    .await
}
