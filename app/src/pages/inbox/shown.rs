//! Which messages are shown, as the address says.

use domain::catalog_query::QueryError;
use domain::id::NotificationId;
use leptos::prelude::*;

use crate::components::workload::query_string;

/// The whole state of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shown {
    pub(super) unread_only: bool,
    /// Only messages older than this one: where a page begins.
    pub(super) before: Option<NotificationId>,
}

impl Shown {
    /// All messages or those that were not read, from before this one on.
    pub(crate) fn new(unread_only: bool, before: Option<NotificationId>) -> Self {
        Self {
            unread_only,
            before,
        }
    }

    /// Reads decoded parameters. Those it does not know are not its own.
    pub(super) fn from_pairs(pairs: &[(String, String)]) -> Result<Self, QueryError> {
        let mut shown = Self::default();
        for (name, value) in pairs {
            match (name.as_str(), value.as_str()) {
                ("only", "unread") => shown.unread_only = true,
                ("only", _) => {
                    return Err(QueryError::new("only", "must be unread, or be left out"));
                }
                ("before", id) => shown.before = Some(message(id)?),
                _ => {}
            }
        }
        Ok(shown)
    }

    /// The same messages from the newest on.
    pub(super) fn first(self) -> Self {
        Self {
            before: None,
            ..self
        }
    }

    /// The same messages from before this one on.
    pub(super) fn at(self, before: NotificationId) -> Self {
        Self {
            before: Some(before),
            ..self
        }
    }

    /// The address.
    pub(crate) fn href(self) -> String {
        let before = self.before.map(|id| id.to_string());
        let only = self.unread_only.then_some(("only", "unread"));
        let pairs = only
            .into_iter()
            .chain(before.as_deref().map(|id| ("before", id)));
        let query = query_string(pairs);
        if query.is_empty() {
            "/inbox".to_owned()
        } else {
            format!("/inbox?{query}")
        }
    }

    /// Keeps the state when a form comes back.
    pub(super) fn hidden(self) -> AnyView {
        let only = self
            .unread_only
            .then(|| view! { <input r#type="hidden" name="only" value="unread"/> });
        let before = self
            .before
            .map(|id| view! { <input r#type="hidden" name="before" value=id.to_string()/> });
        view! { {only}{before} }.into_any()
    }
}

fn message(id: &str) -> Result<NotificationId, QueryError> {
    id.parse::<NotificationId>()
        .map_err(|error| QueryError::new("before", error))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    const ID: &str = "ntf_00000000000000000000000000000007";

    fn read(pairs: &[(&str, &str)]) -> Result<Shown, QueryError> {
        let owned: Vec<_> = pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        Shown::from_pairs(&owned)
    }

    #[test]
    fn the_address_is_the_state() {
        assert_eq!(read(&[]).unwrap().href(), "/inbox");
        let shown = read(&[("before", ID), ("only", "unread")]).unwrap();
        assert_eq!(shown.href(), format!("/inbox?only=unread&before={ID}"));
        assert_eq!(shown.first().href(), "/inbox?only=unread");
        assert_eq!(shown.first().at(ID.parse().unwrap()), shown);
        assert_eq!(Shown::new(true, Some(ID.parse().unwrap())), shown);
    }

    #[test]
    fn a_wrong_choice_is_named() {
        for (name, value) in [("only", "read"), ("before", "7"), ("before", "")] {
            assert_eq!(read(&[(name, value)]).unwrap_err().field, name);
        }
    }
}
