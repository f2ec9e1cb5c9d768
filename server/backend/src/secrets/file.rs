//! Keys in a file, for installations where nobody has set any.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::key::WrongKeys;
use super::keyring::Keyring;
use crate::{Entropy, token};

/// What the file says to whoever finds it.
const ABOUT: &str = "\
# Tessera's keys for the secrets in its database, one a line. The first seals, all open.
# Keep a copy elsewhere: without its key a sealed secret is lost.
";

/// Why a file of keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It can be neither read nor made.
    #[error("cannot use the file of keys {}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others can read it.
    #[error(
        "other users can read the keys in {}: run `chmod 600` on it, or set TESSERA_SECRET_KEYS",
        .path.display()
    )]
    Open {
        /// The file.
        path: PathBuf,
    },
    /// It holds something else.
    #[error("the file {} holds no usable keys", .path.display())]
    Keys {
        /// The file.
        path: PathBuf,
        /// Which line is wrong and how.
        source: WrongKeys,
    },
}

impl Keyring {
    /// The keys of a file. If there is none, it is made with one random key.
    pub fn of_file(path: &Path) -> Result<Self, KeyFileError> {
        let failed = |source| KeyFileError::Io {
            path: path.to_owned(),
            source,
        };
        let mut file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                create(path).map_err(failed)?;
                File::open(path)
            }
            opened => opened,
        }
        .map_err(failed)?;
        // Asked of the open file: its name could mean another one by now.
        let mode = file.metadata().map_err(failed)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(KeyFileError::Open {
                path: path.to_owned(),
            });
        }
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(failed)?;
        let lines = text.lines().map(str::trim);
        let keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self::of_texts(keys).map_err(|source| KeyFileError::Keys {
            path: path.to_owned(),
            source,
        })
    }
}

/// Makes the file, unless another process has. It gets its name when it is
/// whole and on disk: a key that is lost after it has sealed something opens
/// nothing any more.
fn create(path: &Path) -> io::Result<()> {
    let random = |_| io::Error::other("there is no randomness");
    let key = Entropy::SYSTEM.bytes::<32>().map_err(random)?;
    let suffix = Entropy::SYSTEM.bytes::<8>().map_err(random)?;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let draft = path.with_extension(format!("new-{}", token::hex(&suffix)));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)?;
    let written = file
        .write_all(format!("{ABOUT}{}\n", token::hex(&key)).as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::hard_link(&draft, path));
    fs::remove_file(&draft)?;
    match written {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        other => other?,
    }
    File::open(folder)?.sync_all()?;
    tracing::info!(file = %path.display(), "made a key for secrets: keep a copy of the file");
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use std::fs::Permissions;

    use super::*;

    /// A folder of this test alone.
    fn scratch(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("tessera-keys-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        dir
    }

    #[test]
    fn the_first_start_makes_a_key_and_the_next_finds_it() {
        let dir = scratch("made");
        let path = dir.join("data/secret.keys");
        let first = Keyring::of_file(&path).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(Keyring::of_file(&path).unwrap().key_ids(), first.key_ids());
        let files = fs::read_dir(dir.join("data")).unwrap().count();
        assert_eq!(files, 1, "no draft is left");
        let other = Keyring::of_file(&dir.join("other.keys")).unwrap();
        assert_ne!(other.key_ids(), first.key_ids());
        fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn keys_that_others_can_read_are_refused() {
        let dir = scratch("open");
        let path = dir.join("secret.keys");
        Keyring::of_file(&path).unwrap();
        for mode in [0o640, 0o604, 0o666] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let error = Keyring::of_file(&path).unwrap_err();
            assert!(error.to_string().contains("chmod 600"), "{mode:o}: {error}");
        }
        fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn a_file_may_hold_several_keys() {
        let dir = scratch("several");
        let path = dir.join("secret.keys");
        let old = Keyring::of_file(&path).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{}\n{text}", "ab".repeat(32))).unwrap();
        let both = Keyring::of_file(&path).unwrap().key_ids();
        assert_eq!(both.len(), 2);
        assert_eq!(both.last(), old.key_ids().first());
        fs::write(&path, "password\n").unwrap();
        let error = Keyring::of_file(&path).unwrap_err();
        assert!(!error.to_string().contains("password"), "{error}");
        fs::remove_dir_all(&dir).unwrap();
    }
}
