//! Listings of which no feed says which model they are, and whose own id says
//! it: a provider that calls it `one` lists as `acme/one` what is the model
//! `acme/one`. Two entries of the catalog under one id could not be told apart.

mod sql;

use super::names::Names;
use super::sql::Connection;

/// Links what is known by the id or another name of a model. Returns how many
/// listings have a model now that had none.
pub(super) async fn link(tx: &mut Connection, names: &Names) -> Result<u64, sqlx::Error> {
    let (mut listings, mut models) = (Vec::new(), Vec::new());
    for listing in sql::unlinked(tx).await? {
        if let Some(model) = names.model_of(&listing.provider, &listing.slug) {
            listings.push(listing.listing_id);
            models.push(model.to_owned());
        }
    }
    sql::link(tx, &listings, &models).await
}
