//! What a form has sent.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};
use std::str::FromStr;
use std::sync::{Arc, Mutex};

use backend::{Error, FieldErrors};

/// What the name of a field has in it that is not written into a page.
/// `current` is the password somebody has when they choose another one.
const SECRET: [&str; 5] = ["password", "code", "secret", "token", "current"];

/// The fields of a form, and what was wrong with them. Pages that hold a form
/// show it again with this.
#[derive(Clone, Default)]
pub struct Sent {
    fields: Arc<[(String, String)]>,
    errors: Arc<FieldErrors>,
    /// What people call the fields of the page that is drawn.
    labels: Arc<Mutex<BTreeMap<&'static str, &'static str>>>,
}

impl Sent {
    /// Decoded pairs of name and value.
    pub fn new(fields: Vec<(String, String)>) -> Self {
        Self {
            fields: fields.into(),
            errors: Arc::default(),
            labels: Arc::default(),
        }
    }

    /// The same with what was wrong.
    #[must_use]
    pub fn with_errors(self, errors: FieldErrors) -> Self {
        Self {
            errors: Arc::new(errors),
            ..self
        }
    }

    /// Whether nothing was sent: the page is opened, not shown again.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The value of a field, if it was sent.
    pub fn find(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        fields
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of a field; empty if it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// Every value of a field that can be ticked several times.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        let fields = self.fields.iter().filter(move |(own, _)| own == name);
        fields.map(|(_, value)| value.as_str())
    }

    /// Whether a box was ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// What is wrong with a field.
    pub fn error(&self, name: &str) -> Option<&str> {
        let mut errors = self.errors.0.iter();
        errors
            .find(|(own, _)| own == name)
            .map(|(_, message)| message.as_str())
    }

    /// Everything that is wrong, in order.
    pub fn errors(&self) -> &[(String, String)] {
        &self.errors.0
    }

    /// Every field, in the order in which they were sent.
    pub(crate) fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Whether what was entered under this name must not be shown again.
    pub(crate) fn is_secret(name: &str) -> bool {
        let name = name.to_lowercase();
        SECRET.iter().any(|word| name.contains(word))
    }

    /// Notes what people call a field.
    pub(crate) fn call(&self, name: &'static str, label: &'static str) {
        if let Ok(mut labels) = self.labels.lock() {
            labels.insert(name, label);
        }
    }

    /// What people call a field; its own name in words if no field of the page
    /// has said so.
    pub(crate) fn label(&self, name: &str) -> String {
        let labels = self.labels.lock();
        let label = labels
            .ok()
            .and_then(|labels| labels.get(name).map(|label| (*label).to_owned()));
        label.unwrap_or_else(|| name.replace('_', " "))
    }

    /// Refuses fields that the form does not have: what a page does not offer
    /// cannot be set (mass assignment).
    pub(crate) fn only(&self, names: &[&str]) -> Result<(), Error> {
        let unknown: BTreeSet<_> = self
            .fields
            .iter()
            .map(|(name, _)| name.as_str())
            .filter(|name| !names.contains(name))
            .collect();
        match unknown.first() {
            Some(name) => Err(Error::invalid(name, "is not a field of this form")),
            None => Ok(()),
        }
    }
}

/// Reads several fields and collects everything that is wrong, so that people
/// learn of all mistakes at once.
#[derive(Debug)]
pub(crate) struct Reader<'s> {
    sent: &'s Sent,
    errors: Vec<(String, String)>,
}

impl<'s> Reader<'s> {
    pub(crate) fn new(sent: &'s Sent) -> Self {
        Self {
            sent,
            errors: Vec::new(),
        }
    }

    /// A field that must be there.
    pub(crate) fn field<T>(&mut self, name: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        match self.sent.get(name).parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong(name, &error);
                None
            }
        }
    }

    /// A field that may be empty.
    pub(crate) fn optional<T>(&mut self, name: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        if self.sent.get(name).trim().is_empty() {
            return None;
        }
        self.field(name)
    }

    /// Words of a vocabulary that were ticked.
    pub(crate) fn words<T>(&mut self, name: &str) -> Vec<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        let mut words = Vec::new();
        for word in self.sent.all(name) {
            match word.parse() {
                Ok(value) => words.push(value),
                Err(error) => self.wrong(name, &error),
            }
        }
        words
    }

    /// Notes what is wrong.
    pub(crate) fn wrong(&mut self, name: &str, message: &dyn Display) {
        self.errors.push((name.to_owned(), message.to_string()));
    }

    /// Ends reading: fails if anything was wrong.
    pub(crate) fn done(self) -> Result<(), Error> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(FieldErrors(self.errors)))
        }
    }
}

/// Passwords are among the fields, so values are not shown.
impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.fields.iter().map(|(name, _)| name).collect();
        write!(f, "Sent({names:?})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> Sent {
        let owned = pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        Sent::new(owned.collect())
    }

    #[test]
    fn unknown_fields_are_refused() {
        let form = sent(&[("name", "A"), ("role", "owner")]);
        assert!(form.only(&["name", "role"]).is_ok());
        assert!(matches!(form.only(&["name"]), Err(Error::Invalid(f)) if f.0[0].0 == "role"));
    }

    #[test]
    fn every_mistake_is_told() {
        let form = sent(&[("a", "x"), ("b", "y"), ("c", "7")]);
        let mut reader = Reader::new(&form);
        let read: (Option<u8>, Option<u8>, Option<u8>) =
            (reader.field("a"), reader.optional("b"), reader.field("c"));
        assert_eq!(read, (None, None, Some(7)));
        assert!(matches!(reader.done(), Err(Error::Invalid(f)) if f.0.len() == 2));
    }

    #[test]
    fn fields_are_called_as_people_see_them() {
        let form = sent(&[("input", "")]);
        assert_eq!(form.label("cost_center"), "cost center");
        form.clone().call("input", "Input tokens a call");
        assert_eq!(form.label("input"), "Input tokens a call");
    }

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in [
            "password",
            "current",
            "recovery_code",
            "client_secret",
            "Token",
        ] {
            assert!(Sent::is_secret(name), "{name}");
        }
        for name in ["name", "cost_center", "use_case", "until"] {
            assert!(!Sent::is_secret(name), "{name}");
        }
    }

    #[test]
    fn values_are_not_printed() {
        assert!(!format!("{:?}", sent(&[("password", "secret")])).contains("secret"));
    }
}
