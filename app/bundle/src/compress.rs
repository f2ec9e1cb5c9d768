//! Compressed twins, made once here so that the server never compresses a static file.

use std::io::Write;

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::files::Files;

/// What compresses; fonts and pictures are compressed already.
const COMPRESSIBLE: [&str; 9] = [
    "js",
    "wasm",
    "css",
    "svg",
    "html",
    "json",
    "txt",
    "xml",
    "webmanifest",
];

/// Adds `.br` and `.gz` beside every file that gets smaller by it.
pub(crate) fn add_twins(files: &mut Files, release: bool) -> Result<()> {
    let mut twins = Files::new();
    for (path, content) in files.iter().filter(|(path, _)| is_compressible(path)) {
        for (suffix, packed) in [
            ("br", brotli(content, release)?),
            ("gz", gzip(content, release)?),
        ] {
            if packed.len() < content.len() {
                twins.insert(format!("{path}.{suffix}"), packed);
            }
        }
    }
    files.append(&mut twins);
    Ok(())
}

fn is_compressible(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, extension)| COMPRESSIBLE.contains(&extension))
}

fn brotli(content: &[u8], release: bool) -> Result<Vec<u8>> {
    let quality = if release { 11 } else { 4 };
    let parameters = BrotliEncoderParams {
        quality,
        size_hint: content.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip(content: &[u8], release: bool) -> Result<Vec<u8>> {
    let level = if release {
        Compression::best()
    } else {
        Compression::fast()
    };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failing test may panic")]
mod tests {
    use std::io::Read;

    use super::*;

    fn with_twins(path: &str, content: &[u8]) -> Files {
        let mut files = Files::from([(path.to_owned(), content.to_vec())]);
        add_twins(&mut files, true).unwrap();
        files
    }

    #[test]
    fn twins_unpack_to_the_original() {
        let content = "light-dark ".repeat(100).into_bytes();
        let files = with_twins("main.css", &content);
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*files["main.css.br"], &mut unpacked).unwrap();
        assert_eq!(unpacked, content);
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&*files["main.css.gz"])
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, content);
    }

    #[test]
    fn fonts_and_files_that_would_grow_have_none() {
        assert_eq!(with_twins("fonts/a.woff2", &[0; 500]).len(), 1);
        assert_eq!(with_twins("robots.txt", b"x").len(), 1);
    }
}
