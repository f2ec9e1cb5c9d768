//! Sealing everything under the first key, so that older ones can go.

use domain::id::OrgId;
use serde_json::json;

use super::sql::{self, Sealed};
use super::{PROVIDER, SECOND_FACTOR};
use crate::audit::{self, Action, Event};
use crate::authz::Scope;
use crate::db::WriteTx;
use crate::{Error, Services};

/// Values in one transaction.
const BATCH: i64 = 100;

/// Seals every value anew that is not under the first key, and says how many
/// those were. It can be stopped and started again at any time.
///
/// # Errors
/// [`Error::Internal`] for a value that no key opens; the ones before it stay
/// sealed anew.
pub async fn rotate(svc: &Services) -> Result<usize, Error> {
    let mut total = 0;
    loop {
        let sealed = rotate_second_factors(svc).await?;
        if sealed == 0 {
            break;
        }
        total += sealed;
    }
    for (org, _) in audit::chains(svc).await? {
        if org != OrgId::INSTALLATION {
            total += rotate_provider(svc, org).await?;
        }
    }
    Ok(total)
}

async fn rotate_second_factors(svc: &Services) -> Result<usize, Error> {
    let services = svc.clone();
    WriteTx::run(svc, Scope::system(), move |mut tx| {
        Box::pin(async move {
            let header = services.keyring.header();
            let found = sql::second_factors(tx.conn(), &header, BATCH).await?;
            for sealed in &found {
                let value = anew(&services, SECOND_FACTOR, sealed)?;
                sql::update_second_factor(tx.conn(), sealed.id, &value).await?;
            }
            finish(tx, &services, SECOND_FACTOR, found.len()).await
        })
    })
    .await
}

/// Row-level security shows one organization at a time.
async fn rotate_provider(svc: &Services, org: OrgId) -> Result<usize, Error> {
    let services = svc.clone();
    WriteTx::run(svc, Scope::system().in_org(org), move |mut tx| {
        Box::pin(async move {
            let header = services.keyring.header();
            let found = sql::provider(tx.conn(), org, &header).await?;
            if let Some(sealed) = &found {
                let value = anew(&services, PROVIDER, sealed)?;
                sql::update_provider(tx.conn(), org, &value).await?;
            }
            finish(tx, &services, PROVIDER, usize::from(found.is_some())).await
        })
    })
    .await
}

fn anew(svc: &Services, purpose: &str, sealed: &Sealed) -> Result<Vec<u8>, Error> {
    let row = sealed.id.as_bytes();
    let plain = svc.open(purpose, row, &sealed.value)?;
    svc.seal(purpose, row, &plain)
}

/// Commits if there was something to do.
async fn finish(tx: WriteTx, svc: &Services, purpose: &str, count: usize) -> Result<usize, Error> {
    if count > 0 {
        let key = svc.keyring.key_ids().into_iter().next();
        let event = Event::new(Action::SecretsRotated, purpose);
        tx.commit(event.after(json!({ "values": count, "key": key })))
            .await?;
    }
    Ok(count)
}
