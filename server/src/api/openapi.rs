//! The OpenAPI document: what the handlers and the types say, and what holds for all of them.

use axum::Json;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self, ContentBuilder, HeaderBuilder, ObjectBuilder, Ref, ResponseBuilder,
        path::{Operation, ParameterIn},
        schema::Type,
    },
};

use super::{changes, companies, cost, dto, feed, models, problem, words};

/// The document.
pub fn openapi() -> serde_json::Value {
    serde_json::to_value(Document::openapi()).unwrap_or_default()
}

/// Describe this API.
///
/// This document, as OpenAPI 3.1.
#[utoipa::path(get, path = "/api/openapi.json", tag = "Description", operation_id = "describe",
    responses((status = 200, description = "The document.", body = serde_json::Value)))]
pub(super) async fn document() -> Json<openapi::OpenApi> {
    Json(Document::openapi())
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tessera catalog API",
        description = "The published catalog of AI models, their offerings and their dated prices, for \
            reading. It is public: no key is needed, and any site may read it from a browser \
            (`Access-Control-Allow-Origin: *`, without credentials).\n\n\
            Prices and amounts of money are strings that hold exact decimals; counts and tokens are \
            integers; dates are ISO 8601; `null` is unknown, which is not the same as zero. Links are \
            relative to this address.\n\n\
            Answers may be cached for a minute and carry an `ETag`: send it back as `If-None-Match` \
            and an answer that has not changed is a short `304`. `HEAD` works wherever `GET` does. \
            Errors are `application/problem+json` (RFC 9457).",
    ),
    servers((url = "/", description = "This installation")),
    tags(
        (name = "Catalog", description = "Models, listings, offerings, prices and what they cost."),
        (name = "Companies", description = "Who sells and who makes."),
        (name = "Changes", description = "What changed."),
        (name = "Description", description = "This API itself."),
    ),
    paths(
        models::list, models::show, models::show_listing, cost::show, companies::list_sources,
        companies::list_providers, companies::show_provider,
        companies::list_publishers, companies::show_publisher,
        changes::list, feed::show, document,
    ),
    components(schemas(
        problem::Problem, problem::FieldProblem, dto::Model,
        words::Modality, words::Capability, words::Task, words::Lifecycle, words::DeploymentType,
        words::Retention,
        words::Dialect, words::Unit, words::Direction, words::TokenClass, words::ServiceTier,
        words::SortOrder, words::ChangeKind, words::Usd, words::Decimal,
    )),
    modifiers(&Common)
)]
struct Document;

/// What every operation has: caching headers, `304`, and the problems that can happen to it.
struct Common;

/// The name of a shared response, its status, and when it is given.
const PROBLEMS: [(&str, &str, &str); 5] = [
    (
        "BadRequest",
        "400",
        "A parameter cannot be used (`errors` names it), or the address is not UTF-8.",
    ),
    ("NotFound", "404", "There is no such thing."),
    ("TooLong", "414", "The query string is too long."),
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
        for item in document.paths.paths.values_mut() {
            item.get.as_mut().into_iter().for_each(complete);
        }
    }
}

fn complete(operation: &mut Operation) {
    let parameters = operation.parameters.iter().flatten();
    let mut statuses = vec!["500", "503"];
    for parameter in parameters {
        let openapi::RefOr::T(parameter) = parameter else {
            continue;
        };
        statuses.extend(match parameter.parameter_in {
            ParameterIn::Path => ["400", "404"],
            _ => ["400", "414"],
        });
    }
    let responses = &mut operation.responses.responses;
    for (name, status, _) in PROBLEMS
        .into_iter()
        .filter(|(_, status, _)| statuses.contains(status))
    {
        responses.insert(status.to_owned(), Ref::from_response_name(name).into());
    }
    responses.insert(
        "304".to_owned(),
        ResponseBuilder::new()
            .description("You have it already.")
            .into(),
    );
    if let Some(openapi::RefOr::T(response)) = responses.get_mut("200") {
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str));
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = openapi();
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > 50, "{}", found.len());
        for reference in found {
            let pointer = reference.strip_prefix('#').unwrap_or_default();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }

    #[test]
    fn every_operation_says_what_can_happen() {
        let document = openapi();
        assert_eq!(document["openapi"], "3.1.0");
        let paths = document["paths"].as_object().cloned().unwrap_or_default();
        assert_eq!(paths.len(), 12);
        for (path, item) in paths {
            let operation = &item["get"];
            assert!(
                operation["operationId"].is_string() && operation["summary"].is_string(),
                "{path}"
            );
            let responses = &operation["responses"];
            assert!(responses["200"]["headers"]["ETag"].is_object(), "{path}");
            assert!(
                responses["304"].is_object() && responses["500"].is_object(),
                "{path}"
            );
            let has_parameters = operation["parameters"]
                .as_array()
                .is_some_and(|list| !list.is_empty());
            assert_eq!(responses["400"].is_object(), has_parameters, "{path}");
            assert_eq!(responses["404"].is_object(), path.contains('{'), "{path}");
        }
    }

    #[test]
    fn vocabularies_are_those_of_the_domain() {
        let document = openapi();
        for (name, words) in [
            ("Modality", 7),
            ("Lifecycle", 4),
            ("SortOrder", 8),
            ("ChangeKind", 6),
        ] {
            let listed = document["components"]["schemas"][name]["enum"]
                .as_array()
                .map(Vec::len);
            assert_eq!(listed, Some(words), "{name}");
        }
    }
}
