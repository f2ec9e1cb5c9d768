//! Names without what people leave out when they type: `GPT-4o`, `gpt 4o` and
//! `gpt4o` are one.

/// Squashed names in their order, each with its entry.
#[derive(Debug)]
pub(super) struct Squashed {
    names: Vec<(Box<str>, u32)>,
}

/// A shorter text begins too much to say anything.
const SHORTEST: usize = 3;

/// Letters and digits in lower case.
fn squash(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

impl Squashed {
    /// An entry may have several names.
    pub(super) fn new<'a>(names: impl IntoIterator<Item = (&'a str, u32)>) -> Self {
        let squashed = |(name, entry)| (squash(name).into_boxed_str(), entry);
        let mut names: Vec<_> = names.into_iter().map(squashed).collect();
        names.sort_unstable();
        names.dedup();
        Self { names }
    }

    /// The entries of which a name begins with the text, however both are spaced,
    /// each once and in order.
    pub(super) fn beginning_with(&self, text: &str) -> Vec<u32> {
        let text = squash(text);
        if text.chars().count() < SHORTEST {
            return Vec::new();
        }
        let from = self.names.partition_point(|(name, _)| **name < *text);
        let rest = self.names.get(from..).unwrap_or_default();
        let here = rest.partition_point(|(name, _)| name.starts_with(&text));
        let mut entries: Vec<u32> = rest.iter().take(here).map(|(_, entry)| *entry).collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_signs_and_capitals_do_not_matter() {
        let names = Squashed::new([
            ("GPT-4o", 0),
            ("gpt-4o-mini", 1),
            ("gpt_4o", 0),
            ("Claude", 2),
            ("o3", 3),
        ]);
        let begin = |text| names.beginning_with(text);
        assert_eq!(begin("gpt 4o"), [0, 1]);
        assert_eq!(begin("GPT4o-m"), [1]);
        assert_eq!(begin("gpt"), [0, 1]);
        assert_eq!(begin("o3-mini"), [0; 0]);
        assert_eq!(begin("zeta"), [0; 0]);
        assert_eq!(begin("o3"), [0; 0], "too short to tell");
    }
}
