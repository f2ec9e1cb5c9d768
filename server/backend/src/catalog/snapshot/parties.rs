//! Sources, companies and regions as rows become those of a snapshot.

use super::sql::{ProviderRow, PublisherRow, RegionRow, SourceRow};
use super::{Provider, Publisher, Region, Source};

pub(super) fn sources(rows: &[SourceRow]) -> Vec<Source> {
    let source = |r: &SourceRow| Source {
        slug: r.slug.clone(),
        name: r.name.clone(),
        url: r.url.clone(),
        license: r.license.clone(),
        as_of: r.as_of,
        rank: r.rank,
    };
    rows.iter().map(source).collect()
}

pub(super) fn publishers(rows: Vec<PublisherRow>) -> Vec<Publisher> {
    let publisher = |r: PublisherRow| Publisher {
        slug: r.slug,
        name: r.name,
        country: r.country,
        url: r.url,
        description: r.description,
    };
    rows.into_iter().map(publisher).collect()
}

pub(super) fn providers(rows: Vec<ProviderRow>) -> Vec<Provider> {
    let provider = |r: ProviderRow| Provider {
        slug: r.slug,
        name: r.name,
        country: r.country,
        url: r.url,
        docs_url: r.docs_url,
        api_url: r.api_url,
        description: r.description,
    };
    rows.into_iter().map(provider).collect()
}

pub(super) fn regions(rows: Vec<RegionRow>) -> Vec<Region> {
    let region = |r: RegionRow| Region {
        slug: r.slug,
        name: r.name,
        cloud: r.cloud,
        country: r.country,
    };
    rows.into_iter().map(region).collect()
}
