//! What went wrong, as RFC 9457 (`application/problem+json`).

mod causes;

use std::time::Duration;

use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
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
    /// Which parameters or fields of the body are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldProblem>,
    /// The id of the request, as in the header `X-Request-Id`: name it in a report.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "9f86d081884c7d65")]
    pub instance: Option<String>,
    /// After how many seconds it makes sense to ask again: the header `Retry-After`.
    #[serde(skip)]
    retry_after: Option<u32>,
}

/// What is wrong with one parameter or one field of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The name of the parameter or the field.
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
            retry_after: None,
        }
    }

    /// 404.
    pub fn not_found(detail: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// 404 because a list ends before the page that is asked for.
    pub fn no_such_page(pages: u32) -> Self {
        let wrong = FieldProblem {
            field: "page".to_owned(),
            message: format!("must be at most {pages}: that is the last page"),
        };
        Self {
            errors: vec![wrong],
            ..Self::not_found("The list has no such page.")
        }
    }

    /// 405; the router says which methods there are.
    pub fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "This address does not understand the method; `Allow` names those it does.",
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
        let wrong = FieldProblem {
            field: field.into(),
            message: message.into(),
        };
        Self {
            errors: vec![wrong],
            ..Self::new(StatusCode::BAD_REQUEST, "1 parameter cannot be used.")
        }
    }

    /// 400 because of a body that is not JSON.
    pub fn malformed_body() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "The body is not JSON.")
    }

    /// 403 because of what the token is for.
    pub fn missing_scope(scope: &str) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            format!("The token lacks the scope `{scope}`."),
        )
    }

    /// 413.
    pub fn too_large(limit: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("The request body is larger than {limit} bytes."),
        )
    }

    /// 415: bodies are JSON.
    pub fn unsupported_media_type() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "The body must be JSON and say so: `Content-Type: application/json`.",
        )
    }

    /// 422 because of a body that is JSON but not an object.
    pub fn not_an_object() -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The body must be one JSON object.",
        )
    }

    /// 422 because of fields: what was sent is well-formed and cannot be done.
    pub fn fields(errors: Vec<FieldProblem>) -> Self {
        let detail = match errors.len() {
            1 => "1 field cannot be used.".to_owned(),
            n => format!("{n} fields cannot be used."),
        };
        Self {
            errors,
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
        }
    }

    fn again_after(self, time: Duration) -> Self {
        let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
        Self {
            retry_after: Some(u32::try_from(seconds.max(1)).unwrap_or(u32::MAX)),
            ..self
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
    let status = response.status();
    let mut headers = response.headers().clone();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::UNAUTHORIZED {
        // RFC 6750, section 3: which kind of credentials is meant.
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    (status, headers, Json(problem)).into_response()
}
