//! Reading what a request asks.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use backend::{
    Error,
    catalog::snapshot::{Entry, Snapshot},
};
use domain::organization::Slug;
use serde::de::DeserializeOwned;

use super::problem::Problem;

/// The decoded parameters, in order, without those that are empty: an empty field of a form is not
/// a question.
#[derive(Debug, Clone)]
pub(super) struct Pairs(pub(super) Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Pairs {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let pairs = app::context::parse_pairs(parts.uri.query().unwrap_or_default())?;
        Ok(Self(
            pairs
                .into_iter()
                .filter(|(_, value)| !value.trim().is_empty())
                .collect(),
        ))
    }
}

impl Pairs {
    /// The last value of a parameter.
    pub(super) fn last(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .rev()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.trim())
    }

    /// A whole number between two others, or `default` when it is not given.
    pub(super) fn number(
        &self,
        name: &str,
        default: u32,
        from: u32,
        to: u32,
    ) -> Result<u32, Problem> {
        let Some(text) = self.last(name) else {
            return Ok(default);
        };
        let number = text.parse().ok().filter(|n| (from..=to).contains(n));
        number.ok_or_else(|| {
            Problem::field(name, format!("must be a whole number from {from} to {to}"))
        })
    }
}

/// The variable parts of the path.
#[derive(Debug, Clone)]
pub(super) struct Parameters<T>(pub(super) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(value)| Self(value))
            .map_err(|_| Problem::unreadable_path())
    }
}

/// A slug in a path. What is no slug names nothing, and costs no question to the database.
pub(super) fn slug(text: &str) -> Result<&str, Problem> {
    // Parsing trims, and another spelling would be another name of one thing.
    let is_slug = text.parse::<Slug>().is_ok_and(|slug| slug.as_str() == text);
    is_slug
        .then_some(text)
        .ok_or_else(|| Error::NotFound.into())
}

/// An id in a path. What is no id names nothing.
pub(super) fn id<T: FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Error::NotFound.into())
}

/// What has this id: a model, a model by another of its names, or a listing as `provider/name`.
pub(super) fn find_entry<'a>(snapshot: &'a Snapshot, id: &str) -> Option<&'a Entry> {
    let listing = || {
        id.split_once('/')
            .and_then(|(provider, name)| snapshot.listing(provider, name))
    };
    snapshot
        .model(id)
        .or_else(|| snapshot.model_by_alias(id))
        .or_else(listing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_bounded_and_name_their_field() {
        let pairs = Pairs(vec![
            ("limit".into(), "7".into()),
            ("limit".into(), " 9 ".into()),
        ]);
        assert_eq!(pairs.number("limit", 50, 1, 50), Ok(9));
        assert_eq!(pairs.number("batch", 0, 0, 100), Ok(0));
        let wrong = pairs
            .number("limit", 50, 1, 5)
            .map_err(|p| p.errors[0].field.clone());
        assert_eq!(wrong, Err("limit".to_owned()));
    }

    #[test]
    fn paths_name_slugs_and_ids_or_nothing() {
        use domain::id::UserId;

        assert_eq!(slug("acme-2"), Ok("acme-2"));
        for bad in ["", "Acme", " acme", "acme\0", "a/b", "'; --"] {
            assert_eq!(slug(bad).map_err(|p| p.status), Err(404), "{bad}");
        }
        for bad in ["", "usr_", "org_00000000000000000000000000000007"] {
            assert_eq!(id::<UserId>(bad).map_err(|p| p.status), Err(404), "{bad}");
        }
        assert!(id::<UserId>("usr_00000000000000000000000000000007").is_ok());
    }
}
