//! What a publisher released: the attributes of a model.

use crate::slug::MAX_MODEL_ID;

vocabulary! {
    /// A kind of content that goes into or comes out of a model.
    pub enum Modality ("modality") {
        /// Plain or structured text.
        Text = "text", "Text";
        /// Still pictures.
        Image = "image", "Image";
        /// Sound, speech included.
        Audio = "audio", "Audio";
        /// Moving pictures.
        Video = "video", "Video";
        /// PDF documents.
        Pdf = "pdf", "PDF";
        /// Vectors.
        Embedding = "embedding", "Embedding";
        /// A relevance or safety score.
        Score = "score", "Score";
    }
}

vocabulary! {
    /// Something a model can do beyond answering.
    pub enum Capability ("capability") {
        /// Calls functions that the client declares.
        Tools = "tools", "Tool calling";
        /// Answers in a JSON schema that the client gives.
        JsonSchema = "json_schema", "Structured output";
        /// Understands pictures.
        Vision = "vision", "Vision";
        /// Thinks before it answers.
        Reasoning = "reasoning", "Reasoning";
        /// Charges repeated input at a lower price.
        Cache = "cache", "Prompt caching";
        /// Accepts work to be done later at a lower price.
        Batch = "batch", "Batch";
        /// Lets the client set the sampling temperature.
        Temperature = "temperature", "Temperature";
        /// Takes files as attachments.
        Attachments = "attachments", "Attachments";
        /// Answers as a stream.
        Streaming = "streaming", "Streaming";
        /// Searches the web by itself.
        WebSearch = "web_search", "Web search";
        /// Drives a computer.
        ComputerUse = "computer_use", "Computer use";
    }
}

vocabulary! {
    /// What people use a model for.
    pub enum Task ("task") {
        /// Conversation and general text.
        Chat = "chat", "Chat";
        /// Writing programs.
        Code = "code", "Code";
        /// Text to vectors.
        Embedding = "embedding", "Embeddings";
        /// Ordering search results.
        Rerank = "rerank", "Reranking";
        /// Making and editing pictures.
        Image = "image", "Image generation";
        /// Making video.
        Video = "video", "Video generation";
        /// Text to speech.
        Speech = "speech", "Text to speech";
        /// Speech to text.
        Transcription = "transcription", "Transcription";
        /// Judging content.
        Moderation = "moderation", "Moderation";
        /// Reading documents.
        Ocr = "ocr", "Document reading";
    }
}

vocabulary! {
    /// Where a model or an offering is in its life.
    pub enum Lifecycle ("lifecycle") {
        /// Usable, may change or vanish without notice.
        Preview = "preview", "Preview";
        /// Fully supported.
        Active = "active", "Active";
        /// Usable, but the publisher has named a successor or an end.
        Legacy = "legacy", "Legacy";
        /// No longer offered.
        Retired = "retired", "Retired";
    }
}

/// A license identifier: SPDX, or a `LicenseRef-` of our own where SPDX has none.
///
/// Source of the identifiers: <https://spdx.org/licenses/>.
pub fn license_label(id: &str) -> String {
    match id.strip_prefix("LicenseRef-") {
        Some("proprietary") => "Proprietary".to_owned(),
        Some(own) => own.replace('-', " "),
        None => id.to_owned(),
    }
}

/// How licenses are spelled that have an identifier: the words in lower case,
/// joined by `-`.
const LICENSES: [(&str, &str); 22] = [
    ("apache-2", "Apache-2.0"),
    ("apache-2.0", "Apache-2.0"),
    ("apache-2.0-license", "Apache-2.0"),
    ("apache-license-2.0", "Apache-2.0"),
    ("apache-license-version-2.0", "Apache-2.0"),
    ("bsd-2-clause", "BSD-2-Clause"),
    ("bsd-3-clause", "BSD-3-Clause"),
    ("cc-by-4.0", "CC-BY-4.0"),
    ("cc-by-nc-4.0", "CC-BY-NC-4.0"),
    ("cc-by-nc-nd-4.0", "CC-BY-NC-ND-4.0"),
    ("cc-by-nc-sa-4.0", "CC-BY-NC-SA-4.0"),
    ("cc-by-nd-4.0", "CC-BY-ND-4.0"),
    ("cc-by-sa-4.0", "CC-BY-SA-4.0"),
    ("cc0-1.0", "CC0-1.0"),
    ("isc", "ISC"),
    ("mit", "MIT"),
    ("mit-license", "MIT"),
    ("mozilla-public-license-2.0", "MPL-2.0"),
    ("mpl-2.0", "MPL-2.0"),
    ("proprietary", "LicenseRef-proprietary"),
    ("the-mit-license", "MIT"),
    ("unlicense", "Unlicense"),
];

/// The license identifier that a text means: SPDX where it is one or a usual
/// spelling of one, otherwise a `LicenseRef-` of its words, so that it can stand
/// in an address. `None` for a text without words.
pub fn license_id(text: &str) -> Option<String> {
    const OWN: &str = "LicenseRef-";
    let text = text.trim();
    let in_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+');
    let words: Vec<&str> = text
        .split(|c: char| !in_word(c))
        .filter(|word| !word.is_empty())
        .collect();
    let words = words.join("-");
    if words.is_empty() {
        return None;
    }
    let known = LICENSES
        .iter()
        .find(|(spelling, _)| words.eq_ignore_ascii_case(spelling));
    if let Some((_, id)) = known {
        return Some((*id).to_owned());
    }
    if text.len() <= MAX_MODEL_ID && text.chars().all(|c| in_word(c) || c == '-') {
        return Some(text.to_owned());
    }
    let mut own = if words.starts_with(OWN) {
        words
    } else {
        format!("{OWN}{words}")
    };
    own.truncate(MAX_MODEL_ID);
    Some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licenses_become_identifiers() {
        for (text, id) in [
            ("Apache-2.0", "Apache-2.0"),
            ("Apache 2.0", "Apache-2.0"),
            ("Apache License, Version 2.0", "Apache-2.0"),
            ("apache-2.0", "Apache-2.0"),
            (" MIT License ", "MIT"),
            ("CC BY-NC 4.0", "CC-BY-NC-4.0"),
            ("proprietary", "LicenseRef-proprietary"),
            ("LicenseRef-flux-1-dev", "LicenseRef-flux-1-dev"),
            ("LicenseRef-My own", "LicenseRef-My-own"),
            ("GPL-3.0-or-later", "GPL-3.0-or-later"),
            ("Llama 3.1 (Community)", "LicenseRef-Llama-3.1-Community"),
            ("MIT OR Apache-2.0", "LicenseRef-MIT-OR-Apache-2.0"),
        ] {
            let found = license_id(text);
            assert_eq!(found.as_deref(), Some(id), "{text}");
            let again = found.as_deref().and_then(license_id);
            assert_eq!(again.as_deref(), Some(id), "an identifier stays itself");
        }
        for text in ["", "  ", "--", "専有"] {
            assert_eq!(license_id(text), None, "{text:?}");
        }
    }

    #[test]
    fn every_identifier_can_be_asked_for() {
        for text in ["x y", &"long ".repeat(100), &"l".repeat(300)] {
            let id = license_id(text).unwrap_or_default();
            assert!(
                !id.is_empty() && crate::slug::check_model_id(&id).is_ok(),
                "{id}"
            );
            assert_eq!(license_id(&id), Some(id.clone()));
        }
        assert!(
            LICENSES.is_sorted_by(|a, b| a.0 < b.0),
            "each once, in order"
        );
    }
}
