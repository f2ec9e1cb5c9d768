//! Free space where the private database lives.

use std::{path::Path, process::Command};

use super::Finding;
use crate::{config::DatabaseConfig, postgres::Cluster};

/// Below this PostgreSQL may stop at any moment.
const TOO_LITTLE: u64 = 512 << 20;

/// Below this somebody should know.
const LITTLE: u64 = 5 << 30;

pub(super) fn check(config: &DatabaseConfig) -> Finding {
    if config.url.is_some() {
        return Finding::good(
            "disk",
            "not checked: the database's disk is where DATABASE_URL points",
        );
    }
    let place = Cluster::location(&config.data_dir).unwrap_or_else(|| config.data_dir.clone());
    let place = std::path::absolute(&place).unwrap_or(place);
    match free_bytes(&place) {
        Some(free) => judge(free, &place),
        None => Finding::warning(
            "disk",
            "free space is unknown: `df` gave no answer",
            "look at it by hand",
        ),
    }
}

fn judge(free: u64, place: &Path) -> Finding {
    let text = format!("{} MiB are free at {}", free >> 20, place.display());
    let advice =
        "free some space, or move TESSERA_DATA_DIR to a larger disk while Tessera is stopped";
    match free {
        ..TOO_LITTLE => Finding::failure("disk", text, advice),
        TOO_LITTLE..LITTLE => Finding::warning("disk", text, advice),
        LITTLE.. => Finding::good("disk", text),
    }
}

/// Asks `df` about the nearest folder that exists: the system call needs code that this workspace
/// forbids, and the program is everywhere.
fn free_bytes(place: &Path) -> Option<u64> {
    let existing = place.ancestors().find(|dir| dir.exists())?;
    let output = Command::new("df").arg("-Pk").arg(existing).output().ok()?;
    parse(&String::from_utf8_lossy(&output.stdout))
}

/// The fourth column of the second line, in kilobytes, as POSIX prescribes.
fn parse(text: &str) -> Option<u64> {
    let line = text.lines().nth(1)?;
    line.split_whitespace()
        .nth(3)?
        .parse::<u64>()
        .ok()?
        .checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    #[test]
    fn the_free_column_is_read() {
        let text = "Filesystem 1024-blocks Used Available Capacity Mounted on\n\
                    /dev/sda1 100000 40000 60000 40% /data\n";
        assert_eq!(parse(text), Some(61_440_000));
        assert_eq!(parse("df: no such file"), None);
    }

    #[test]
    fn little_space_is_a_warning_and_none_a_failure() {
        let verdict = |free| judge(free, Path::new("/")).verdict;
        assert_eq!(verdict(100 << 20), Verdict::Failure);
        assert_eq!(verdict(2 << 30), Verdict::Warning);
        assert_eq!(verdict(50 << 30), Verdict::Good);
    }
}
