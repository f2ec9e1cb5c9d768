//! The files themselves.

use std::{borrow::Cow, fmt::Write};

use super::encoding::Encoding;
use bytes::Bytes;

// `Site` and `FOLDER`: the folder's name depends on the build, see `build.rs`.
include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// One file of the site.
#[derive(Debug)]
pub(super) struct File {
    name: String,
    hash: [u8; 32],
    pub(super) data: Bytes,
}

impl File {
    /// The compressed twin. The file is its own twin in its plain form.
    pub(super) fn twin(&self, encoding: Encoding) -> Option<Bytes> {
        match encoding {
            Encoding::Identity => Some(self.data.clone()),
            _ => raw(&format!("{}{}", self.name, encoding.suffix())).map(|(data, _)| data),
        }
    }

    /// A strong `ETag`, which differs between the plain file and its twins.
    pub(super) fn etag(&self, encoding: Encoding) -> String {
        let mut etag = String::from("\"");
        for byte in &self.hash[..8] {
            // Writing into a string cannot fail.
            let _ = write!(etag, "{byte:02x}");
        }
        etag + encoding.suffix() + "\""
    }
}

/// The file of that name, which comes from a URL. Twins and the manifest are no files of their
/// own.
pub(super) fn find(name: &str) -> Option<File> {
    if !is_public(name) {
        return None;
    }
    let (data, hash) = raw(name)?;
    Some(File {
        name: name.into(),
        hash,
        data,
    })
}

/// A file that pages do not ask for.
pub(super) fn read(name: &str) -> Option<Bytes> {
    raw(name).map(|(data, _)| data)
}

/// The names of all public files.
pub(super) fn names() -> Vec<String> {
    Site::iter()
        .map(Cow::into_owned)
        .filter(|name| is_public(name))
        .collect()
}

fn raw(name: &str) -> Option<(Bytes, [u8; 32])> {
    let file = Site::get(name)?;
    let data = match file.data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => data.into(),
    };
    Some((data, file.metadata.sha256_hash()))
}

/// Dots at the beginning of a part would lead out of the folder where files are read from it.
fn is_public(name: &str) -> bool {
    let is_twin = [".br", ".gz"].iter().any(|suffix| name.ends_with(suffix));
    name != "manifest.json"
        && !is_twin
        && name
            .split('/')
            .all(|part| !part.is_empty() && !part.starts_with('.'))
        && !name.contains(['\\', '%', '{', '}'])
}

/// The type of a file by the ending of its name.
pub(super) fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "html" => "text/html; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        "txt" | "LICENSE" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_the_folder() {
        for bad in [
            "",
            "../Cargo.toml",
            "assets/../x",
            "assets//x",
            ".git/x",
            "a\\b",
            "a%2e",
            "x.js.br",
            "manifest.json",
        ] {
            assert!(!is_public(bad), "{bad}");
        }
        assert!(is_public("assets/app-1f.js") && is_public("favicon.svg"));
    }

    #[test]
    fn types_are_exact() {
        assert_eq!(content_type("assets/app_bg.wasm"), "application/wasm");
        assert_eq!(
            content_type("fonts/inter.LICENSE"),
            "text/plain; charset=utf-8"
        );
        assert_eq!(content_type("noextension"), "application/octet-stream");
    }
}
