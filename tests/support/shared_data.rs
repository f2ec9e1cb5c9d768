//! Real feeds. They are not part of the repository.

use std::io::Read as _;
use std::path::PathBuf;

/// A real feed, unpacked. `None` where the data is absent, except in CI, where
/// that is a failure: a test that silently did nothing would look like a pass.
pub fn read(name: &str) -> Option<Vec<u8>> {
    let path = path(name)?;
    let raw = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    if !raw.starts_with(&[0x1f, 0x8b]) {
        return Some(raw);
    }
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(&raw[..])
        .read_to_end(&mut text)
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    Some(text)
}

/// Where a real feed is.
pub fn path(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("TESSERA_SHARED_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    );
    let path = folder.join(name);
    if path.exists() {
        return Some(path);
    }
    let missing = format!(
        "{} is not here; set TESSERA_SHARED_DATA to the folder with the real feeds",
        path.display()
    );
    assert!(std::env::var_os("CI").is_none(), "{missing}");
    eprintln!("skipped: {missing}");
    None
}
