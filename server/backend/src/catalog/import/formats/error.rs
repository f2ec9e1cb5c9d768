//! What is wrong with a feed, and where.

/// A place in a file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at {path}: expected {expected}, found {found}")]
pub struct FeedError {
    /// The place, such as `providers.openai.models["gpt-4o"].cost.input`, or
    /// line and column where the file is not even JSON.
    pub path: String,
    /// What should stand there.
    pub expected: String,
    /// What stands there, cut to a length that is safe to show.
    pub found: String,
}

impl FeedError {
    /// Longest part of a file that is repeated in an error, in characters.
    const SHOWN: usize = 80;

    pub(super) fn new(
        path: impl Into<String>,
        expected: impl Into<String>,
        found: impl AsRef<str>,
    ) -> Self {
        let found = found.as_ref();
        let mut shown: String = found
            .chars()
            .filter(|c| !c.is_control())
            .take(Self::SHOWN)
            .collect();
        if found.chars().nth(Self::SHOWN).is_some() {
            shown.push('…');
        }
        let path = path.into();
        Self {
            path: if path.is_empty() {
                "the top of the file".to_owned()
            } else {
                path
            },
            expected: expected.into(),
            found: shown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_where_what_and_instead_of_what() {
        let error = FeedError::new("providers.x", "an object", "5");
        assert_eq!(
            error.to_string(),
            "at providers.x: expected an object, found 5"
        );
        assert_eq!(
            FeedError::new("", "an object", "[]").to_string(),
            "at the top of the file: expected an object, found []"
        );
        assert_eq!(
            FeedError::new("a", "b", "x".repeat(900))
                .found
                .chars()
                .count(),
            81
        );
    }
}
