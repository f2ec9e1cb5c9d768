use super::*;

fn document() -> Value {
    json!({
        "servers": [{ "url": "https://tessera.example/" }],
        "paths": {
            "/api/v1/models": { "get": {
                "operationId": "listModels", "summary": "List models",
                "parameters": [
                    { "name": "q", "in": "query", "description": "Search text", "schema": { "type": "string" }, "example": "claude sonnet" },
                    { "name": "sort", "in": "query", "schema": { "$ref": "#/components/schemas/Sort" } },
                    { "name": "provider", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } }
                ],
                "responses": {
                    "200": { "description": "A page", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Page" } } } },
                    "400": { "description": "Wrong" }
                }
            } },
            "/api/v1/models/{id}": { "get": {
                "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" }, "example": "openai/gpt-5" }],
                "responses": {}
            } }
        },
        "components": { "schemas": {
            "Sort": { "type": "string", "enum": ["newest", "name"] },
            "Page": { "type": "object", "required": ["items"], "properties": {
                "items": { "type": "array", "items": { "$ref": "#/components/schemas/Model" } },
                "next": { "type": ["string", "null"], "format": "date" },
                "loop": { "$ref": "#/components/schemas/Page" }
            } },
            "Model": { "type": "object", "description": "A model", "properties": { "id": { "type": "string", "example": "openai/gpt-5" } } }
        } }
    })
}

#[test]
fn operations_have_words_for_their_parameters() {
    let root = document();
    let list = operations(&root);
    assert_eq!(
        list.iter().map(|o| o.id.as_str()).collect::<Vec<_>>(),
        ["listModels", "get-api-v1-models--id-"]
    );
    let kinds: Vec<_> = list[0].parameters.iter().map(|p| p.kind.as_str()).collect();
    assert_eq!(kinds, ["string", "one of newest, name", "list of string"]);
    assert_eq!(list[1].summary, "GET /api/v1/models/{id}");
}

#[test]
fn commands_fill_in_examples() {
    let root = document();
    let base = base(&root);
    assert_eq!(base.as_deref(), Some("https://tessera.example"));
    let commands: Vec<_> = operations(&root)
        .iter()
        .map(|o| curl("http://a", o))
        .collect();
    assert_eq!(
        commands,
        [
            "curl \"http://a/api/v1/models?q=claude+sonnet\"",
            "curl \"http://a/api/v1/models/openai/gpt-5\""
        ]
    );
}

#[test]
fn examples_are_made_from_schemas_and_loops_end() {
    let root = document();
    let list = operations(&root);
    let answer = &list[0].answers[0];
    assert_eq!(answer.schema.as_deref(), Some("Page"));
    let example: Value =
        serde_json::from_str(answer.example.as_deref().unwrap_or_default()).unwrap_or_default();
    assert_eq!(example["items"], json!([{ "id": "openai/gpt-5" }]));
    assert_eq!(example["next"], json!("2026-01-31"));
    assert_eq!(list[0].answers[1].example, None);
}

#[test]
fn schemas_list_their_fields() {
    let all = schemas(&document());
    let page = all
        .iter()
        .find(|s| s.name == "Page")
        .map(|s| s.fields.clone())
        .unwrap_or_default();
    let field = page.iter().find(|f| f.name == "items").cloned();
    assert_eq!(
        field.map(|f| (f.kind, f.required)),
        Some(("list of Model".to_owned(), true))
    );
}
