//! The settings of the private cluster.

use std::{fmt::Write, path::Path};

/// What a crash of the machine may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Nothing that was committed: for every real use.
    Full,
    /// Everything: for tests, whose databases are thrown away, and where waiting for the disk
    /// and looking after old databases would be most of the time.
    None,
}

/// The name of the settings file next to PostgreSQL's own.
pub(super) const FILE: &str = "tessera.conf";

/// The text of the settings file. It is written anew at every start.
pub(super) fn text(socket_dir: &Path, durability: Durability) -> String {
    let quoted = socket_dir.to_string_lossy().replace('\'', "''");
    let (care, connections) = match durability {
        Durability::Full => ("on", 100),
        // Test processes run side by side, each test with pools of its own.
        Durability::None => ("off", 300),
    };
    let mut text = String::from("# Written by tessera at every start. Do not edit.\n");
    let pairs = [
        ("listen_addresses", "''"),
        ("unix_socket_permissions", "0700"),
        ("shared_buffers", "64MB"),
        ("max_wal_size", "256MB"),
        ("jit", "off"),
        ("timezone", "'UTC'"),
        ("log_timezone", "'UTC'"),
        ("log_checkpoints", "off"),
        ("logging_collector", "off"),
        ("cluster_name", "'tessera'"),
        ("fsync", care),
        ("synchronous_commit", care),
        ("full_page_writes", care),
        // It would go round hundreds of databases that live for a second.
        ("autovacuum", care),
    ];
    for (name, value) in pairs {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{name} = {value}");
    }
    let _ = writeln!(text, "max_connections = {connections}");
    let _ = writeln!(text, "unix_socket_directories = '{quoted}'");
    text
}

/// The character classification to create the cluster with: UTF-8 without a country's rules, so
/// that every machine sorts alike and `lower` knows more than ASCII.
pub(super) fn ctype(installed: &str) -> &'static str {
    let has = |wanted: &str| {
        installed
            .lines()
            .any(|line| line.trim().eq_ignore_ascii_case(wanted))
    };
    if has("C.UTF-8") || has("C.utf8") {
        "C.UTF-8"
    } else if has("en_US.UTF-8") || has("en_US.utf8") {
        "en_US.UTF-8"
    } else {
        "C"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tests_give_up_durability() {
        let real = text(Path::new("/s"), Durability::Full);
        for setting in [
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "autovacuum",
        ] {
            assert!(real.contains(&format!("{setting} = on\n")), "{setting}");
        }
        assert!(real.contains("listen_addresses = ''\n"));
        assert!(text(Path::new("/s"), Durability::None).contains("fsync = off\n"));
    }

    #[test]
    fn quotes_in_a_path_are_doubled() {
        assert!(text(Path::new("/it's"), Durability::Full).contains("= '/it''s'\n"));
    }

    #[test]
    fn a_utf8_locale_is_preferred() {
        assert_eq!(ctype("C\nC.utf8\nPOSIX\n"), "C.UTF-8");
        assert_eq!(ctype("C\nen_US.UTF-8\n"), "en_US.UTF-8");
        assert_eq!(ctype("C\nPOSIX\n"), "C");
    }
}
