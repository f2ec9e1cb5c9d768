//! What the filters of the catalog are called where they are in force.

use std::str::FromStr;

use backend::catalog::snapshot::{Facet, Snapshot};
use domain::access::AccessState;
use domain::model::{Capability, Lifecycle, Modality, Task};
use domain::offering::{DeploymentType, Retention};

use crate::components::format::tokens;

/// A parameter and its value for people.
pub(super) fn words(snapshot: &Snapshot, name: &str, value: &str) -> (&'static str, String) {
    (group(name), text(snapshot, name, value))
}

/// What a filter is called. Every parameter that narrows the catalog is named
/// here: a test goes through all of them.
fn group(name: &str) -> &'static str {
    match (Facet::of_parameter(name), name) {
        (Some(facet), _) => facet.label(),
        (None, "q") => "Search",
        (None, "price") => "Input price",
        (None, _) => "Filter",
    }
}

fn text(snapshot: &Snapshot, name: &str, value: &str) -> String {
    match (Facet::of_parameter(name), name) {
        (Some(facet), _) => {
            let known = label(snapshot, facet, value);
            known.unwrap_or_else(|| format!("{value} (unknown)"))
        }
        (None, "q") => format!("“{value}”"),
        (None, "price") => format!("${value} or less"),
        (None, _) => value.to_owned(),
    }
}

/// What a value of a facet is called, if there is such a value.
fn label(snapshot: &Snapshot, facet: Facet, value: &str) -> Option<String> {
    match facet {
        Facet::Task => word(value, Task::label),
        Facet::Capability => word(value, Capability::label),
        Facet::Input | Facet::Output => word(value, Modality::label),
        Facet::Deployment => word(value, DeploymentType::label),
        Facet::Retention => word(value, Retention::label),
        Facet::Lifecycle => word(value, Lifecycle::label),
        Facet::Access => word(value, AccessState::label),
        Facet::Open => Some("Open weights".to_owned()),
        Facet::Context => Some(format!("{} or more", tokens(value.parse().ok()?))),
        Facet::Provider | Facet::Publisher | Facet::License | Facet::Region => {
            snapshot.facet_label(facet, value).map(str::to_owned)
        }
    }
}

/// The label of a word of a closed vocabulary.
fn word<T: FromStr>(value: &str, label: impl Fn(T) -> &'static str) -> Option<String> {
    let word = value.parse::<T>().ok();
    word.map(|word| label(word).to_owned())
}

#[cfg(test)]
mod tests {
    use domain::catalog_query::{CatalogQuery, Display, Sort};
    use domain::price::UnitPrice;

    use super::*;

    /// A question with every filter there is. All fields are named, so that a
    /// new one has to come here first.
    fn everything() -> CatalogQuery {
        let name = || vec!["name".to_owned()];
        CatalogQuery {
            text: "text".to_owned(),
            publishers: name(),
            providers: name(),
            tasks: vec![Task::Chat],
            inputs: vec![Modality::Text],
            outputs: vec![Modality::Text],
            capabilities: vec![Capability::Tools],
            licenses: name(),
            regions: name(),
            deployments: vec![DeploymentType::Batch],
            retentions: vec![Retention::None],
            lifecycles: vec![Lifecycle::Active],
            access: vec![AccessState::Available],
            organization: None,
            open_weights: true,
            context_min: Some(1),
            price_max: UnitPrice::parse("1").ok(),
            sort: Sort::Relevance,
            display: Display::default(),
            page: 1,
        }
    }

    #[test]
    fn every_filter_has_a_name_of_its_own() {
        let query = everything();
        let names: Vec<_> = query.filters().map(|(name, _)| name).collect();
        assert_eq!(names.len(), 16, "{names:?}");
        let mut groups: Vec<_> = names.iter().map(|name| group(name)).collect();
        for (name, group) in names.iter().zip(&groups) {
            assert_ne!(*group, "Filter", "{name}");
        }
        groups.sort_unstable();
        groups.dedup();
        assert_eq!(groups.len(), names.len(), "no two of them share one");
    }
}
