//! What identifies an offering in every feed.

use domain::offering::DeploymentType;

use super::feed::{Offering, SpeedRecord};
use super::sql::KnownOffering;

/// Provider, listing, deployment type and region.
pub(super) type Way = (String, String, String, Option<String>);

pub(super) fn way(offering: &Offering) -> Way {
    of(
        &offering.provider,
        &offering.upstream,
        offering.deployment,
        offering.region.as_ref(),
    )
}

pub(super) fn way_measured(speed: &SpeedRecord) -> Way {
    of(
        &speed.provider,
        &speed.upstream,
        speed.deployment,
        speed.region.as_ref(),
    )
}

fn of(provider: &str, listing: &str, deployment: DeploymentType, region: Option<&String>) -> Way {
    (
        provider.to_owned(),
        listing.to_owned(),
        deployment.as_str().to_owned(),
        region.cloned(),
    )
}

pub(super) fn way_of(known: &KnownOffering) -> Way {
    (
        known.provider.clone(),
        known.listing.clone(),
        known.deployment_type.clone(),
        known.region.clone(),
    )
}
