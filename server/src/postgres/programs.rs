//! Finding PostgreSQL's programs.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, bail};

use super::OLDEST_MAJOR;

/// What a folder must hold to be used.
const NEEDED: [&str; 6] = [
    "initdb",
    "pg_ctl",
    "postgres",
    "psql",
    "pg_isready",
    "createdb",
];

/// Folders whose children are versions, each with the programs in `bin`.
const VERSIONED: [&str; 3] = [
    "/usr/lib/postgresql",
    "/usr/local/lib/postgresql",
    "/Library/PostgreSQL",
];

/// Homebrew's folders, on Apple silicon and on Intel.
const HOMEBREW: [&str; 2] = ["/opt/homebrew/opt", "/usr/local/opt"];

/// A folder with PostgreSQL's programs, and their version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    bin: PathBuf,
    major: u32,
}

impl Programs {
    /// Finds the programs: the newest on this machine, or those of `major` when a cluster of that
    /// version exists already, because PostgreSQL opens no other version's files.
    pub fn find(path: Option<&std::ffi::OsStr>, major: Option<u32>) -> anyhow::Result<Self> {
        let found: Vec<Self> = folders(path)
            .into_iter()
            .filter_map(|bin| Self::at(bin).ok())
            .collect();
        choose(found, major)
    }

    /// The programs in one folder.
    fn at(bin: PathBuf) -> anyhow::Result<Self> {
        if let Some(missing) = NEEDED.iter().find(|name| !bin.join(name).is_file()) {
            bail!("{} has no {missing}", bin.display());
        }
        let output = Command::new(bin.join("postgres"))
            .arg("--version")
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let major = parse_major(&text).with_context(|| format!("unknown version: {text}"))?;
        Ok(Self { bin, major })
    }

    /// The full name of one program.
    pub fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }

    /// The folder they are in.
    pub fn bin(&self) -> &Path {
        &self.bin
    }

    /// Their major version.
    pub fn major(&self) -> u32 {
        self.major
    }
}

fn choose(mut found: Vec<Programs>, major: Option<u32>) -> anyhow::Result<Programs> {
    found.sort_by_key(|programs| std::cmp::Reverse(programs.major));
    let versions: Vec<String> = found
        .iter()
        .map(|programs| programs.major.to_string())
        .collect();
    let usable = |programs: &Programs| {
        programs.major >= OLDEST_MAJOR && major.is_none_or(|wanted| wanted == programs.major)
    };
    if let Some(programs) = found.into_iter().find(usable) {
        return Ok(programs);
    }
    let seen = if versions.is_empty() {
        "none".into()
    } else {
        versions.join(", ")
    };
    match major {
        Some(wanted) => bail!(
            "the private database was made by PostgreSQL {wanted}, whose programs are not \
             installed (found: {seen}); install PostgreSQL {wanted}, or set DATABASE_URL"
        ),
        None => bail!(
            "PostgreSQL {OLDEST_MAJOR} or newer is not installed (found: {seen}); install it \
             (`apt-get install postgresql`, `brew install postgresql@17`), or set DATABASE_URL to \
             an existing one"
        ),
    }
}

/// Every folder worth looking into, in no particular order.
fn folders(path: Option<&std::ffi::OsStr>) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = path
        .map(|p| std::env::split_paths(p).collect())
        .unwrap_or_default();
    for parent in VERSIONED {
        folders.extend(children(parent, ""));
    }
    for parent in HOMEBREW {
        folders.extend(children(parent, "postgresql"));
    }
    folders
}

/// `bin` below every child of `parent` whose name begins with `prefix`.
fn children(parent: &str, prefix: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path().join("bin"))
        .collect()
}

/// The major version in `postgres (PostgreSQL) 15.18 (Debian 15.18-0)`.
fn parse_major(text: &str) -> Option<u32> {
    let (_, rest) = text.split_once("(PostgreSQL) ")?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    rest[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn installed(majors: &[u32]) -> Vec<Programs> {
        majors
            .iter()
            .map(|&major| Programs {
                bin: format!("/pg/{major}").into(),
                major,
            })
            .collect()
    }

    fn chosen(majors: &[u32], wanted: Option<u32>) -> Result<u32, String> {
        choose(installed(majors), wanted)
            .map(|p| p.major)
            .map_err(|e| e.to_string())
    }

    #[test]
    fn the_newest_wins_unless_a_cluster_needs_another() {
        assert_eq!(chosen(&[15, 17, 16], None), Ok(17));
        assert_eq!(chosen(&[15, 17, 16], Some(16)), Ok(16));
    }

    #[test]
    fn errors_say_what_was_found_and_what_to_install() {
        let old = chosen(&[13, 14], None).err().unwrap_or_default();
        assert!(
            old.contains("found: 14, 13") && old.contains("DATABASE_URL"),
            "{old}"
        );
        let other = chosen(&[17], Some(15)).err().unwrap_or_default();
        assert!(other.contains("made by PostgreSQL 15"), "{other}");
        assert!(
            chosen(&[], None)
                .err()
                .unwrap_or_default()
                .contains("found: none")
        );
    }

    #[test]
    fn versions_are_read_from_every_packager() {
        assert_eq!(
            parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"),
            Some(15)
        );
        assert_eq!(parse_major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(
            parse_major("postgres (PostgreSQL) 17.2 (Homebrew)\n"),
            Some(17)
        );
        assert_eq!(parse_major("something else"), None);
    }
}
