//! Mail as files, for installations without a mail server.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::SentMail;
use crate::{Entropy, token};

/// Most mails that are kept.
const MOST: usize = 200;

/// A folder of mails, one a file, whose names sort by time.
pub(super) struct Folder {
    dir: PathBuf,
    /// Orders mails of the same instant.
    next: AtomicU64,
}

impl Folder {
    pub(super) fn new(dir: PathBuf) -> Self {
        Self {
            dir,
            next: AtomicU64::new(0),
        }
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Keeps a mail, and removes the oldest where there are too many.
    pub(super) async fn keep(self: Arc<Self>, mail: SentMail) {
        let folder = Arc::clone(&self);
        let written = tokio::task::spawn_blocking(move || folder.write(&mail)).await;
        let dir = self.dir.display();
        match written.map_err(io::Error::other).flatten() {
            Ok(()) => tracing::info!(%dir, "no mail server is set: mail kept as a file"),
            Err(error) => tracing::warn!(%dir, %error, "mail not kept"),
        }
    }

    fn write(&self, mail: &SentMail) -> io::Result<()> {
        self.prepare()?;
        let random = Entropy::SYSTEM.bytes::<4>().map_err(io::Error::other)?;
        let name = format!(
            "{:020}-{:06}-{}",
            (mail.sent_at.unix_timestamp_nanos() / 1000).max(0),
            self.next.fetch_add(1, Ordering::Relaxed),
            token::hex(&random)
        );
        // Under its name only when it is whole, so that nobody reads half a mail.
        let (draft, path) = (
            self.dir.join(format!("{name}.new")),
            self.dir.join(format!("{name}.json")),
        );
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&draft)?;
        file.write_all(&serde_json::to_vec_pretty(mail)?)?;
        fs::rename(&draft, &path)?;
        for old in self.files()?.into_iter().skip(MOST) {
            // Another process may have been faster.
            let _ = fs::remove_file(old);
        }
        Ok(())
    }

    /// Makes the folder. Mails hold links that open accounts.
    fn prepare(&self) -> io::Result<()> {
        if let Some(parent) = self.dir.parent() {
            fs::create_dir_all(parent)?;
        }
        match DirBuilder::new().mode(0o700).create(&self.dir) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                fs::set_permissions(&self.dir, Permissions::from_mode(0o700))
            }
            made => made,
        }
    }

    /// The files, the newest first.
    fn files(&self) -> io::Result<Vec<PathBuf>> {
        let entries = fs::read_dir(&self.dir)?.flatten().map(|entry| entry.path());
        let mut files: Vec<_> = entries
            .filter(|path| path.extension().is_some_and(|e| e == "json"))
            .collect();
        files.sort_unstable_by(|a, b| b.cmp(a));
        Ok(files)
    }

    /// The mails, the newest first. What cannot be read is left out.
    pub(super) fn list(&self) -> Vec<SentMail> {
        let files = self.files().unwrap_or_default().into_iter();
        files
            .filter_map(|path| serde_json::from_slice(&fs::read(path).ok()?).ok())
            .collect()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use time::OffsetDateTime;

    use super::*;

    fn mail(n: usize) -> SentMail {
        SentMail {
            to: "ann@example.com".to_owned(),
            subject: n.to_string(),
            text: "text".to_owned(),
            html: "<p>text</p>".to_owned(),
            sent_at: OffsetDateTime::UNIX_EPOCH,
        }
    }

    /// A folder of this test alone.
    fn scratch(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("tessera-mail-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        dir
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn mails_are_files_of_their_owner() {
        let root = scratch("modes");
        let dir = root.join("data/mail");
        let folder = Arc::new(Folder::new(dir.clone()));
        assert!(folder.list().is_empty());
        Arc::clone(&folder).keep(mail(1)).await;
        Arc::clone(&folder).keep(mail(2)).await;
        assert_eq!(folder.list(), [mail(2), mail(1)]);
        assert_eq!(mode(&dir), 0o700);
        let files = folder.files().unwrap();
        assert_eq!(files.len(), 2);
        assert!(files.iter().all(|file| mode(file) == 0o600));
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn only_the_newest_are_kept() {
        let dir = scratch("many");
        let folder = Folder::new(dir.clone());
        for n in 0..MOST + 3 {
            folder.write(&mail(n)).unwrap();
        }
        let kept = folder.list();
        assert_eq!(kept.len(), MOST);
        assert_eq!(kept.last(), Some(&mail(3)));
        fs::remove_dir_all(&dir).unwrap();
    }
}
