//! What holds for all operations: caching, tokens, and the problems that can happen.

use std::collections::BTreeMap;

use utoipa::{
    Modify,
    openapi::{
        self, ContentBuilder, HeaderBuilder, ObjectBuilder, Ref, RefOr, ResponseBuilder,
        path::{Operation, ParameterIn, PathItem},
        schema::Type,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// The name of the security scheme, which the operations name too.
const TOKEN: &str = "token";

/// Adds to every operation what its handler does not say: of the catalog caching headers and
/// `304`, of organizations what happens without a token that fits, of both the problems.
pub(super) struct Common;

/// The name of a shared response, its status, and when it is given.
const PROBLEMS: [(&str, &str, &str); 10] = [
    (
        "BadRequest",
        "400",
        "A parameter cannot be used (`errors` names it), the address is not UTF-8, or the body is \
         not JSON.",
    ),
    (
        "Unauthenticated",
        "401",
        "There is no token, or it does not work (any more).",
    ),
    (
        "Forbidden",
        "403",
        "The token lacks the scope, or its member the role.",
    ),
    ("NotFound", "404", "There is no such thing."),
    ("TooLarge", "413", "The body is too large."),
    ("TooLong", "414", "The query string is too long."),
    ("NotJson", "415", "The body does not say that it is JSON."),
    (
        "Unprocessable",
        "422",
        "A field of the body cannot be used; `errors` names it.",
    ),
    (
        "Internal",
        "500",
        "A defect. The operator finds it by `instance`.",
    ),
    (
        "Unavailable",
        "503",
        "The database does not answer just now; see `Retry-After`.",
    ),
];

impl Modify for Common {
    fn modify(&self, document: &mut openapi::OpenApi) {
        // The reader of a program's name and license is not the reader of this document.
        document.info.license = None;
        document.info.contact = None;
        let components = document.components.get_or_insert_default();
        for (name, status, about) in PROBLEMS {
            components
                .responses
                .insert(name.to_owned(), problem_response(status, about).into());
        }
        components.add_security_scheme(TOKEN, token());
        for item in document.paths.paths.values_mut() {
            operations(item).for_each(complete);
        }
    }
}

fn token() -> SecurityScheme {
    let about = "A personal access token, made by a member of an organization. The scopes of an \
                 operation are those that the token must have.";
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("tsr_pat_…")
        .description(Some(about));
    SecurityScheme::Http(scheme.build())
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let all = [
        &mut item.get,
        &mut item.post,
        &mut item.put,
        &mut item.patch,
        &mut item.delete,
    ];
    all.into_iter().flatten()
}

fn complete(operation: &mut Operation) {
    let is_public = operation.security.is_none();
    let mut statuses = vec!["500", "503"];
    if !is_public {
        // Any query may hold a token, which is refused, or be too long.
        statuses.extend(["400", "401", "403", "414"]);
    }
    for parameter in operation.parameters.iter().flatten() {
        let RefOr::T(parameter) = parameter else {
            continue;
        };
        statuses.extend(match parameter.parameter_in {
            ParameterIn::Path => ["400", "404"],
            _ => ["400", "414"],
        });
    }
    if operation.request_body.is_some() {
        statuses.extend(["400", "413", "415", "422"]);
    }
    let responses = &mut operation.responses.responses;
    for (name, status, _) in PROBLEMS
        .into_iter()
        .filter(|(_, status, _)| statuses.contains(status))
    {
        // What a handler says about a status is more than this.
        responses
            .entry(status.to_owned())
            .or_insert_with(|| Ref::from_response_name(name).into());
    }
    if is_public {
        cache(responses);
    }
}

fn cache(responses: &mut BTreeMap<String, RefOr<openapi::Response>>) {
    responses.insert(
        "304".to_owned(),
        ResponseBuilder::new()
            .description("You have it already.")
            .into(),
    );
    if let Some(RefOr::T(response)) = responses.get_mut("200") {
        for (name, about) in [
            ("ETag", "The edition of this answer, for `If-None-Match`."),
            (
                "Cache-Control",
                "How long it may be kept: a minute, and ten more while asking again.",
            ),
        ] {
            let text = ObjectBuilder::new().schema_type(Type::String);
            let header = HeaderBuilder::new()
                .schema(Some(text))
                .description(Some(about))
                .build();
            response.headers.insert(name.to_owned(), header.into());
        }
    }
}

fn problem_response(status: &str, about: &str) -> openapi::Response {
    let example = serde_json::json!({
        "type": "about:blank",
        "title": title(status),
        "status": status.parse::<u16>().unwrap_or_default(),
        "detail": about,
        "instance": "9f86d081884c7d65",
    });
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .example(Some(example))
        .build();
    ResponseBuilder::new()
        .description(about)
        .content("application/problem+json", content)
        .build()
}

fn title(status: &str) -> &'static str {
    let status = axum::http::StatusCode::from_bytes(status.as_bytes()).ok();
    status
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default()
}
