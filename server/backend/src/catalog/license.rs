//! Which identifier a feed means by the name of a license.

use domain::slug::MAX_MODEL_ID;
use spdx::identifiers::LICENSES;

/// What begins an identifier that is not SPDX's.
const OWN: &str = "LicenseRef-";

/// Usual spellings of licenses that are not their identifiers: the words in lower
/// case, joined by `-`.
const SPELLINGS: [(&str, &str); 8] = [
    ("apache-2", "Apache-2.0"),
    ("apache-2.0-license", "Apache-2.0"),
    ("apache-license-2.0", "Apache-2.0"),
    ("apache-license-version-2.0", "Apache-2.0"),
    ("mit-license", "MIT"),
    ("mozilla-public-license-2.0", "MPL-2.0"),
    ("proprietary", "LicenseRef-proprietary"),
    ("the-mit-license", "MIT"),
];

/// The license identifier that a text means: that of SPDX
/// (<https://spdx.org/licenses/>) where it is one in any case of its letters or a usual
/// spelling of one, otherwise a `LicenseRef-` of its words, so that it can stand in an
/// address. `None` for a text without words.
pub fn license_id(text: &str) -> Option<String> {
    let in_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+');
    let words: Vec<&str> = text
        .split(|c: char| !in_word(c))
        .filter(|word| !word.is_empty())
        .collect();
    let words = words.join("-");
    if words.is_empty() {
        return None;
    }
    let spelled = SPELLINGS
        .iter()
        .find(|(spelling, _)| words.eq_ignore_ascii_case(spelling));
    let of_spdx = || {
        let mut names = LICENSES.iter().map(|license| license.name);
        names.find(|name| words.eq_ignore_ascii_case(name))
    };
    if let Some(id) = spelled.map(|(_, id)| *id).or_else(of_spdx) {
        return Some(id.to_owned());
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
            ("cc-by-nd-4.0", "CC-BY-ND-4.0"),
            ("proprietary", "LicenseRef-proprietary"),
            ("LicenseRef-flux-1-dev", "LicenseRef-flux-1-dev"),
            ("LicenseRef-My own", "LicenseRef-My-own"),
            ("GPL-3.0-or-later", "GPL-3.0-or-later"),
            ("gemma", "LicenseRef-gemma"),
            ("llama3.1", "LicenseRef-llama3.1"),
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
            let is_askable = domain::slug::check_model_id(&id).is_ok();
            assert!(!id.is_empty() && is_askable, "{id}");
            assert_eq!(license_id(&id), Some(id.clone()));
        }
    }
}
