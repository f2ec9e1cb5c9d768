//! How an account keeps the catalog.

use super::sql;
use crate::authz::Actor;
use crate::db::WriteTx;
use crate::{Error, Services};

/// Keeps how the account wants to see the catalog, in every browser it signs in
/// with: the query string of its page, of at most 1,000 characters; empty is as if
/// it had never said. Nothing that the audit log tells: it concerns nobody else.
pub async fn keep_display(svc: &Services, by: &Actor, display: String) -> Result<(), Error> {
    let display = (!display.is_empty()).then_some(display);
    let user = by.user();
    WriteTx::run(svc, by.scope(), move |mut tx| {
        Box::pin(async move {
            sql::set_display(tx.conn(), user, display.as_deref()).await?;
            tx.commit_unaudited().await
        })
    })
    .await
}
