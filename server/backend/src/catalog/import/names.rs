//! Which model a feed means: feeds write one model in several ways.

use std::collections::{HashMap, HashSet};

use super::sql::KnownModel;

/// The models that are known, by every way of writing them.
#[derive(Default)]
pub(super) struct Names {
    ids: HashSet<String>,
    /// Ids by themselves and by other names, in lower case.
    written: HashMap<String, String>,
}

impl Names {
    pub(super) fn new(known: Vec<KnownModel>) -> Self {
        let mut written = HashMap::new();
        for model in &known {
            for alias in &model.aliases {
                let full = if alias.contains('/') {
                    alias.clone()
                } else {
                    format!("{}/{alias}", model.publisher)
                };
                written.insert(full.to_lowercase(), model.slug.clone());
            }
        }
        // A model's own id outweighs another one's alias.
        for model in &known {
            written.insert(model.slug.to_lowercase(), model.slug.clone());
        }
        Self {
            ids: known.into_iter().map(|model| model.slug).collect(),
            written,
        }
    }

    fn find(&self, slug: &str) -> Option<&str> {
        let same = self.ids.get(slug);
        same.or_else(|| self.written.get(&slug.to_lowercase()))
            .map(String::as_str)
    }

    /// The known model that is written like this, whatever the case of its
    /// letters; the id itself for a new one.
    pub(super) fn resolve<'a>(&'a self, slug: &'a str) -> &'a str {
        self.find(slug).unwrap_or(slug)
    }

    /// The known model that has the id of this listing, or has it as another
    /// name.
    pub(super) fn model_of(&self, provider: &str, upstream: &str) -> Option<&str> {
        self.find(&format!("{provider}/{upstream}"))
    }

    /// Whether this id is that of a known model, or its other name.
    pub(super) fn knows(&self, slug: &str) -> bool {
        self.find(slug).is_some()
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
        assert_eq!(names.model_of("acme", "One"), Some("acme/one"));
        assert_eq!(names.model_of("acme", "one-2026"), Some("acme/one"));
        assert_eq!(names.model_of("shop", "one"), None);
    }

    #[test]
    fn ids_that_differ_in_case_alone_are_two() {
        let known = |slug: &str| KnownModel {
            slug: slug.to_owned(),
            publisher: "acme".to_owned(),
            aliases: Vec::new(),
        };
        let names = Names::new(vec![known("acme/One"), known("acme/one")]);
        for id in ["acme/One", "acme/one"] {
            assert_eq!(names.resolve(id), id);
        }
    }
}
