//! Reading an OpenAPI 3.1 document, as far as the page shows it.

use serde_json::{Map, Value, json};

/// How deep schemas are followed; deeper ones are named only.
const DEPTH: usize = 6;
/// The methods of a path, in the order in which they are shown.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Operation {
    /// The anchor in the page.
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) description: String,
    /// What an access token must be allowed; none for what is public.
    pub(super) scope: Option<String>,
    pub(super) parameters: Vec<Field>,
    pub(super) answers: Vec<Answer>,
}

/// A parameter or a property.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) name: String,
    /// Where a parameter stands: `path`, `query`, `header`.
    pub(super) place: String,
    pub(super) kind: String,
    pub(super) required: bool,
    pub(super) meaning: String,
    pub(super) example: Option<String>,
}

/// What may come back.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) status: String,
    pub(super) meaning: String,
    pub(super) media: Option<String>,
    /// The name of the schema of the body.
    pub(super) schema: Option<String>,
    pub(super) example: Option<String>,
}

/// A named schema with its properties.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Schema {
    pub(super) name: String,
    pub(super) meaning: String,
    pub(super) fields: Vec<Field>,
    /// The words of an enumeration.
    pub(super) words: Vec<String>,
}

fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// Follows a reference inside the document.
fn resolve<'a>(root: &'a Value, value: &'a Value) -> &'a Value {
    let target = value
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|r| r.strip_prefix('#'));
    target
        .and_then(|pointer| root.pointer(pointer))
        .unwrap_or(value)
}

fn ref_name(value: &Value) -> Option<String> {
    let target = value.get("$ref")?.as_str()?;
    target.rsplit('/').next().map(str::to_owned)
}

/// The absolute address of the first server, if the document states one.
pub(super) fn base(root: &Value) -> Option<String> {
    let url = root
        .pointer("/servers/0/url")?
        .as_str()?
        .trim_end_matches('/');
    url.starts_with("http").then(|| url.to_owned())
}

/// What the document says about the whole API.
pub(super) fn about(root: &Value) -> String {
    root.get("info")
        .map(|info| text(info, "description"))
        .unwrap_or_default()
}

/// Every operation, in the order of the document.
pub(super) fn operations(root: &Value) -> Vec<Operation> {
    let paths = root.get("paths").and_then(Value::as_object);
    let mut out = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                out.push(read(root, path, method, item, operation));
            }
        }
    }
    out
}

fn read(root: &Value, path: &str, method: &str, item: &Value, operation: &Value) -> Operation {
    let list = |value: &Value| {
        value
            .get("parameters")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let parameters = list(item)
        .into_iter()
        .chain(list(operation))
        .map(|p| parameter(root, &p))
        .collect();
    let answers = operation.get("responses").and_then(Value::as_object);
    let id = match text(operation, "operationId") {
        id if id.is_empty() => format!("{method}{}", path.replace(['/', '{', '}', '*'], "-")),
        id => id,
    };
    let summary = match text(operation, "summary") {
        summary if summary.is_empty() => format!("{} {path}", method.to_uppercase()),
        summary => summary,
    };
    Operation {
        id,
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary,
        description: text(operation, "description"),
        scope: scope(operation),
        parameters,
        answers: answers
            .into_iter()
            .flatten()
            .map(|(status, value)| answer(root, status, value))
            .collect(),
    }
}

fn parameter(root: &Value, value: &Value) -> Field {
    let value = resolve(root, value);
    let schema = value.get("schema").cloned().unwrap_or(Value::Null);
    let inner = resolve(root, &schema);
    let meaning = match text(value, "description") {
        own if own.is_empty() => text(inner, "description"),
        own => own,
    };
    let example = value
        .get("example")
        .or_else(|| inner.get("example"))
        .or_else(|| inner.pointer("/examples/0"));
    Field {
        name: text(value, "name"),
        place: text(value, "in"),
        kind: kind(root, &schema),
        required: value
            .get("required")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        meaning,
        example: example.map(plain),
    }
}

/// A value without the quotes of a string.
fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn answer(root: &Value, status: &str, value: &Value) -> Answer {
    let value = resolve(root, value);
    let content = value
        .get("content")
        .and_then(Value::as_object)
        .and_then(|c| c.iter().next());
    let body = content.map(|(_, body)| body);
    let schema = body.and_then(|b| b.get("schema"));
    let given = body.and_then(|b| {
        b.get("example").or_else(|| {
            b.get("examples")?
                .as_object()?
                .values()
                .next()?
                .get("value")
        })
    });
    let is_json = content.is_some_and(|(media, _)| media.contains("json"));
    let made = || schema.filter(|_| is_json).map(|s| sample(root, s, DEPTH));
    let example = given.cloned().or_else(made).map(|e| match &e {
        Value::String(text) => text.clone(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    });
    Answer {
        status: status.to_owned(),
        meaning: text(value, "description"),
        media: content.map(|(media, _)| media.clone()),
        schema: schema.and_then(ref_name),
        example,
    }
}

/// The type of a schema in words: `array of Model`, `one of input, output`.
fn kind(root: &Value, schema: &Value) -> String {
    if let Some(name) = ref_name(schema) {
        let target = resolve(root, schema);
        return if words(target).is_empty() {
            name
        } else {
            kind(root, target)
        };
    }
    let words = words(schema);
    if !words.is_empty() {
        return format!("one of {}", words.join(", "));
    }
    for list in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = schema.get(list).and_then(Value::as_array) {
            let parts: Vec<_> = parts.iter().map(|p| kind(root, p)).collect();
            return parts.join(" or ");
        }
    }
    let name = match schema.get("type") {
        Some(Value::Array(types)) => types
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" or "),
        Some(one) => plain(one),
        None => "any".to_owned(),
    };
    if name.starts_with("array") {
        let items = schema
            .get("items")
            .map_or_else(|| "any".to_owned(), |items| kind(root, items));
        return name.replacen("array", &format!("list of {items}"), 1);
    }
    match schema.get("format").and_then(Value::as_str) {
        Some(format) if format.starts_with("int") => name,
        Some(format) => format!("{name} ({format})"),
        None => name,
    }
}

fn words(schema: &Value) -> Vec<String> {
    schema
        .get("enum")
        .and_then(Value::as_array)
        .map(|list| list.iter().map(plain).collect())
        .unwrap_or_default()
}

/// The named schemas of the document.
pub(super) fn schemas(root: &Value) -> Vec<Schema> {
    let all = root
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    all.into_iter()
        .flatten()
        .map(|(name, value)| schema(root, name, value))
        .collect()
}

fn schema(root: &Value, name: &str, value: &Value) -> Schema {
    let required: Vec<_> = value
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(plain)
        .collect();
    let properties = value.get("properties").and_then(Value::as_object);
    let field = |(name, property): (&String, &Value)| Field {
        name: name.clone(),
        place: String::new(),
        kind: kind(root, property),
        required: required.contains(name),
        meaning: text(property, "description"),
        example: property.get("example").map(plain),
    };
    Schema {
        name: name.to_owned(),
        meaning: text(value, "description"),
        fields: properties.into_iter().flatten().map(field).collect(),
        words: words(value),
    }
}

/// A value that fits a schema, from its examples where it has any.
fn sample(root: &Value, schema: &Value, depth: usize) -> Value {
    let schema = resolve(root, schema);
    if let Some(given) = schema
        .get("example")
        .or_else(|| schema.pointer("/examples/0"))
        .or_else(|| schema.get("const"))
    {
        return given.clone();
    }
    if let Some(word) = schema.pointer("/enum/0") {
        return word.clone();
    }
    if depth == 0 {
        return Value::Null;
    }
    for list in ["oneOf", "anyOf"] {
        let parts = schema
            .get(list)
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        if let Some(part) = parts
            .into_iter()
            .find(|p| p.get("type") != Some(&json!("null")))
        {
            return sample(root, part, depth - 1);
        }
    }
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        let merged = parts
            .iter()
            .filter_map(|p| sample(root, p, depth - 1).as_object().cloned())
            .flatten();
        return Value::Object(merged.collect());
    }
    let is = |name: &str| {
        schema
            .get("type")
            .is_some_and(|t| t == name || t.as_array().is_some_and(|l| l.iter().any(|v| v == name)))
    };
    if is("object") || schema.get("properties").is_some() {
        let properties = schema.get("properties").and_then(Value::as_object);
        let fields = properties
            .into_iter()
            .flatten()
            .map(|(k, v)| (k.clone(), sample(root, v, depth - 1)));
        return Value::Object(fields.collect::<Map<_, _>>());
    }
    if is("array") {
        return schema
            .get("items")
            .map(|items| sample(root, items, depth - 1))
            .into_iter()
            .collect();
    }
    match schema.get("format").and_then(Value::as_str) {
        Some("date") => json!("2026-01-31"),
        Some("date-time") => json!("2026-01-31T12:00:00Z"),
        _ if is("string") => json!("text"),
        _ if is("boolean") => json!(true),
        _ if is("integer") || is("number") => json!(1),
        _ => Value::Null,
    }
}

fn scope(operation: &Value) -> Option<String> {
    let scope = operation.pointer("/security/0/token/0")?;
    scope.as_str().map(str::to_owned)
}

/// The command that calls an operation. It has the parameters of the path, the
/// required ones and one more: all examples together would rarely match anything.
pub(super) fn curl(base: &str, operation: &Operation) -> String {
    let mut path = operation.path.clone();
    let (mut query, mut optional) = (Vec::new(), 0);
    for field in &operation.parameters {
        let example = field.example.clone();
        match field.place.as_str() {
            "path" => {
                let value = example.unwrap_or_else(|| field.name.to_uppercase());
                path = path
                    .replace(&format!("{{{}}}", field.name), &value)
                    .replace(&format!("{{*{}}}", field.name), &value);
            }
            "query" if field.required || (optional == 0 && example.is_some()) => {
                optional += usize::from(!field.required);
                query.extend(
                    example
                        .map(|v| format!("{}={}", field.name, domain::catalog_query::encode(&v))),
                );
            }
            _ => {}
        }
    }
    let query = if query.is_empty() {
        String::new()
    } else {
        format!("?{}", query.join("&"))
    };
    let method = if operation.method == "GET" {
        String::new()
    } else {
        format!(" --request {}", operation.method)
    };
    let token = match operation.scope {
        Some(_) => " --header \"Authorization: Bearer $TESSERA_TOKEN\"",
        None => "",
    };
    format!("curl{method}{token} \"{base}{path}{query}\"")
}

#[cfg(test)]
mod tests;
