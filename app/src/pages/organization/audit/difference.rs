//! What an event changed, field by field.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A field with what it was and what it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// The fields in which `before` and `after` differ, by name. Both are JSON.
pub(super) fn fields(before: Option<&str>, after: Option<&str>) -> Vec<Field> {
    let (mut old, mut new) = (read(before), read(after));
    let names: BTreeSet<String> = old.keys().chain(new.keys()).cloned().collect();
    names
        .into_iter()
        .map(|name| Field {
            before: old.remove(&name),
            after: new.remove(&name),
            name: name.replace('_', " "),
        })
        .filter(|field| field.before != field.after)
        .collect()
}

/// The fields of an object with their words. What is no object is one field
/// without a name of its own.
fn read(json: Option<&str>) -> BTreeMap<String, String> {
    let value = json.map(serde_json::from_str::<Value>);
    match value {
        None => BTreeMap::new(),
        Some(Ok(Value::Object(fields))) => fields
            .iter()
            .map(|(name, value)| (name.clone(), words(value)))
            .collect(),
        Some(Ok(value)) => BTreeMap::from([("value".to_owned(), words(&value))]),
        Some(Err(_)) => {
            let text = json.unwrap_or_default().to_owned();
            BTreeMap::from([("value".to_owned(), text)])
        }
    }
}

/// A value as people read it.
fn words(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: Option<&str>, after: Option<&str>) -> Vec<String> {
        let text = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".to_owned());
        fields(before, after)
            .iter()
            .map(|f| format!("{}: {} > {}", f.name, text(&f.before), text(&f.after)))
            .collect()
    }

    #[test]
    fn only_differences_are_shown() {
        let before = r#"{"name":"A","time_zone":"UTC","sso_required":false}"#;
        let after = r#"{"name":"B","time_zone":"UTC","sso_required":true}"#;
        assert_eq!(
            shown(Some(before), Some(after)),
            ["name: A > B", "sso required: no > yes"]
        );
    }

    #[test]
    fn one_side_is_enough() {
        let roles = r#"{"roles":["admin","finance"],"note":null}"#;
        assert_eq!(
            shown(None, Some(roles)),
            ["note: - > none", "roles: - > admin, finance"]
        );
        assert!(shown(None, None).is_empty());
    }

    #[test]
    fn what_is_no_object_is_shown_as_it_is() {
        assert_eq!(shown(Some("3"), Some("{")), ["value: 3 > {"]);
    }
}
