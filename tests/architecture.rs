//! Rules of the architecture that the compiler cannot enforce.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &str, out: &mut Vec<PathBuf>) {
    let mut waiting = vec![root().join(folder)];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
}

fn all_sources() -> Vec<(String, String)> {
    let mut paths = Vec::new();
    for folder in ["app", "server", "tests"] {
        sources(folder, &mut paths);
    }
    assert!(paths.len() > 50, "the sources are found");
    paths
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn sql_stays_in_its_files() {
    let allowed = |name: &str| {
        name.starts_with("server/backend/src/")
            && (name.ends_with("/sql.rs") || name.ends_with("/db.rs"))
            || name.starts_with("tests/")
    };
    // Handing a pool on or turning an error into ours is no SQL.
    let harmless = [
        "use sqlx::PgPool;",
        "use sqlx::PgConnection;",
        "sqlx::Error",
        "sqlx::error::",
    ];
    for (name, text) in all_sources().iter().filter(|(name, _)| !allowed(name)) {
        for line in text
            .lines()
            .filter(|l| l.contains("sqlx::") && !l.trim_start().starts_with("//"))
        {
            let fine =
                name.starts_with("server/backend/") && harmless.iter().any(|h| line.contains(h));
            assert!(fine, "{name}: SQL belongs in sql.rs: {line}");
        }
    }
}

/// Everything else has an event in the audit log.
#[test]
fn few_changes_are_not_audited() {
    let allowed = [
        "db.rs",
        "notifications/mod.rs",
        "notifications/mails.rs",
        "access_tokens/mod.rs",
        "checklists/mod.rs",
        "profile/display.rs",
    ];
    for (name, text) in all_sources() {
        let is_allowed =
            name == "tests/architecture.rs" || allowed.iter().any(|a| name.ends_with(a));
        assert!(
            is_allowed || !text.contains("commit_unaudited"),
            "{name}: commit with an event"
        );
    }
}

#[test]
fn features_are_chosen_in_one_place() {
    for (name, text) in all_sources() {
        if name == "app/src/lib.rs" || name == "tests/architecture.rs" {
            continue;
        }
        assert!(
            !text.contains("cfg(feature"),
            "{name}: `cfg(feature` belongs in app/src/lib.rs"
        );
    }
}

#[test]
fn files_stay_small() {
    for (name, text) in all_sources() {
        let lines = text.lines().count();
        assert!(lines <= 500, "{name} has {lines} lines; 500 is the end");
    }
}

#[test]
fn layers_point_one_way() {
    let manifest =
        |path: &str| std::fs::read_to_string(root().join(path).join("Cargo.toml")).unwrap();
    let uses = |path: &str, name: &str| {
        manifest(path)
            .lines()
            .any(|l| l.starts_with(&format!("{name}.")) || l.starts_with(&format!("{name} =")))
    };
    for (path, forbidden) in [
        (
            "app/domain",
            &[
                "backend", "app", "server", "sqlx", "tokio", "leptos", "axum",
            ][..],
        ),
        ("server/backend", &["app", "server", "leptos", "axum"][..]),
        ("app", &["server", "sqlx"][..]),
        ("server", &["sqlx"][..]),
    ] {
        for name in forbidden {
            assert!(!uses(path, name), "{path} must not depend on {name}");
        }
    }
}

#[test]
fn nothing_unfinished_is_shipped() {
    // Put together so that this file does not find itself.
    let marks = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["unimplemented", "!("].concat(),
    ];
    for (name, text) in all_sources() {
        for mark in &marks {
            assert!(!text.contains(mark.as_str()), "{name}: {mark}");
        }
    }
}

#[test]
fn the_top_level_stays_as_it_is() {
    let allowed = [
        "app",
        "server",
        "migrations",
        "style",
        "public",
        "tests",
        "target",
        "Cargo.toml",
        "Cargo.lock",
        "Makefile",
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "NOTICE",
        "clippy.toml",
        "deny.toml",
        "rustfmt.toml",
    ];
    for entry in std::fs::read_dir(root()).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(
            name.starts_with('.') || allowed.contains(&name.as_str()),
            "{name} does not belong at the top level"
        );
    }
}
