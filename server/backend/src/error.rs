//! The one error of the use-cases, free of any transport.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

/// Why a use-case did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or the caller may not know of it.
    #[error("not found")]
    NotFound,
    /// Something that was given cannot be used.
    #[error("invalid: {0}")]
    Invalid(FieldErrors),
    /// The database cannot be reached or is too slow just now.
    #[error("the database is not available")]
    Unavailable,
    /// A defect or a failure nobody can act on but the operator.
    #[error("internal error {0}")]
    Internal(Opaque),
}

/// Which fields are wrong and why, in words for people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<(String, String)>);

impl FieldErrors {
    /// An error of one field.
    pub fn one(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self(vec![(field.into(), message.into())])
    }
}

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<_> = self
            .0
            .iter()
            .map(|(field, message)| format!("{field}: {message}"))
            .collect();
        f.write_str(&parts.join("; "))
    }
}

/// A failure whose cause went to the log. Only its number is shown to people.
#[derive(Debug)]
pub struct Opaque(u64);

impl Opaque {
    /// Logs the cause once and keeps only a number that finds the line again.
    pub fn log(cause: &dyn std::error::Error) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let chain: Vec<_> = std::iter::successors(Some(cause), |e| e.source())
            .map(ToString::to_string)
            .collect();
        tracing::error!(error_id = id, cause = chain.join(": "), "internal error");
        Self(id)
    }
}

impl fmt::Display for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_) => {
                tracing::warn!(%error, "database not available");
                Self::Unavailable
            }
            other => Self::Internal(Opaque::log(&other)),
        }
    }
}
