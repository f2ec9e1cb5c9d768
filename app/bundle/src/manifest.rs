//! `manifest.json`: how the server learns the hashed names.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::files::Files;
use crate::project::Project;

/// Bytes of one file, as written and as sent to a browser that takes brotli.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) raw: usize,
    pub(crate) brotli: usize,
}

impl Size {
    /// Looks a file and its compressed twin up.
    pub(crate) fn of(files: &Files, path: &str) -> Self {
        let raw = files.get(path).map_or(0, Vec::len);
        Self {
            raw,
            brotli: files.get(&format!("{path}.br")).map_or(raw, Vec::len),
        }
    }
}

/// The names and sizes of what a page loads. Paths start with `/`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub(crate) js: String,
    pub(crate) wasm: String,
    pub(crate) css: String,
    /// A hash over the whole site, so that the manifest changes whenever any file does.
    pub(crate) hash: String,
    /// Whether `wasm-opt` has been over the module.
    pub(crate) optimized: bool,
    /// Hashed alias of each public file that has one.
    pub(crate) files: BTreeMap<String, String>,
    /// Sizes by kind: `js`, `wasm`, `css`.
    pub(crate) sizes: BTreeMap<String, Size>,
}

impl Manifest {
    /// Writes it as JSON.
    pub(crate) fn to_json(&self) -> Result<Vec<u8>> {
        let sizes: BTreeMap<_, _> = self
            .sizes
            .iter()
            .map(|(kind, size)| (kind, json!({ "raw": size.raw, "brotli": size.brotli })))
            .collect();
        let value = json!({
            "js": self.js, "wasm": self.wasm, "css": self.css, "hash": self.hash,
            "optimized": self.optimized, "files": self.files, "sizes": sizes,
        });
        Ok(serde_json::to_vec_pretty(&value)?)
    }

    /// Reads the manifest of the site on disk.
    pub(crate) fn read(project: &Project) -> Result<Self> {
        let path = project.site.join("manifest.json");
        let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::from_json(&text).with_context(|| format!("{} is not a manifest", path.display()))
    }

    fn from_json(text: &[u8]) -> Result<Self> {
        let value: Value = serde_json::from_slice(text)?;
        let text = |key: &str| {
            value[key]
                .as_str()
                .map(str::to_owned)
                .with_context(|| format!("no `{key}`"))
        };
        let bytes = |size: &Value, key: &str| {
            size[key]
                .as_u64()
                .and_then(|bytes| usize::try_from(bytes).ok())
                .with_context(|| format!("no `{key}`"))
        };
        let mut sizes = BTreeMap::new();
        for (kind, size) in value["sizes"].as_object().context("no `sizes`")? {
            sizes.insert(
                kind.clone(),
                Size {
                    raw: bytes(size, "raw")?,
                    brotli: bytes(size, "brotli")?,
                },
            );
        }
        Ok(Self {
            js: text("js")?,
            wasm: text("wasm")?,
            css: text("css")?,
            hash: text("hash")?,
            optimized: value["optimized"].as_bool().context("no `optimized`")?,
            files: serde_json::from_value(value["files"].clone())?,
            sizes,
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failing test may panic")]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let manifest = Manifest {
            js: "/assets/app-1.js".to_owned(),
            wasm: "/assets/app-1_bg.wasm".to_owned(),
            css: "/assets/main-2.css".to_owned(),
            hash: "4".to_owned(),
            optimized: true,
            files: BTreeMap::from([("/icons.svg".to_owned(), "/assets/icons-3.svg".to_owned())]),
            sizes: BTreeMap::from([("js".to_owned(), Size { raw: 10, brotli: 5 })]),
        };
        assert_eq!(
            Manifest::from_json(&manifest.to_json().unwrap()).unwrap(),
            manifest
        );
    }

    #[test]
    fn a_missing_key_is_named() {
        let error = Manifest::from_json(br#"{"sizes":{},"js":"/a"}"#).unwrap_err();
        assert!(format!("{error:#}").contains("wasm"), "{error:#}");
    }
}
