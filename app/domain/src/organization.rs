//! Organizations and the people in them: what their names may be.

use std::fmt;
use std::str::FromStr;

/// Longest name of a person, an organization or a project, in characters.
pub const MAX_NAME: usize = 100;
/// Longest slug of an organization or a project.
pub const MAX_SLUG: usize = 40;
/// Longest mail address, RFC 5321 section 4.5.3.1.3.
pub const MAX_EMAIL: usize = 254;

/// Why a text cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing was given.
    #[error("is missing")]
    Missing,
    /// Longer than allowed.
    #[error("is longer than {0} characters")]
    TooLong(usize),
    /// Control characters have no place in a name.
    #[error("contains a character that cannot be shown")]
    Control,
    /// Not the form of a slug.
    #[error(
        "may hold small letters, digits and hyphens, and begins and ends with a letter or digit"
    )]
    Slug,
    /// A word that addresses of pages need.
    #[error("is taken: choose another one")]
    Reserved,
    /// Not an address.
    #[error("is not a mail address")]
    Email,
}

macro_rules! text {
    ($($(#[$meta:meta])* $name:ident by $check:path;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// As text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = TextError;

            fn from_str(text: &str) -> Result<Self, TextError> {
                let text = text.trim();
                $check(text)?;
                Ok(Self(text.to_owned()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

text! {
    /// The name of a person, an organization or a project.
    Name by check_name;
    /// The name of an organization or a project in addresses.
    Slug by check_slug;
    /// A mail address. Two that differ in case only are the same address.
    Email by check_email;
    /// A code by which accounting knows a project.
    CostCenter by check_cost_center;
}

fn check_length(text: &str, max: usize) -> Result<(), TextError> {
    if text.is_empty() {
        return Err(TextError::Missing);
    }
    if text.chars().count() > max {
        return Err(TextError::TooLong(max));
    }
    if text.chars().any(char::is_control) {
        return Err(TextError::Control);
    }
    Ok(())
}

fn check_name(text: &str) -> Result<(), TextError> {
    check_length(text, MAX_NAME)
}

fn check_cost_center(text: &str) -> Result<(), TextError> {
    check_length(text, MAX_SLUG)
}

fn check_slug(text: &str) -> Result<(), TextError> {
    check_length(text, MAX_SLUG)?;
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let inside = text.chars().all(|c| fits(c) || c == '-');
    if !inside || !text.starts_with(fits) || !text.ends_with(fits) {
        return Err(TextError::Slug);
    }
    // `/organizations/new` is the page that makes one.
    if text == "new" {
        return Err(TextError::Reserved);
    }
    Ok(())
}

/// Whether mail can be sent there is known only after sending; this refuses
/// what cannot be an address at all.
fn check_email(text: &str) -> Result<(), TextError> {
    check_length(text, MAX_EMAIL)?;
    let parts = text.rsplit_once('@');
    let is_address = parts.is_some_and(|(local, host)| {
        !local.is_empty()
            && local.len() <= 64
            && !host.is_empty()
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains("..")
            && host
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
    });
    let is_clean = !text.contains(|c: char| c.is_whitespace() || "<>()[],;:\\\"".contains(c));
    if is_address && is_clean {
        Ok(())
    } else {
        Err(TextError::Email)
    }
}

impl Email {
    /// The form in which addresses are compared.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl Slug {
    /// A slug made of a name: what people would write by hand. `None` if no
    /// letter or digit is left.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut slug = String::new();
        for c in name.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(MAX_SLUG);
        slug.trim_end_matches('-').parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        for good in ["a", "acme", "acme-2", "0x"] {
            assert!(good.parse::<Slug>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "new",
            "-a",
            "a-",
            "A",
            "a b",
            "ä",
            "a/b",
            &"a".repeat(41),
        ] {
            assert!(bad.parse::<Slug>().is_err(), "{bad}");
        }
        let made = |name| Slug::from_name(name).map(|s| s.to_string());
        assert_eq!(made("Acme & Sons, Ltd."), Some("acme-sons-ltd".to_owned()));
        assert_eq!(made("日本"), None);
    }

    #[test]
    fn addresses() {
        for good in ["a@b", "buyer@demo.example", "o'neil+x@mail.example"] {
            assert!(good.parse::<Email>().is_ok(), "{good}");
        }
        for bad in [
            "", "a", "@b", "a@", "a b@c", "a@b..c", "a@.b", "<a@b>", "a@b,c@d", "a@b\r\nX",
        ] {
            assert!(bad.parse::<Email>().is_err(), "{bad}");
        }
    }
}
