//! What a mail says.

use std::fmt;

/// Longest subject, in characters: names people chose are part of some.
const MAX_SUBJECT: usize = 160;

/// A mail to one person: a subject and, in this order, paragraphs and links.
pub struct Mail {
    to: String,
    subject: String,
    parts: Vec<Part>,
}

/// A piece of the body.
pub(super) enum Part {
    /// A paragraph.
    Text(String),
    /// Something to do.
    Action {
        /// What it does.
        label: String,
        /// Where.
        url: String,
    },
    /// A line that leads somewhere; less than a button.
    Link {
        /// What is there.
        label: String,
        /// Where.
        url: String,
    },
}

impl Mail {
    /// A mail that says nothing yet. A subject is one line: whatever would end
    /// it becomes a space.
    pub fn new(to: &str, subject: &str) -> Self {
        Self {
            to: to.to_owned(),
            subject: one_line(subject),
            parts: Vec::new(),
        }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.parts.push(Part::Text(paragraph(&text.into())));
        self
    }

    /// Adds a button.
    #[must_use]
    pub fn action(mut self, label: impl Into<String>, url: impl Into<String>) -> Self {
        self.parts.push(Part::Action {
            label: one_line(&label.into()),
            url: address(&url.into()),
        });
        self
    }

    /// Adds a line that is a link.
    #[must_use]
    pub fn link(mut self, label: impl Into<String>, url: impl Into<String>) -> Self {
        self.parts.push(Part::Link {
            label: one_line(&label.into()),
            url: address(&url.into()),
        });
        self
    }

    pub(super) fn to(&self) -> &str {
        &self.to
    }

    pub(super) fn subject(&self) -> &str {
        &self.subject
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }
}

impl fmt::Debug for Mail {
    /// Without the body, in which links are secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail")
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

/// Characters that end lines, or that show the ones around them in another
/// order: a name could make a mail say what nobody wrote.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if is_hidden(c) { ' ' } else { c })
        .collect();
    let words: Vec<_> = spaced.split_whitespace().collect();
    words.join(" ").chars().take(MAX_SUBJECT).collect()
}

fn address(url: &str) -> String {
    url.chars()
        .filter(|c| !is_hidden(*c) && !c.is_whitespace())
        .collect()
}

/// Lines stay lines.
fn paragraph(text: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace('\t', " ");
    let shown: String = unix
        .chars()
        .filter(|c| *c == '\n' || !is_hidden(*c))
        .collect();
    shown.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_one_line() {
        let subject = |text: &str| Mail::new("a@b", text).subject().to_owned();
        assert_eq!(
            subject("Join Acme\r\nBcc: eve@example.com"),
            "Join Acme Bcc: eve@example.com"
        );
        assert_eq!(subject(" a\t\0b\u{202e}c "), "a b c");
        assert_eq!(subject(&"ä".repeat(500)).chars().count(), MAX_SUBJECT);
    }

    #[test]
    fn paragraphs_keep_their_lines() {
        assert_eq!(paragraph(" one\r\ntwo\0\u{2066} \n"), "one\ntwo");
    }
}
