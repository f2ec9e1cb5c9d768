//! Which requests are shown, as the address says.

use backend::access;
use domain::access::RequestState;
use domain::catalog_query::QueryError;
use domain::id::RequestId;

use crate::components::workload::query_string;

/// The whole state of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// Only in this state.
    pub(super) state: Option<RequestState>,
    /// Only those of who looks.
    pub(super) mine: bool,
    /// Only those that wait for whoever looks to decide.
    pub(super) waiting: bool,
    /// Only those before this one: where a page begins.
    pub(super) before: Option<RequestId>,
}

fn state(word: &str) -> Result<RequestState, QueryError> {
    word.parse::<RequestState>()
        .map_err(|error| QueryError::new("state", error))
}

fn request(id: &str) -> Result<RequestId, QueryError> {
    id.parse::<RequestId>()
        .map_err(|error| QueryError::new("before", error))
}

impl Filter {
    /// Reads decoded parameters. Those it does not know are not its own.
    pub(super) fn from_pairs(pairs: &[(String, String)]) -> Result<Self, QueryError> {
        let mut filter = Self::default();
        for (name, value) in pairs {
            let value = value.trim();
            match name.as_str() {
                _ if value.is_empty() => {}
                "state" => filter.state = Some(state(value)?),
                "mine" if value == "1" => filter.mine = true,
                "mine" => return Err(QueryError::new("mine", "must be 1, or be left out")),
                "waiting" if value == "1" => filter.waiting = true,
                "waiting" => {
                    return Err(QueryError::new("waiting", "must be 1, or be left out"));
                }
                "before" => filter.before = Some(request(value)?),
                _ => {}
            }
        }
        Ok(filter)
    }

    /// The question to the backend.
    pub(super) fn question(self) -> access::Filter {
        access::Filter {
            state: self.state,
            mine: self.mine,
            waiting: self.waiting,
            before: self.before,
        }
    }

    /// This list on its first page.
    pub(super) fn first(self) -> Self {
        Self {
            before: None,
            ..self
        }
    }

    /// This list from before the request with this id.
    pub(super) fn at(self, before: RequestId) -> Self {
        Self {
            before: Some(before),
            ..self
        }
    }

    /// Whether something is left out.
    pub(super) fn is_narrow(self) -> bool {
        self.first() != Self::default()
    }

    /// The address, where `path` is that of the page.
    pub(super) fn href(self, path: &str) -> String {
        let mut pairs = Vec::new();
        pairs.extend(self.state.map(|s| ("state", s.as_str().to_owned())));
        pairs.extend(self.mine.then(|| ("mine", "1".to_owned())));
        pairs.extend(self.waiting.then(|| ("waiting", "1".to_owned())));
        pairs.extend(self.before.map(|id| ("before", id.to_string())));
        let query = query_string(pairs.iter().map(|(name, value)| (*name, value.as_str())));
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    const PATH: &str = "/organizations/acme/requests";
    const SOME: &str = "req_00000000000000000000000000000007";

    fn read(pairs: &[(&str, &str)]) -> Result<Filter, QueryError> {
        let owned = pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        Filter::from_pairs(&owned.collect::<Vec<_>>())
    }

    #[test]
    fn everything_is_the_default() {
        let filter = read(&[("state", ""), ("mine", ""), ("done", "joined")]).unwrap();
        assert!(!filter.is_narrow());
        assert_eq!(filter.href(PATH), PATH);
    }

    #[test]
    fn the_address_is_the_state() {
        let filter = read(&[("before", SOME), ("mine", "1"), ("state", "pending")]).unwrap();
        let rest = "state=pending&mine=1";
        assert_eq!(filter.href(PATH), format!("{PATH}?{rest}&before={SOME}"));
        assert_eq!(filter.first().href(PATH), format!("{PATH}?{rest}"));
        assert_eq!(filter.first().at(SOME.parse().unwrap()), filter);
        assert!(filter.is_narrow());
        assert!(!read(&[("before", SOME)]).unwrap().is_narrow());
    }

    #[test]
    fn wrong_words_name_their_field() {
        for (name, value) in [
            ("state", "lost"),
            ("mine", "yes"),
            ("waiting", "no"),
            ("before", "usr_1"),
        ] {
            assert_eq!(read(&[(name, value)]).unwrap_err().field, name);
        }
    }
}
