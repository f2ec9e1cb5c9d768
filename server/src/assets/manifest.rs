//! `manifest.json`: the hashed names that pages refer to.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use serde::Deserialize;

use super::site;

/// The names and sizes of what a page loads. Paths begin with `/`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    /// The loader script.
    pub js: String,
    /// The WebAssembly module.
    pub wasm: String,
    /// The style sheet.
    pub css: String,
    /// The hashed name of each public file that has one.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// Sizes of `js`, `wasm` and `css`.
    #[serde(default)]
    pub sizes: BTreeMap<String, Size>,
}

/// Bytes of one file, as stored and as sent to a browser that takes brotli.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Size {
    /// As stored.
    pub raw: u64,
    /// As sent.
    pub brotli: u64,
}

impl Manifest {
    /// Reads it from the site and checks that the files are there.
    pub(super) fn load() -> anyhow::Result<Self> {
        let Some(text) = site::read("manifest.json") else {
            bail!("{}", missing())
        };
        let manifest = Self::parse(&text).with_context(missing)?;
        for name in [&manifest.js, &manifest.wasm, &manifest.css] {
            if site::find(name.trim_start_matches('/')).is_none() {
                return Err(anyhow::anyhow!("the bundle has no {name}")).with_context(missing);
            }
        }
        Ok(manifest)
    }

    /// Where a public file is served for ever; its own name if the bundle gave it no other.
    pub fn file(&self, name: &str) -> String {
        self.files
            .get(name)
            .cloned()
            .unwrap_or_else(|| name.to_owned())
    }

    fn parse(text: &[u8]) -> anyhow::Result<Self> {
        serde_json::from_slice(text).context("manifest.json is not what app/bundle writes")
    }
}

fn missing() -> String {
    let folder = site::FOLDER;
    if cfg!(debug_assertions) {
        format!("the browser bundle is missing or broken in {folder}; `make run` builds it")
    } else {
        format!(
            "this program was built without its browser bundle (expected in {folder}); `make run` \
             builds the bundle first, then the program"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_with_and_without_extras() {
        let full =
            br#"{"js":"/assets/app-1.js","wasm":"/assets/app-1_bg.wasm","css":"/assets/main-2.css",
            "optimized":true,"files":{"/icons.svg":"/assets/icons-3.svg"},
            "sizes":{"wasm":{"raw":10,"brotli":5}}}"#;
        let manifest = Manifest::parse(full).ok();
        assert_eq!(manifest.map(|m| m.sizes["wasm"].brotli), Some(5));
        let bare = br#"{"js":"/a.js","wasm":"/a.wasm","css":"/a.css"}"#;
        assert!(Manifest::parse(bare).is_ok());
        assert!(Manifest::parse(b"{}").is_err());
    }
}
