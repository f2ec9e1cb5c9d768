//! Reading the body of a request: one JSON object, of which every field is known.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::{self, Display};
use std::str::FromStr;

use axum::{
    body::to_bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use backend::projects::Becomes;
use domain::role::{Role, Roles};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Value, error::Category};

use super::problem::{FieldProblem, Problem};

/// Largest body, in bytes. The longest has a few hundred.
const MAX_BODY: usize = 64 << 10;
/// Most wrong fields that one answer names.
const MAX_WRONG: usize = 20;
/// Longest part of the name of an unknown field that is repeated.
const SHOWN: usize = 60;

/// A body that nobody has looked at: who asks and whether they may comes first.
#[derive(Debug)]
pub(super) struct Unread(Request);

impl<S: Send + Sync> FromRequest<S> for Unread {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        Ok(Self(request))
    }
}

impl Unread {
    /// The fields of the object that was sent.
    pub(super) async fn fields(self) -> Result<Fields, Problem> {
        let (parts, body) = self.0.into_parts();
        if !is_json(&parts.headers) {
            return Err(Problem::unsupported_media_type());
        }
        let bytes = to_bytes(body, MAX_BODY).await;
        Fields::parse(&bytes.map_err(|_| Problem::too_large(MAX_BODY))?)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// The fields that were sent. Each is taken out once; everything that is wrong is collected, so
/// that callers learn of all mistakes at once.
#[derive(Debug, Default)]
pub(super) struct Fields {
    given: BTreeMap<String, Value>,
    problems: Vec<FieldProblem>,
}

impl Fields {
    /// Reads an object.
    fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        serde_json::from_slice(bytes).map_err(|error| match error.classify() {
            Category::Data => Problem::not_an_object(),
            Category::Io | Category::Syntax | Category::Eof => Problem::malformed_body(),
        })
    }

    fn wrong(&mut self, name: &str, message: impl Into<String>) {
        if self.problems.len() < MAX_WRONG {
            self.problems.push(FieldProblem {
                field: name.chars().take(SHOWN).collect(),
                message: message.into(),
            });
        }
    }

    fn text<T>(&mut self, name: &str, value: &Value) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        let Some(text) = value.as_str() else {
            self.wrong(name, "must be text");
            return None;
        };
        match text.parse() {
            Ok(read) => Some(read),
            Err(error) => {
                self.wrong(name, error.to_string());
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn required<T>(&mut self, name: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        if self.given.contains_key(name) {
            return self.patched(name);
        }
        self.wrong(name, "is missing");
        None
    }

    /// A text that may be `null` or left out.
    pub(super) fn optional<T>(&mut self, name: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        let value = self.given.remove(name).filter(|value| !value.is_null())?;
        self.text(name, &value)
    }

    /// A text that is left out where it stays as it is.
    pub(super) fn patched<T>(&mut self, name: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        let value = self.given.remove(name)?;
        self.text(name, &value)
    }

    /// The same of a text that may be `null`.
    pub(super) fn patched_or_null<T>(&mut self, name: &str) -> Becomes<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        if self.given.contains_key(name) {
            Becomes::Now(self.optional(name))
        } else {
            Becomes::Same
        }
    }

    /// Yes or no, left out where it stays as it is.
    pub(super) fn flag(&mut self, name: &str) -> Option<bool> {
        let value = self.given.remove(name)?;
        if value.as_bool().is_none() {
            self.wrong(name, "must be true or false");
        }
        value.as_bool()
    }

    /// A list of roles that must be there.
    pub(super) fn roles(&mut self, name: &str) -> Option<Roles> {
        let Some(value) = self.given.remove(name) else {
            self.wrong(name, "is missing");
            return None;
        };
        let role = |item: &Value| item.as_str()?.parse::<Role>().ok();
        let read: Option<Vec<Role>> = value
            .as_array()
            .and_then(|items| items.iter().map(role).collect());
        let Some(read) = read else {
            let words: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
            self.wrong(name, format!("must be a list of: {}", words.join(", ")));
            return None;
        };
        match Roles::new(read) {
            Ok(roles) => Some(roles),
            Err(error) => {
                self.wrong(name, error.to_string());
                None
            }
        }
    }

    /// What was made of the fields, if nothing is wrong with them and none is left.
    pub(super) fn finish<T>(mut self, made: Option<T>) -> Result<T, Problem> {
        for name in std::mem::take(&mut self.given).into_keys() {
            self.wrong(&name, "is not a field of this body");
        }
        match made {
            Some(made) if self.problems.is_empty() => Ok(made),
            _ => Err(Problem::fields(self.problems)),
        }
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            if fields.given.insert(name.clone(), value).is_some() {
                // Readers differ in which of two they take, so neither is.
                fields.wrong(&name, "is given twice");
            }
        }
        Ok(fields)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use domain::organization::{CostCenter, Name};

    fn read(text: &str) -> Result<(Name, Becomes<CostCenter>, Option<bool>), Problem> {
        let mut fields = Fields::parse(text.as_bytes())?;
        let name = fields.required("name");
        let code = fields.patched_or_null("code");
        let flag = fields.flag("flag");
        fields.finish(name.map(|name| (name, code, flag)))
    }

    fn wrong(text: &str) -> (u16, Vec<String>) {
        let problem = read(text).err();
        problem.map_or((0, Vec::new()), |p| {
            (p.status, p.errors.into_iter().map(|e| e.field).collect())
        })
    }

    #[test]
    fn what_is_absent_stays_as_it_is() {
        let (name, code, flag) = read(r#"{"name":"Web"}"#).unwrap();
        assert_eq!(name.as_str(), "Web");
        assert_eq!((code, flag), (Becomes::Same, None));
        let cleared = read(r#"{"name":"Web","code":null,"flag":false}"#);
        assert_eq!(
            cleared.map(|(_, code, flag)| (code, flag)),
            Ok((Becomes::Now(None), Some(false)))
        );
        let (_, code, _) = read(r#"{"name":"Web","code":"1000"}"#).unwrap();
        assert_eq!(code, Becomes::Now("1000".parse().ok()));
    }

    #[test]
    fn a_text_that_is_patched_is_no_null() {
        let patched = |text: &str| {
            let mut fields = Fields::parse(text.as_bytes())?;
            let name = fields.patched::<Name>("name");
            let code = fields.optional::<CostCenter>("code");
            fields.finish(Some((name, code)))
        };
        assert_eq!(patched("{}"), Ok((None, None)));
        let (name, code) = patched(r#"{"name":"Web","code":null}"#).unwrap();
        assert_eq!((name, code), ("Web".parse().ok(), None));
        let null = patched(r#"{"name":null}"#).map_err(|p| p.errors.len());
        assert_eq!(null, Err(1));
    }

    #[test]
    fn every_mistake_is_named_at_once() {
        let fields = |names: &[&str]| (422, names.iter().map(|n| (*n).to_owned()).collect());
        assert_eq!(wrong("{}"), fields(&["name"]));
        assert_eq!(
            wrong(r#"{"name":7,"code":"","flag":"yes","more":1}"#),
            fields(&["name", "code", "flag", "more"])
        );
        assert_eq!(wrong(r#"{"name":"a","name":"b"}"#), fields(&["name"]));
        assert_eq!(wrong("{\"name\":\"a\\u0000b\"}"), fields(&["name"]));
        assert_eq!(wrong("[1]"), fields(&[]));
        let many: Vec<_> = (0..100).map(|i| format!("\"f{i}\":1")).collect();
        let (status, named) = wrong(&format!("{{{}}}", many.join(",")));
        assert_eq!((status, named.len()), (422, MAX_WRONG));
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for text in ["", "{", "{}x", "name=Web", "{\"name\":\"\u{1}\"}"] {
            assert_eq!(wrong(text), (400, Vec::new()), "{text}");
        }
    }

    #[test]
    fn roles_are_words_of_their_vocabulary() {
        let roles = |text: &str| {
            let mut fields = Fields::parse(text.as_bytes())?;
            let roles = fields.roles("roles");
            fields.finish(roles)
        };
        let words = roles(r#"{"roles":["developer","admin"]}"#).map(|roles| roles.words());
        assert_eq!(words, Ok(vec!["admin".to_owned(), "developer".to_owned()]));
        for bad in [
            "{}",
            r#"{"roles":[]}"#,
            r#"{"roles":["boss"]}"#,
            r#"{"roles":"admin"}"#,
        ] {
            let field = roles(bad).map_err(|p| p.errors.first().map(|e| e.field.clone()));
            assert_eq!(field.err(), Some(Some("roles".to_owned())), "{bad}");
        }
    }

    #[test]
    fn only_json_is_read() {
        let says = |kind: &'static str| {
            is_json(&HeaderMap::from_iter([(
                header::CONTENT_TYPE,
                HeaderValue::from_static(kind),
            )]))
        };
        assert!(says("application/json") && says("Application/JSON; charset=utf-8"));
        assert!(!says("text/json") && !says("application/jsonx") && !is_json(&HeaderMap::new()));
    }
}
