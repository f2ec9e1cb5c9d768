//! What somebody asks of the catalog. The query string of an address is the
//! whole state: reading it and writing it back gives the same question.

mod display;
mod sort;

use std::fmt::Write as _;
use std::str::FromStr;

use crate::access::AccessState;
use crate::model::{Capability, Lifecycle, Modality, Task};
use crate::offering::{DeploymentType, Retention};
use crate::price::UnitPrice;

pub use display::{Column, Density, Display, View};
pub use sort::Sort;

/// Longest search text, in characters.
pub const MAX_TEXT: usize = 200;
/// Most values of one facet in one question.
pub const MAX_VALUES: usize = 50;
/// Cards on a page.
pub const PAGE_SIZE: usize = 48;

/// A question to the catalog. Values of one facet are alternatives, except
/// capabilities and modalities, which must all be present.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CatalogQuery {
    /// Search text.
    pub text: String,
    /// Slugs of publishers.
    pub publishers: Vec<String>,
    /// Slugs of providers.
    pub providers: Vec<String>,
    /// What it is used for.
    pub tasks: Vec<Task>,
    /// What it must accept.
    pub inputs: Vec<Modality>,
    /// What it must produce.
    pub outputs: Vec<Modality>,
    /// What it must be able to do.
    pub capabilities: Vec<Capability>,
    /// SPDX or `LicenseRef-` identifiers.
    pub licenses: Vec<String>,
    /// Slugs of regions.
    pub regions: Vec<String>,
    /// How capacity is provided.
    pub deployments: Vec<DeploymentType>,
    /// How long what is sent may be kept.
    pub retentions: Vec<Retention>,
    /// Stages of life. Empty means everything that is not retired.
    pub lifecycles: Vec<Lifecycle>,
    /// What an organization can do with it. Means nothing without one.
    pub access: Vec<AccessState>,
    /// Slug of the organization whose access is shown. Not a filter.
    pub organization: Option<String>,
    /// Only models whose weights can be downloaded.
    pub open_weights: bool,
    /// Smallest context, in tokens.
    pub context_min: Option<i64>,
    /// Highest price of input, in dollars for a million tokens.
    pub price_max: Option<UnitPrice>,
    /// The order.
    pub sort: Sort,
    /// How it is drawn.
    pub display: Display,
    /// Which page, from 1.
    pub page: u32,
}

impl Default for CatalogQuery {
    fn default() -> Self {
        Self {
            text: String::new(),
            publishers: Vec::new(),
            providers: Vec::new(),
            tasks: Vec::new(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            capabilities: Vec::new(),
            licenses: Vec::new(),
            regions: Vec::new(),
            deployments: Vec::new(),
            retentions: Vec::new(),
            lifecycles: Vec::new(),
            access: Vec::new(),
            organization: None,
            open_weights: false,
            context_min: None,
            price_max: None,
            sort: Sort::Relevance,
            display: Display::default(),
            page: 1,
        }
    }
}

/// A part of a query string that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct QueryError {
    /// The name of the parameter.
    pub field: &'static str,
    /// What is wrong with it, in words for people.
    pub reason: String,
}

impl QueryError {
    /// What is wrong with the parameter of this name.
    pub fn new(field: &'static str, reason: impl ToString) -> Self {
        Self {
            field,
            reason: reason.to_string(),
        }
    }
}

fn word<T: FromStr>(field: &'static str, value: &str) -> Result<T, QueryError>
where
    T::Err: ToString,
{
    value.parse().map_err(|e: T::Err| QueryError::new(field, e))
}

fn add<T: PartialEq>(list: &mut Vec<T>, field: &'static str, value: T) -> Result<(), QueryError> {
    if list.len() >= MAX_VALUES {
        return Err(QueryError::new(
            field,
            format!("has more than {MAX_VALUES} values"),
        ));
    }
    if !list.contains(&value) {
        list.push(value);
    }
    Ok(())
}

fn add_word<T: FromStr + PartialEq>(
    list: &mut Vec<T>,
    field: &'static str,
    value: &str,
) -> Result<(), QueryError>
where
    T::Err: ToString,
{
    add(list, field, word(field, value)?)
}

fn add_name(list: &mut Vec<String>, field: &'static str, value: &str) -> Result<(), QueryError> {
    crate::slug::check_model_id(value).map_err(|e| QueryError::new(field, e))?;
    add(list, field, value.to_owned())
}

fn positive<T: FromStr + PartialOrd + From<u8>>(
    field: &'static str,
    value: &str,
) -> Result<T, QueryError> {
    match value.parse::<T>() {
        Ok(n) if n >= T::from(1) => Ok(n),
        _ => Err(QueryError::new(field, "must be a whole number from 1 on")),
    }
}

/// A box that is ticked, or a link that says so in a word of its own.
fn yes_or_no(field: &'static str, value: &str) -> Result<bool, QueryError> {
    match value {
        "1" | "on" | "true" => Ok(true),
        "0" | "off" | "false" => Ok(false),
        _ => Err(QueryError::new(
            field,
            "must be 1, on or true, or else 0, off or false",
        )),
    }
}

impl CatalogQuery {
    /// Reads decoded name and value pairs. Empty values count as not given, so
    /// that a plain form works; unknown names are left to others.
    pub fn from_pairs<K: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self, QueryError> {
        let mut query = Self::default();
        for (name, value) in pairs {
            let value = value.as_ref().trim();
            if !value.is_empty() {
                query.read(name.as_ref(), value)?;
            }
        }
        Ok(query)
    }

    fn read(&mut self, name: &str, value: &str) -> Result<(), QueryError> {
        match name {
            "q" if value.chars().count() > MAX_TEXT => {
                return Err(QueryError::new(
                    "q",
                    format!("is longer than {MAX_TEXT} characters"),
                ));
            }
            "q" => value.clone_into(&mut self.text),
            "publisher" => add_name(&mut self.publishers, "publisher", value)?,
            "provider" => add_name(&mut self.providers, "provider", value)?,
            "task" => add_word(&mut self.tasks, "task", value)?,
            "in" => add_word(&mut self.inputs, "in", value)?,
            "out" => add_word(&mut self.outputs, "out", value)?,
            "can" => add_word(&mut self.capabilities, "can", value)?,
            "license" => add_name(&mut self.licenses, "license", value)?,
            "region" => add_name(&mut self.regions, "region", value)?,
            "deployment" => add_word(&mut self.deployments, "deployment", value)?,
            "retention" => add_word(&mut self.retentions, "retention", value)?,
            "lifecycle" => add_word(&mut self.lifecycles, "lifecycle", value)?,
            "access" => add_word(&mut self.access, "access", value)?,
            "org" => {
                crate::slug::check_slug(value).map_err(|e| QueryError::new("org", e))?;
                self.organization = Some(value.to_owned());
            }
            "open" => self.open_weights = yes_or_no("open", value)?,
            "context" => self.context_min = Some(positive("context", value)?),
            "price" => {
                self.price_max =
                    Some(UnitPrice::parse(value).map_err(|e| QueryError::new("price", e))?);
            }
            "sort" => self.sort = word("sort", value)?,
            "page" => self.page = positive("page", value)?,
            _ => {
                self.display.read(name, value)?;
            }
        }
        Ok(())
    }

    /// The query string without `?`, in a fixed order and without defaults, so
    /// that one question has one address.
    pub fn to_query_string(&self) -> String {
        let mut out = String::new();
        for (name, value) in self.pairs() {
            if !out.is_empty() {
                out.push('&');
            }
            let _ = write!(out, "{name}={}", encode(&value));
        }
        out
    }

    /// The parameters that differ from the default, in a fixed order.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        fn all<T: ToString>(
            out: &mut Vec<(&'static str, String)>,
            name: &'static str,
            values: &[T],
        ) {
            out.extend(values.iter().map(|v| (name, v.to_string())));
        }
        let default = Self::default();
        let mut out = Vec::new();
        if !self.text.is_empty() {
            out.push(("q", self.text.clone()));
        }
        all(&mut out, "publisher", &self.publishers);
        all(&mut out, "provider", &self.providers);
        all(&mut out, "task", &self.tasks);
        all(&mut out, "in", &self.inputs);
        all(&mut out, "out", &self.outputs);
        all(&mut out, "can", &self.capabilities);
        all(&mut out, "license", &self.licenses);
        all(&mut out, "region", &self.regions);
        all(&mut out, "deployment", &self.deployments);
        all(&mut out, "retention", &self.retentions);
        all(&mut out, "lifecycle", &self.lifecycles);
        all(&mut out, "access", &self.access);
        if self.open_weights {
            out.push(("open", "1".to_owned()));
        }
        out.extend(self.context_min.map(|n| ("context", n.to_string())));
        out.extend(self.price_max.map(|p| ("price", p.to_string())));
        out.extend(self.organization.clone().map(|slug| ("org", slug)));
        if self.sort != default.sort {
            out.push(("sort", self.sort.to_string()));
        }
        out.extend(self.display.pairs());
        if self.page != default.page {
            out.push(("page", self.page.to_string()));
        }
        out
    }

    /// The parameters that narrow the catalog, in a fixed order.
    pub fn filters(&self) -> impl Iterator<Item = (&'static str, String)> {
        let other = ["org", "sort", "view", "density", "column", "page"];
        let pairs = self.pairs().into_iter();
        pairs.filter(move |(name, _)| !other.contains(name))
    }

    /// The address of this question below `path`.
    pub fn href(&self, path: &str) -> String {
        let query = self.to_query_string();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }

    /// The same question on another page.
    #[must_use]
    pub fn at_page(&self, page: u32) -> Self {
        Self {
            page,
            ..self.clone()
        }
    }

    /// The same question without the value of one parameter, from page 1.
    #[must_use]
    pub fn without(&self, name: &str, value: &str) -> Self {
        let kept = self
            .pairs()
            .into_iter()
            .filter(|(n, v)| *n != "page" && !(*n == name && v == value));
        Self::from_pairs(kept).unwrap_or_default()
    }

    /// The same question with one more value, from page 1.
    #[must_use]
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut pairs = self.pairs();
        pairs.retain(|(n, _)| *n != "page");
        pairs.push((name, value.to_owned()));
        Self::from_pairs(pairs).unwrap_or_else(|_| self.clone())
    }

    /// Everything of this question but its filters and text: how it is shown,
    /// and whose access.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self {
            organization: self.organization.clone(),
            sort: self.sort,
            display: self.display.clone(),
            ..Self::default()
        }
    }

    /// Whether anything narrows the catalog.
    pub fn is_filtered(&self) -> bool {
        self.filters().next().is_some()
    }
}

/// `application/x-www-form-urlencoded` text of one value.
pub fn encode(value: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const SET: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'/')
        .remove(b':')
        .remove(b'@')
        .remove(b'~');
    utf8_percent_encode(value, SET)
        .to_string()
        .replace("%20", "+")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<CatalogQuery, QueryError> {
        CatalogQuery::from_pairs(pairs.iter().copied())
    }

    #[test]
    fn one_question_has_one_address() {
        let query = read(&[
            ("view", "table"),
            ("q", " claude & co "),
            ("provider", "amazon-bedrock"),
            ("can", "tools"),
            ("can", "tools"),
            ("price", "3.00"),
            ("page", "2"),
            ("utm_source", "mail"),
            ("sort", ""),
        ])
        .unwrap();
        assert_eq!(
            query.to_query_string(),
            "q=claude+%26+co&provider=amazon-bedrock&can=tools&price=3&view=table&page=2"
        );
    }

    #[test]
    fn wrong_values_name_their_field() {
        for (name, value, field) in [
            ("page", "-1", "page"),
            ("page", "0", "page"),
            ("page", "99999999999", "page"),
            ("sort", "best", "sort"),
            ("lifecycle", "dead", "lifecycle"),
            ("column", "color", "column"),
            ("retention", "forever", "retention"),
            ("access", "granted", "access"),
            ("org", "a/b", "org"),
            ("price", "-1", "price"),
            ("context", "x", "context"),
            ("open", "yes", "open"),
            ("in", "smell", "in"),
            ("provider", "a b", "provider"),
        ] {
            assert_eq!(
                read(&[(name, value)]).unwrap_err().field,
                field,
                "{name}={value}"
            );
        }
        assert_eq!(
            read(&[("q", &"x".repeat(MAX_TEXT + 1))]).unwrap_err().field,
            "q"
        );
        let many: Vec<_> = (0..=MAX_VALUES)
            .map(|i| ("license", i.to_string()))
            .collect();
        assert_eq!(CatalogQuery::from_pairs(many).unwrap_err().field, "license");
    }

    #[test]
    fn a_box_is_ticked_in_several_words() {
        for (value, open) in [("1", true), ("on", true), ("true", true), ("0", false)] {
            let query = read(&[("open", value)]).unwrap();
            assert_eq!(query.open_weights, open, "{value}");
        }
        let off = read(&[("open", "1"), ("open", "off")]).unwrap();
        assert!(!off.open_weights, "the last one counts");
    }

    #[test]
    fn values_come_and_go() {
        let query = read(&[("provider", "openai"), ("provider", "azure"), ("page", "3")]).unwrap();
        assert_eq!(
            query.without("provider", "azure").to_query_string(),
            "provider=openai"
        );
        assert_eq!(
            query.with("task", "code").to_query_string(),
            "provider=openai&provider=azure&task=code"
        );
        assert!(query.is_filtered() && !query.cleared().is_filtered());
    }

    #[test]
    fn access_is_a_filter_and_its_organization_is_not() {
        let query = read(&[
            ("sort", "name"),
            ("org", "acme"),
            ("access", "available"),
            ("access", "request"),
        ])
        .unwrap();
        assert_eq!(query.access.len(), 2);
        assert_eq!(
            query.to_query_string(),
            "access=available&access=request&org=acme&sort=name"
        );
        assert!(query.filters().all(|(name, _)| name == "access"));
        assert_eq!(query.cleared().to_query_string(), "org=acme&sort=name");
        assert!(!query.cleared().is_filtered());
        assert_eq!(
            query.without("access", "request").to_query_string(),
            "access=available&org=acme&sort=name"
        );
    }

    proptest::proptest! {
        #[test]
        fn writing_and_reading_is_lossless(text in "[a-zA-Z0-9 &=+%/é]{0,40}", page in 1_u32..1000, open: bool) {
            let query = CatalogQuery { text: text.trim().to_owned(), page, open_weights: open, ..CatalogQuery::default() };
            let string = query.to_query_string();
            let pairs = string.split('&').filter(|p| !p.is_empty()).map(|p| {
                let (k, v) = p.split_once('=').unwrap();
                (k.to_owned(), percent_encoding::percent_decode_str(&v.replace('+', " ")).decode_utf8().unwrap().into_owned())
            });
            proptest::prop_assert_eq!(CatalogQuery::from_pairs(pairs).unwrap(), query);
        }
    }
}
