//! What went wrong, as RFC 9457 (`application/problem+json`).

use app::context::BadQuery;
use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use backend::Error;
use domain::catalog_query::QueryError;
use serde::Serialize;
use utoipa::ToSchema;

use crate::middleware::request_id::RequestId;

/// An error, in the form of RFC 9457.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[schema(example = "about:blank")]
    pub r#type: &'static str,
    /// The name of the status.
    #[schema(example = "Bad Request")]
    pub title: &'static str,
    /// The HTTP status.
    #[schema(example = 400)]
    pub status: u16,
    /// What is wrong, in words for people. It may change; do not parse it.
    #[schema(example = "1 parameter cannot be used.")]
    pub detail: String,
    /// Which parameters are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldProblem>,
    /// The id of the request, as in the header `X-Request-Id`: name it in a report.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "9f86d081884c7d65")]
    pub instance: Option<String>,
}

/// What is wrong with one parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The name of the parameter.
    #[schema(example = "page")]
    pub field: String,
    /// What is wrong with it, in words for people.
    #[schema(example = "must be a whole number from 1 on")]
    pub message: String,
}

impl Problem {
    fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
            instance: None,
        }
    }

    /// 404.
    pub fn not_found(detail: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// 405: the whole API is for reading.
    pub fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "Only GET and HEAD are understood here.",
        )
    }

    /// 400 because of the path of the address.
    pub fn unreadable_path() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "The path is not UTF-8 after decoding.",
        )
    }

    /// 400 because of one parameter.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::fields(vec![FieldProblem {
            field: field.into(),
            message: message.into(),
        }])
    }

    fn fields(errors: Vec<FieldProblem>) -> Self {
        let detail = match errors.len() {
            1 => "1 parameter cannot be used.".to_owned(),
            n => format!("{n} parameters cannot be used."),
        };
        Self {
            errors,
            ..Self::new(StatusCode::BAD_REQUEST, detail)
        }
    }
}

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
            Error::Unavailable => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "The database does not answer just now.",
            ),
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

impl IntoResponse for Problem {
    /// Only the status: [`finish`] writes the body, because the id of the request is not known here.
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes a problem under the id of its request.
pub(super) async fn finish(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().cloned();
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Problem>() {
        Some(problem) => written(
            Problem {
                instance: id.map(|id| id.to_string()),
                ..problem
            },
            response,
        ),
        None => response,
    }
}

/// `response` keeps what was said about it on the way, such as which methods are allowed.
fn written(problem: Problem, response: Response) -> Response {
    let (status, retry) = (response.status(), problem.status == 503);
    let mut headers = response.headers().clone();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if retry {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    (status, headers, Json(problem)).into_response()
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
                400,
                "Bad Request",
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
    fn wrong_parameters_are_named() {
        let problem = Problem::from(Error::Invalid(FieldErrors::one("name", "is empty")));
        let expected = FieldProblem {
            field: "name".into(),
            message: "is empty".into(),
        };
        assert_eq!(problem.errors, [expected]);
        assert_eq!(Problem::from(BadQuery::TooLong).status, 414);
        assert_eq!(Problem::from(BadQuery::NotText).status, 400);
    }
}
