//! Closed vocabularies: enums that are written as one word in URLs, JSON and
//! columns. One macro, so that every vocabulary parses, prints and lists its
//! values in the same way.

/// A word that is not in a closed vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is no {kind}; expected one of {expected}")]
pub struct UnknownWord {
    /// The vocabulary, for example `modality`.
    pub kind: &'static str,
    /// What was given, cut to a length that is safe to show.
    pub found: String,
    /// The words that would have been accepted, separated by commas.
    pub expected: String,
}

impl UnknownWord {
    /// Longest part of a wrong value that is repeated in an error.
    const SHOWN: usize = 60;

    /// An error for `found`, which is none of `expected`.
    pub fn new(kind: &'static str, found: &str, expected: &[&'static str]) -> Self {
        Self {
            kind,
            found: found.chars().take(Self::SHOWN).collect(),
            expected: expected.join(", "),
        }
    }
}

/// Defines an enum with a word and a label for each value.
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        pub enum $name:ident ($kind:literal) {
            $($(#[$vmeta:meta])* $variant:ident = $word:literal, $label:literal;)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vmeta])* $variant,)+
        }

        impl $name {
            /// Every value, in the order in which it is shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word used in URLs, JSON and the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The words shown to people.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::UnknownWord::new($kind, text, Self::WORDS)),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
