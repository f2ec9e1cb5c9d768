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

/// How and where it runs: `Regional, eu-west-1`.
pub fn runs(snapshot: &Snapshot, offering: &Offering) -> String {
    let how = offering.deployment.label();
    region_name(snapshot, offering)
        .map_or_else(|| how.to_owned(), |region| format!("{how}, {region}"))
}

/// What tells an offering from every other that can be had: model, provider,
/// deployment and region; also the provider's name for it where one sells
/// several that run alike.
pub fn full_name(snapshot: &Snapshot, offering: &Offering) -> String {
    let runs = runs(snapshot, offering);
    let Some(entry) = snapshot.entries.get(offering.entry) else {
        return format!("{}, {runs}", offering.name);
    };
    let provider = snapshot.providers.get(offering.provider);
    let provider = provider.map_or("", |p| p.name.as_str());
    let place = |o: &Offering| (o.provider, o.deployment, o.region);
    let alike = snapshot.offerings_of(entry).iter();
    let alike = alike.filter(|o| o.is_live() && place(o) == place(offering));
    let named = format!("{}, {provider}, {runs}", entry.name);
    if alike.count() > 1 {
        format!("{named}, {}", offering.upstream)
    } else {
        named
    }
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
