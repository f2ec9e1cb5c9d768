//! Trees of files in memory and on disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Contents by path, with `/` between the parts.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Reads everything below a directory but hidden files.
pub(crate) fn read_tree(directory: &Path) -> Result<Files> {
    let mut files = Files::new();
    read_into(&mut files, directory, "")?;
    Ok(files)
}

fn read_into(files: &mut Files, directory: &Path, prefix: &str) -> Result<()> {
    let entries =
        fs::read_dir(directory).with_context(|| format!("cannot read {}", directory.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            read_into(files, &path, &format!("{prefix}{name}/"))?;
        } else {
            let content =
                fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(format!("{prefix}{name}"), content);
        }
    }
    Ok(())
}

/// Makes a directory hold exactly these files. They are written beside it first, so that a server
/// that reads the directory never meets half of them.
pub(crate) fn replace_tree(directory: &Path, files: &Files) -> Result<()> {
    let fresh = directory.with_extension("new");
    remove_tree(&fresh)?;
    for (path, content) in files {
        let path = fresh.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
    }
    remove_tree(directory)?;
    fs::rename(&fresh, directory).with_context(|| format!("cannot write {}", directory.display()))
}

/// Removes a directory with all it holds; a missing one is fine.
pub(crate) fn remove_tree(directory: &Path) -> Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", directory.display()))
        }
        _ => Ok(()),
    }
}

/// Removes a file; a missing one is fine.
pub(crate) fn remove_file(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// A short name for contents: the first 16 hexadecimal digits of their SHA-256.
pub(crate) fn content_hash<'a>(contents: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut digest = Sha256::new();
    for content in contents {
        // The length keeps "ab" + "c" apart from "a" + "bc".
        digest.update((content.len() as u64).to_le_bytes());
        digest.update(content);
    }
    let mut head = [0; 8];
    head.copy_from_slice(&digest.finalize()[..8]);
    format!("{:016x}", u64::from_be_bytes(head))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failing test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_tree_keeps_no_stale_file() {
        let directory = std::env::temp_dir().join(format!("tessera-files-{}", std::process::id()));
        let first = Files::from([("assets/old.js".to_owned(), b"1".to_vec())]);
        let second = Files::from([("assets/new.js".to_owned(), b"2".to_vec())]);
        replace_tree(&directory, &first).unwrap();
        replace_tree(&directory, &second).unwrap();
        assert_eq!(read_tree(&directory).unwrap(), second);
        remove_tree(&directory).unwrap();
        remove_tree(&directory).unwrap();
    }

    #[test]
    fn a_hash_depends_on_the_contents_and_their_borders() {
        let hash =
            |contents: &[&str]| content_hash(contents.iter().map(|content| content.as_bytes()));
        assert_eq!(hash(&["ab", "c"]), hash(&["ab", "c"]));
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
        assert_eq!(hash(&["x"]).len(), 16);
    }
}
