//! Listings of which no feed says which model they are, and whose own id says
//! it: a provider that calls it `one` lists as `acme/one` what is the model
//! `acme/one`. Two entries of the catalog under one id could not be told apart.
//! What a source has stated is never replaced by what an id says.

mod sql;

use std::collections::{HashMap, HashSet};

use super::names::Names;
use super::sql::{Connection, KnownOffering};
use super::way::Way;

/// Links what is known by the id or another name of a model and has none yet.
/// Returns how many listings that were `known` before this import have a model
/// now: a new one is new, whatever it is linked to.
pub(super) async fn link(
    tx: &mut Connection,
    names: &Names,
    known: &HashMap<Way, KnownOffering>,
) -> Result<u64, sqlx::Error> {
    let known: HashSet<(&str, &str)> = known
        .keys()
        .map(|(provider, listing, ..)| (provider.as_str(), listing.as_str()))
        .collect();
    let (mut listings, mut models, mut changed) = (Vec::new(), Vec::new(), 0);
    for listing in sql::unlinked(tx).await? {
        if let Some(model) = names.model_of(&listing.provider, &listing.slug) {
            let before = known.contains(&(listing.provider.as_str(), listing.slug.as_str()));
            changed += u64::from(before);
            listings.push(listing.listing_id);
            models.push(model.to_owned());
        }
    }
    sql::link(tx, &listings, &models).await?;
    Ok(changed)
}
