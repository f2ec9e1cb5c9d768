//! What the other layers say, as problems.

use std::time::Duration;

use app::context::BadQuery;
use axum::http::StatusCode;
use backend::Error;
use domain::catalog_query::QueryError;

use super::{FieldProblem, Problem};

/// What a use-case says. It refuses what it was sent (422); parameters of a question are read and
/// refused (400) before any use-case runs.
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::not_found("There is no such thing."),
            Error::Invalid(fields) => {
                let errors = fields.0.into_iter();
                Self::fields(
                    errors
                        .map(|(field, message)| FieldProblem { field, message })
                        .collect(),
                )
            }
            Error::Unauthenticated => Self::new(
                StatusCode::UNAUTHORIZED,
                "Send an access token that works: `Authorization: Bearer tsr_pat_…`.",
            ),
            Error::Forbidden => Self::new(
                StatusCode::FORBIDDEN,
                "Your roles in this organization do not allow this.",
            ),
            Error::SsoRequired => Self::new(
                StatusCode::FORBIDDEN,
                "This organization accepts only those who sign in through its own provider.",
            ),
            Error::PasswordRequired => Self::new(
                StatusCode::FORBIDDEN,
                "This is only for those who have signed in with their password.",
            ),
            Error::Refused(words) => Self::new(StatusCode::FORBIDDEN, words),
            Error::Conflict(words) => Self::new(StatusCode::CONFLICT, words),
            Error::TooMany { retry_after } => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "Too many attempts; `Retry-After` says when to try again.",
            )
            .again_after(retry_after),
            Error::Unavailable => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "The database does not answer just now.",
            )
            .again_after(Duration::from_secs(1)),
            Error::Internal(number) => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                format!("Internal error {number}."),
            ),
        }
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        Self::field(error.field, error.reason)
    }
}

impl From<BadQuery> for Problem {
    fn from(error: BadQuery) -> Self {
        match error {
            BadQuery::TooLong => Self::new(
                StatusCode::URI_TOO_LONG,
                format!(
                    "A query string has at most {} bytes.",
                    app::context::MAX_QUERY
                ),
            ),
            BadQuery::NotText => Self::new(
                StatusCode::BAD_REQUEST,
                "The query string is not UTF-8 after decoding.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use backend::{FieldErrors, Opaque};

    #[test]
    fn every_failure_of_a_use_case_has_its_status() {
        let internal = Error::Internal(Opaque::log(&std::io::Error::other("a secret cause")));
        let cases = [
            (Error::NotFound, 404, "Not Found"),
            (
                Error::Invalid(FieldErrors::one("name", "is empty")),
                422,
                "Unprocessable Entity",
            ),
            (Error::Unauthenticated, 401, "Unauthorized"),
            (Error::Forbidden, 403, "Forbidden"),
            (Error::SsoRequired, 403, "Forbidden"),
            (Error::PasswordRequired, 403, "Forbidden"),
            (Error::Refused("Not yours."), 403, "Forbidden"),
            (Error::Conflict("Too late."), 409, "Conflict"),
            (
                Error::TooMany {
                    retry_after: Duration::from_millis(1500),
                },
                429,
                "Too Many Requests",
            ),
            (Error::Unavailable, 503, "Service Unavailable"),
            (internal, 500, "Internal Server Error"),
        ];
        for (error, status, title) in cases {
            let problem = Problem::from(error);
            assert_eq!((problem.status, problem.title), (status, title));
            assert!(!problem.detail.contains("secret"), "{}", problem.detail);
        }
    }

    #[test]
    fn waiting_is_counted_in_whole_seconds() {
        let wait = |millis| {
            Problem::from(Error::TooMany {
                retry_after: Duration::from_millis(millis),
            })
            .retry_after
        };
        assert_eq!(
            [wait(0), wait(1000), wait(1500)],
            [Some(1), Some(1), Some(2)]
        );
        assert_eq!(Problem::from(Error::Unavailable).retry_after, Some(1));
        assert_eq!(Problem::from(Error::NotFound).retry_after, None);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let expected = [FieldProblem {
            field: "name".into(),
            message: "is empty".into(),
        }];
        let sent = Problem::from(Error::Invalid(FieldErrors::one("name", "is empty")));
        assert_eq!((sent.status, &sent.errors[..]), (422, &expected[..]));
        let asked = Problem::field("name", "is empty");
        assert_eq!((asked.status, &asked.errors[..]), (400, &expected[..]));
        assert_eq!(Problem::from(BadQuery::TooLong).status, 414);
        assert_eq!(Problem::from(BadQuery::NotText).status, 400);
    }
}
