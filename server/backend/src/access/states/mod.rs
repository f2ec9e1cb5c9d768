//! What an organization can do with which offering.

mod sql;

use std::collections::BTreeMap;

use domain::access::AccessState;
use domain::id::RequestId;
use time::OffsetDateTime;

use crate::authz::{AnyMember, OrgGrant};
use crate::db::ReadTx;
use crate::{Error, Services};

/// What an organization can do with one offering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferingAccess {
    /// Available, pending or denied.
    pub state: AccessState,
    /// Since when.
    pub since: OffsetDateTime,
    /// The request behind it.
    pub request: RequestId,
    /// Whether the member who looks has made or joined that request, and so may
    /// see it whatever their roles.
    pub is_mine: bool,
}

/// What an organization can do with the offerings it has asked for. Of several
/// requests for one offering the best counts: available before pending before
/// denied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrgAccess {
    /// By the key of the offering.
    pub by_offering: BTreeMap<i64, OfferingAccess>,
}

impl OrgAccess {
    /// What can be done with this offering; `None` if nobody has asked.
    pub fn get(&self, offering: i64) -> Option<&OfferingAccess> {
        self.by_offering.get(&offering)
    }

    /// All of them, by the key of the offering.
    pub fn iter(&self) -> impl Iterator<Item = (i64, &OfferingAccess)> {
        self.by_offering.iter().map(|(id, access)| (*id, access))
    }
}

/// What the organization can do with offerings. A pending request that the
/// member has made or joined counts before those of others.
pub async fn states(svc: &Services, grant: &OrgGrant<AnyMember>) -> Result<OrgAccess, Error> {
    let (org, by, now) = (grant.org(), grant.by(), svc.now());
    let by_offering = ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move {
            let moment = super::sql::moment(tx, org, now).await?;
            sql::states(tx, org, by, moment).await
        })
    })
    .await?;
    Ok(OrgAccess { by_offering })
}
