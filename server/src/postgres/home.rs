//! Where the private cluster lives.
//!
//! Usually `<data folder>/postgres`. When tessera runs as root, PostgreSQL runs as the user
//! `postgres`, who may not be able to reach that folder (a checkout under `/root`, say). Then the
//! cluster lives in `/var/lib/tessera/<key>`, or `/var/tmp/tessera/<key>` where that cannot be
//! written; the key is made of the data folder's full name, and the place is noted in
//! `<data folder>/postgres.location`.

use std::{
    fmt::Write,
    fs::{self, DirBuilder, Permissions},
    os::unix::{
        ffi::OsStrExt,
        fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    },
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};

use super::run_as::RunAs;

/// The longest name of a Unix socket that every system takes (macOS: 104 bytes with the end mark).
const LONGEST_SOCKET: usize = 103;

/// The file in the data folder that says where the cluster is when it is not there.
const NOTE: &str = "postgres.location";

/// The cluster's folders and files.
#[derive(Debug, Clone)]
pub(super) struct Home {
    /// The folder that holds everything below.
    pub(super) dir: PathBuf,
    /// PostgreSQL's own folder.
    pub(super) data: PathBuf,
    /// The folder of the socket: nobody but the owner can enter it.
    pub(super) socket: PathBuf,
    /// What PostgreSQL has to say.
    pub(super) log: PathBuf,
}

impl Home {
    /// Chooses and creates the folders for the cluster of `data_dir`.
    pub(super) fn prepare(data_dir: &Path, run_as: &RunAs) -> anyhow::Result<Self> {
        fs::create_dir_all(data_dir).with_context(|| {
            format!(
                "cannot create the data folder {} (TESSERA_DATA_DIR)",
                data_dir.display()
            )
        })?;
        let data_dir = data_dir.canonicalize()?;
        let dir = place(&data_dir, run_as)?;
        private_dir(&dir, run_as)?;
        let socket = socket_dir(&dir);
        private_dir(&socket, run_as)?;
        let (data, log) = (dir.join("data"), dir.join("postgres.log"));
        Ok(Self {
            dir,
            data,
            socket,
            log,
        })
    }

    /// The version that created the cluster, if there is one.
    pub(super) fn major(&self) -> Option<u32> {
        fs::read_to_string(self.data.join("PG_VERSION"))
            .ok()?
            .trim()
            .parse()
            .ok()
    }
}

/// The folder of the cluster of `data_dir`, if there is a cluster.
pub(super) fn existing(data_dir: &Path) -> Option<PathBuf> {
    let dir = noted(data_dir).unwrap_or_else(|| data_dir.join("postgres"));
    dir.join("data/PG_VERSION").exists().then_some(dir)
}

/// The place noted by an earlier start.
fn noted(data_dir: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(data_dir.join(NOTE)).ok()?;
    let place = PathBuf::from(text.trim_end());
    place.parent().is_some_and(Path::is_dir).then_some(place)
}

fn place(data_dir: &Path, run_as: &RunAs) -> anyhow::Result<PathBuf> {
    if let Some(place) = noted(data_dir) {
        return Ok(place);
    }
    if run_as.can_enter(data_dir) {
        return Ok(data_dir.join("postgres"));
    }
    let key = key(data_dir);
    for parent in ["/var/lib/tessera", "/var/tmp/tessera"].map(Path::new) {
        if shared_parent(parent).is_ok() && run_as.can_enter(parent) {
            let dir = parent.join(&key);
            fs::write(data_dir.join(NOTE), format!("{}\n", dir.display()))?;
            tracing::info!(
                folder = %dir.display(),
                "the user postgres cannot enter {}, so the private database lives elsewhere",
                data_dir.display(),
            );
            return Ok(dir);
        }
    }
    bail!(
        "the user postgres can enter neither {}, /var/lib/tessera nor /var/tmp/tessera; choose \
         another TESSERA_DATA_DIR, or set DATABASE_URL",
        data_dir.display()
    )
}

/// Makes a folder for the clusters of several data folders. In `/var/tmp` anybody may have made
/// one of that name, so it must be root's.
fn shared_parent(parent: &Path) -> std::io::Result<()> {
    fs::create_dir_all(parent)?;
    let found = fs::symlink_metadata(parent)?;
    if !found.is_dir() || found.uid() != 0 {
        return Err(std::io::ErrorKind::PermissionDenied.into());
    }
    fs::set_permissions(parent, Permissions::from_mode(0o755))
}

/// The socket's folder: in `dir`, or in `/tmp` when the name would be too long for a socket.
fn socket_dir(dir: &Path) -> PathBuf {
    let near = dir.join("socket");
    if near.join(".s.PGSQL.5432").as_os_str().len() <= LONGEST_SOCKET {
        near
    } else {
        Path::new("/tmp").join(format!("tessera-{}", key(dir)))
    }
}

/// Makes a folder that only its owner can enter. One that is there already must belong to the
/// right user: `/tmp` is open to all, and a socket in somebody else's folder could be anybody's.
fn private_dir(dir: &Path, run_as: &RunAs) -> anyhow::Result<()> {
    match DirBuilder::new().mode(0o700).create(dir) {
        Ok(()) => run_as.own(dir),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let found = fs::symlink_metadata(dir)?;
            let owners: &[u32] = match run_as {
                RunAs::Current { uid } => &[*uid],
                RunAs::Postgres { uid, .. } => &[*uid, 0],
            };
            if !found.is_dir() || !owners.contains(&found.uid()) {
                bail!(
                    "{} belongs to another user; run tessera as that user, remove the folder, or \
                     choose another TESSERA_DATA_DIR",
                    dir.display()
                );
            }
            fs::set_permissions(dir, Permissions::from_mode(0o700))?;
            run_as.own(dir)
        }
        Err(error) => Err(error).with_context(|| format!("cannot create {}", dir.display())),
    }
}

fn key(path: &Path) -> String {
    let digest = Sha256::digest(path.as_os_str().as_bytes());
    digest.iter().take(8).fold(String::new(), |mut key, byte| {
        // Writing into a string cannot fail.
        let _ = write!(key, "{byte:02x}");
        key
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_move_the_socket_to_tmp() {
        assert_eq!(socket_dir(Path::new("/srv/t")), Path::new("/srv/t/socket"));
        let long = PathBuf::from(format!("/{}", "x".repeat(90)));
        let moved = socket_dir(&long);
        assert!(moved.starts_with("/tmp"), "{}", moved.display());
        assert!(moved.join(".s.PGSQL.5432").as_os_str().len() <= LONGEST_SOCKET);
        assert_eq!(moved, socket_dir(&long));
    }

    #[test]
    fn keys_differ_by_folder() {
        assert_eq!(key(Path::new("/a")).len(), 16);
        assert_ne!(key(Path::new("/a")), key(Path::new("/b")));
    }
}
