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
    /// Nobody has signed in.
    #[error("not signed in")]
    Unauthenticated,
    /// A member without the role that this needs.
    #[error("forbidden")]
    Forbidden,
    /// Whoever asks may not do this, for another reason than a missing role;
    /// said in words for people.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// The organization accepts only those who came through its own provider.
    #[error("the organization requires single sign-on")]
    SsoRequired,
    /// Only for those who have signed in with their password, and not through
    /// the provider of an organization.
    #[error("a password is required")]
    PasswordRequired,
    /// Somebody else was faster, or the state does not allow it (any more).
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// Tried too often.
    #[error("too many attempts")]
    TooMany {
        /// When trying again makes sense.
        retry_after: std::time::Duration,
    },
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

impl Error {
    /// One wrong field.
    pub fn invalid(field: &str, message: impl ToString) -> Self {
        Self::Invalid(FieldErrors::one(field, message.to_string()))
    }

    /// Logs a failure that only the operator can act on.
    pub(crate) fn internal(cause: &dyn std::error::Error) -> Self {
        Self::Internal(Opaque::log(cause))
    }
}

/// Turns the violation of a named constraint into an error of a field.
pub(crate) fn on_constraint(
    error: sqlx::Error,
    rules: &[(&str, &'static str, &'static str)],
) -> Error {
    let violated = error.as_database_error().and_then(|e| e.constraint());
    let rule = rules.iter().find(|(name, ..)| Some(*name) == violated);
    match rule {
        Some((_, field, message)) => Error::invalid(field, message),
        None => error.into(),
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
            other if is_unkeepable(&other) => {
                Self::invalid("text", "contains a character that cannot be kept")
            }
            other => Self::Internal(Opaque::log(&other)),
        }
    }
}

/// PostgreSQL keeps every text but those with a NUL in it
/// (`character_not_in_repertoire`).
fn is_unkeepable(error: &sqlx::Error) -> bool {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    code.as_deref() == Some("22021")
}
