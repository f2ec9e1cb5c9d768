//! Real feeds for tests. They are not part of the project: without them the
//! tests that need them are skipped, except where everything must run.

use std::io::Read as _;
use std::path::PathBuf;

/// The file at `path` below the folder of shared data, unpacked; `None` where
/// there is no such folder and nobody insists on it.
#[expect(
    clippy::disallowed_methods,
    reason = "tests have no configuration to read"
)]
#[expect(clippy::panic, reason = "a test that cannot run must not pass")]
pub(super) fn shared_data(path: &str) -> Option<Vec<u8>> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let folder = std::env::var("TESSERA_SHARED_DATA").unwrap_or_else(|_| default.to_owned());
    let file = PathBuf::from(folder).join(path);
    let Ok(bytes) = std::fs::read(&file) else {
        assert!(
            std::env::var("CI").is_err(),
            "{} is missing; set TESSERA_SHARED_DATA",
            file.display()
        );
        return None;
    };
    if file.extension().is_none_or(|end| end != "gz") {
        return Some(bytes);
    }
    let mut text = Vec::new();
    match flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut text) {
        Ok(_) => Some(text),
        Err(error) => panic!("{}: {error}", file.display()),
    }
}
