//! Facts of an offering as several pages show them.

use backend::catalog::snapshot::{Offering, Snapshot};
use domain::offering::DeploymentType;
use leptos::prelude::AnyView;

use super::cell;

/// The name of its region, with the country.
pub fn region_name(snapshot: &Snapshot, offering: &Offering) -> Option<String> {
    let region = snapshot.regions.get(offering.region?)?;
    let country = region.country.as_ref();
    Some(country.map_or_else(|| region.name.clone(), |c| format!("{} ({c})", region.name)))
}

/// Where it runs. One that runs anywhere has no region, which is not unknown.
pub fn region_cell(snapshot: &Snapshot, offering: &Offering) -> AnyView {
    if offering.region.is_none() && offering.deployment == DeploymentType::ServerlessGlobal {
        return cell::none();
    }
    cell::text(region_name(snapshot, offering))
}

/// Whether the publisher itself sells it.
pub fn is_own(snapshot: &Snapshot, offering: &Offering) -> bool {
    let entry = snapshot.entries.get(offering.entry);
    let publisher = entry.and_then(|e| snapshot.publishers.get(e.publisher?));
    let provider = snapshot.providers.get(offering.provider);
    publisher
        .zip(provider)
        .is_some_and(|(made, sells)| made.slug == sells.slug)
}

/// How many tokens fit. What a publisher says of its model holds for what it
/// sells itself; others may offer less.
pub fn context(snapshot: &Snapshot, offering: &Offering) -> Option<i64> {
    let of_model = || snapshot.entries.get(offering.entry)?.attributes.context;
    offering
        .attributes
        .context
        .or_else(|| of_model().filter(|_| is_own(snapshot, offering)))
}
