//! Which model a feed means: feeds write one model in several ways.

use std::collections::HashMap;

use super::sql::KnownModel;

/// The models that are known, by every way of writing them.
#[derive(Default)]
pub(super) struct Names(HashMap<String, String>);

impl Names {
    pub(super) fn new(known: Vec<KnownModel>) -> Self {
        let mut names = HashMap::new();
        for model in &known {
            for alias in &model.aliases {
                let full = if alias.contains('/') {
                    alias.clone()
                } else {
                    format!("{}/{alias}", model.publisher)
                };
                names.insert(full.to_lowercase(), model.slug.clone());
            }
        }
        // A model's own id outweighs another one's alias.
        for model in known {
            names.insert(model.slug.to_lowercase(), model.slug);
        }
        Self(names)
    }

    /// The known model that is written like this, whatever the case of its
    /// letters; the id itself for a new one.
    pub(super) fn resolve<'a>(&'a self, slug: &'a str) -> &'a str {
        self.0
            .get(&slug.to_lowercase())
            .map_or(slug, String::as_str)
    }

    /// Whether this id is that of a known model, or its other name.
    pub(super) fn knows(&self, slug: &str) -> bool {
        self.0.contains_key(&slug.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_and_case_lead_to_the_known_model() {
        let known = |slug: &str, aliases: &[&str]| KnownModel {
            slug: slug.to_owned(),
            publisher: slug.split('/').next().unwrap_or_default().to_owned(),
            aliases: aliases.iter().map(|a| (*a).to_owned()).collect(),
        };
        let names = Names::new(vec![
            known("acme/one", &["one-2026", "other/one", "two"]),
            known("acme/two", &[]),
        ]);
        assert_eq!(names.resolve("acme/One-2026"), "acme/one");
        assert_eq!(names.resolve("other/one"), "acme/one");
        assert_eq!(names.resolve("acme/two"), "acme/two");
        assert_eq!(names.resolve("acme/three"), "acme/three");
        assert!(names.knows("ACME/ONE") && !names.knows("one-2026"));
    }
}
