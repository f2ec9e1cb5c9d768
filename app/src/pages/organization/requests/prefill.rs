//! What the form begins with: from the address, or from an earlier request.

use backend::access;
use domain::access::Volume;
use domain::catalog_query::QueryError;
use domain::id::RequestId;
use time::Date;

use crate::components::workload::TypedWorkload;

/// What the address of the form says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// The key of the offering.
    pub(super) offering: Option<i64>,
    /// The request that is made again.
    pub(super) from: Option<RequestId>,
    /// How much, as on the pages of costs.
    volume: Volume,
}

impl Wanted {
    /// Reads decoded parameters. Those it does not know are not its own.
    pub(super) fn from_pairs(pairs: &[(String, String)]) -> Result<Self, QueryError> {
        let mut wanted = Self {
            offering: None,
            from: None,
            volume: volume(pairs)?,
        };
        for (name, value) in pairs {
            let value = value.trim();
            match name.as_str() {
                _ if value.is_empty() => {}
                "offering" => wanted.offering = Some(offering(value)?),
                "from" => wanted.from = Some(request(value)?),
                _ => {}
            }
        }
        Ok(wanted)
    }
}

fn offering(key: &str) -> Result<i64, QueryError> {
    let number = key.parse::<i64>().ok().filter(|n| *n >= 1);
    number.ok_or_else(|| QueryError {
        field: "offering",
        reason: "must be the number of an offering".to_owned(),
    })
}

fn request(id: &str) -> Result<RequestId, QueryError> {
    id.parse::<RequestId>().map_err(|error| QueryError {
        field: "from",
        reason: error.to_string(),
    })
}

/// How much, where what is not given is the usual.
pub(super) fn volume(pairs: &[(String, String)]) -> Result<Volume, QueryError> {
    let typed = TypedWorkload::from_pairs(pairs);
    if let Some((field, reason)) = typed.errors.first() {
        let reason = reason.clone();
        return Err(QueryError { field, reason });
    }
    let workload = typed.workload().unwrap_or_default();
    Ok(Volume {
        requests: workload.requests,
        input: workload.input,
        output: workload.output,
    })
}

/// What stands in the fields at first.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) project: String,
    pub(super) use_case: String,
    pub(super) data_class: &'static str,
    pub(super) environment: &'static str,
    pub(super) volume: Volume,
    pub(super) until: Option<Date>,
}

impl Draft {
    /// From the address, and from the request that is made again.
    pub(super) fn new(wanted: Wanted, from: Option<access::Request>, today: Date) -> Self {
        match from {
            None => Self {
                project: String::new(),
                use_case: String::new(),
                data_class: "",
                environment: "",
                volume: wanted.volume,
                until: None,
            },
            Some(before) => Self {
                project: before.project_slug,
                use_case: before.use_case,
                data_class: before.data_class.as_str(),
                environment: before.environment.as_str(),
                volume: before.volume,
                until: before.until.filter(|day| *day > today),
            },
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Wanted, QueryError> {
        let owned = pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        Wanted::from_pairs(&owned.collect::<Vec<_>>())
    }

    #[test]
    fn numbers_of_the_pages_of_costs_are_carried_along() {
        let wanted = read(&[("offering", "7"), ("requests", "10,000")]).unwrap();
        assert_eq!((wanted.offering, wanted.from), (Some(7), None));
        let Volume {
            requests,
            input,
            output,
        } = wanted.volume;
        assert_eq!((requests, input, output), (10_000, 2_000, 500));
    }

    #[test]
    fn wrong_parameters_are_named() {
        for (name, value) in [("offering", "0"), ("from", "usr_1"), ("input", "lots")] {
            assert_eq!(read(&[(name, value)]).unwrap_err().field, name);
        }
    }
}
