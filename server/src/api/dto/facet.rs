//! What a list can be narrowed by.

use backend::catalog::snapshot::{self, Results};
use domain::catalog_query::CatalogQuery;
use serde::Serialize;
use utoipa::ToSchema;

/// A filter and its values.
#[derive(Debug, Serialize, ToSchema)]
pub struct Facet {
    /// The name of its parameter.
    #[schema(example = "provider")]
    pub parameter: &'static str,
    /// Its name for people.
    #[schema(example = "Provider")]
    pub label: &'static str,
    /// The commonest value first.
    pub values: Vec<FacetValue>,
}

/// A value of a filter.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetValue {
    /// What to send.
    #[schema(example = "amazon-bedrock")]
    pub value: String,
    /// For people.
    #[schema(example = "Amazon Bedrock")]
    pub label: String,
    /// How many items it would leave, under all other filters.
    #[schema(example = 92)]
    pub count: u64,
    /// Whether it is chosen.
    pub selected: bool,
}

/// The facets of an answer.
pub(crate) fn facets(results: &Results<'_>, query: &CatalogQuery) -> Vec<Facet> {
    let facets = results.facets().into_iter();
    facets
        .map(|(facet, values)| Facet::new(facet, &values, query))
        .collect()
}

impl Facet {
    fn new(
        facet: snapshot::Facet,
        values: &[(&snapshot::FacetValue, u64)],
        query: &CatalogQuery,
    ) -> Self {
        let chosen = facet.chosen(query);
        let value = |(value, count): &(&snapshot::FacetValue, u64)| FacetValue {
            value: value.word.clone(),
            label: value.label.clone(),
            count: *count,
            selected: chosen.contains(&value.word),
        };
        Self {
            parameter: facet.parameter(),
            label: facet.label(),
            values: values.iter().map(value).collect(),
        }
    }
}
