//! Names that appear in addresses.

/// Longest slug of a publisher or provider. Real feeds reach 24 characters.
pub const MAX_SLUG: usize = 64;
/// Longest model id. Real feeds reach 61 characters.
pub const MAX_MODEL_ID: usize = 160;

/// Why a name cannot be used in an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SlugError {
    /// Nothing was given.
    #[error("is empty")]
    Empty,
    /// Longer than allowed.
    #[error("is longer than {0} characters")]
    TooLong(usize),
    /// Holds a character that does not belong in a name.
    #[error("contains {0:?}, which is not allowed in a name")]
    BadCharacter(char),
}

fn check(text: &str, max: usize) -> Result<(), SlugError> {
    if text.is_empty() {
        return Err(SlugError::Empty);
    }
    if text.chars().count() > max {
        return Err(SlugError::TooLong(max));
    }
    match text.chars().find(|c| c.is_control() || c.is_whitespace()) {
        Some(c) => Err(SlugError::BadCharacter(c)),
        None => Ok(()),
    }
}

/// Checks the slug of a publisher, provider, region or source.
pub fn check_slug(text: &str) -> Result<(), SlugError> {
    check(text, MAX_SLUG)?;
    match text.chars().find(|c| matches!(c, '/' | '?' | '#')) {
        Some(c) => Err(SlugError::BadCharacter(c)),
        None => Ok(()),
    }
}

/// Checks a model id or an upstream model name. `/`, `:`, `@` and capitals are
/// all in real use and allowed.
pub fn check_model_id(text: &str) -> Result<(), SlugError> {
    check(text, MAX_MODEL_ID)
}

/// `text` as it stands in the path of an address: `/` is kept, everything that
/// a URL path cannot carry is percent-encoded (RFC 3986, section 3.3).
pub fn path_segment(text: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const SET: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b'<')
        .add(b'>')
        .add(b'?')
        .add(b'[')
        .add(b'\\')
        .add(b']')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    utf8_percent_encode(text, SET).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_model_ids_pass() {
        for id in [
            "anthropic/claude-sonnet-4-5",
            "anthropic.claude-3-5-sonnet-20240620-v1:0",
            "Steelskull/L3.3-Cu-Mai-R1-70b",
            "@cf/meta/llama-3.1-8b-instruct",
            &"x".repeat(61),
        ] {
            assert_eq!(check_model_id(id), Ok(()), "{id}");
        }
    }

    #[test]
    fn wrong_names_say_why() {
        assert_eq!(check_model_id(""), Err(SlugError::Empty));
        assert_eq!(check_model_id("a b"), Err(SlugError::BadCharacter(' ')));
        assert_eq!(
            check_model_id(&"x".repeat(161)),
            Err(SlugError::TooLong(160))
        );
        assert_eq!(check_slug("a/b"), Err(SlugError::BadCharacter('/')));
    }

    #[test]
    fn paths_keep_the_slash_and_encode_the_rest() {
        assert_eq!(path_segment("a/b:c@d%#?"), "a/b:c@d%25%23%3F");
    }
}
