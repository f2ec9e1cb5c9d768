//! Everything that can be asked of Tessera, found by asking the program.

use std::collections::BTreeMap;

use server::{api, health, web};

/// One thing that can be asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Operation {
    /// The route with its variable parts in braces.
    pub(super) route: String,
    pub(super) method: String,
}

/// What stands in the variable parts of an address.
pub(super) type Values = BTreeMap<&'static str, String>;

/// Variable parts that name something of the catalog, which belongs to nobody.
const CATALOG: [(&str, &str); 6] = [
    ("id", "anthropic/claude-haiku-4-5"),
    ("slug", "anthropic"),
    ("provider", "anthropic"),
    ("publisher", "anthropic"),
    ("name", "claude-haiku-4-5"),
    ("listing", "claude-haiku-4-5"),
];

impl Operation {
    pub(super) fn is_api(&self) -> bool {
        self.route.starts_with("/api/") || self.route == "/changes.atom"
    }

    /// Whether it is for probes and collectors, which stand beside pages and API.
    pub(super) fn is_machine(&self) -> bool {
        health::operations().iter().any(|o| o.path == self.route)
    }

    /// Whether it is about something inside one organization.
    pub(super) fn is_inside(&self) -> bool {
        self.route.contains("{org}")
    }

    /// The variable parts.
    pub(super) fn variables(&self) -> Vec<&str> {
        self.route.split('/').filter_map(variable).collect()
    }

    /// Its address with these values.
    pub(super) fn address(&self, values: &Values) -> String {
        let value = |name: &str| {
            let of_catalog = || CATALOG.iter().find(|(own, _)| *own == name);
            let found = values.get(name).map(String::as_str);
            found
                .or_else(|| of_catalog().map(|(_, value)| *value))
                .unwrap_or_else(|| panic!("{}: nothing to put in for {name}", self.route))
        };
        let parts = self.route.split('/');
        let filled: Vec<_> = parts.map(|p| variable(p).map_or(p, value)).collect();
        filled.join("/")
    }
}

/// The name of a variable part, without its braces.
fn variable(part: &str) -> Option<&str> {
    let name = part.strip_prefix('{')?.strip_suffix('}')?;
    Some(name.trim_start_matches('*'))
}

/// All pages, forms, operations of the API and what machines ask, sorted. The
/// routers are made of the same lists.
pub(super) fn all() -> Vec<Operation> {
    let lists = [web::operations(), api::operations(), health::operations()];
    let mut all: Vec<_> = lists
        .concat()
        .into_iter()
        .map(|operation| Operation {
            route: operation.path,
            method: operation.method,
        })
        .collect();
    all.sort();
    all
}
