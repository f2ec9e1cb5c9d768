//! Reading JSON step by step, so that a failure names its place.
//!
//! Values stay text until somebody asks for them: a price reaches its parser
//! as it stands in the file and never passes through a float.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::error::FeedError;
use super::place::At;

/// A value that nobody has looked into yet.
#[derive(Clone, Copy)]
pub(super) struct Node<'a, 'p> {
    pub(super) raw: &'a str,
    pub(super) at: At<'p>,
}

/// An object. `null` counts as absent.
pub(super) struct Object<'a, 'p> {
    fields: BTreeMap<Cow<'a, str>, &'a RawValue>,
    pub(super) at: At<'p>,
}

/// A list.
pub(super) struct List<'a, 'p> {
    items: Vec<&'a RawValue>,
    at: At<'p>,
}

/// The document in `bytes`. Its syntax is checked as a whole, so that nothing
/// after this can meet a broken file.
pub(super) fn document(bytes: &[u8]) -> Result<Node<'_, 'static>, FeedError> {
    let text = utf8(bytes)?;
    let raw: &RawValue = serde_json::from_str(text).map_err(|e| {
        let place = format!("line {}, column {}", e.line(), e.column());
        let reason = e.to_string();
        FeedError::new(
            place,
            "JSON",
            reason.split(" at line ").next().unwrap_or(&reason),
        )
    })?;
    Ok(Node {
        raw: raw.get(),
        at: At::ROOT,
    })
}

/// `bytes` as text, without the mark some programs put in front of it.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, FeedError> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let before = bytes.get(..e.valid_up_to()).unwrap_or_default();
        let line = before.split(|b| *b == b'\n').count();
        FeedError::new(
            format!("line {line}, byte {}", e.valid_up_to()),
            "UTF-8 text",
            "other bytes",
        )
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

impl<'a, 'p> Node<'a, 'p> {
    /// An error that shows this value.
    pub(super) fn error(&self, expected: impl Into<String>) -> FeedError {
        self.at.error(expected, self.raw)
    }

    pub(super) fn is_object(&self) -> bool {
        self.raw.starts_with('{')
    }

    pub(super) fn is_text(&self) -> bool {
        self.raw.starts_with('"')
    }

    /// Whether it is a number. The syntax was checked with the document.
    pub(super) fn is_number(&self) -> bool {
        self.raw
            .starts_with(|c: char| c == '-' || c.is_ascii_digit())
    }

    pub(super) fn object(self) -> Result<Object<'a, 'p>, FeedError> {
        if !self.is_object() {
            return Err(self.error("an object"));
        }
        let entries: Entries<'a> = serde_json::from_str(self.raw)
            .map_err(|e| self.at.error("an object", e.to_string()))?;
        match entries.twice {
            Some(key) => Err(self.at.key(&key).error("each name once", "a second one")),
            None => Ok(Object {
                fields: entries.fields,
                at: self.at,
            }),
        }
    }

    pub(super) fn list(self) -> Result<List<'a, 'p>, FeedError> {
        if !self.raw.starts_with('[') {
            return Err(self.error("a list"));
        }
        let items =
            serde_json::from_str(self.raw).map_err(|e| self.at.error("a list", e.to_string()))?;
        Ok(List { items, at: self.at })
    }
}

impl<'a> Object<'a, '_> {
    /// The value of `key`, unless it is absent or `null`.
    pub(super) fn get<'q>(&'q self, key: &'q str) -> Option<Node<'a, 'q>> {
        let raw = self.fields.get(key)?.get();
        (raw != "null").then(|| Node {
            raw,
            at: self.at.key(key),
        })
    }

    /// The value of `key`, read by `read`, if it is there.
    pub(super) fn opt<T>(
        &self,
        key: &str,
        read: impl for<'q> FnOnce(Node<'a, 'q>) -> Result<T, FeedError>,
    ) -> Result<Option<T>, FeedError> {
        self.get(key).map(read).transpose()
    }

    /// The value of `key`, read by `read`; it must be there.
    pub(super) fn need<T>(
        &self,
        key: &str,
        read: impl for<'q> FnOnce(Node<'a, 'q>) -> Result<T, FeedError>,
    ) -> Result<T, FeedError> {
        match self.get(key) {
            Some(node) => read(node),
            None => Err(self.at.key(key).error("a value", "nothing")),
        }
    }

    /// Name and value of all that is there, ordered by name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Node<'a, '_>)> {
        let known = self.fields.iter().filter(|(_, raw)| raw.get() != "null");
        known.map(|(key, raw)| {
            (
                key.as_ref(),
                Node {
                    raw: raw.get(),
                    at: self.at.key(key),
                },
            )
        })
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

impl<'a> List<'a, '_> {
    pub(super) fn iter(&self) -> impl Iterator<Item = Node<'a, '_>> {
        self.items.iter().enumerate().map(|(i, raw)| Node {
            raw: raw.get(),
            at: self.at.index(i),
        })
    }
}

/// The fields of an object, noticing names that come twice: the usual readers
/// keep the last one in silence, and an offering would vanish.
struct Entries<'a> {
    fields: BTreeMap<Cow<'a, str>, &'a RawValue>,
    twice: Option<String>,
}

#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Entries {
                    fields: BTreeMap::new(),
                    twice: None,
                };
                while let Some((Key(key), raw)) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    if entries.fields.contains_key(&key) {
                        entries
                            .twice
                            .get_or_insert_with(|| key.clone().into_owned());
                    }
                    entries.fields.insert(key, raw);
                }
                Ok(entries)
            }
        }
        deserializer.deserialize_map(Map)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn wrong(text: &str) -> String {
        document(text.as_bytes()).err().unwrap().to_string()
    }

    #[test]
    fn broken_files_name_line_and_column() {
        assert_eq!(
            wrong("{\n\"a\": 1"),
            "at line 2, column 6: expected JSON, found EOF while parsing an object"
        );
        assert_eq!(
            wrong("{\"a\": NaN}"),
            "at line 1, column 7: expected JSON, found expected value"
        );
        assert_eq!(
            wrong("<html>"),
            "at line 1, column 1: expected JSON, found expected value"
        );
        assert_eq!(
            wrong(""),
            "at line 1, column 0: expected JSON, found EOF while parsing a value"
        );
        assert!(wrong("{} {}").starts_with("at line 1, column 4: expected JSON, found trailing"));
        let latin = document(b"{\n\"\xe9\": 1}").err().unwrap();
        assert_eq!(latin.path, "line 2, byte 3");
    }

    #[test]
    fn a_name_that_comes_twice_is_an_error() {
        let error = document(b"{\"a\":{\"x/y\":1,\"x/y\":2}}")
            .unwrap()
            .object()
            .unwrap();
        let error = error.get("a").unwrap().object().err().unwrap();
        assert_eq!(
            error.to_string(),
            "at a[\"x/y\"]: expected each name once, found a second one"
        );
    }

    #[test]
    fn null_is_absent() {
        let object = document(b"\xef\xbb\xbf{\"a\":null,\"b\":1}")
            .unwrap()
            .object()
            .unwrap();
        assert!(!object.has("a") && object.has("b"));
        assert_eq!(object.iter().count(), 1);
    }
}
