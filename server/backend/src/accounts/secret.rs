//! Passwords on their way to the hash.

use std::fmt;

/// A password as it was typed. It is never shown, neither in logs nor in
/// errors.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// A password as it was typed.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The password itself.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(format!("{:?}", Secret::from("hunter2")), "Secret");
    }
}
