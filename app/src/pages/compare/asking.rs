//! The way from what an offering costs to a request for access to it.

use backend::authz::{Allows as _, Requester, SignedInBy};
use backend::catalog::snapshot::Offering;
use domain::catalog_query::encode;
use leptos::prelude::*;

use crate::components::workload::{TypedWorkload, query_string};
use crate::context::visitor;

/// What a request says of the use; its form knows no other parameters.
const ASKED: [&str; 3] = ["requests", "input", "output"];

/// Where the visitor asks for access.
pub(super) struct Asking {
    /// The name of the organization.
    name: String,
    /// The address of the form, up to the offering.
    form: String,
    /// The use, as the rest of the address.
    usage: String,
}

impl Asking {
    /// For the first organization in which the visitor may ask.
    pub(super) fn of_visitor(typed: &TypedWorkload) -> Option<Self> {
        let visitor = visitor();
        let actor = visitor.actor?;
        let found = visitor.organizations.iter().find(|m| {
            // Whoever came through a provider is in its organization only.
            let is_open = match actor.signed_in_by() {
                SignedInBy::Provider(org, _) => m.org == *org,
                SignedInBy::Password | SignedInBy::Token(..) => true,
            };
            is_open && m.roles.any_of(Requester::ROLES)
        })?;
        Some(Self {
            name: found.name.clone(),
            form: format!(
                "/organizations/{}/requests/new?offering=",
                encode(&found.slug)
            ),
            usage: usage(typed),
        })
    }

    /// The name of the column.
    pub(super) fn heading(&self) -> AnyView {
        let words = format!("Access in {}", self.name);
        view! { <th scope="col">{words}</th> }.into_any()
    }

    /// The link for one offering of the model called `of`.
    pub(super) fn cell(&self, offering: &Offering, of: &str) -> AnyView {
        let href = format!("{}{}{}", self.form, offering.id, self.usage);
        let of = format!(": {of}");
        view! {
            <td data-label="Access"><a class="hit" href=href>"Request access"<span class="sr-only">{of}</span></a></td>
        }
        .into_any()
    }
}

/// The numbers that were typed; nothing where one cannot be read.
fn usage(typed: &TypedWorkload) -> String {
    if !typed.errors.is_empty() {
        return String::new();
    }
    let pairs = typed.pairs();
    let asked = pairs.iter().filter(|(name, _)| ASKED.contains(name));
    let query = query_string(asked.map(|(name, value)| (*name, value.as_str())));
    if query.is_empty() {
        query
    } else {
        format!("&{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_use_goes_along() {
        let read = |pairs: &[(&str, &str)]| {
            let owned = pairs
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
            usage(&TypedWorkload::from_pairs(&owned.collect::<Vec<_>>()))
        };
        assert_eq!(read(&[]), "");
        let typed = [("requests", "1,000"), ("batch", "20"), ("output", "7")];
        assert_eq!(read(&typed), "&requests=1000&output=7");
        assert_eq!(read(&[("requests", "lots"), ("input", "1")]), "");
    }
}
